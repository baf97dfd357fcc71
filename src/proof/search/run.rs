//! A plan on its way: events and acts in the order of their times, judged after each.

use std::collections::VecDeque;

use super::{
    act::{Act, Done},
    clients::Clients,
    plan::{LAST_QUESTIONS, PATIENCE, Plan, RECOVERY, place},
    settle,
};
use crate::{
    proof::{
        judges::{Judge, Property, Verdict, Violation},
        linear,
    },
    sim::{Fault, Handling, Happened, Node, Standing, World},
    units::Micros,
};

/// Steps that the judge of histories may take for one world.
const HISTORY_STEPS: u64 = 10_000;

/// What a world that kept its promises did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Story {
    /// Events handled.
    pub events: u64,
    /// Terms that had a leader.
    pub terms: usize,
    /// Writes that were acknowledged.
    pub writes: usize,
    /// Operations in the history of its clients.
    pub operations: usize,
    /// Whether that history was shown to have an order; else the budget ended before.
    pub linearizable: bool,
    /// Its hash at the end.
    pub hash: u64,
}

/// How a world ended.
pub type Ending = Result<Story, Violation>;

/// A world with its judges and clients.
#[derive(Debug)]
pub struct Run {
    world: World,
    judge: Judge,
    clients: Clients,
    acts: VecDeque<(Micros, Act)>,
    end: Micros,
    /// When the last act was done.
    last: Option<Micros>,
    /// When a fault or a repair was done last.
    hurt: Micros,
    /// Machines that are members, and those that will be.
    machines: (usize, usize),
    done: Vec<Done>,
}

impl Run {
    /// A plan before its first event.
    #[must_use]
    pub fn new(plan: Plan) -> Self {
        Self {
            world: World::new(plan.config),
            judge: Judge::default().undisrupted(),
            clients: Clients::default(),
            acts: plan.acts.into(),
            end: plan.end,
            last: None,
            hurt: Micros::ZERO,
            machines: (0, 0),
            done: Vec::new(),
        }
    }

    /// Goes on for about so many events; says how it ended once it did.
    pub fn go_on(&mut self, events: &mut u64) -> Option<Ending> {
        match self.until_end(events) {
            Ok(false) => None,
            Ok(true) => Some(self.story()),
            Err(violation) => Some(Err(violation)),
        }
    }

    /// Goes on to the end.
    ///
    /// # Errors
    /// What does not hold.
    pub fn whole(&mut self) -> Ending {
        loop {
            if let Some(ending) = self.go_on(&mut u64::MAX.clone()) {
                return ending;
            }
        }
    }

    fn until_end(&mut self, events: &mut u64) -> Result<bool, Violation> {
        loop {
            let to = self.acts.front().map_or(self.end, |(at, _)| *at);
            // Acts of one moment follow each other, whatever is due by then.
            if self.last != Some(to) && !self.pass(to, events)? {
                return Ok(false);
            }
            let Some((at, act)) = self.acts.pop_front() else {
                return Ok(true);
            };
            self.last = Some(at);
            self.act(act);
            self.look()?;
        }
    }

    fn pass(&mut self, to: Micros, events: &mut u64) -> Result<bool, Violation> {
        while self.world.next().is_some_and(|at| at <= to) {
            if *events == 0 {
                return Ok(false);
            }
            *events -= 1;
            if self.world.step() == Happened::Something {
                self.look()?;
            }
        }
        self.world.pass_to(to);
        Ok(true)
    }

    fn look(&mut self) -> Verdict {
        let count = |wanted| {
            let is = |it: &&Node| it.standing() == wanted;
            self.world.nodes().filter(is).count()
        };
        let machines = (count(Standing::Member), count(Standing::Waiting));
        if self.machines != machines {
            self.machines = machines;
            self.expect();
        }
        self.judge.look(&self.world)?;
        self.clients.hear(&mut self.world)
    }

