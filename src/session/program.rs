//! Programs that run in a shell: etcdctl, as `ctl` has it.

use crate::{
    ctl::{
        self, Job,
        job::{Effect, Event, Launch},
        words,
    },
    units::{Files, Map},
};

/// A program that runs.
#[derive(Clone, Debug)]
pub(super) struct Program(Job);

/// Splits a line into words; the error says what to type instead.
pub(super) fn split(line: &str, environment: &Map<String, String>) -> Result<Vec<Vec<u8>>, String> {
    let variable = |name: &str| {
        environment
            .get(name)
            .map(|value| value.clone().into_bytes())
    };
    words::split_with(line.as_bytes(), &variable).map_err(|error| error.to_string())
}

impl Program {
    /// Starts etcdctl, or one of the programs beside it.
    pub(super) fn start(launch: Launch, files: &mut Files) -> (Self, Vec<Effect>) {
        let (job, effects) = ctl::start(launch, files);
        (Self(job), effects)
    }

    /// Takes one event.
    pub(super) fn step(&mut self, event: Event, files: &mut Files) -> Vec<Effect> {
        self.0.step(event, files)
    }

    /// Whether it waits for a password, which no terminal shows.
    pub(super) fn hides(&self) -> bool {
        self.0.hides()
    }

    /// Whether it holds its shell until it is interrupted.
    pub(super) fn holds(&self) -> bool {
        self.0.holds()
    }
}
