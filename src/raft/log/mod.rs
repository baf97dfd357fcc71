//! The log: entries after a snapshot, and how far they are stable, committed and applied.
//!
//! `entries[i]` has index `snapshot_index + 1 + i`. Invariants:
//! 1. `snapshot_index <= committed <= last_index()`; `applied <= applying <= committed`. A snapshot
//!    that is not on disk yet may lie above `applied`.
//! 2. `stable <= handed <= last_index()`. Entries above `stable` are etcd's unstable log; those up
//!    to `handed` are being written.
//! 3. Terms never decrease along the log.
//! 4. `batches` are those handed to the application above `applied`, oldest first.

use std::{
    collections::VecDeque,
    sync::atomic::{AtomicU64, Ordering::Relaxed},
};

use bytes::Bytes;
use im::Vector;

use crate::units::{Index, StateHash, Term};

/// What an entry is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EntryKind {
    /// The application's own, or empty from a new leader.
    #[default]
    Normal,
    /// A change of one member (`raftpb.ConfChange`).
    ConfChange,
    /// Changes that happen together (`raftpb.ConfChangeV2`).
    ConfChangeV2,
}

/// One entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Its term.
    pub term: Term,
    /// Its index.
    pub index: Index,
    /// Its kind.
    pub kind: EntryKind,
    /// Its payload; shared by all logs that hold it.
    pub data: Bytes,
}

impl Entry {
    /// Its size on the wire (`raftpb.Entry.Size`): kind, term and index are always written.
    #[must_use]
    pub fn size(&self) -> usize {
        let data = self.data.len();
        let data = if data == 0 {
            0
        } else {
            1 + varint_len(data as u64) + data
        };
        4 + varint_len(self.term.0) + varint_len(self.index.0) + data
    }

    /// Whether it changes the configuration.
    #[must_use]
    pub fn is_change(&self) -> bool {
        self.kind != EntryKind::Normal
    }

    fn fold(&self, before: u64) -> u64 {
        let mut hash = StateHash::new();
        hash.u64(before)
            .u64(self.term.0)
            .u64(self.index.0)
            .u64(self.kind as u64)
            .bytes(&self.data);
        hash.finish()
    }
}

/// What the hash of a log begins with, and where it stands there.
fn hash_of((index, term): (Index, Term)) -> (Index, u64) {
    let mut hash = StateHash::new();
    hash.u64(index.0).u64(term.0);
    (index, hash.finish())
}

/// Bytes on the wire beside its payload that no entry exceeds.
const OVERHEAD_MOST: usize = 40;

/// Entries from which on it pays to set up a walk along the log.
const FOCUS_LEAST: usize = 16;

/// Bytes of a number on the wire.
const fn varint_len(value: u64) -> usize {
    match value {
        0..0x80 => 1,
        0x80..0x4000 => 2,
        _ => (70 - value.leading_zeros() as usize) / 7,
    }
}

/// Entries handed to the application together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Batch {
    last: Index,
    /// As [`Entry::size`] counts.
    bytes: usize,
    /// Payloads alone.
    payload: u64,
}

/// An index and the hash there: filled in when asked, by whoever asks. Atomic, so that logs can be
/// shared as any other value.
#[derive(Debug)]
struct Known(AtomicU64, AtomicU64);

impl Known {
    const fn new((index, hash): (Index, u64)) -> Self {
        Self(AtomicU64::new(index.0), AtomicU64::new(hash))
    }

    fn get(&self) -> (Index, u64) {
        (Index(self.0.load(Relaxed)), self.1.load(Relaxed))
    }

    fn set(&self, (index, hash): (Index, u64)) {
        self.0.store(index.0, Relaxed);
        self.1.store(hash, Relaxed);
    }
}

impl Clone for Known {
    fn clone(&self) -> Self {
        Self::new(self.get())
    }
}

