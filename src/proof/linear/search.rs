//! Histories in which some answer does not tell its revision: Wing and Gong's search with Lowe's
//! memory of where it has been. Operations that share no key are searched apart, unless some answer
//! ties them together by a revision.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;

use super::{
    history::{Explanation, History, OpId, Record, Verdict},
    model::{Model, covers, fits},
    op::{Compare, Expect, Op, Outcome, Pair},
    order::is_read,
};
use crate::units::StateHash;

/// One operation to be placed.
#[derive(Clone, Debug)]
struct Item<'a> {
    id: usize,
    op: Op,
    /// Zero for reads that may be stale: they may stand anywhere before their answer.
    asked: u64,
    /// When and what; `None` if it may never have happened.
    answered: Option<(u64, &'a Outcome, i64)>,
}

/// Looks for an order in at most `budget` steps.
pub(super) fn verdict(history: &History, budget: u64) -> (Verdict, u64) {
    let items = items(history);
    let exact = history.records.iter().any(tells_revision);
    let groups = if exact { vec![items] } else { by_key(items) };
    let mut left = budget;
    let mut verdict = Verdict::Linearizable;
    for group in groups {
        let mut search = Search::new(group, exact);
        match search.run(&mut left) {
            Some(true) => {}
            Some(false) => {
                return (Verdict::Violation(search.explain(history)), budget - left);
            }
            None => verdict = Verdict::Unknown,
        }
    }
    (verdict, budget - left)
}

fn items(history: &History) -> Vec<Item<'_>> {
    let mut items = Vec::new();
    for (id, record) in history.records.iter().enumerate() {
        let Some((answered, _, answer)) = &record.answered else {
            if !record.refused && !is_read(&record.op) {
                items.push(Item {
                    id,
                    op: record.op.clone(),
                    asked: record.asked.0,
                    answered: None,
                });
            }
            continue;
        };
        let stale = record.op.is_serializable();
        items.push(Item {
            id,
            op: record.op.clone(),
            asked: if stale { 0 } else { record.asked.0 },
            answered: Some((*answered, &answer.outcome, answer.revision)),
        });
        if let Outcome::Granted(lease) = answer.outcome {
            items.push(Item {
                id,
                op: Op::Revoke { lease },
                asked: record.asked.0,
                answered: None,
            });
        }
    }
    items.sort_by_key(|item| item.asked);
    items
}

/// Whether a record ties its keys to all others by a revision.
fn tells_revision(record: &Record) -> bool {
    let tied = |pair: &Pair| pair.modified > 0 || pair.created > 0;
    fn told(outcome: &Outcome, tied: &impl Fn(&Pair) -> bool) -> bool {
        match outcome {
            Outcome::Pairs(pairs) => pairs.iter().any(tied),
            Outcome::Txn(_, outcomes) => outcomes.iter().any(|it| told(it, tied)),
            Outcome::Done | Outcome::Deleted(_) | Outcome::Granted(_) => false,
        }
    }
    let answer = record.answered.as_ref().map(|(_, _, answer)| answer);
    let compares = match &record.op {
        Op::Txn(txn) => txn
            .compares
            .iter()
            .any(|compare| matches!(compare.expect, Expect::Created(_) | Expect::Modified(_))),
        _ => false,
    };
    compares || answer.is_some_and(|it| it.revision > 0 || told(&it.outcome, &tied))
}

