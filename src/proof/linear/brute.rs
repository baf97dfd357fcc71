//! The same verdict by trying every order, with a store of its own: for short histories, to judge
//! the judge. It shares no code with the searches.

use std::collections::BTreeMap;

use bytes::Bytes;

use super::{
    history::History,
    op::{Compare, Expect, Op, Outcome, Pair, Txn},
};
use crate::etcd::api::CompareResult;

type Keys = BTreeMap<Bytes, Pair>;

/// An order so far.
struct Line<'a> {
    history: &'a History,
    left: Vec<usize>,
    /// Keys and revision after each operation placed, and the latest call among those until there.
    states: Vec<(Keys, i64, u64)>,
}

/// Whether some order of all answered operations, and some of those without an answer, gives every
/// answer. Takes time that grows like a factorial; leases do not run out.
#[must_use]
pub fn is_linearizable(history: &History) -> bool {
    let records = history.records.iter().enumerate();
    let left = records
        .filter(|(_, it)| !it.refused && !it.op.is_serializable())
        .map(|(id, _)| id)
        .collect();
    let mut line = Line {
        history,
        left,
        states: vec![(Keys::new(), 1, 0)],
    };
    line.can_end()
}

impl Line<'_> {
    fn can_end(&mut self) -> bool {
        let open = |id: &usize| self.history.records[*id].answered.is_some();
        if !self.left.iter().any(open) && self.stale_reads_fit() {
            return true;
        }
        for place in 0..self.left.len() {
            let id = self.left[place];
            let record = &self.history.records[id];
            let too_late = self.left.iter().any(|other| {
                let answered = self.history.records[*other].answered.as_ref();
                answered.is_some_and(|(moment, ..)| *moment < record.asked.0)
            });
            if too_late {
                continue;
            }
            let (keys, revision, latest) = self.states.last().expect("begins with one");
            let (mut keys, latest) = (keys.clone(), (*latest).max(record.asked.0));
            let mut wrote = false;
            let real = run(&record.op, &mut keys, revision + 1, &mut wrote);
            let after = revision + i64::from(wrote);
            let fits = match &record.answered {
                None => wrote,
                Some((_, _, answer)) => {
                    let told = &answer.outcome;
                    real.is_some_and(|real| same(told, &real))
                        && (answer.revision == 0 || answer.revision == after)
                }
            };
            if fits {
                self.left.remove(place);
                self.states.push((keys, after, latest));
                if self.can_end() {
                    return true;
                }
                self.states.pop();
                self.left.insert(place, id);
            }
        }
        false
    }

    /// A stale read saw the keys as they were after some operations that were all asked for before
    /// it was answered.
    fn stale_reads_fit(&self) -> bool {
        let stale = self.history.records.iter();
        let mut stale = stale.filter(|it| it.op.is_serializable() && !it.refused);
        stale.all(|record| {
            let Some((moment, _, answer)) = &record.answered else {
                return true;
            };
            self.states.iter().any(|(keys, revision, latest)| {
                let real = run(&record.op, &mut keys.clone(), 0, &mut false);
                latest < moment
                    && real.is_some_and(|real| same(&answer.outcome, &real))
                    && (answer.revision == 0 || answer.revision == *revision)
            })
        })
    }
}

fn run(op: &Op, keys: &mut Keys, revision: i64, wrote: &mut bool) -> Option<Outcome> {
    match op {
        Op::Put { key, value, lease } => {
            let old = keys.get(key);
            let pair = Pair {
                key: key.clone(),
                value: match value {
                    Some(value) => value.clone(),
                    None => old?.value.clone(),
                },
                lease: match lease {
                    Some(lease) => *lease,
                    None => old?.lease,
                },
                created: old.map_or(revision, |old| old.created),
                modified: revision,
                version: old.map_or(0, |old| old.version) + 1,
            };
            keys.insert(key.clone(), pair);
            *wrote = true;
            Some(Outcome::Done)
        }
        Op::Delete { key, end } => {
            let before = keys.len();
            keys.retain(|it, _| !inside(it, key, end));
            let gone = before - keys.len();
            *wrote |= gone > 0;
            Some(Outcome::Deleted(i64::try_from(gone).ok()?))
        }
        Op::Range { key, end, .. } => {
            let found = keys.values().filter(|it| inside(&it.key, key, end));
            Some(Outcome::Pairs(found.cloned().collect()))
        }
        Op::Txn(txn) => run_txn(txn, keys, revision, wrote),
        Op::Revoke { lease } => {
            let before = keys.len();
            keys.retain(|_, pair| pair.lease != *lease);
            *wrote |= before > keys.len();
            Some(Outcome::Done)
        }
        Op::Look => Some(Outcome::Done),
    }
}

fn run_txn(txn: &Txn, keys: &mut Keys, revision: i64, wrote: &mut bool) -> Option<Outcome> {
    let holds = txn.compares.iter().all(|it| holds(it, keys));
    let steps = if holds { &txn.success } else { &txn.failure };
    let (mut copy, mut outcomes, mut changes) = (keys.clone(), Vec::new(), false);
    for step in steps {
        outcomes.push(run(step, &mut copy, revision, &mut changes)?);
    }
    *keys = copy;
    *wrote |= changes;
    Some(Outcome::Txn(holds, outcomes))
}

fn inside(it: &Bytes, key: &Bytes, end: &Bytes) -> bool {
    if end.is_empty() {
        return it == key;
    }
    it >= key && (&end[..] == b"\0" || it < end)
}

fn holds(compare: &Compare, keys: &Keys) -> bool {
    let mut found: Vec<Option<&Pair>> = keys
        .values()
        .filter(|it| inside(&it.key, &compare.key, &compare.end))
        .map(Some)
        .collect();
    if found.is_empty() {
        found.push(None);
    }
    found.into_iter().all(|pair| {
        let order = match (&compare.expect, pair) {
            (Expect::Value(_), None) => return false,
            (Expect::Value(value), Some(pair)) => pair.value.cmp(value),
            (Expect::Version(it), pair) => pair.map_or(0, |pair| pair.version).cmp(it),
            (Expect::Created(it), pair) => pair.map_or(0, |pair| pair.created).cmp(it),
            (Expect::Modified(it), pair) => pair.map_or(0, |pair| pair.modified).cmp(it),
            (Expect::Lease(it), pair) => pair.map_or(0, |pair| pair.lease).cmp(it),
        };
        match compare.result {
            CompareResult::Equal => order.is_eq(),
            CompareResult::NotEqual => order.is_ne(),
            CompareResult::Greater => order.is_gt(),
            CompareResult::Less => order.is_lt(),
        }
    })
}

fn same(told: &Outcome, real: &Outcome) -> bool {
    match (told, real) {
        (Outcome::Pairs(told), Outcome::Pairs(real)) => {
            let mut pairs = told.iter().zip(real);
            told.len() == real.len()
                && pairs.all(|(told, real)| {
                    let known = told.modified > 0;
                    let whole = told == real;
                    let part = (&told.key, &told.value) == (&real.key, &real.value);
                    if known { whole } else { part }
                })
        }
        (Outcome::Txn(held, told), Outcome::Txn(holds, real)) => {
            let mut both = told.iter().zip(real);
            held == holds && told.len() == real.len() && both.all(|(told, real)| same(told, real))
        }
        (told, real) => told == real,
    }
}