/// One member's log.
#[derive(Clone, Debug)]
pub struct Log {
    entries: Vector<Entry>,
    snapshot_index: Index,
    snapshot_term: Term,
    /// Highest index on disk.
    pub(super) stable: Index,
    /// Highest index handed to the disk.
    pub(super) handed: Index,
    /// Highest index known committed.
    pub(super) committed: Index,
    /// Highest index handed to the application.
    pub(super) applying: Index,
    batches: VecDeque<Batch>,
    applying_paused: bool,
    /// Highest index applied.
    pub(super) applied: Index,
    last: Index,
    last_term: Term,
    /// How far the hash is known, and what it is there: most logs are never asked for theirs.
    hashed: Known,
}

/// What is known of the hash makes no difference.
impl PartialEq for Log {
    fn eq(&self, other: &Self) -> bool {
        let numbers = |it: &Self| {
            let snapshot = (it.snapshot_index, it.snapshot_term);
            let disk = (it.stable, it.handed, it.committed);
            (snapshot, disk, it.applying, it.applying_paused, it.applied)
        };
        numbers(self) == numbers(other)
            && self.batches == other.batches
            && self.entries == other.entries
    }
}

impl Eq for Log {}

impl Default for Log {
    fn default() -> Self {
        Self::restore((Index(0), Term(0)), Vector::new(), Index(0), Index(0))
    }
}

impl Log {
    /// A log that starts after a snapshot; everything in it is stable, and applied up to `applied`.
    #[must_use]
    pub fn restore(
        snapshot: (Index, Term),
        entries: Vector<Entry>,
        committed: Index,
        applied: Index,
    ) -> Self {
        let (snapshot_index, snapshot_term) = snapshot;
        let last_term = entries.last().map_or(snapshot_term, |entry| entry.term);
        let last = Index(snapshot_index.0 + entries.len() as u64);
        let committed = committed.max(snapshot_index).min(last);
        let applied = applied.max(snapshot_index).min(committed);
        Self {
            entries,
            snapshot_index,
            snapshot_term,
            stable: last,
            handed: last,
            committed,
            applying: applied,
            batches: VecDeque::new(),
            applying_paused: false,
            applied,
            last,
            last_term,
            hashed: Known::new(hash_of(snapshot)),
        }
    }

    /// First index that is still an entry.
    #[must_use]
    pub fn first_index(&self) -> Index {
        self.snapshot_index.next()
    }

    /// Last index.
    #[must_use]
    pub const fn last_index(&self) -> Index {
        self.last
    }

    /// Term of the last entry.
    #[must_use]
    pub const fn last_term(&self) -> Term {
        self.last_term
    }

    /// Highest index known committed.
    #[must_use]
    pub const fn committed(&self) -> Index {
        self.committed
    }

    /// Highest index applied.
    #[must_use]
    pub const fn applied(&self) -> Index {
        self.applied
    }

    /// Highest index on disk.
    #[must_use]
    pub const fn stable(&self) -> Index {
        self.stable
    }

    /// A hash over the snapshot's place and all entries after it. What is new since it was last
    /// asked for is folded in.
    #[must_use]
    pub fn hash(&self) -> u64 {
        let (known, hash) = self.hashed.get();
        let entries = (known.0 + 1..=self.last.0).filter_map(|index| self.entry(Index(index)));
        let hash = entries.fold(hash, |hash, entry| entry.fold(hash));
        self.hashed.set((self.last, hash));
        hash
    }

    /// Forgets what is known of the hash.
    fn unhash(&mut self) {
        let snapshot = (self.snapshot_index, self.snapshot_term);
        self.hashed.set(hash_of(snapshot));
    }

    /// The term at `index`, if it is known: an entry's or the snapshot's; 0 at index 0.
    #[must_use]
    pub fn term(&self, index: Index) -> Option<Term> {
        if index == self.snapshot_index {
            return Some(self.snapshot_term);
        }
        if index == self.last_index() {
            return Some(self.last_term);
        }
        self.entry(index).map(|entry| entry.term)
    }

    /// The entry at `index`, if it is one.
    #[must_use]
    pub fn entry(&self, index: Index) -> Option<&Entry> {
        let place = index.0.checked_sub(self.snapshot_index.0 + 1)?;
        self.entries.get(usize::try_from(place).ok()?)
    }

