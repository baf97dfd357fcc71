//! What operations do to keys: a small store of its own, written from etcd's documentation, so that
//! the store under judgement does not judge itself.

use bytes::Bytes;

use super::op::{Compare, Expect, Op, Outcome, Pair, Txn};
use crate::{
    etcd::api::CompareResult,
    units::{Map, StateHash},
};

/// All keys at one revision. A clone shares what does not change.
#[derive(Clone, Debug)]
pub(super) struct Model {
    pub(super) revision: i64,
    keys: Map<Bytes, Pair>,
    hash: u64,
}

/// What one operation did.
#[derive(Clone, Debug, Default)]
pub(super) struct Done {
    /// What it answers.
    pub(super) outcome: Option<Outcome>,
    /// Keys it wrote or deleted, each once, in no order.
    pub(super) changed: Vec<Bytes>,
}

impl Model {
    /// No keys, revision 1.
    pub(super) const fn new() -> Self {
        Self {
            revision: 1,
            keys: Map::new(),
            hash: 0,
        }
    }

    pub(super) fn get(&self, key: &[u8]) -> Option<&Pair> {
        self.keys.get(key)
    }

    /// A hash of all keys with all their numbers.
    pub(super) const fn hash(&self) -> u64 {
        self.hash
    }

    /// A hash of what the next operations depend on, revisions included if they are `exact`.
    pub(super) fn hash_for(&self, exact: bool) -> u64 {
        if exact {
            let mut hash = StateHash::new();
            return hash.u64(self.hash).i64(self.revision).finish();
        }
        let mut hash = StateHash::new();
        for (key, pair) in &self.keys {
            hash.bytes(key).bytes(&pair.value);
            hash.i64(pair.version).i64(pair.lease);
        }
        hash.finish()
    }

    /// Does an operation. One that etcd would refuse has no outcome and changes nothing.
    pub(super) fn apply(&mut self, op: &Op) -> Done {
        let next = self.revision + 1;
        let mut changed = Vec::new();
        let outcome = self.run(op, next, &mut changed);
        if !changed.is_empty() {
            self.revision = next;
        }
        Done { outcome, changed }
    }

    fn run(&mut self, op: &Op, next: i64, changed: &mut Vec<Bytes>) -> Option<Outcome> {
        match op {
            Op::Put { key, value, lease } => {
                self.put(key, (value.as_ref(), *lease), next)?;
                note(changed, key);
                Some(Outcome::Done)
            }
            Op::Delete { key, end } => {
                let gone = self.within(key, end);
                for key in &gone {
                    self.remove(key);
                    note(changed, key);
                }
                Some(Outcome::Deleted(count(&gone)))
            }
            Op::Range { key, end, .. } => {
                let keys = self.within(key, end);
                let pairs = keys.iter().filter_map(|key| self.get(key).cloned());
                Some(Outcome::Pairs(pairs.collect()))
            }
            Op::Txn(txn) => self.txn(txn, next, changed),
            Op::Revoke { lease } => {
                let hangs = self.keys.iter().filter(|(_, pair)| pair.lease == *lease);
                for key in hangs.map(|(key, _)| key.clone()).collect::<Vec<_>>() {
                    self.remove(&key);
                    note(changed, &key);
                }
                Some(Outcome::Done)
            }
            Op::Look => Some(Outcome::Done),
        }
    }

    fn txn(&mut self, txn: &Txn, next: i64, changed: &mut Vec<Bytes>) -> Option<Outcome> {
        let succeeded = txn.compares.iter().all(|compare| self.holds(compare));
        let steps = if succeeded {
            &txn.success
        } else {
            &txn.failure
        };
        let before = self.clone();
        let outcomes: Option<Vec<Outcome>> =
            steps.iter().map(|op| self.run(op, next, changed)).collect();
        if outcomes.is_none() {
            *self = before;
            changed.clear();
        }
        Some(Outcome::Txn(succeeded, outcomes?))
    }

