//! The kinds of log entry in words.

use crate::{session::view::EntryKind, ui::words::log::Log};

/// A kind in words; etcd's own request names stay as they are.
#[must_use]
pub fn kind(kind: EntryKind, words: &Log) -> &'static str {
    match kind {
        EntryKind::ConfChange => words.conf_change,
        EntryKind::Empty => words.empty,
        EntryKind::Publish => words.publish,
        EntryKind::ClusterVersion => words.cluster_version,
        EntryKind::Put => words.put,
        EntryKind::Delete => words.delete,
        EntryKind::Txn => words.txn,
        EntryKind::LeaseGrant => words.lease_grant,
        EntryKind::LeaseRevoke => words.lease_revoke,
        EntryKind::Compaction => words.compaction,
        EntryKind::Auth => words.auth,
        EntryKind::Alarm => words.alarm,
    }
}