    /// Whether the entry at `index` has `term`.
    pub(super) fn matches(&self, index: Index, term: Term) -> bool {
        self.term(index) == Some(term)
    }

    /// Whether a log that ends so is at least as new as this one (paper §5.4.1).
    pub(super) fn is_up_to_date(&self, last_term: Term, last_index: Index) -> bool {
        (last_term, last_index) >= (self.last_term, self.last_index())
    }

    /// Entries from `from` to `to`, both included, at least one and at most `bytes_max` bytes.
    #[must_use]
    pub fn slice(&self, from: Index, to: Index, bytes_max: usize) -> Vec<Entry> {
        let from = from.max(self.first_index());
        let to = to.min(self.last_index());
        if from > to {
            return Vec::new();
        }
        let start = usize::try_from(from.0 - self.first_index().0).unwrap_or(usize::MAX);
        let count = usize::try_from(to.0 - from.0 + 1).unwrap_or(usize::MAX);
        let mut taken = Vec::with_capacity(count.min(64));
        let (mut bytes, mut at_most) = (0, 0_usize);
        self.walk(start, count, |run| {
            let payloads: usize = run.iter().map(|entry| entry.data.len()).sum();
            at_most = at_most.saturating_add(payloads + run.len() * OVERHEAD_MOST);
            if at_most <= bytes_max {
                taken.extend_from_slice(run);
                return true;
            }
            // It may be too much: from here on every byte counts.
            if bytes == 0 {
                bytes = taken.iter().map(Entry::size).sum();
            }
            run.iter().all(|entry| {
                bytes += entry.size();
                let fits = taken.is_empty() || bytes <= bytes_max;
                if fits {
                    taken.push(entry.clone());
                }
                fits
            })
        });
        taken
    }

    /// Shows `count` entries from the place `start` on in runs, until `go_on` says no.
    fn walk(&self, start: usize, count: usize, mut go_on: impl FnMut(&[Entry]) -> bool) {
        if count < FOCUS_LEAST {
            let entries = (start..start + count).filter_map(|place| self.entries.get(place));
            for entry in entries {
                if !go_on(std::slice::from_ref(entry)) {
                    return;
                }
            }
            return;
        }
        let mut focus = self.entries.focus().narrow(start..start + count);
        let mut at = 0;
        while at < count {
            let (range, run) = focus.chunk_at(at);
            let run = &run[at - range.start..];
            at = range.end;
            if !go_on(run) {
                return;
            }
        }
    }

    /// Appends entries that follow the last one.
    pub(super) fn append(&mut self, entries: impl IntoIterator<Item = Entry>) {
        for entry in entries {
            assert_eq!(entry.index, self.last_index().next(), "the log has no gaps");
            assert!(
                entry.term >= self.last_term,
                "terms never decrease along the log"
            );
            (self.last, self.last_term) = (entry.index, entry.term);
            self.entries.push_back(entry);
        }
    }

    /// Drops everything after `index`. Committed entries never go.
    pub(super) fn truncate(&mut self, index: Index) {
        assert!(
            index >= self.committed,
            "cannot truncate committed {} to {index}",
            self.committed
        );
        let keep = usize::try_from(index.0 - self.snapshot_index.0).expect("fits memory");
        self.entries.truncate(keep);
        self.last = self.last.min(index);
        self.last_term = self
            .entries
            .last()
            .map_or(self.snapshot_term, |entry| entry.term);
        self.stable = self.stable.min(index);
        self.handed = self.handed.min(index);
        if self.hashed.get().0 > index {
            self.unhash();
        }
    }

    /// The first of `entries` whose place here holds another term or nothing.
    pub(super) fn find_conflict(&self, entries: &[Entry]) -> Option<usize> {
        entries
            .iter()
            .position(|entry| !self.matches(entry.index, entry.term))
    }

    /// The highest index at or below `index` whose term here is at most `term`, and that term
    /// (`findConflictByTerm`): skips a whole disagreeing term per round trip.
    pub(super) fn last_below_term(&self, index: Index, term: Term) -> (Index, Term) {
        let mut at = index.min(self.last_index());
        loop {
            match self.term(at) {
                Some(own) if own > term && at.0 > 0 => at = at.prev(),
                Some(own) => return (at, own),
                None => return (at, Term(0)),
            }
        }
    }

