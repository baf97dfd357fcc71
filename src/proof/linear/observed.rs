//! What answers show of single keys, ordered by revision: where a write of unknown outcome may have
//! been, and where it cannot.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;

use super::{
    model::{Model, shows},
    op::{Op, Outcome, Pair},
};

/// One key as an answer shows it at a revision; `None` if it is not there.
type Sight = (i64, Option<Pair>);

/// Sights of all keys.
#[derive(Clone, Debug, Default)]
pub(super) struct Observed {
    /// By key, ascending by revision.
    sights: BTreeMap<Bytes, Vec<Sight>>,
    /// What was written at a revision, as later answers show it.
    written: BTreeMap<i64, Vec<Pair>>,
    /// Keys that were deleted at a revision, as watches told.
    gone: BTreeMap<i64, Vec<Bytes>>,
    /// Revisions of known puts, by key, ascending.
    puts: BTreeMap<Bytes, Vec<i64>>,
    /// Whether a key was there at a revision, ascending.
    alive: BTreeMap<Bytes, Vec<(i64, bool)>>,
    /// Values that some answer or comparison names.
    values: BTreeSet<Bytes>,
    /// Of a key and a value: revisions that are known to have written it.
    proven: BTreeMap<(Bytes, Bytes), Vec<i64>>,
}

/// How well a write fits a place, best first: the revision by which something like it has to come,
/// or one of the following.
pub(super) type Urgency = i64;

/// Nothing that is known speaks for it or against it.
const FREE: Urgency = i64::MAX - 3;

/// What follows makes up for it.
const COVERED: Urgency = i64::MAX - 2;

/// Another operation of unknown outcome has to make up for it.
const COSTLY: Urgency = i64::MAX - 1;

impl Observed {
    /// Takes in an answer.
    pub(super) fn see(&mut self, op: &Op, outcome: &Outcome, revision: i64, writes: bool) {
        match (op, outcome) {
            (Op::Range { key, end, .. }, Outcome::Pairs(pairs)) => {
                if end.is_empty() && pairs.is_empty() && !writes {
                    self.sight(key, revision, None);
                }
                for pair in pairs {
                    if !writes {
                        self.sight(&pair.key, revision, Some(pair.clone()));
                    }
                    self.show(pair);
                }
            }
            (Op::Put { key, .. }, _) if writes => {
                self.puts.entry(key.clone()).or_default().push(revision);
                self.stands(key, revision, true);
            }
            (Op::Delete { key, end }, Outcome::Deleted(count)) if end.is_empty() => {
                if *count > 0 {
                    self.stands(key, revision - 1, true);
                }
                self.stands(key, revision, false);
            }
            (Op::Txn(txn), Outcome::Txn(succeeded, outcomes)) => {
                let steps = if *succeeded {
                    &txn.success
                } else {
                    &txn.failure
                };
                for (op, outcome) in steps.iter().zip(outcomes) {
                    self.see(op, outcome, revision, writes);
                }
            }
            _ => {}
        }
    }

    /// Takes in what a watch told.
    pub(super) fn witness(&mut self, revision: i64, key: &Bytes, put: Option<&Pair>) {
        match put {
            Some(pair) => self.show(pair),
            None => self.gone.entry(revision).or_default().push(key.clone()),
        }
        self.stands(key, revision, put.is_some());
    }

    /// Whether a model is at its revision what was seen to have been written there.
    pub(super) fn holds(&self, model: &Model) -> bool {
        let told = |told: &Pair| model.get(&told.key).is_some_and(|it| shows(told, it));
        let gone = self
            .gone
            .get(&model.revision)
            .map_or(&[][..], Vec::as_slice);
        self.written(model.revision).iter().all(told)
            && gone.iter().all(|key| model.get(key).is_none())
    }

    /// Takes in a value that somebody compares with.
    pub(super) fn name(&mut self, value: &Bytes) {
        self.values.insert(value.clone());
    }

    /// Sorts what was taken in.
    pub(super) fn finish(&mut self) {
        for sights in self.sights.values_mut() {
            sights.sort_by_key(|(revision, _)| *revision);
        }
        for facts in self.alive.values_mut() {
            facts.sort_unstable();
        }
        for puts in self.puts.values_mut() {
            puts.sort_unstable();
        }
    }

    fn stands(&mut self, key: &Bytes, revision: i64, alive: bool) {
        let facts = self.alive.entry(key.clone()).or_default();
        facts.push((revision, alive));
    }

    fn sight(&mut self, key: &Bytes, revision: i64, pair: Option<Pair>) {
        self.stands(key, revision, pair.is_some());
        let sights = self.sights.entry(key.clone()).or_default();
        sights.push((revision, pair));
    }