    fn put(
        &mut self,
        key: &Bytes,
        (value, lease): (Option<&Bytes>, Option<i64>),
        next: i64,
    ) -> Option<()> {
        let old = self.remove(key);
        if old.is_none() && (value.is_none() || lease.is_none()) {
            return None;
        }
        let old = old.unwrap_or_else(|| Pair {
            key: key.clone(),
            created: next,
            ..Pair::default()
        });
        let pair = Pair {
            value: value.cloned().unwrap_or(old.value),
            lease: lease.unwrap_or(old.lease),
            modified: next,
            version: old.version + 1,
            ..old
        };
        self.hash = self.hash.wrapping_add(mark(&pair));
        self.keys.insert(key.clone(), pair);
        Some(())
    }

    fn remove(&mut self, key: &[u8]) -> Option<Pair> {
        let pair = self.keys.remove(key)?;
        self.hash = self.hash.wrapping_sub(mark(&pair));
        Some(pair)
    }

    /// Keys in a range, in order.
    fn within(&self, key: &Bytes, end: &Bytes) -> Vec<Bytes> {
        let from = self.keys.from(&key[..]).map(|(key, _)| key);
        from.take_while(|it| covers(key, end, it))
            .cloned()
            .collect()
    }

    fn holds(&self, compare: &Compare) -> bool {
        let found = self.within(&compare.key, &compare.end);
        if found.is_empty() {
            return holds_for(compare, None);
        }
        found.iter().all(|key| holds_for(compare, self.get(key)))
    }
}

/// Whether a range covers a key.
pub(super) fn covers(key: &[u8], end: &[u8], other: &[u8]) -> bool {
    match end {
        [] => other == key,
        [0] => other >= key,
        end => other >= key && other < end,
    }
}

fn holds_for(compare: &Compare, pair: Option<&Pair>) -> bool {
    let number = |field: fn(&Pair) -> i64| pair.map_or(0, field);
    let order = match &compare.expect {
        Expect::Value(value) => match pair {
            Some(pair) => pair.value.cmp(value),
            None => return false,
        },
        Expect::Version(wanted) => number(|it| it.version).cmp(wanted),
        Expect::Created(wanted) => number(|it| it.created).cmp(wanted),
        Expect::Modified(wanted) => number(|it| it.modified).cmp(wanted),
        Expect::Lease(wanted) => number(|it| it.lease).cmp(wanted),
    };
    match compare.result {
        CompareResult::Equal => order.is_eq(),
        CompareResult::Greater => order.is_gt(),
        CompareResult::Less => order.is_lt(),
        CompareResult::NotEqual => order.is_ne(),
    }
}

/// Whether what was told can be what happened.
pub(super) fn fits(told: &Outcome, real: &Outcome) -> bool {
    match (told, real) {
        (Outcome::Pairs(told), Outcome::Pairs(real)) => {
            told.len() == real.len() && told.iter().zip(real).all(|(told, real)| shows(told, real))
        }
        (Outcome::Txn(told, steps), Outcome::Txn(real, done)) => {
            told == real
                && steps.len() == done.len()
                && steps.iter().zip(done).all(|(told, real)| fits(told, real))
        }
        (Outcome::Granted(_), Outcome::Done) => true,
        _ => told == real,
    }
}

/// Whether an answer's pair shows this one; numbers that it does not tell fit any.
pub(super) fn shows(told: &Pair, real: &Pair) -> bool {
    let number = |told: i64, real: i64| told == 0 || told == real;
    told.key == real.key
        && told.value == real.value
        && number(told.created, real.created)
        && number(told.modified, real.modified)
        && number(told.version, real.version)
        && (told.modified == 0 || told.lease == real.lease)
}

fn note(changed: &mut Vec<Bytes>, key: &Bytes) {
    if !changed.contains(key) {
        changed.push(key.clone());
    }
}

fn count(keys: &[Bytes]) -> i64 {
    i64::try_from(keys.len()).unwrap_or(i64::MAX)
}

fn mark(pair: &Pair) -> u64 {
    let mut hash = StateHash::new();
    hash.bytes(&pair.key).bytes(&pair.value);
    hash.i64(pair.created)
        .i64(pair.modified)
        .i64(pair.version)
        .i64(pair.lease);
    hash.finish()
}
