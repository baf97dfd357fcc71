//! A visit before the judge: played again from its script, and looked at after every event.

use super::judges::{Judge, Violation};
use crate::{
    session::script::{Playback, ScriptError},
    units::Micros,
};

/// A visit on trial.
#[derive(Debug)]
pub struct Trial {
    playback: Playback,
    judge: Judge,
    events: u64,
}

/// How a trial ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Every property was kept until then.
    Kept {
        /// Where the visit ends.
        time: Micros,
    },
    /// A property did not hold.
    Broken {
        /// When that was first seen.
        time: Micros,
        /// Which, and what is wrong.
        violation: Violation,
    },
}

impl Trial {
    /// Begins with the first moment of a visit that has one branch.
    ///
    /// # Errors
    /// The line that cannot be read.
    pub fn new(script: &str) -> Result<Self, ScriptError> {
        Ok(Self {
            playback: Playback::new(script)?,
            judge: Judge::default(),
            events: 0,
        })
    }

    /// Goes on for so many events; none if there is more to come.
    ///
    /// # Errors
    /// The line that the cluster refuses.
    pub fn step(&mut self, events: u64) -> Result<Option<Ending>, ScriptError> {
        for _ in 0..events {
            let over = self.playback.go_on(1)?;
            let world = self.playback.shown().world();
            let time = world.now();
            self.events = world.events();
            if let Err(violation) = self.judge.look(world) {
                return Ok(Some(Ending::Broken { time, violation }));
            }
            if over {
                return Ok(Some(Ending::Kept { time }));
            }
        }
        Ok(None)
    }

    /// Events judged so far.
    #[must_use]
    pub const fn events(&self) -> u64 {
        self.events
    }
}