/// Groups that share no key.
fn by_key(items: Vec<Item<'_>>) -> Vec<Vec<Item<'_>>> {
    let mut keys = BTreeSet::new();
    for item in &items {
        visit(&item.op, &mut |key, _| {
            keys.insert(key.clone());
        });
    }
    let keys: Vec<Bytes> = keys.into_iter().collect();
    let mut parent: Vec<usize> = (0..=keys.len()).collect();
    let mut homes = Vec::with_capacity(items.len());
    for item in &items {
        // What hangs on leases belongs together; so do operations without a key.
        let mut home = None;
        visit(&item.op, &mut |first, end| {
            for (place, key) in keys.iter().enumerate() {
                if covers(first, end, key) {
                    let root = find(&mut parent, place);
                    match home {
                        None => home = Some(root),
                        Some(other) => {
                            let other = find(&mut parent, other);
                            parent[root] = other;
                        }
                    }
                }
            }
        });
        let bound = has_lease(&item.op) || home.is_none();
        let mut place = home.unwrap_or(keys.len());
        if bound {
            let (root, common) = (find(&mut parent, place), find(&mut parent, keys.len()));
            parent[root] = common;
            place = common;
        }
        homes.push(place);
    }
    let mut groups: BTreeMap<usize, Vec<Item<'_>>> = BTreeMap::new();
    for (item, home) in items.into_iter().zip(homes) {
        let root = find(&mut parent, home);
        groups.entry(root).or_default().push(item);
    }
    groups.into_values().collect()
}

fn find(parent: &mut [usize], place: usize) -> usize {
    let mut root = place;
    while parent[root] != root {
        root = parent[root];
    }
    parent[place] = root;
    root
}

/// Every range of keys that an operation names.
fn visit(op: &Op, see: &mut impl FnMut(&Bytes, &Bytes)) {
    match op {
        Op::Put { key, .. } => see(key, &Bytes::new()),
        Op::Delete { key, end } | Op::Range { key, end, .. } => see(key, end),
        Op::Txn(txn) => {
            for Compare { key, end, .. } in &txn.compares {
                see(key, end);
            }
            for op in txn.success.iter().chain(&txn.failure) {
                visit(op, see);
            }
        }
        Op::Revoke { .. } | Op::Look => {}
    }
}

fn has_lease(op: &Op) -> bool {
    match op {
        Op::Put { lease, .. } => lease.is_some_and(|lease| lease != 0),
        Op::Txn(txn) => txn.success.iter().chain(&txn.failure).any(has_lease),
        Op::Revoke { .. } => true,
        Op::Delete { .. } | Op::Range { .. } | Op::Look => false,
    }
}

/// A place in the search to come back to.
struct Frame {
    before: Model,
    /// Items to try here, the next one last.
    left: Vec<usize>,
    /// How many items were placed before.
    placed: usize,
}

struct Search<'a> {
    items: Vec<Item<'a>>,
    exact: bool,
    model: Model,
    /// Not placed yet, by when they were asked.
    open: BTreeSet<usize>,
    /// Answered and not placed yet, by when they were answered.
    answers: BTreeSet<(u64, usize)>,
    placed: Vec<usize>,
    placed_hash: u64,
    been: BTreeSet<(u64, u64)>,
    frames: Vec<Frame>,
    /// The fewest answers that were ever left open, and whose those were that had to come next.
    stuck: (usize, Vec<usize>),
}

impl<'a> Search<'a> {
    fn new(items: Vec<Item<'a>>, exact: bool) -> Self {
        let answered = items.iter().enumerate();
        let answered = answered.filter_map(|(place, it)| Some((it.answered?.0, place)));
        Self {
            exact,
            model: Model::new(),
            open: (0..items.len()).collect(),
            answers: answered.collect(),
            placed: Vec::new(),
            placed_hash: 0,
            been: BTreeSet::new(),
            frames: Vec::new(),
            stuck: (usize::MAX, Vec::new()),
            items,
        }
    }

    /// Whether there is an order; `None` if the budget ran out.
    fn run(&mut self, budget: &mut u64) -> Option<bool> {
        loop {
            *budget = budget.checked_sub(1)?;
            self.place_reads(budget);
            if self.answers.is_empty() {
                return Some(true);
            }
            let state = self.model.hash_for(self.exact);
            let left = if self.been.insert((self.placed_hash, state)) {
                self.candidates(budget)
            } else {
                Vec::new()
            };
            self.frames.push(Frame {
                before: self.model.clone(),
                left,
                placed: self.placed.len(),
            });
            if !self.try_another() {
                return Some(false);
            }
        }
    }

