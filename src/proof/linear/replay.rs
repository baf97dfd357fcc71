//! The walk through a history's revisions, one after the other, trying operations of unknown
//! outcome where no answer tells who made a revision.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;

use super::{
    history::{Explanation, OpId, Verdict},
    model::{Model, fits},
    op::{Op, Pair},
    order::{Order, is_read},
};

/// A revision that no answer tells of, and who was not tried for it yet.
#[derive(Clone, Debug)]
struct Choice {
    before: Model,
    /// Who is left to try, the next one last.
    left: Vec<usize>,
    chosen: Option<usize>,
}

/// The walk.
pub(super) struct Replay<'a, 'h> {
    order: &'a Order<'h>,
    /// Of each operation of unknown outcome, if it alone puts its value to its key: the revisions
    /// that are known to have done so.
    proven: Vec<&'a [i64]>,
    steps: u64,
    model: Model,
    used: Vec<bool>,
    used_hash: u64,
    choices: Vec<Choice>,
    /// Where it has been: revision, keys, operations used.
    been: BTreeSet<(i64, u64, u64)>,
    /// The highest revision it came to, and why no further.
    deepest: (i64, Option<Explanation>),
}

type Fit = Result<(), Explanation>;

impl<'a, 'h> Replay<'a, 'h> {
    pub(super) fn new(order: &'a Order<'h>) -> Self {
        Self {
            order,
            proven: proven(order),
            steps: 0,
            model: Model::new(),
            used: vec![false; order.loose.len()],
            used_hash: 0,
            choices: Vec::new(),
            been: BTreeSet::new(),
            deepest: (0, None),
        }
    }

    /// Walks to the last revision, in at most so many steps.
    pub(super) fn run(mut self, budget: u64) -> (Verdict, u64) {
        let verdict = self.walk(budget);
        (verdict, self.steps)
    }

    fn walk(&mut self, budget: u64) -> Verdict {
        let last = self.order.places.len();
        let mut fit = self.reads_fit();
        while self.steps <= budget {
            fit = match fit {
                Ok(()) if self.at() + 1 >= last => return Verdict::Linearizable,
                Ok(()) => self.go_on(),
                Err(explanation) => {
                    if self.deepest.0 <= self.model.revision {
                        self.deepest = (self.model.revision, Some(explanation));
                    }
                    match self.try_another() {
                        Some(fit) => fit,
                        None => return self.violation(),
                    }
                }
            };
        }
        Verdict::Unknown
    }

    fn violation(&mut self) -> Verdict {
        let deepest = self.deepest.1.take();
        let nothing = || self.order.explain(&[], "nothing fits");
        Verdict::Violation(deepest.unwrap_or_else(nothing))
    }

    fn at(&self) -> usize {
        usize::try_from(self.model.revision).expect("a revision is a place in the history")
    }

    /// To the next revision.
    fn go_on(&mut self) -> Fit {
        let order = self.order;
        if let Some(id) = order.places[self.at() + 1].write {
            let record = &order.history.records[id];
            let next = self.model.revision + 1;
            self.steps += 1;
            let done = self.model.apply(&record.op);
            let told = record
                .answered
                .as_ref()
                .map(|(_, _, answer)| &answer.outcome);
            let both = told.zip(done.outcome.as_ref());
            if self.model.revision != next || !both.is_some_and(|(told, real)| fits(told, real)) {
                self.model.revision = next;
                let says = format!(
                    "its answer does not fit what was written before{}",
                    done.outcome
                        .map_or_else(String::new, |it| format!(" (it is{it})"))
                );
                return Err(order.explain(&[id], &says));
            }
            if !order.observed.holds(&self.model) {
                return Err(order.explain(&[id], "others saw something else written there"));
            }
            return self.reads_fit();
        }
        let here = (self.model.revision, self.model.hash(), self.used_hash);
        let left = if self.been.insert(here) {
            self.candidates()
        } else {
            Vec::new()
        };
        if left.is_empty() {
            return Err(self.nobody());
        }
        self.choices.push(Choice {
            before: self.model.clone(),
            left,
            chosen: None,
        });
        self.try_another().expect("one is left")
    }

    /// The next operation to try, at the last revision that has one left.
    fn try_another(&mut self) -> Option<Fit> {
        loop {
            let choice = self.choices.last_mut()?;
            if let Some(before) = choice.chosen.take() {
                self.used[before] = false;
                let class = self.order.loose[before].class;
                self.used_hash = self.used_hash.wrapping_sub(class);
            }
            let Some(next) = choice.left.pop() else {
                self.choices.pop();
                continue;
            };
            choice.chosen = Some(next);
            self.model = choice.before.clone();
            let loose = &self.order.loose[next];
            self.used[next] = true;
            self.used_hash = self.used_hash.wrapping_add(loose.class);
            self.steps += 1;
            self.model.apply(&loose.op);
            return Some(self.reads_fit());
        }
    }

