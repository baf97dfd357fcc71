//! From a long story that breaks a property to a short one that breaks the same: acts are left out
//! in ever smaller pieces, then single ones; then the world, the times and the words are made
//! plainer. In the end no act can be left out (delta debugging; Zeller and Hildebrandt, 2002).

use super::{
    plan::Plan,
    run::Run,
    simpler::{self, WORLDS},
};
use crate::{
    proof::judges::{Property, Violation},
    units::Micros,
};

/// What is tried, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pass {
    /// Pieces of this many acts are left out.
    Pieces(usize),
    /// The world gets plainer.
    World,
    /// Single acts get plainer.
    Words,
    /// Time between acts gets shorter or rounder.
    Times,
    /// What was done is written down, and only single lines are left out from here on.
    Lines,
    /// Lines are typed into fewer shells.
    Shells,
    /// Nothing more.
    Over,
}

/// How much longer than the best story a trial may take.
const SLACK: Micros = Micros::from_secs(4);

/// Trials after which plainer words are no longer looked for.
const TRIALS_MAX: u64 = 2_000;

/// Seeds that a shorter story is tried with.
const SEEDS: usize = 12;

/// A story that gets shorter.
#[derive(Debug)]
pub struct Shrink {
    best: Plan,
    violation: Violation,
    events: u64,
    /// Where everything ended before: what must come out only in the end needs all that time.
    end_max: Micros,
    pass: Pass,
    at: usize,
    variant: usize,
    /// Whether something got shorter since the pieces were tried last.
    changed: bool,
    /// Whether world, words and times are as plain as they get.
    plain: bool,
    /// Whether acts are lines already.
    written: bool,
    /// Whether lines are in as few shells as they can be.
    few_shells: bool,
    trial: Option<(Plan, Run)>,
    trials: u64,
}

impl Shrink {
    /// Begins with a plan and the run of it that broke.
    #[must_use]
    pub fn new(plan: Plan, run: &Run, violation: Violation) -> Self {
        let end_max = plan.end;
        let best = ended(plan, run);
        let half = best.acts.len().div_ceil(2).max(1);
        Self {
            best,
            violation,
            events: run.world().events(),
            end_max,
            pass: Pass::Pieces(half),
            at: 0,
            variant: 0,
            changed: false,
            plain: false,
            written: false,
            few_shells: false,
            trial: None,
            trials: 0,
        }
    }

    /// Tries on for about so many events; says whether nothing is left to try.
    pub fn go_on(&mut self, events: &mut u64) -> bool {
        while self.pass != Pass::Over {
            let (plan, mut run) = match self.trial.take() {
                Some(trial) => trial,
                None => match self.candidate() {
                    Some(plan) => (plan.clone(), Run::new(plan)),
                    None => {
                        self.next_pass();
                        continue;
                    }
                },
            };
            match run.go_on(events) {
                None => {
                    self.trial = Some((plan, run));
                    return false;
                }
                Some(ending) => {
                    self.trials += 1;
                    let same = |it: &Violation| it.property == self.violation.property;
                    match ending.err().filter(same) {
                        Some(violation) => self.accept(plan, &run, violation),
                        None => self.reject(),
                    }
                }
            }
        }
        true
    }

    fn accept(&mut self, plan: Plan, run: &Run, violation: Violation) {
        let before = self.best.clone();
        self.best = ended(plan, run);
        self.violation = violation;
        self.events = run.world().events();
        self.changed |= before != self.best;
        match self.pass {
            Pass::Pieces(_) => self.variant = 0,
            Pass::Lines => {
                self.written = true;
                self.changed = false;
                self.pass = Pass::Pieces(1);
                self.at = 0;
            }
            Pass::Shells => {
                self.few_shells = true;
                self.pass = Pass::Pieces(1);
                self.at = 0;
            }
            Pass::World | Pass::Words | Pass::Times => self.variant += 1,
            Pass::Over => {}
        }
    }

