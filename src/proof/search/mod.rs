//! The search: random worlds, one per seed, judged after every event, until one breaks a property;
//! then the shortest story that breaks it, in the words a visitor types.
//!
//! A [`Search`] goes on piece by piece, so that a page can run it beside its frames and a command
//! line in one go. It must not know the clock on the wall, nor who reads what it finds.
//!
//! ```
//! use etcdscope::proof::search::{Options, Search};
//!
//! let mut search = Search::new(Options { seeds: 2, ..Options::default() });
//! while !search.step(10_000) {}
//! assert!(search.progress().found.is_none());
//! ```

mod act;
mod asks;
mod clients;
mod faults;
mod hands;
mod kind;
mod mutants;
mod plan;
mod run;
pub mod script;
mod settle;
mod shrink;
mod simpler;
mod told;

pub use act::{Act, Ask, Compare, Done};
pub use kind::{Faults, Favour, Kind};
pub use mutants::Mutant;
pub use plan::{Plan, plan};
pub use run::{Ending, Run, Story};
pub use shrink::Shrink;

use super::judges::Violation;
use crate::units::Micros;

/// What to search.
#[derive(Clone, Debug)]
pub struct Options {
    /// The first seed.
    pub first: u64,
    /// How many seeds.
    pub seeds: u64,
    /// Members, 1 to 7; unless told, mostly three.
    pub nodes: Option<u32>,
    /// The faults that may be thrown.
    pub faults: Faults,
    /// How long faults and clients go on in each world.
    pub chaos: Micros,
    /// How many acts there are at most in each world.
    pub steps: Option<usize>,
    /// The rule that is forgotten.
    pub mutant: Option<&'static Mutant>,
    /// What comes more often than usual.
    pub favours: &'static [Favour],
}

impl Default for Options {
    fn default() -> Self {
        Self {
            first: 0,
            seeds: 1,
            nodes: None,
            faults: Faults::ALL,
            chaos: Micros::from_secs(30),
            steps: None,
            mutant: None,
            favours: &[],
        }
    }
}

/// A world that broke a property, told as shortly as possible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The seed of the world.
    pub seed: u64,
    /// What it broke.
    pub violation: Violation,
    /// After how many events it broke first, before the story was shortened.
    pub events: u64,
    /// The story as a script that the page opens; no line of it can be left out.
    pub script: String,
    /// Its lines that do something.
    pub lines: usize,
}

/// How far a search is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Worlds that kept every property.
    pub seeds: u64,
    /// Events handled in them.
    pub events: u64,
    /// Terms that had a leader.
    pub terms: u64,
    /// Writes that were acknowledged.
    pub writes: u64,
    /// Operations in clients' histories.
    pub operations: u64,
    /// Histories that were shown to have an order.
    pub linearizable: u64,
    /// Histories of which the budget was not enough to tell.
    pub unknown: u64,
    /// Virtual time.
    pub simulated: Micros,
    /// While a story is shortened: trials so far, and acts that are left.
    pub shrinking: Option<(u64, usize)>,
    /// What was found; the search is over then.
    pub found: Option<Found>,
}

/// What a search is at.
#[derive(Debug)]
enum Stage {
    Hunts(Box<Run>),
    Shrinks(Box<Shrink>, u64),
    Over,
}

/// A search on its way.
#[derive(Debug)]
pub struct Search {
    options: Options,
    seed: u64,
    stage: Stage,
    progress: Progress,
}

impl Search {
    /// A search before its first event.
    #[must_use]
    pub fn new(options: Options) -> Self {
        let mut search = Self {
            seed: options.first,
            options,
            stage: Stage::Over,
            progress: Progress::default(),
        };
        search.hunt();
        search
    }

    /// Begins with the world of the next seed, if one is left.
    fn hunt(&mut self) {
        let left = self.seed.wrapping_sub(self.options.first) < self.options.seeds;
        self.stage = if left {
            Stage::Hunts(Box::new(Run::new(plan(self.seed, &self.options))))
        } else {
            Stage::Over
        };
    }

    /// Goes on for about so many events; says whether the search is over.
    pub fn step(&mut self, mut events: u64) -> bool {
        while events > 0 {
            match &mut self.stage {
                Stage::Over => return true,
                Stage::Hunts(run) => match run.go_on(&mut events) {
                    None => return false,
                    Some(Ok(story)) => {
                        let simulated = run.world().now();
                        self.progress.add(&story, simulated);
                        self.seed = self.seed.wrapping_add(1);
                        self.hunt();
                    }
                    Some(Err(violation)) => {
                        let plan = plan(self.seed, &self.options);
                        let after = run.world().events();
                        let shrink = Shrink::new(plan, run, violation);
                        self.stage = Stage::Shrinks(Box::new(shrink), after);
                    }
                },
                Stage::Shrinks(shrink, after) => {
                    let over = shrink.go_on(&mut events);
                    self.progress.shrinking = Some(shrink.progress());
                    if over {
                        self.progress.found = Some(found(self.seed, shrink, *after));
                        self.stage = Stage::Over;
                    }
                }
            }
        }
        matches!(self.stage, Stage::Over)
    }

    /// Leaves the world it is at, and goes on with the next.
    pub fn skip(&mut self) {
        self.seed = self.seed.wrapping_add(1);
        self.hunt();
    }

    /// The seed it is at.
    #[must_use]
    pub const fn seed(&self) -> u64 {
        self.seed
    }

    /// How far it is.
    #[must_use]
    pub const fn progress(&self) -> &Progress {
        &self.progress
    }
}

impl Progress {
    fn add(&mut self, story: &Story, simulated: Micros) {
        self.seeds += 1;
        self.events += story.events;
        self.terms += story.terms as u64;
        self.writes += story.writes as u64;
        self.operations += story.operations as u64;
        self.linearizable += u64::from(story.linearizable);
        self.unknown += u64::from(!story.linearizable);
        self.simulated = self.simulated + simulated;
    }
}

fn found(seed: u64, shrink: &Shrink, events: u64) -> Found {
    let (plan, violation, _) = shrink.best();
    let mut run = Run::new(plan.clone());
    // How it ends is known.
    let _ending = run.whole();
    let property = violation.property;
    let notes = [
        format!("breaks {property}: {}", property.statement()),
        violation.says.clone(),
    ];
    Found {
        seed,
        violation: violation.clone(),
        events,
        script: script::write(&plan.config, run.done(), plan.end, &notes),
        lines: run.done().len(),
    }
}

/// Judges a script: what it breaks, or what happened.
///
/// # Errors
/// It cannot be read, or the judges cannot follow it.
pub fn play(text: &str) -> Result<Ending, String> {
    Ok(Run::new(script::read(text)?).whole())
}
