//! Histories whose answers all tell their revision: writes stand in the order of their revisions,
//! reads behind the write they saw. What is left to find is which operation of unknown outcome made
//! each revision that no answer tells of.

use super::{
    history::{Explanation, History, OpId, Verdict},
    observed::Observed,
    op::{Answer, Expect, Op, Outcome, Txn},
    replay::Replay,
};
use crate::units::StateHash;

/// What is known to be at one revision.
#[derive(Clone, Debug, Default)]
pub(super) struct Place {
    pub(super) write: Option<usize>,
    /// Reads, and writes that wrote nothing.
    pub(super) reads: Vec<usize>,
    /// Operations whose answer does not tell whether they wrote.
    pub(super) either: Vec<usize>,
    /// The first moment at which an operation from here on was answered: whoever is here was
    /// asked before that.
    pub(super) limit: u64,
}

/// An operation of unknown outcome.
#[derive(Clone, Debug)]
pub(super) struct Loose {
    /// Its place in the history; of a lease that runs out, that of its grant.
    pub(super) id: usize,
    pub(super) op: Op,
    pub(super) asked: u64,
    /// Equal for operations that nothing can tell apart.
    pub(super) class: u64,
    /// The only revision that it can have made, if its answer tells that.
    pub(super) only: Option<i64>,
}

/// The history in the order of its revisions.
pub(super) struct Order<'a> {
    pub(super) history: &'a History,
    pub(super) places: Vec<Place>,
    pub(super) loose: Vec<Loose>,
    pub(super) observed: Observed,
}

/// Looks for an order in at most `budget` steps.
pub(super) fn verdict(history: &History, budget: u64) -> (Verdict, u64) {
    match Order::new(history) {
        Ok(order) => Replay::new(&order).run(budget),
        Err(explanation) => (Verdict::Violation(explanation), 0),
    }
}

/// Whether every answer tells its revision.
pub(super) fn tells_all(history: &History) -> bool {
    let mut answers = history.records.iter().filter_map(|it| it.answered.as_ref());
    answers.all(|(_, _, answer)| answer.revision > 0)
}

/// Whether an answered operation wrote: made the revision that it tells.
fn wrote(op: &Op, outcome: &Outcome) -> Option<bool> {
    Some(match (op, outcome) {
        (Op::Put { .. }, _) => true,
        (_, Outcome::Deleted(count)) => *count > 0,
        (Op::Txn(txn), Outcome::Txn(succeeded, outcomes)) => {
            let steps = chosen(txn, *succeeded).iter().zip(outcomes);
            steps
                .map(|(op, outcome)| wrote(op, outcome))
                .any(|it| it != Some(false))
        }
        (Op::Revoke { .. }, _) => return None,
        _ => false,
    })
}

fn chosen(txn: &Txn, succeeded: bool) -> &[Op] {
    if succeeded {
        &txn.success
    } else {
        &txn.failure
    }
}

impl<'a> Order<'a> {
    fn new(history: &'a History) -> Result<Self, Explanation> {
        let mut order = Self {
            history,
            places: Vec::new(),
            loose: Vec::new(),
            observed: Observed::default(),
        };
        for (id, record) in history.records.iter().enumerate() {
            name_values(&record.op, &mut order.observed);
            if let Some((_, _, answer)) = &record.answered {
                order.put(id, &record.op, answer)?;
            }
        }
        for ((revision, key), told) in &history.facts {
            for put in told {
                order.observed.witness(*revision, key, put.as_ref());
            }
            let places = usize::try_from(*revision).map_or(0, |it| it + 1);
            if places > order.places.len() {
                order.places.resize(places, Place::default());
            }
        }
        order.observed.finish();
        order.add_loose();
        order.in_real_time()?;
        Ok(order)
    }

    fn put(&mut self, id: usize, op: &Op, answer: &Answer) -> Result<(), Explanation> {
        let Ok(revision) = usize::try_from(answer.revision) else {
            return Err(self.explain(&[id], "has a revision below zero"));
        };
        if revision >= self.places.len() {
            self.places.resize(revision + 1, Place::default());
        }
        let writes = wrote(op, &answer.outcome);
        let place = &mut self.places[revision];
        match writes {
            None => place.either.push(id),
            Some(false) => place.reads.push(id),
            Some(true) => {
                if let Some(other) = place.write.replace(id) {
                    return Err(self.explain(&[other, id], "both made this revision"));
                }
                if revision < 2 {
                    return Err(self.explain(&[id], "made a revision that is there from the start"));
                }
            }
        }
        let writes = writes == Some(true);
        self.observed
            .see(op, &answer.outcome, answer.revision, writes);
        Ok(())
    }