    fn show(&mut self, pair: &Pair) {
        self.values.insert(pair.value.clone());
        if pair.modified > 0 {
            let written = self.written.entry(pair.modified).or_default();
            if !written.contains(pair) {
                written.push(pair.clone());
            }
            let what = (pair.key.clone(), pair.value.clone());
            let proven = self.proven.entry(what).or_default();
            if !proven.contains(&pair.modified) {
                proven.push(pair.modified);
            }
        }
    }

    /// Whether a value is named anywhere; all others are alike.
    pub(super) fn is_named(&self, value: &Bytes) -> bool {
        self.values.contains(value)
    }

    /// What is known to have been written at a revision.
    pub(super) fn written(&self, at: i64) -> &[Pair] {
        self.written.get(&at).map_or(&[], Vec::as_slice)
    }

    /// The revisions that are known to have written this value to this key.
    pub(super) fn proven(&self, key: &Bytes, value: &Bytes) -> &[i64] {
        let what = (key.clone(), value.clone());
        self.proven.get(&what).map_or(&[], Vec::as_slice)
    }

    /// Whether what a write made of `changed` keys, now in `model`, can be what the answers show;
    /// and if so, how well it fits.
    pub(super) fn fits(&self, before: &Model, model: &Model, changed: &[Bytes]) -> Option<Urgency> {
        let at = model.revision;
        let gone = self.gone.get(&at).map_or(&[][..], Vec::as_slice);
        if !self.holds(model) || !gone.iter().all(|key| changed.contains(key)) {
            return None;
        }
        let proven = !gone.is_empty() || !self.written(at).is_empty();
        let mut urgency = if proven { 0 } else { FREE };
        let mut worst = 0;
        for key in changed {
            let seen = self.key_fits(model, key, at)?;
            let (was, is) = (before.get(key).is_some(), model.get(key).is_some());
            let alive = if was == is {
                FREE
            } else {
                self.life_fits(is, key, at)?
            };
            urgency = urgency.min(seen).min(alive);
            worst = worst.max(alive);
        }
        let costly = worst == COSTLY && urgency >= FREE;
        Some(if costly { COSTLY } else { urgency })
    }

    /// A key is there from `at` on, or not; what is known of it next?
    fn life_fits(&self, alive: bool, key: &Bytes, at: i64) -> Option<Urgency> {
        let facts = self.alive.get(key).map_or(&[][..], Vec::as_slice);
        let next = facts.partition_point(|(revision, _)| *revision < at);
        let Some(&(known_at, known)) = facts.get(next) else {
            return Some(FREE);
        };
        let put = self.puts.get(key).is_some_and(|puts| {
            let next = puts.partition_point(|revision| *revision <= at);
            puts.get(next).is_some_and(|revision| *revision <= known_at)
        });
        match (alive, known) {
            _ if known_at == at && alive != known => None,
            (true, true) | (false, true) if put => Some(COVERED),
            (true, true) | (false, false) => Some(known_at),
            (true, false) | (false, true) => Some(COSTLY),
        }
    }

    /// A key stands in `model` as a write at `at` left it; how is it seen next?
    fn key_fits(&self, model: &Model, key: &Bytes, at: i64) -> Option<Urgency> {
        let Some(sights) = self.sights.get(key) else {
            return Some(FREE);
        };
        let next = sights.partition_point(|(revision, _)| *revision < at);
        match (model.get(key), sights.get(next)) {
            (_, None | Some((_, None))) => Some(FREE),
            (None, Some((_, Some(seen)))) => {
                (seen.created == 0 || seen.created > at).then_some(FREE)
            }
            (Some(now), Some((_, Some(seen)))) => self.put_fits(now, seen, at),
        }
    }

    /// A key stands like `now` at `at`, and is seen like `seen` next.
    fn put_fits(&self, now: &Pair, seen: &Pair, at: i64) -> Option<Urgency> {
        if seen.modified == 0 {
            return Some(FREE);
        }
        if seen.modified <= at {
            return (seen.modified == at && shows(seen, now)).then_some(0);
        }
        if seen.created == 0 || seen.created > at {
            return Some(FREE);
        }
        if seen.created != now.created {
            return None;
        }
        let known = self.puts.get(&now.key).map_or(0, |puts| {
            let from = puts.partition_point(|revision| *revision <= at);
            puts.partition_point(|revision| *revision <= seen.modified) - from
        });
        let missing = seen.version - now.version - i64::try_from(known).unwrap_or(i64::MAX);
        (seen.version == 0 || missing >= 0).then_some(seen.modified)
    }
}