    fn reject(&mut self) {
        match self.pass {
            Pass::Pieces(size) => {
                self.variant += 1;
                if self.variant >= self.seeds() {
                    self.variant = 0;
                    self.at += size;
                }
            }
            Pass::Lines => self.pass = Pass::Over,
            Pass::World | Pass::Words | Pass::Times | Pass::Shells => self.variant += 1,
            Pass::Over => {}
        }
    }

    /// The next thing to try in this pass; `None` once there is nothing left.
    fn candidate(&mut self) -> Option<Plan> {
        let count = self.best.acts.len();
        let mut plan = self.best.clone();
        plan.end = (plan.end + SLACK).min(self.end_max.max(plan.end));
        match self.pass {
            Pass::Pieces(size) => {
                if self.at >= count {
                    return None;
                }
                plan.acts.drain(self.at..(self.at + size).min(count));
                // Another seed draws other delays: often all that the act was good for.
                plan.config.seed = plan.config.seed.wrapping_add(self.variant as u64);
                Some(plan)
            }
            Pass::World => loop {
                let change = WORLDS.get(self.variant)?;
                if change(&mut plan) {
                    return Some(plan);
                }
                self.variant += 1;
            },
            Pass::Words => self.each(count, plan, simpler::words),
            Pass::Times => self.each(count, plan, simpler::times),
            Pass::Lines => Some(self.lines()),
            Pass::Shells => {
                let change = simpler::SHELLS.get(self.variant)?;
                change(&mut plan);
                Some(plan)
            }
            Pass::Over => None,
        }
    }

    /// How many seeds a piece is left out with.
    const fn seeds(&self) -> usize {
        if self.written || self.trials >= TRIALS_MAX {
            1
        } else {
            SEEDS
        }
    }

    /// The next variant of the next act.
    fn each(
        &mut self,
        count: usize,
        plan: Plan,
        change: fn(&mut Plan, usize, usize) -> Option<bool>,
    ) -> Option<Plan> {
        while self.at < count && self.trials < TRIALS_MAX {
            let mut other = plan.clone();
            match change(&mut other, self.at, self.variant) {
                Some(true) => return Some(other),
                Some(false) => self.variant += 1,
                None => {
                    self.at += 1;
                    self.variant = 0;
                }
            }
        }
        None
    }

    /// The same as it was done, line by line.
    fn lines(&self) -> Plan {
        let mut run = Run::new(self.best.clone());
        // How it ends is known.
        let _ending = run.whole();
        let acts = run.done().iter().map(|it| (it.at, it.act.clone()));
        Plan {
            acts: acts.collect(),
            ..self.best.clone()
        }
    }

    fn next_pass(&mut self) {
        self.at = 0;
        self.variant = 0;
        self.pass = match self.pass {
            Pass::Pieces(1) if self.written => {
                if std::mem::take(&mut self.changed) {
                    Pass::Pieces(1)
                } else if self.few_shells {
                    Pass::Over
                } else {
                    Pass::Shells
                }
            }
            Pass::Pieces(1) if self.plain => Pass::Lines,
            Pass::Pieces(1) => Pass::World,
            Pass::Pieces(size) => Pass::Pieces(size.div_ceil(2)),
            Pass::World => Pass::Words,
            Pass::Words => Pass::Times,
            Pass::Times => {
                self.plain = true;
                Pass::Pieces(self.best.acts.len().clamp(1, 4))
            }
            Pass::Lines | Pass::Shells | Pass::Over => Pass::Over,
        };
    }

    /// The shortest story so far, and how it breaks.
    #[must_use]
    pub fn best(&self) -> (&Plan, &Violation, u64) {
        (&self.best, &self.violation, self.events)
    }

    /// The property that it breaks.
    #[must_use]
    pub fn property(&self) -> Property {
        self.violation.property
    }

    /// Trials so far, and acts that are left.
    #[must_use]
    pub fn progress(&self) -> (u64, usize) {
        (self.trials, self.best.acts.len())
    }
}

/// A plan without what was not done before it broke.
fn ended(mut plan: Plan, run: &Run) -> Plan {
    let done = plan.acts.len() - run.left();
    plan.acts.truncate(done);
    plan.end = run.world().now();
    plan
}
