//! What is typed: lines go to the session, clock words to the page's own clock, in their order.
//!
//! Session keeps lines that wait for their shell; only what follows a clock word waits here, until
//! the shell is at its prompt. Clock words aren't inputs of the visit: they never enter its
//! journal, and what they print stands beside the session's transcript.

use std::collections::VecDeque;

use super::{Action, Errand, Goal, Host, Offer, Seek, Session, Speed};
use crate::{
    session::{
        view::{Line, LineKind, ShellState},
        words::{Clock, parse_clock},
    },
    ui::by_shell::ByShell,
    units::Micros,
};

/// A line typed while paused runs to its answer, at most so long.
const ANSWER_MAX: Micros = Micros::from_secs(60);
/// From so many waiting lines on, nobody watches the single answer.
const RUSH: usize = 2;
/// The page's own lines kept per shell.
const OWN_MAX: usize = 500;

/// What waits for a shell to be at its prompt.
#[derive(Clone, Debug)]
enum Work {
    /// Lines for the session.
    Lines(String),
    /// A clock word, with its line.
    Word(Clock, String),
}

/// A line of the page's own: it stands after all lines of the session before this id.
pub(in crate::ui) type OwnLine = (u64, Line);

/// What waits and what the page itself printed, by shell.
#[derive(Debug, Default)]
pub(super) struct Typed {
    waiting: ByShell<VecDeque<Work>>,
    own: ByShell<VecDeque<OwnLine>>,
    own_count: u64,
}

impl Host {
    /// Types lines into a shell: each runs when the one before has ended. In the past a branch
    /// begins first, unless the lines only move the playhead.
    pub fn type_lines(&self, shell: &str, lines: impl IntoIterator<Item = String>) {
        let lines: Vec<String> = lines.into_iter().collect();
        if self.read(Session::past) && !lines.iter().all(|it| parse_clock(it).is_some()) {
            self.fork();
            self.set_clock(|clock| clock.playing = true);
        }
        let works = cut_at_clock_words(lines);
        {
            let waiting = &mut self.inner.typed.borrow_mut().waiting;
            waiting.entry(shell).extend(works);
        }
        self.hand_in_typed();
        self.changed();
        self.wake();
    }

    /// A line that the page answers itself, at once.
    pub fn answer(&self, shell: &str, line: &str, text: &str) {
        self.say(shell, LineKind::Command, line);
        for line in text.lines() {
            self.say(shell, LineKind::Out, line);
        }
        self.changed();
    }

    /// Runs a line as a menu does, in the first shell that is at its prompt. Where none is, a
    /// fault happens all the same: menus don't wait.
    pub fn run_line(&self, line: &str) {
        self.run_lines(vec![line.to_owned()]);
    }

    /// Runs lines in this way.
    pub fn run_lines(&self, lines: Vec<String>) {
        let shells = self.read(Session::shells);
        let idle = shells.iter().find(|it| it.state == ShellState::Idle);
        let clock_words = lines.iter().all(|it| parse_clock(it).is_some());
        if self.read(Session::past) && !clock_words {
            // Menus don't fork unasked.
            let shell = idle
                .or(shells.first())
                .map_or_else(String::new, |it| it.name.clone());
            return self.offer_to(Offer::Lines { shell, lines });
        }
        if let Some(shell) = idle {
            return self.type_lines(&shell.name, lines);
        }
        for line in lines {
            for fault in self.read(|it| it.faults_of(&line)).unwrap_or_default() {
                self.apply(Action::Fault(fault));
            }
        }
    }

    /// How many commands wait in a shell.
    #[must_use]
    pub fn typed(&self, shell: &str) -> usize {
        let here = self
            .inner
            .typed
            .borrow()
            .waiting
            .get(shell)
            .map_or(0, VecDeque::len);
        here + self.read(|it| it.in_line(shell))
    }

    /// Ctrl-C: what waits is dropped, as a terminal drops it.
    pub fn interrupt(&self, shell: &str) {
        self.inner.typed.borrow_mut().waiting.remove(shell);
        self.apply(Action::Interrupt {
            shell: shell.to_owned(),
        });
    }

    /// The page's own lines in a shell's transcript.
    pub(in crate::ui) fn own_lines(&self, shell: &str) -> Vec<OwnLine> {
        let typed = self.inner.typed.borrow();
        typed
            .own
            .get(shell)
            .map_or_else(Vec::new, |it| it.iter().cloned().collect())
    }

    /// Puts a line of the page's own at the end of a transcript.
    pub(in crate::ui) fn say(&self, shell: &str, kind: LineKind, text: &str) {
        let last = self
            .read(|it| it.lines(shell, 0))
            .last()
            .map_or(0, |it| it.id + 1);
        let mut typed = self.inner.typed.borrow_mut();
        let id = typed.own_count;
        typed.own_count += 1;
        let line = Line {
            id,
            time: self.now(),
            kind,
            text: text.to_owned(),
            did: None,
            happening: None,
            note: None,
        };
        let own = typed.own.entry(shell);
        own.push_back((last, line));
        if own.len() > OWN_MAX {
            drop(own.pop_front());
        }
    }

