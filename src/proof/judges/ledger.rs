//! All entries ever seen in any log, what was committed at each index, and what applying up to an
//! index made of a store. It knows no members: it is told what one of them has.

use std::collections::{BTreeMap, BTreeSet};

use super::property::{Property, Verdict, ensure};
use crate::{
    raft::{Entry, EntryKind},
    units::{Index, StateHash, Term},
};

/// What an entry of one index and term looks like, and the term of the one before it, if known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Shape {
    data: u64,
    before: Option<Term>,
}

/// What was committed at an index.
#[derive(Clone, Copy, Debug, Default)]
struct Committed {
    /// The entry's term; 0 while nobody is known to have committed it.
    term: Term,
    /// The lowest term of a member that was seen to know; never below the term it happened in.
    seen_in: Term,
}

/// The tables, by index.
#[derive(Clone, Debug, Default)]
pub(super) struct Ledger {
    /// The first entry seen at each index; almost always the only one.
    first: Vec<Option<(Term, Shape)>>,
    others: BTreeMap<(Index, Term), Shape>,
    changes: BTreeSet<(Index, Term)>,
    committed: Vec<Committed>,
    stores: Vec<Option<u64>>,
}

impl Ledger {
    /// Notes an entry of `name`'s log; true if it is the first of its index and term.
    pub(super) fn enter(
        &mut self,
        name: &str,
        entry: &Entry,
        before: Option<Term>,
    ) -> Result<bool, super::Violation> {
        let (index, term) = (entry.index, entry.term);
        let data = data_hash(entry);
        let shape = Shape { data, before };
        let slot = slot(&mut self.first, index);
        let known = match slot {
            None => {
                *slot = Some((term, shape));
                None
            }
            Some((other, known)) if *other == term => Some(known),
            Some(_) => {
                let mut is_new = false;
                let known = self.others.entry((index, term)).or_insert_with(|| {
                    is_new = true;
                    shape
                });
                (!is_new).then_some(known)
            }
        };
        let Some(known) = known else {
            if entry.kind != EntryKind::Normal {
                self.changes.insert((index, term));
            }
            return Ok(true);
        };
        let fits = before.is_none() || known.before.is_none() || before == known.before;
        known.before = known.before.or(before);
        let same = known.data == data;
        ensure(same && fits, Property::LogMatching, || {
            let what = if same {
                "another one before"
            } else {
                "another"
            };
            format!("{name} has {what} entry {index} of {term} than a member had")
        })?;
        Ok(false)
    }

    /// Indexes of configuration changes in `from..=to`, with their terms, ascending.
    pub(super) fn changes(
        &self,
        from: Index,
        to: Index,
    ) -> impl DoubleEndedIterator<Item = (Index, Term)> {
        let to = to.max(from.prev());
        let range = (from, Term(0))..(to.next(), Term(0));
        self.changes.range(range).copied()
    }

    /// The highest index that anybody is known to have committed.
    pub(super) fn last_committed(&self) -> Index {
        Index((self.committed.len() as u64).saturating_sub(1))
    }

    /// The term of what is known to be committed at `index`.
    pub(super) fn committed_term(&self, index: Index) -> Option<Term> {
        let known = self.committed.get(place(index))?.term;
        (known > Term(0)).then_some(known)
    }

    /// Notes that `name`, in term `seen_in`, knows the entry at `index` to be committed; its term
    /// is not known where a snapshot stands for it.
    pub(super) fn commit(
        &mut self,
        name: &str,
        (index, term): (Index, Option<Term>),
        seen_in: Term,
    ) -> Verdict {
        if place(index) >= self.committed.len() {
            self.committed
                .resize(place(index) + 1, Committed::default());
        }
        let known = &mut self.committed[place(index)];
        if known.seen_in == Term(0) || seen_in < known.seen_in {
            known.seen_in = seen_in;
        }
        let Some(term) = term else { return Ok(()) };
        if known.term == Term(0) {
            known.term = term;
        }
        let first = known.term;
        ensure(first == term, Property::StateMachineSafety, || {
            format!("{name} commits {index} of {term}, which was committed of {first} before")
        })
    }

