//! Why a number is what it is: one sentence per field, from the key's own history. Pure.

use crate::{
    session::view::{HistoryRow, KeyDetail},
    ui::{figures::countdown, words::Words},
    units::LeaseId,
};

/// The generation of a detail: its number, if all of the key's history is known, and the
/// tombstone before it.
#[must_use]
pub fn generation(detail: &KeyDetail, create: u64) -> (Option<usize>, Option<&HistoryRow>) {
    let before = |it: &&HistoryRow| it.tombstone && it.revision.main <= create;
    let mut ends = detail.history.iter().filter(before);
    let nth = detail.complete.then(|| ends.clone().count() + 1);
    (nth, ends.next_back())
}

/// Why create_revision.
#[must_use]
pub fn create(detail: &KeyDetail, words: &Words) -> String {
    let (nth, tombstone) = generation(detail, detail.create);
    let tombstone = tombstone.map(|it| it.revision.to_string());
    (words.keys.why_create)(&format!("r{}", detail.create), tombstone, nth)
}

/// Why mod_revision.
#[must_use]
pub fn modified(detail: &KeyDetail, words: &Words) -> String {
    let entry = detail.index.map(|it| it.to_string());
    (words.keys.why_mod)(&format!("r{}", detail.modified), entry, detail.at.sub)
}

/// Why version.
#[must_use]
pub fn version(detail: &KeyDetail, words: &Words) -> String {
    (words.keys.why_version)(detail.version, &format!("r{}", detail.create))
}

/// Why lease.
#[must_use]
pub fn lease(detail: &KeyDetail, words: &Words) -> String {
    let at = detail.at.to_string();
    if detail.lease != LeaseId::NONE {
        let left = detail.lease_left.map(countdown);
        let left = left.map(|it| (it, detail.lessor.as_str()));
        return (words.keys.why_lease)(&at, left);
    }
    let before = detail.history.iter().rev();
    let before = before
        .clone()
        .find(|it| it.revision < detail.at && it.create == detail.create);
    let lease = before.filter(|it| it.lease != LeaseId::NONE);
    (words.keys.why_none)(&at, lease.map(|it| it.lease.to_string()))
}
