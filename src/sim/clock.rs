//! A machine's clocks beside true time: one that only runs, and one that tells the date.
//!
//! A Go process has two readings of time. The steady one (monotonic) begins anywhere and is never
//! set: tickers, lease expiries and request time-outs follow it, so a clock that runs too fast or
//! too slow (drift) moves elections, heartbeats, quorum checks, the lease that lease-based reads
//! rely on, and the expiry of leases. The wall clock tells the date: etcd takes it once per start,
//! into the ids of requests and leases (`pkg/idutil`), and for its log. A wall clock that is wrong
//! (skew) changes nothing else: `lessor.go` compares steady readings.

use crate::units::Micros;

/// The clocks of one machine. A restart of the process leaves them as they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clock {
    /// Since when, in true time, the steady clock runs as it does.
    since: Micros,
    /// What the steady clock read then.
    read: Micros,
    /// Parts per million that it runs faster, or slower if negative.
    ppm: i32,
    /// What the wall clock is set ahead of the steady one, beyond the world's beginning; in
    /// microseconds.
    set: i64,
}

/// The most that a wall clock can be off, in microseconds: a day.
pub const SKEW_MAX: i64 = 86_400_000_000;

/// A clock runs at half to twice its speed.
pub const DRIFT_RANGE: std::ops::RangeInclusive<i32> = -500_000..=1_000_000;

const MILLION: u64 = 1_000_000;

impl Clock {
    /// Steady ticks of a million true microseconds.
    fn rate(&self) -> u64 {
        MILLION.saturating_add_signed(i64::from(self.ppm))
    }

    /// What the steady clock reads at `now`.
    #[must_use]
    pub fn steady(&self, now: Micros) -> Micros {
        let passed = now.since(self.since);
        if self.ppm == 0 {
            return self.read + passed;
        }
        self.read + Micros(scaled(passed.0, self.rate(), MILLION))
    }

    /// When, in true time, the steady clock reads `reading`, if it goes on as it does.
    #[must_use]
    pub fn when(&self, reading: Micros) -> Micros {
        let ahead = self.span(reading.since(self.read));
        let behind = self.span(self.read.since(reading));
        Micros((self.since + ahead).0.saturating_sub(behind.0))
    }

    /// How much true time a span of the steady clock takes, rounded up.
    #[must_use]
    pub fn span(&self, span: Micros) -> Micros {
        if self.ppm == 0 {
            return span;
        }
        let rate = self.rate();
        let up = u128::from(span.0) * u128::from(MILLION);
        Micros(u64::try_from(up.div_ceil(u128::from(rate))).unwrap_or(u64::MAX))
    }

    /// What the wall clock shows at `now` of a world that began at `unix`.
    #[must_use]
    pub fn wall(&self, unix: Micros, now: Micros) -> Micros {
        let right = (unix + self.steady(now)).0;
        Micros(right.saturating_add_signed(self.set))
    }

    /// How far the wall clock is ahead of true time at `now`, in microseconds.
    #[must_use]
    pub fn offset(&self, now: Micros) -> i64 {
        self.steady(now).0.cast_signed() - now.0.cast_signed() + self.set
    }

    /// Parts per million that the clocks run faster, or slower if negative.
    #[must_use]
    pub const fn ppm(&self) -> i32 {
        self.ppm
    }

    /// Sets the wall clock so far ahead of true time, in microseconds.
    pub(super) fn set_offset(&mut self, now: Micros, by: i64) {
        self.set += by.clamp(-SKEW_MAX, SKEW_MAX) - self.offset(now);
    }

    /// Lets the clocks run faster or slower from `now` on; what they read does not jump.
    pub(super) fn set_drift(&mut self, now: Micros, ppm: i32) {
        let ppm = ppm.clamp(*DRIFT_RANGE.start(), *DRIFT_RANGE.end());
        (self.read, self.since, self.ppm) = (self.steady(now), now, ppm);
    }
}

fn scaled(span: u64, by: u64, of: u64) -> u64 {
    let scaled = u128::from(span) * u128::from(by) / u128::from(of);
    u64::try_from(scaled).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_nobody_touched_is_true_time() {
        let clock = Clock::default();
        for at in [0, 1, 123_456_789] {
            let at = Micros(at);
            assert_eq!(clock.steady(at), at);
            assert_eq!(clock.when(at), at);
            assert_eq!(clock.span(at), at);
            assert_eq!(clock.offset(at), 0);
        }
    }

    #[test]
    fn drift_changes_the_pace_and_never_what_was_read() {
        let mut clock = Clock::default();
        let changed = Micros::from_secs(10);
        clock.set_drift(changed, 100_000);
        assert_eq!(clock.steady(changed), changed);
        assert_eq!(clock.steady(Micros::from_secs(20)), Micros::from_secs(21));
        assert_eq!(clock.when(Micros::from_secs(21)), Micros::from_secs(20));
        assert_eq!(clock.span(Micros::from_ms(1_100)), Micros::from_secs(1));
        assert_eq!(clock.offset(Micros::from_secs(20)), 1_000_000);
        clock.set_drift(Micros::from_secs(20), -500_000);
        assert_eq!(clock.steady(Micros::from_secs(22)), Micros::from_secs(22));
        for read in [21_000_001, 21_000_003, 500_000_007] {
            let when = clock.when(Micros(read));
            assert!(clock.steady(when) >= Micros(read));
            assert!(clock.steady(Micros(when.0 - 2)) < Micros(read));
        }
    }

    #[test]
    fn skew_moves_the_date_alone() {
        let mut clock = Clock::default();
        let (now, unix) = (Micros::from_secs(5), Micros::from_secs(1_000));
        clock.set_offset(now, -2_000_000);
        assert_eq!(clock.offset(now), -2_000_000);
        assert_eq!(clock.steady(now), now);
        assert_eq!(clock.wall(unix, now), Micros::from_secs(1_003));
        clock.set_drift(now, 1_000_000);
        let later = Micros::from_secs(7);
        assert_eq!(clock.offset(later), 0);
        clock.set_offset(later, 0);
        assert_eq!(clock.wall(unix, later), Micros::from_secs(1_007));
    }
}
