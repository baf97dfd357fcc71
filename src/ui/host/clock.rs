//! The clock that drives the session: speed, play and pause, and errands that run ahead.
//!
//! Plain values; it must not know the browser. Virtual time is driven, never read from a wall.

use crate::units::{Index, LeaseId, Micros};

/// Virtual time per wall time, in thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Speed(pub u64);

/// The slider's stops: a detent per decade, two between.
const STOPS: [u64; 13] = [
    10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000,
];

impl Speed {
    /// As fast as the wall's time.
    pub const ONE: Self = Self(1_000);
    /// From Enter until the answer.
    pub const SLOW: Self = Self(50);
    /// The last stop's number.
    pub const LAST_STOP: usize = STOPS.len() - 1;

    /// The speed of a stop; numbers beyond the last stand for the last.
    #[must_use]
    pub fn of_stop(stop: usize) -> Self {
        Self(STOPS[stop.min(Self::LAST_STOP)])
    }

    /// The nearest stop not faster than this.
    #[must_use]
    pub fn stop(self) -> usize {
        STOPS.iter().rposition(|it| *it <= self.0).unwrap_or(0)
    }

    /// `1/20×`, `1×`, `2.5×`.
    #[must_use]
    pub fn label(self) -> String {
        if self.0 == 0 {
            return "0×".to_owned();
        }
        if self.0 < 1_000 && 1_000 % self.0 == 0 {
            return format!("1/{}×", 1_000 / self.0);
        }
        let (whole, rest) = (self.0 / 1_000, self.0 % 1_000);
        if rest == 0 {
            return format!("{whole}×");
        }
        format!("{whole}.{}×", format!("{rest:03}").trim_end_matches('0'))
    }

    /// The virtual span of a wall span.
    #[must_use]
    pub fn of_wall(self, wall: Micros) -> Micros {
        Micros(wall.0.saturating_mul(self.0) / 1_000)
    }
}

/// What an errand runs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Goal {
    /// A moment.
    Time,
    /// This shell's command has ended, or holds or reads.
    Answer(String),
    /// Some member leads.
    Leader,
    /// A lease ran out and its keys are gone: the store revision passed this one.
    RevisionAfter(u64),
    /// An entry after this one is committed.
    Commit(Index),
    /// This lease is no more.
    Gone(LeaseId),
}

/// The clock runs to a goal and then goes on as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Errand {
    /// The goal.
    pub goal: Goal,
    /// When it gives up.
    pub until: Micros,
    /// Whether it runs as fast as the machine can.
    pub fast: bool,
}

/// The clock's settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    /// Whether virtual time flows by itself.
    pub playing: bool,
    /// How fast.
    pub speed: Speed,
    /// Whether it slows from Enter until the answer.
    pub slows: bool,
    /// The shell whose answer it is slowed for, and when that began.
    pub slowed: Option<(String, Micros)>,
    /// What it runs to.
    pub errand: Option<Errand>,
    /// Whether something that moves is being looked at: all stands meanwhile.
    pub held: bool,
}

impl Default for Clock {
    fn default() -> Self {
        Self {
            playing: true,
            speed: Speed::ONE,
            slows: true,
            slowed: None,
            errand: None,
            held: false,
        }
    }
}

/// After so much virtual time a command waits for an election or a timeout, not for messages one
/// could watch: the slowing ends.
pub(super) const SLOWED_MAX: Micros = Micros::from_ms(150);

impl Clock {
    /// Whether virtual time flows now.
    #[must_use]
    pub fn flows(&self) -> bool {
        !self.held && (self.playing || self.errand.is_some())
    }

    /// Whether it runs as fast as it can.
    #[must_use]
    pub fn fast(&self) -> bool {
        !self.held && self.errand.as_ref().is_some_and(|it| it.fast)
    }

    /// How fast it flows when it isn't [`Self::fast`].
    #[must_use]
    pub fn rate(&self) -> Speed {
        if self.slowed.is_some() {
            self.speed.min(Speed::SLOW)
        } else {
            self.speed
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speeds_read_as_fractions_and_whole_numbers() {
        for (thousandths, label) in [
            (10, "1/100×"),
            (50, "1/20×"),
            (1_000, "1×"),
            (2_500, "2.5×"),
            (100_000, "100×"),
        ] {
            assert_eq!(Speed(thousandths).label(), label);
        }
    }

    #[test]
    fn every_stop_finds_itself() {
        for stop in 0..=Speed::LAST_STOP {
            assert_eq!(Speed::of_stop(stop).stop(), stop);
        }
        assert_eq!(Speed(1).stop(), 0);
    }

    #[test]
    fn a_clock_is_slowed_but_never_sped_up_for_an_answer() {
        let slowed = Some(("shell 1".to_owned(), Micros::ZERO));
        let clock = Clock {
            speed: Speed(10),
            slowed,
            ..Clock::default()
        };
        assert_eq!(clock.rate(), Speed(10));
        assert_eq!(
            Clock {
                speed: Speed::ONE,
                ..clock
            }
            .rate(),
            Speed::SLOW
        );
    }
}
