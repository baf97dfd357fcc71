//! Time travel: any moment of the visit, branches that leave the past, and the marks of the axis.
//!
//! A branch is its inputs; what lies between kept scenes is replayed. Invariants: 1. The scene at
//! a place has the same hash however one came there. 2. Looking at the past changes nothing that
//! happened; acting there begins a branch. 3. No branch is ever cut short.

mod branch;
mod chronicle;
mod keyframes;
mod position;
mod travel;

pub(super) use branch::Branch;
pub(super) use chronicle::{Chronicle, Committed, LeaseEvent, count};
pub use position::Position;

use super::{Action, Refusal, Session, Stamp, scene::Scene, view::Landmark};
use crate::{sim::Happened, units::Micros};

/// Branches of one visit.
const BRANCHES_MAX: usize = 64;

/// The first branch's name.
pub(super) const MAIN: &str = "main";

/// Where the playhead goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seek {
    /// To a time: everything due by then has happened. Beyond the end means the end.
    To(Micros),
    /// To a place.
    At(Position),
    /// To the last event before this moment that isn't a bare tick, or the last input.
    Back,
    /// To the next one.
    Forward,
    /// To the nearest landmark on one side.
    Landmark {
        /// Of this kind.
        which: Landmark,
        /// Whether after this moment.
        forward: bool,
    },
    /// To the branch's end.
    Now,
}

impl Session {
    /// Whether the playhead stands before the end of the branch looked at.
    #[must_use]
    pub fn past(&self) -> bool {
        self.branches[self.looked].tip.is_some()
    }

    /// The scene at the end of the branch looked at.
    pub(super) fn tip(&self) -> &Scene {
        self.branches[self.looked]
            .tip
            .as_ref()
            .unwrap_or(&self.scene)
    }

    /// The time at the end of the branch looked at: its now.
    #[must_use]
    pub fn end(&self) -> Micros {
        self.tip().world.now()
    }

    /// The place of the playhead.
    #[must_use]
    pub fn position(&self) -> Position {
        self.scene.position()
    }

    /// The name of the branch looked at.
    #[must_use]
    pub fn branch(&self) -> &str {
        &self.branches[self.looked].name
    }

    /// The names of all branches, in the order of their making.
    pub fn branch_names(&self) -> impl ExactSizeIterator<Item = &str> {
        self.branches.iter().map(|it| it.name.as_str())
    }

    /// What `sim branch` prints: a line for each branch.
    #[must_use]
    pub fn branches_text(&self) -> String {
        let mut text = String::new();
        for (place, branch) in self.branches.iter().enumerate() {
            let mark = if place == self.looked { '*' } else { ' ' };
            let end = branch.tip.as_ref().unwrap_or(&self.scene).world.now();
            text.push_str(&format!("{mark} {}", branch.name));
            if let Some(fork) = branch.parent {
                let parent = &self.branches[fork.branch].name;
                text.push_str(&format!(
                    ", from {} at {}",
                    parent,
                    seconds(fork.at.stamp.time)
                ));
            }
            text.push_str(&format!(", to {}\n", seconds(end)));
        }
        text
    }

    /// Does what moves the playhead or chooses a branch; none of it is an input.
    pub(super) fn travel(&mut self, action: &Action) -> Result<(), Refusal> {
        match action {
            Action::Seek(seek) => self.seek(*seek)?,
            Action::Fork { name } => self.fork(name.as_deref())?,
            Action::Switch { name } => self.switch(name)?,
            Action::RenameBranch { from, to } => self.rename(from, to)?,
            _ => return Ok(()),
        }
        self.moves += 1;
        Ok(())
    }

    fn fork(&mut self, name: Option<&str>) -> Result<(), Refusal> {
        if self.branches.len() >= BRANCHES_MAX {
            return Err(Refusal::TooManyBranches(BRANCHES_MAX));
        }
        let name = match name {
            Some(name) => self.free_name(name)?,
            None => self.next_name(),
        };
        let old = &mut self.branches[self.looked];
        let new = old.fork(self.looked, name, &self.scene);
        old.tip.get_or_insert_with(|| self.scene.clone());
        self.branches.push(new);
        self.looked = self.branches.len() - 1;
        Ok(())
    }

    /// `fork A` to `fork Z`, then `fork 27` and so on: the first that is free.
    fn next_name(&self) -> String {
        let letters = ('A'..='Z').map(|letter| format!("fork {letter}"));
        let mut names = letters.chain((27..).map(|number| format!("fork {number}")));
        names
            .find(|name| self.place_of_branch(name).is_err())
            .expect("branches are few, numbers are many")
    }

    fn free_name(&self, name: &str) -> Result<String, Refusal> {
        let name = name.trim();
        if name.is_empty() {
            return Err(Refusal::EmptyName);
        }
        match self.place_of_branch(name) {
            Ok(_) => Err(Refusal::BranchExists(name.to_owned())),
            Err(_) => Ok(name.to_owned()),
        }
    }

    fn place_of_branch(&self, name: &str) -> Result<usize, Refusal> {
        let found = self.branches.iter().position(|it| it.name == name.trim());
        found.ok_or_else(|| Refusal::NoSuchBranch(name.trim().to_owned()))
    }

    fn switch(&mut self, name: &str) -> Result<(), Refusal> {
        let place = self.place_of_branch(name)?;
        if place == self.looked {
            self.return_to_now();
            return Ok(());
        }
        let tip = self.branches[place].tip.take();
        let tip = tip.expect("a branch that isn't looked at keeps its end");
        let shown = std::mem::replace(&mut self.scene, tip);
        self.branches[self.looked].tip.get_or_insert(shown);
        self.looked = place;
        Ok(())
    }

    fn rename(&mut self, from: &str, to: &str) -> Result<(), Refusal> {
        let place = self.place_of_branch(from)?;
        if from.trim() != to.trim() {
            self.branches[place].name = self.free_name(to)?;
        }
        Ok(())
    }

    /// The refusal of an act in the past.
    pub(super) fn refuse_past(&self) -> Result<(), Refusal> {
        if self.past() {
            return Err(Refusal::Past(self.end().since(self.now())));
        }
        Ok(())
    }

    /// The earliest event of the end, written down.
    pub(super) fn live_step(&mut self) -> Happened {
        let happened = self.scene.step();
        if happened == Happened::Something {
            self.branches[self.looked].observe(&mut self.scene);
        }
        happened
    }

    /// Lets time pass: history first, then what is new.
    pub(super) fn advance(&mut self, span: Micros) {
        let to = self.now() + span;
        if self.past() {
            self.go(travel::Target::Time(to));
            if self.past() {
                return;
            }
        }
        while self.next().is_some_and(|at| at <= to) {
            self.live_step();
        }
        self.scene.world.pass_to(to);
    }
}

/// `15.699500 s` without zeros at its end.
pub(super) fn seconds(time: Micros) -> String {
    let text = format!("{}.{:06}", time.as_secs(), time.0 % 1_000_000);
    let text = text.trim_end_matches('0');
    format!("{} s", text.strip_suffix('.').unwrap_or(text))
}

impl Scene {
    /// Where it stands in its branch.
    pub(super) fn position(&self) -> Position {
        Position {
            stamp: Stamp {
                time: self.world.now(),
                events: self.world.events(),
            },
            inputs: self.inputs,
        }
    }
}