    /// Places the next item at the last place that has one left.
    fn try_another(&mut self) -> bool {
        while let Some(mut frame) = self.frames.pop() {
            while self.placed.len() > frame.placed {
                self.take_back();
            }
            self.model = frame.before.clone();
            let Some(next) = frame.left.pop() else {
                continue;
            };
            self.frames.push(frame);
            if let Some(model) = self.tried(next) {
                self.model = model;
            }
            self.place(next);
            return true;
        }
        false
    }

    fn place(&mut self, place: usize) {
        self.open.remove(&place);
        if let Some((at, ..)) = self.items[place].answered {
            self.answers.remove(&(at, place));
        }
        self.placed.push(place);
        self.placed_hash = self.placed_hash.wrapping_add(mark(place));
    }

    fn take_back(&mut self) {
        let Some(place) = self.placed.pop() else {
            return;
        };
        self.open.insert(place);
        if let Some((at, ..)) = self.items[place].answered {
            self.answers.insert((at, place));
        }
        self.placed_hash = self.placed_hash.wrapping_sub(mark(place));
    }

    /// Items that may come next: asked before the first open answer.
    fn next_ones(&self) -> impl Iterator<Item = usize> + '_ {
        let first = self.answers.first().map_or(u64::MAX, |(at, _)| *at);
        let open = self.open.iter().copied();
        open.take_while(move |place| self.items[*place].asked < first)
    }

    /// Reads that fit stand here as well as anywhere: nothing depends on them.
    fn place_reads(&mut self, budget: &mut u64) {
        loop {
            let mut steps = 0;
            let fits = self.next_ones().find(|place| {
                let item = &self.items[*place];
                is_read(&item.op) && item.answered.is_some() && {
                    steps += 1;
                    self.tried(*place).is_some()
                }
            });
            *budget = budget.saturating_sub(steps);
            let Some(place) = fits else { return };
            self.place(place);
        }
    }

    /// What may come next and writes, the first to be tried last.
    fn candidates(&mut self, budget: &mut u64) -> Vec<usize> {
        let (mut answered, mut loose): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
        let mut steps = 0;
        for place in self.next_ones() {
            let item = &self.items[place];
            let alike = |other: &usize| self.items[*other].op == item.op;
            if item.answered.is_none() && loose.iter().any(alike) {
                continue;
            }
            steps += 1;
            if self.tried(place).is_some() {
                let list = if item.answered.is_some() {
                    &mut answered
                } else {
                    &mut loose
                };
                list.push(place);
            }
        }
        *budget = budget.saturating_sub(steps);
        if answered.is_empty() && self.answers.len() < self.stuck.0 {
            let open = self.next_ones();
            let open = open.filter(|place| self.items[*place].answered.is_some());
            self.stuck = (self.answers.len(), open.collect());
        }
        answered.sort_by_key(|place| self.items[*place].answered.map(|it| it.0));
        answered.extend(loose);
        answered.reverse();
        answered
    }

    /// The keys after an item, if it can come next.
    fn tried(&self, place: usize) -> Option<Model> {
        let item = &self.items[place];
        let mut model = self.model.clone();
        let done = model.apply(&item.op);
        let may = match item.answered {
            None => !done.changed.is_empty(),
            Some((_, told, revision)) => {
                let fits = done.outcome.is_some_and(|real| fits(told, &real));
                fits && (revision == 0 || revision == model.revision)
            }
        };
        may.then_some(model)
    }

    fn explain(&self, history: &History) -> Explanation {
        let ids: Vec<OpId> = self
            .stuck
            .1
            .iter()
            .map(|it| OpId(self.items[*it].id))
            .collect();
        let all: Vec<String> = ids.iter().map(|id| history.tell(*id)).collect();
        Explanation {
            says: format!("none of these can come next: {}", all.join("; ")),
            ops: ids,
        }
    }
}

fn mark(place: usize) -> u64 {
    StateHash::new().len(place).finish()
}