    /// Who can have made the next revision, the likeliest last.
    fn candidates(&mut self) -> Vec<usize> {
        let order = self.order;
        let next = self.model.revision + 1;
        let limit = order.places[self.at() + 1].limit;
        let mut classes = BTreeSet::new();
        let mut found = Vec::new();
        for (place, loose) in order.loose.iter().enumerate() {
            if loose.asked >= limit {
                break;
            }
            let proven = self.proven[place];
            let may = !self.used[place]
                && loose.only.is_none_or(|only| only == next)
                && (proven.is_empty() || proven.contains(&next))
                && may_write(&loose.op, order.observed.written(next))
                && classes.insert((loose.class, loose.only));
            if !may {
                continue;
            }
            self.steps += 1;
            let mut model = self.model.clone();
            let done = model.apply(&loose.op);
            if model.revision != next {
                continue;
            }
            if let Some(urgency) = order.observed.fits(&self.model, &model, &done.changed) {
                found.push((urgency, place));
            }
        }
        found.sort_by(|one, other| other.cmp(one));
        found.into_iter().map(|(_, place)| place).collect()
    }

    /// Whether all answers of this revision fit.
    fn reads_fit(&mut self) -> Fit {
        let order = self.order;
        let Some(place) = order.places.get(self.at()) else {
            return Ok(());
        };
        for &id in &place.reads {
            let record = &order.history.records[id];
            self.steps += 1;
            let told = record
                .answered
                .as_ref()
                .map(|(_, _, answer)| &answer.outcome);
            let done = if is_read(&record.op) {
                self.model.apply(&record.op)
            } else {
                self.model.clone().apply(&record.op)
            };
            let both = told.zip(done.outcome.as_ref());
            if !done.changed.is_empty() || !both.is_some_and(|(told, real)| fits(told, real)) {
                let says = match done.outcome {
                    Some(real) => format!("at this revision it is{real}"),
                    None => "at this revision it is refused".to_owned(),
                };
                return Err(order.explain(&[id], &says));
            }
        }
        let chosen = self.choices.last().and_then(|choice| choice.chosen);
        let chosen = chosen.map(|place| order.loose[place].id);
        for &id in place.either.iter().filter(|id| chosen != Some(**id)) {
            let op = &order.history.records[id].op;
            if !self.model.clone().apply(op).changed.is_empty() {
                return Err(order.explain(&[id], "it left keys that it had to delete"));
            }
        }
        Ok(())
    }

    /// Nobody can have made the next revision.
    fn nobody(&self) -> Explanation {
        let next = self.model.revision + 1;
        let place = &self.order.places[self.at() + 1];
        let told = place.reads.first().or(place.either.first()).copied();
        let told = told.or_else(|| {
            let mut later = self.order.places[self.at() + 1..].iter();
            later.find_map(|it| it.write.or(it.reads.first().copied()))
        });
        let ids: Vec<usize> = told.into_iter().collect();
        let says = format!("no operation of any client can have made revision {next} before that");
        Explanation {
            ops: ids.iter().copied().map(OpId).collect(),
            ..self.order.explain(&ids, &says)
        }
    }
}

/// Whether an operation can have written what is known to have been written.
fn may_write(op: &Op, written: &[Pair]) -> bool {
    let (
        Op::Put {
            key,
            value: Some(value),
            ..
        },
        [first, rest @ ..],
    ) = (op, written)
    else {
        return true;
    };
    rest.is_empty() && first.key == *key && first.value == *value
}

/// Of each loose operation that is the only one to put its value to its key, where that was seen.
fn proven<'a>(order: &'a Order<'_>) -> Vec<&'a [i64]> {
    let mut writers = BTreeMap::new();
    for record in &order.history.records {
        count_writers(&record.op, &mut writers);
    }
    let one = |key: &Bytes, value: Option<&Bytes>| {
        let what = (key.clone(), value.cloned());
        writers.get(&what).copied().unwrap_or(0)
    };
    let proven = order.loose.iter().map(|loose| match &loose.op {
        Op::Put {
            key,
            value: Some(value),
            ..
        } if one(key, Some(value)) == 1 && one(key, None) == 0 => order.observed.proven(key, value),
        _ => &[],
    });
    proven.collect()
}

/// Counts the operations that put a value to a key; those that keep a value may put any.
fn count_writers(op: &Op, writers: &mut BTreeMap<(Bytes, Option<Bytes>), u32>) {
    match op {
        Op::Put { key, value, .. } => {
            *writers.entry((key.clone(), value.clone())).or_insert(0) += 1;
        }
        Op::Txn(txn) => {
            for op in txn.success.iter().chain(&txn.failure) {
                count_writers(op, writers);
            }
        }
        Op::Delete { .. } | Op::Range { .. } | Op::Revoke { .. } | Op::Look => {}
    }
}