    /// The highest entry that was committed in an earlier term than `term`: a leader of `term` must
    /// have it, and with it, by log matching, all before it.
    pub(super) fn committed_before(&self, term: Term) -> Option<(Index, Term)> {
        // Who knows a later entry to be committed knows the earlier ones to be, so this rises.
        let count = self.committed.partition_point(|it| it.seen_in < term);
        let last = count.checked_sub(1)?;
        let index = Index(last as u64);
        Some((index, self.committed_term(index)?))
    }

    /// Notes the hash of what `name` has after applying everything up to `index`.
    pub(super) fn store(&mut self, name: &str, index: Index, hash: u64) -> Verdict {
        // Members of a new cluster know their peers before they apply anything, one that joins
        // knows nobody.
        if index == Index(0) {
            return Ok(());
        }
        let first = *slot(&mut self.stores, index).get_or_insert(hash);
        ensure(first == hash, Property::EqualStores, || {
            format!("{name} differs from what another member had at {index}")
        })
    }
}

/// The slot of an index, made if there is none.
fn slot<T: Clone>(slots: &mut Vec<Option<T>>, index: Index) -> &mut Option<T> {
    let place = place(index);
    if place >= slots.len() {
        slots.resize(place + 1, None);
    }
    &mut slots[place]
}

pub(super) fn place(index: Index) -> usize {
    usize::try_from(index.0).expect("a log fits memory")
}

fn data_hash(entry: &Entry) -> u64 {
    let mut hash = StateHash::new();
    hash.u64(entry.kind as u64).bytes(&entry.data);
    hash.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(index: u64, term: u64, data: &'static str) -> Entry {
        Entry {
            term: Term(term),
            index: Index(index),
            data: data.into(),
            ..Entry::default()
        }
    }

    fn property(verdict: Result<impl Sized, super::super::Violation>) -> Option<Property> {
        verdict.err().map(|violation| violation.property)
    }

    #[test]
    fn another_entry_or_another_one_before_breaks_log_matching() {
        let mut ledger = Ledger::default();
        let mut enter = |data, before| {
            let verdict = ledger.enter("a", &entry(5, 3, data), before);
            verdict.map_err(|violation| violation.property)
        };
        assert_eq!(enter("x", Some(Term(2))), Ok(true));
        assert_eq!(enter("x", Some(Term(2))), Ok(false));
        assert_eq!(enter("x", None), Ok(false));
        assert_eq!(enter("y", Some(Term(2))), Err(Property::LogMatching));
        assert_eq!(enter("x", Some(Term(1))), Err(Property::LogMatching));
        // Another term at the same index is no contradiction.
        assert_eq!(property(ledger.enter("b", &entry(5, 4, "z"), None)), None);
        let again = ledger.enter("c", &entry(5, 4, "w"), None);
        assert_eq!(property(again), Some(Property::LogMatching));
    }

    #[test]
    fn two_commits_at_one_index_break_state_machine_safety() {
        let mut ledger = Ledger::default();
        let at = (Index(2), Some(Term(1)));
        assert_eq!(property(ledger.commit("a", at, Term(1))), None);
        assert_eq!(property(ledger.commit("b", at, Term(4))), None);
        let other = ledger.commit("b", (Index(2), Some(Term(3))), Term(4));
        assert_eq!(property(other), Some(Property::StateMachineSafety));
        assert_eq!(ledger.last_committed(), Index(2));
    }

    #[test]
    fn a_later_leader_must_have_what_was_committed_before_its_term() {
        let mut ledger = Ledger::default();
        for (index, seen_in) in [(1, 1), (2, 3), (3, 3), (4, 6)] {
            let at = (Index(index), Some(Term(1)));
            assert_eq!(property(ledger.commit("a", at, Term(seen_in))), None);
        }
        let before = |term| {
            ledger
                .committed_before(Term(term))
                .map(|(index, _)| index.0)
        };
        assert_eq!(before(3), Some(1));
        assert_eq!(before(4), Some(3));
        assert_eq!(before(7), Some(4));
    }

    #[test]
    fn equal_indexes_want_equal_stores() {
        let mut ledger = Ledger::default();
        assert_eq!(property(ledger.store("a", Index(7), 1)), None);
        assert_eq!(property(ledger.store("b", Index(8), 2)), None);
        let other = ledger.store("c", Index(7), 2);
        assert_eq!(property(other), Some(Property::EqualStores));
    }
}