    /// Where nothing is broken, everything must come right in its time from now on.
    fn expect(&mut self) {
        self.hurt = self.world.now();
        self.judge.disturbed();
        if settle::is_whole(&self.world) {
            self.judge.repaired(&self.world);
        }
    }

    fn act(&mut self, act: Act) {
        let now = self.world.now();
        let calm = now >= self.hurt + RECOVERY && settle::is_whole(&self.world);
        match act {
            Act::Fault(fault) => self.fault(fault),
            Act::Handle { pick, act } => self.handle(pick, act),
            Act::Repair => settle::repairs(&self.world)
                .into_iter()
                .for_each(|fault| self.fault(fault)),
            Act::Ask {
                ask,
                members,
                timeout,
            } => {
                let votes = |it: &usize| settle::votes(&self.world, *it);
                let must = calm && timeout >= PATIENCE && members.iter().all(votes);
                let patience = (members.as_slice(), timeout);
                let line = self.clients.ask(&mut self.world, &ask, patience, must);
                if let Some((shell, text)) = line {
                    let act = Act::Line { shell, text };
                    self.done.push(Done { at: now, act });
                }
            }
            Act::Line { shell, text } => {
                let patient = !text.contains("--command-timeout");
                let must = calm && patient && self.all_vote(&text);
                self.clients.types(&mut self.world, shell, &text, must);
                let act = Act::Line { shell, text };
                self.done.push(Done { at: now, act });
            }
        }
    }

    /// Whether all members that a line asks have a vote.
    fn all_vote(&self, text: &str) -> bool {
        let named = text.split_once("--endpoints=").map(|(_, rest)| rest);
        let named = named.and_then(|it| it.split_whitespace().next());
        let votes = |endpoint: &str| {
            let place = self.world.member_at(endpoint);
            place.is_some_and(|it| settle::votes(&self.world, it))
        };
        match named {
            Some(endpoints) => endpoints.split(',').all(votes),
            None => settle::votes(&self.world, 0),
        }
    }

    fn handle(&mut self, pick: u64, act: Handling) {
        let under_way = self.world.under_way();
        let count = (under_way.len() as u64).max(1);
        let Some(packet) = under_way.get(place(pick % count)) else {
            return;
        };
        if act != Handling::Duplicate || packet.may_repeat() {
            let id = packet.id;
            self.fault(Fault::Message { id, act });
        }
    }

    /// A fault that finds nothing to do is no part of the story.
    fn fault(&mut self, fault: Fault) {
        if self.world.fault(&fault).is_ok() {
            self.expect();
            let act = Act::Fault(fault);
            self.done.push(Done { at: self.hurt, act });
        }
    }

    /// All is over. Where it has been calm for long enough, everybody must agree, with each other
    /// and with what clients were told; what clients were told must fit together in any case.
    fn story(&self) -> Ending {
        let calm = self.world.now() >= self.hurt + RECOVERY + LAST_QUESTIONS;
        if calm && settle::is_whole(&self.world) {
            settle::settle(&self.world, &self.clients)?;
        }
        let history = self.clients.history();
        let linearizable = match history.verdict(HISTORY_STEPS) {
            linear::Verdict::Linearizable => true,
            linear::Verdict::Unknown => false,
            linear::Verdict::Violation(explanation) => {
                return Err(Violation {
                    property: Property::Linearizability,
                    says: explanation.says,
                });
            }
        };
        Ok(Story {
            events: self.world.events(),
            terms: self.judge.terms_led(),
            writes: self.clients.written(),
            operations: history.len(),
            linearizable,
            hash: self.world.hash(),
        })
    }

    /// The world, to look at.
    #[must_use]
    pub const fn world(&self) -> &World {
        &self.world
    }

    /// What was done so far, as lines to type.
    #[must_use]
    pub fn done(&self) -> &[Done] {
        &self.done
    }

    /// Acts of the plan that were not done yet.
    pub(super) fn left(&self) -> usize {
        self.acts.len()
    }
}
