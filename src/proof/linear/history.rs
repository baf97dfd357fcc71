//! What clients did and were told, in the order in which it happened.

use std::{collections::BTreeMap, fmt};

use bytes::Bytes;

use super::{
    op::{Answer, Op, Pair},
    order, search,
};
use crate::units::Micros;

/// An operation's place in its history.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OpId(pub usize);

/// One operation: what was asked and what came of it.
#[derive(Clone, Debug)]
pub(super) struct Record {
    pub(super) client: u64,
    pub(super) op: Op,
    /// When it was asked, and the place of that among all calls and answers.
    pub(super) asked: (u64, Micros),
    /// When it was answered, and the place of that.
    pub(super) answered: Option<(u64, Micros, Answer)>,
    /// Known to have done nothing.
    pub(super) refused: bool,
}

/// Calls and answers of all clients of one cluster, whose store was empty when it began.
///
/// Calls are recorded in the order in which they happen: an answer recorded before a call came
/// before it. An operation without an answer may have happened at any time after its call, or
/// never.
#[derive(Clone, Debug, Default)]
pub struct History {
    pub(super) records: Vec<Record>,
    /// What watches told: a revision, a key, and what was put there; nothing if it was deleted.
    pub(super) facts: BTreeMap<(i64, Bytes), Vec<Option<Pair>>>,
    moments: u64,
}

/// What a history comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// There is an order.
    Linearizable,
    /// There is none.
    Violation(Explanation),
    /// The budget of steps was not enough to tell.
    Unknown,
}

/// Why there is no order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// Operations that cannot all be where they must be.
    pub ops: Vec<OpId>,
    /// The same in words.
    pub says: String,
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.says)
    }
}

impl fmt::Display for History {
    /// Its operations in the order of their calls, with the places of calls and answers among all.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (id, record) in self.records.iter().enumerate() {
            let answered = record.answered.as_ref().map_or(0, |it| it.0);
            writeln!(f, "{}..{answered} {}", record.asked.0, self.tell(OpId(id)))?;
        }
        Ok(())
    }
}

impl History {
    /// A client asks.
    pub fn invoke(&mut self, client: u64, op: Op, at: Micros) -> OpId {
        let id = OpId(self.records.len());
        let asked = (self.moment(), at);
        self.records.push(Record {
            client,
            op,
            asked,
            answered: None,
            refused: false,
        });
        id
    }

    /// It is answered. An operation whose outcome nobody knows is never completed.
    pub fn complete(&mut self, id: OpId, answer: Answer, at: Micros) {
        let moment = self.moment();
        if let Some(record) = self.records.get_mut(id.0) {
            record.answered = Some((moment, at, answer));
        }
    }

    /// It is refused in a way that says that it did and will do nothing.
    pub fn refuse(&mut self, id: OpId) {
        if let Some(record) = self.records.get_mut(id.0) {
            record.refused = true;
        }
    }

    /// A watch told of a put or, if there is no pair, of a delete at a revision. Histories whose
    /// answers tell revisions must agree with that; it also says who did what nobody answered for.
    pub fn witness(&mut self, revision: i64, key: Bytes, put: Option<Pair>) {
        let told = self.facts.entry((revision, key)).or_default();
        if !told.contains(&put) {
            told.push(put);
        }
    }

    const fn moment(&mut self) -> u64 {
        self.moments += 1;
        self.moments
    }

    /// What was asked, if there is such an operation.
    #[must_use]
    pub fn op(&self, id: OpId) -> Option<&Op> {
        self.records.get(id.0).map(|record| &record.op)
    }

    /// How many operations it has.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether it has none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// Looks for an order, in at most so many steps; a step tries one operation at one place.
    #[must_use]
    pub fn verdict(&self, budget: u64) -> Verdict {
        self.verdict_in(budget).0
    }

    /// The same, and how many steps it took.
    #[must_use]
    pub fn verdict_in(&self, budget: u64) -> (Verdict, u64) {
        if order::tells_all(self) {
            order::verdict(self, budget)
        } else {
            search::verdict(self, budget)
        }
    }

    /// An operation in words.
    pub(super) fn tell(&self, id: OpId) -> String {
        let Some(record) = self.records.get(id.0) else {
            return String::new();
        };
        let (op, client, at) = (&record.op, record.client, record.asked.1.0);
        let mut words = format!("`{op}` of client {client}, asked at {at} us");
        match &record.answered {
            Some((_, at, answer)) => {
                words += &format!(", answered at {} us", at.0);
                if answer.revision > 0 {
                    words += &format!(" with revision {}", answer.revision);
                }
                words += &answer.outcome.to_string();
            }
            None => words += ", never answered",
        }
        words
    }
}
