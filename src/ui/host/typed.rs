//! Lines typed or pasted that wait for their shell's prompt, in order.
//!
//! A terminal keeps what is typed while a command runs and hands it to the next prompt; so does
//! this. It must not know what a line means.

use std::collections::{BTreeMap, VecDeque};

use super::{Action, Errand, Goal, Host};
use crate::{session::view::ShellState, units::Micros};

/// The lines that wait, by shell.
#[derive(Debug, Default)]
pub(super) struct Typed {
    lines: BTreeMap<String, VecDeque<String>>,
}

/// A line typed while paused runs to its answer, at most so long.
const ANSWER_MAX: Micros = Micros::from_secs(60);
/// From so many waiting lines on, nobody watches the single answer.
const RUSH: usize = 2;
/// Lines handed in without a look at the wall's clock.
const BATCH: usize = 32;

impl Host {
    /// Types lines into a shell: each runs when the one before has ended.
    pub fn type_lines(&self, shell: &str, lines: impl IntoIterator<Item = String>) {
        let queue = &self.inner.typed;
        queue
            .borrow_mut()
            .lines
            .entry(shell.to_owned())
            .or_default()
            .extend(lines);
        self.hand_in_typed();
        self.changed();
        self.wake();
    }

    /// Runs a line in the first shell, as a menu does: `sim kill infra1`.
    pub fn run_line(&self, line: &str) {
        self.type_lines("shell 1", [line.to_owned()]);
    }

    /// How many lines wait in a shell.
    #[must_use]
    pub fn typed(&self, shell: &str) -> usize {
        self.inner
            .typed
            .borrow()
            .lines
            .get(shell)
            .map_or(0, VecDeque::len)
    }

    /// Ctrl-C: what was typed ahead is dropped, as a terminal drops it.
    pub fn interrupt(&self, shell: &str) {
        drop(self.inner.typed.borrow_mut().lines.remove(shell));
        self.apply(Action::Interrupt(shell.to_owned()));
    }

    /// Whether so many lines wait for a shell that time runs as fast as it can.
    pub(super) fn rushes(&self) -> bool {
        self.any_typed(RUSH, |state| state == ShellState::Running)
    }

    /// Whether a line waits for a shell that is ready for it.
    pub(super) fn has_ready(&self) -> bool {
        self.any_typed(1, takes_line)
    }

    /// Whether a shell in a certain state has at least so many lines waiting.
    fn any_typed(&self, least: usize, fits: impl Fn(ShellState) -> bool) -> bool {
        let typed = self.inner.typed.borrow();
        let mut shells = typed.lines.iter().filter(|(_, lines)| lines.len() >= least);
        shells.any(|(shell, _)| self.shell_state(shell).is_some_and(&fits))
    }

    /// Hands waiting lines to shells that are ready for them, a batch at most.
    pub(super) fn hand_in_typed(&self) {
        let names: Vec<String> = self.inner.typed.borrow().lines.keys().cloned().collect();
        for shell in names {
            for _ in 0..BATCH {
                let Some(line) = self.next_typed(&shell) else {
                    break;
                };
                self.submit(&shell, line);
            }
        }
    }

    /// The next line of a shell that is ready for it.
    fn next_typed(&self, shell: &str) -> Option<String> {
        let state = self.shell_state(shell)?;
        if !takes_line(state) {
            return None;
        }
        let mut typed = self.inner.typed.borrow_mut();
        let lines = typed.lines.get_mut(shell)?;
        let line = lines.pop_front();
        if lines.is_empty() {
            drop(typed.lines.remove(shell));
        }
        line
    }

    /// Submits one line. The clock slows for the last line's answer, and, if it stands, runs to
    /// each answer.
    fn submit(&self, shell: &str, line: String) {
        let action = Action::Submit {
            shell: shell.to_owned(),
            line,
        };
        self.inner.session.borrow_mut().apply(action);
        if !self.runs(shell) {
            return;
        }
        let now = self.now();
        let last = self.typed(shell) == 0;
        let mut clock = self.inner.clock.borrow_mut();
        if clock.slows && last {
            clock.slowed = Some((shell.to_owned(), now));
        }
        if !clock.playing && clock.errand.is_none() {
            let goal = Goal::Answer(shell.to_owned());
            clock.errand = Some(Errand {
                goal,
                until: now + ANSWER_MAX,
                fast: false,
            });
        }
    }
}

/// Whether a shell in this state takes a line now.
fn takes_line(state: ShellState) -> bool {
    match state {
        ShellState::Idle | ShellState::Reading => true,
        ShellState::Running | ShellState::Holding => false,
    }
}
