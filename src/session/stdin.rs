//! Standard input of one command: what has come, and what the command was given of it.

use std::collections::VecDeque;

use crate::{ctl::job::Event, units::StateHash};

/// Lines that wait to be read, and what came after the last newline.
#[derive(Clone, Debug, Default)]
pub(super) struct Stdin {
    wanted: bool,
    lines: VecDeque<Vec<u8>>,
    rest: Vec<u8>,
    ended: bool,
    told: bool,
}

impl Stdin {
    /// Input that is all there, or one that is left open.
    pub(super) fn of(all: Option<Vec<u8>>) -> Self {
        let mut stdin = Self {
            ended: all.is_some(),
            ..Self::default()
        };
        stdin.add(&all.unwrap_or_default());
        stdin
    }

    /// The command has asked for input.
    pub(super) const fn want(&mut self) {
        self.wanted = true;
    }

    /// Whether the command waits for more.
    pub(super) const fn is_awaited(&self) -> bool {
        self.wanted && !self.ended
    }

    /// More has come.
    pub(super) fn add(&mut self, bytes: &[u8]) {
        for part in bytes.split_inclusive(|byte| *byte == b'\n') {
            match part.strip_suffix(b"\n") {
                Some(end) => {
                    let mut line = std::mem::take(&mut self.rest);
                    line.extend_from_slice(end);
                    self.lines.push_back(line);
                }
                None => self.rest.extend_from_slice(part),
            }
        }
    }

    /// Nothing more will come.
    pub(super) const fn end(&mut self) {
        self.ended = true;
    }

    /// The next piece for a command that reads: a line, or the end.
    pub(super) fn take(&mut self) -> Option<Event> {
        if !self.wanted || self.told {
            return None;
        }
        if let Some(line) = self.lines.pop_front() {
            return Some(Event::Line(line));
        }
        self.told = self.ended;
        self.ended.then(|| Event::EndOfInput {
            rest: std::mem::take(&mut self.rest),
        })
    }

    pub(super) fn fold(&self, hash: &mut StateHash) {
        hash.flag(self.wanted)
            .flag(self.ended)
            .flag(self.told)
            .bytes(&self.rest);
        for line in &self.lines {
            hash.bytes(line);
        }
    }
}