    /// Whether so many lines wait for a shell that time runs as fast as it can.
    pub(super) fn rushes(&self) -> bool {
        if self.inner.clock.borrow().held {
            return false;
        }
        let shells = self.read(Session::shells);
        let mut running = shells.iter().filter(|it| it.state == ShellState::Running);
        running.any(|it| self.read(|session| session.in_line(&it.name)) >= RUSH)
    }

    /// Hands in what waits, for each shell that is at its prompt.
    pub(super) fn hand_in_typed(&self) {
        let names = self.inner.typed.borrow().waiting.names();
        for shell in names {
            while let Some(work) = self.next_work(&shell) {
                match work {
                    Work::Lines(lines) => self.submit(&shell, lines),
                    Work::Word(word, line) => self.clock_word(&shell, word, &line),
                }
            }
        }
    }

    /// What a shell that is free does next. Lines need no free shell: the session keeps them.
    fn next_work(&self, shell: &str) -> Option<Work> {
        let state = self.read(|it| it.shell_state(shell));
        let free = state == Some(ShellState::Idle) && self.read(|it| it.in_line(shell)) == 0;
        let runs_ahead = matches!(
            self.inner.clock.borrow().errand,
            Some(Errand {
                goal: Goal::Time,
                ..
            })
        );
        let mut typed = self.inner.typed.borrow_mut();
        if state.is_none() {
            typed.waiting.remove(shell);
            return None;
        }
        let waiting = typed.waiting.get_mut(shell)?;
        let ready = match waiting.front()? {
            Work::Lines(_) => true,
            Work::Word(..) => free,
        };
        if runs_ahead || !ready {
            return None;
        }
        let work = waiting.pop_front();
        if waiting.is_empty() {
            typed.waiting.remove(shell);
        }
        work
    }

    /// Submits lines. The clock slows for a single one's answer; if it stands, it runs to it.
    fn submit(&self, shell: &str, lines: String) {
        self.round_up();
        let action = Action::Submit {
            shell: shell.to_owned(),
            line: lines,
        };
        let done = self.inner.session.borrow_mut().apply(action);
        if let Err(refusal) = done {
            return self.say(shell, LineKind::Err, &refusal.to_string());
        }
        if !self.runs(shell) {
            return;
        }
        let now = self.now();
        let single = self.read(|it| it.in_line(shell)) == 0;
        let mut clock = self.inner.clock.borrow_mut();
        if clock.slows && single {
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

    /// Does a clock word.
    fn clock_word(&self, shell: &str, word: Clock, line: &str) {
        self.say(shell, LineKind::Command, line);
        self.do_clock_word(shell, word);
    }

    /// What a clock word does, without its line in the transcript.
    pub(in crate::ui) fn do_clock_word(&self, shell: &str, word: Clock) {
        let now = self.now();
        match word {
            Clock::Play => self.set_clock(|it| it.playing = true),
            Clock::Pause => self.set_clock(|it| {
                it.playing = false;
                it.errand = None;
            }),
            Clock::Step => self.step(),
            Clock::Speed(thousandths) => self.set_clock(|it| it.speed = Speed(thousandths)),
            Clock::Run(span) => self.set_clock(|it| {
                it.playing = false;
                it.errand = Some(Errand {
                    goal: Goal::Time,
                    until: now + span,
                    fast: true,
                });
            }),
            Clock::Bench { puts, in_flight } => self.bench(shell, puts, in_flight),
            Clock::Seek(time) => self.seek(Seek::To(time)),
            Clock::Back => self.seek(Seek::Back),
            Clock::Now => self.seek(Seek::Now),
            Clock::Fork(name) => self.travel(Action::Fork { name }),
            Clock::Branch(name) => self.travel(Action::Switch { name }),
            Clock::Rename(from, to) => self.travel(Action::RenameBranch { from, to }),
            Clock::Branches => {
                for line in self.read(Session::branches_text).lines() {
                    self.say(shell, LineKind::Out, line);
                }
                self.changed();
            }
        }
    }
}

/// Lines between clock words, and the clock words.
fn cut_at_clock_words(lines: impl IntoIterator<Item = String>) -> Vec<Work> {
    let mut works: Vec<Work> = Vec::new();
    for line in lines {
        if let Some(word) = parse_clock(&line) {
            works.push(Work::Word(word, line));
        } else if let Some(Work::Lines(text)) = works.last_mut() {
            text.push('\n');
            text.push_str(&line);
        } else {
            works.push(Work::Lines(line));
        }
    }
    works
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stay_together_between_clock_words() {
        let lines = ["put a 1", "put b 2", "sim pause", "put c 3"];
        let works = cut_at_clock_words(lines.map(str::to_owned));
        let shape: Vec<String> = works
            .into_iter()
            .map(|it| match it {
                Work::Lines(text) => text,
                Work::Word(_, line) => format!("clock: {line}"),
            })
            .collect();
        assert_eq!(shape, ["put a 1\nput b 2", "clock: sim pause", "put c 3"]);
    }
}
