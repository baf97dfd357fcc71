//! The frame loop: once per animation frame virtual time moves, then what moves with it is drawn.
//!
//! A frame never computes longer than its slice; what doesn't fit is dropped, so virtual time then
//! runs slower than asked and the page stays alive. A hidden tab gets no frames: time stands still
//! there, and a long pause counts as one short frame.

use std::cell::{Cell, RefCell};

use gloo::render::{AnimationFrame, request_animation_frame};

use super::{Action, Errand, Goal, Host, Session, clock};
use crate::{session::view::ShellState, ui::browser, units::Micros};

/// Wall time a frame may compute.
pub(in crate::ui) const SLICE_MS: f64 = 8.0;
/// A longer gap between frames counts as this: the tab was hidden or the machine slept.
const GAP: Micros = Micros::from_ms(100);
/// The largest span advanced without a look at the wall's clock.
const CHUNK_MAX: Micros = Micros::from_ms(250);
/// The span advanced at once while an answer is awaited.
const CHUNK_FINE: Micros = Micros::from_ms(1);

/// The loop's own state.
#[derive(Default)]
pub(super) struct Drive {
    request: RefCell<Option<AnimationFrame>>,
    last_wall_ms: Cell<Option<f64>>,
    chunk: Cell<Micros>,
}

impl Host {
    /// Makes sure that a frame will come.
    pub fn wake(&self) {
        if browser::window().is_none() || self.inner.drive.request.borrow().is_some() {
            return;
        }
        let host = self.clone();
        let request = request_animation_frame(move |wall_ms| {
            drop(host.inner.drive.request.take());
            host.on_frame(wall_ms);
        });
        self.inner.drive.request.replace(Some(request));
    }

    /// One frame: moves time, tells of changes, moves what moves.
    fn on_frame(&self, wall_ms: f64) {
        let last = self.inner.drive.last_wall_ms.replace(Some(wall_ms));
        let elapsed = last.map_or(0.0, |last| (wall_ms - last).max(0.0));
        let wall = Micros(micros_of(elapsed)).min(GAP);
        let deadline = browser::wall_ms() + SLICE_MS;
        self.move_time(wall, deadline);
        self.tell();
        let flows = self.inner.clock.borrow().flows();
        if flows || self.rushes() {
            self.wake();
        } else {
            self.inner.drive.last_wall_ms.set(None);
        }
    }

    /// Moves virtual time by what `wall` is worth, in chunks, until `deadline`.
    fn move_time(&self, wall: Micros, deadline: f64) {
        let mut left = self.clock().rate().of_wall(wall);
        loop {
            self.hand_in_typed();
            let free = self.clock().fast() || self.rushes();
            let stands = !self.clock().flows() && !free;
            if stands || (left == Micros::ZERO && !free) {
                return;
            }
            let chunk = if free {
                self.chunk()
            } else {
                self.chunk().min(left)
            };
            self.advance(self.not_beyond_errand(chunk));
            left = left.since(chunk);
            if self.settle_clock() || browser::wall_ms() >= deadline {
                return;
            }
        }
    }

    /// A chunk towards a moment.
    pub(in crate::ui) fn chunk_to(&self, to: Micros) -> Micros {
        self.inner
            .drive
            .chunk
            .get()
            .max(CHUNK_FINE)
            .min(to.since(self.now()))
    }

    /// A chunk that ends where the errand gives up, at the latest.
    fn not_beyond_errand(&self, chunk: Micros) -> Micros {
        let clock = self.inner.clock.borrow();
        clock
            .errand
            .as_ref()
            .map_or(chunk, |it| chunk.min(it.until.since(self.now())))
    }

    /// Moves virtual time once and learns how long that takes.
    pub(in crate::ui) fn advance(&self, chunk: Micros) {
        let began = browser::wall_ms();
        let done = self
            .inner
            .session
            .borrow_mut()
            .apply(Action::Advance(chunk));
        done.expect("time is never refused");
        self.adapt_chunk(browser::wall_ms() - began);
    }

    /// While time flows, inputs come on whole milliseconds: a link to them is shorter.
    pub(super) fn round_up(&self) {
        let over = self.now().0 % 1_000;
        if over > 0 && self.clock().playing && !self.read(Session::past) {
            self.advance(Micros(1_000 - over));
        }
    }

    /// The next chunk: fine while an answer is awaited, so that the clock stops at it.
    fn chunk(&self) -> Micros {
        let clock = self.inner.clock.borrow();
        let awaited = clock
            .errand
            .as_ref()
            .is_some_and(|it| it.goal != Goal::Time);
        if clock.slowed.is_some() || awaited {
            CHUNK_FINE
        } else {
            self.inner.drive.chunk.get().max(CHUNK_FINE)
        }
    }

    /// Doubles chunks that were quick and halves those that were not.
    fn adapt_chunk(&self, took_ms: f64) {
        let chunk = self.inner.drive.chunk.get().max(CHUNK_FINE);
        let next = if took_ms < 1.0 {
            Micros(chunk.0 * 2).min(CHUNK_MAX)
        } else if took_ms > 3.0 {
            Micros(chunk.0 / 2).max(CHUNK_FINE)
        } else {
            chunk
        };
        self.inner.drive.chunk.set(next);
    }

    /// Ends the slowing and the errand where they have come to their end; says whether the errand
    /// ended.
    fn settle_clock(&self) -> bool {
        let clock = self.clock();
        let now = self.now();
        let mut done = false;
        if let Some((shell, since)) = &clock.slowed
            && (now.since(*since) >= clock::SLOWED_MAX || !self.runs(shell))
        {
            self.inner.clock.borrow_mut().slowed = None;
            self.changed();
        }
        if let Some(errand) = &clock.errand
            && (now >= errand.until || self.reached(&errand.goal))
        {
            self.inner.clock.borrow_mut().errand = None;
            self.changed();
            done = true;
        }
        done
    }

    /// Whether a command runs in a shell.
    pub(super) fn runs(&self, shell: &str) -> bool {
        self.read(|it| it.shell_state(shell)) == Some(ShellState::Running)
    }

    /// Whether an errand has come to its goal.
    fn reached(&self, goal: &Goal) -> bool {
        match goal {
            Goal::Time => false,
            Goal::Answer(shell) => !self.runs(shell),
            Goal::Leader => self.read(Session::cluster).leader.is_some(),
            Goal::RevisionAfter(revision) => self.read(Session::cluster).revision > *revision,
            Goal::Commit(index) => {
                let members = self.read(Session::cluster).members;
                members.iter().any(|it| it.commit > *index)
            }
            Goal::Gone(lease) => {
                let leases = self.read(Session::leases).leases;
                leases.iter().all(|it| it.id != *lease)
            }
        }
    }

    /// Runs ahead to a goal, at most for `span`, as fast as the machine can.
    pub fn jump(&self, goal: Goal, span: Micros) {
        let until = self.now() + span;
        self.set_clock(|clock| {
            clock.slowed = None;
            clock.errand = Some(Errand {
                goal,
                until,
                fast: true,
            });
        });
    }
}

/// Whole microseconds of a wall span.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a frame's span is positive and short"
)]
fn micros_of(ms: f64) -> u64 {
    (ms.clamp(0.0, 60_000.0) * 1_000.0) as u64
}