    /// Forgets entries up to `index`, which must be applied.
    pub fn compact(&mut self, index: Index) {
        let index = index.min(self.applied);
        let Some(term) = self.term(index) else { return };
        let drop = usize::try_from(index.0.saturating_sub(self.snapshot_index.0)).unwrap_or(0);
        self.entries = self.entries.skip(drop);
        self.snapshot_index = index.max(self.snapshot_index);
        self.snapshot_term = term;
        self.unhash();
    }

    /// Replaces everything by a snapshot. Nothing of it is applied before it is on disk.
    pub(super) fn install(&mut self, index: Index, term: Term) {
        let (applied, applying) = (self.applied.min(index), self.applying.min(index));
        let batches = std::mem::take(&mut self.batches);
        let paused = self.applying_paused;
        *self = Self::restore((index, term), Vector::new(), index, index);
        (self.applied, self.applying) = (applied, applying);
        (self.batches, self.applying_paused) = (batches, paused);
    }

    /// Whether the disk's word on (`index`, `term`) is about what the log holds now. If so,
    /// everything up to there is stable.
    pub(super) fn stable_to(&mut self, index: Index, term: Term) -> bool {
        if index <= self.stable {
            return true;
        }
        let same = self.matches(index, term);
        if same {
            self.stable = index;
            self.handed = self.handed.max(index);
        }
        same
    }

    /// How far entries may be applied now.
    pub(super) fn appliable(&self, unstable_too: bool) -> Index {
        if unstable_too {
            self.committed
        } else {
            self.committed.min(self.stable)
        }
    }

    /// Whether there is something to apply, and quota for it.
    pub(super) fn has_appliable(&self, unstable_too: bool) -> bool {
        !self.applying_paused && self.applying < self.appliable(unstable_too)
    }

    /// Takes the next batch to apply: at least one entry if there is any, at most what is left of
    /// `bytes_max` while earlier batches are under way.
    pub(super) fn take_batch(&mut self, unstable_too: bool, bytes_max: usize) -> Vec<Entry> {
        if !self.has_appliable(unstable_too) {
            return Vec::new();
        }
        let under_way: usize = self.batches.iter().map(|batch| batch.bytes).sum();
        let quota = bytes_max.saturating_sub(under_way);
        let to = self.appliable(unstable_too);
        let entries = self.slice(self.applying.next(), to, quota);
        let Some(last) = entries.last() else {
            return entries;
        };
        let batch = Batch {
            last: last.index,
            bytes: entries.iter().map(Entry::size).sum(),
            payload: entries.iter().map(|entry| entry.data.len() as u64).sum(),
        };
        self.applying = last.index;
        self.batches.push_back(batch);
        self.applying_paused = under_way + batch.bytes >= bytes_max || last.index < to;
        entries
    }

    /// Notes that everything up to `index` is applied; returns the payload bytes of the batches
    /// that this finishes.
    pub(super) fn applied_to(&mut self, index: Index, bytes_max: usize) -> u64 {
        self.applied = self.applied.max(index.min(self.committed));
        self.applying = self.applying.max(self.applied);
        let mut payload = 0;
        while let Some(batch) = self.batches.front()
            && batch.last <= self.applied
        {
            payload += batch.payload;
            self.batches.pop_front();
        }
        let under_way: usize = self.batches.iter().map(|batch| batch.bytes).sum();
        self.applying_paused = under_way >= bytes_max;
        payload
    }

    /// Folds in all that is not an entry.
    pub(super) fn fold(&self, hash: &mut StateHash) {
        hash.u64(self.hash())
            .u64(self.last_index().0)
            .u64(self.snapshot_index.0)
            .u64(self.snapshot_term.0)
            .u64(self.stable.0)
            .u64(self.handed.0)
            .u64(self.committed.0)
            .u64(self.applying.0)
            .u64(self.applied.0)
            .len(self.batches.len())
            .flag(self.applying_paused);
    }
}

#[cfg(test)]
mod tests;