    /// Operations without an answer, and leases that may run out.
    fn add_loose(&mut self) {
        for (id, record) in self.history.records.iter().enumerate() {
            let asked = record.asked.0;
            let (op, only) = match &record.answered {
                None if record.refused || is_read(&record.op) => continue,
                None => (record.op.clone(), None),
                Some((_, _, answer)) => match (&record.op, &answer.outcome) {
                    (_, Outcome::Granted(lease)) => (Op::Revoke { lease: *lease }, None),
                    (Op::Revoke { .. }, _) => (record.op.clone(), Some(answer.revision)),
                    _ => continue,
                },
            };
            let class = self.class(id, &op);
            self.loose.push(Loose {
                id,
                op,
                asked,
                class,
                only,
            });
        }
    }

    fn class(&self, id: usize, op: &Op) -> u64 {
        let mut hash = StateHash::new();
        match op {
            Op::Put {
                key,
                value: Some(value),
                lease: Some(lease),
            } => {
                let named = self.observed.is_named(value);
                hash.u64(1).bytes(key).i64(*lease).flag(named);
                if named {
                    hash.bytes(value);
                }
            }
            Op::Delete { key, end } => {
                hash.u64(2).bytes(key).bytes(end);
            }
            Op::Revoke { lease } => {
                hash.u64(3).i64(*lease);
            }
            Op::Put { .. } | Op::Range { .. } | Op::Txn(_) | Op::Look => {
                hash.u64(4).len(id);
            }
        }
        hash.finish()
    }

    /// No operation may be answered before another one is asked for that stands before it.
    fn in_real_time(&mut self) -> Result<(), Explanation> {
        let mut latest: Option<(u64, usize)> = None;
        for place in &self.places {
            // Writes that made the revision stand before the reads of it.
            let mut after = None;
            for &id in place.write.iter().chain(&place.either).chain(&place.reads) {
                let record = &self.history.records[id];
                let Some((answered, ..)) = &record.answered else {
                    continue;
                };
                if let Some((asked, before)) = latest
                    && *answered < asked
                {
                    let says = "was answered before the first was asked, which has to be first";
                    return Err(self.explain(&[before, id], says));
                }
                let asked = (record.asked.0, id);
                if place.write == Some(id) {
                    latest = latest.max(Some(asked));
                } else if !record.op.is_serializable() {
                    after = after.max(Some(asked));
                }
            }
            latest = latest.max(after);
        }
        let mut limit = u64::MAX;
        for place in self.places.iter_mut().rev() {
            let ids = place.write.iter().chain(&place.either).chain(&place.reads);
            let answers = ids.filter_map(|id| self.history.records[*id].answered.as_ref());
            limit = answers.map(|it| it.0).min().unwrap_or(limit).min(limit);
            place.limit = limit;
        }
        Ok(())
    }

    pub(super) fn explain(&self, ids: &[usize], what: &str) -> Explanation {
        let each = |id: &usize| self.history.tell(OpId(*id));
        let all: Vec<String> = ids.iter().map(each).collect();
        Explanation {
            ops: ids.iter().copied().map(OpId).collect(),
            says: format!("{}: {what}", all.join("; and ")),
        }
    }
}

/// Whether an operation cannot write.
pub(super) fn is_read(op: &Op) -> bool {
    match op {
        Op::Range { .. } | Op::Look => true,
        Op::Txn(txn) => txn.success.iter().chain(&txn.failure).all(is_read),
        Op::Put { .. } | Op::Delete { .. } | Op::Revoke { .. } => false,
    }
}

/// Notes the values that a transaction compares with.
fn name_values(op: &Op, observed: &mut Observed) {
    if let Op::Txn(txn) = op {
        for compare in &txn.compares {
            if let Expect::Value(value) = &compare.expect {
                observed.name(value);
            }
        }
    }
}
