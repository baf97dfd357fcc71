//! The time axis: the span that shows, where a moment stands in it, which labels have room.

use super::text;
use crate::units::Micros;

/// Height of the ruler.
pub const HEAD: f64 = 24.0;
/// Height of a lane.
pub const LANE: f64 = 24.0;
/// The span that shows at first: a cluster has agreed on everything at 1.5 s.
pub const FIRST: Micros = Micros::from_secs(2);
/// The span grows by itself up to this; from there on it moves.
const GROWS_TO: Micros = Micros::from_secs(40);
/// The narrowest span: one message's way is seen.
const LEAST: Micros = Micros::from_ms(10);
/// The widest: a thousand hours.
const MOST: Micros = Micros::from_secs(3_600_000);
/// The playhead may come so near to the right end, in percent, before the span gives way.
const EDGE: u64 = 92;
/// Where the playhead then stands.
const REST: u64 = 70;

/// The span that shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lens {
    /// Its left end.
    pub from: Micros,
    /// How much shows.
    pub len: Micros,
    /// Whether nobody has chosen a length: it then grows with the visit.
    pub grows: bool,
    /// Whether it keeps the playhead in sight.
    pub follows: bool,
}

impl Default for Lens {
    fn default() -> Self {
        Self {
            from: Micros::ZERO,
            len: FIRST,
            grows: true,
            follows: true,
        }
    }
}

/// So many percent of a span.
fn percent(len: Micros, of: u64) -> Micros {
    Micros(len.0 / 100 * of)
}

/// A span in a `f64` and back; spans are far below 2^53 microseconds.
fn micros(value: f64) -> Micros {
    Micros(value.max(0.0).round() as u64)
}

impl Lens {
    /// Its right end.
    #[must_use]
    pub fn to(self) -> Micros {
        self.from + self.len
    }

    /// Where a moment stands on `width` pixels; outside of them if it doesn't show.
    #[must_use]
    pub fn x(self, at: Micros, width: f64) -> f64 {
        (at.0 as f64 - self.from.0 as f64) * width / self.len.0.max(1) as f64
    }

    /// The moment at `x` on `width` pixels.
    #[must_use]
    pub fn time(self, x: f64, width: f64) -> Micros {
        micros(self.from.0 as f64 + x * self.len.0 as f64 / width.max(1.0))
    }

    /// Everything up to `end`, and a bit of what may come.
    #[must_use]
    pub fn all(end: Micros) -> Self {
        Self {
            len: Micros(end.0 + end.0 / 8).max(FIRST),
            ..Self::default()
        }
    }

    /// `percent` of this span, the moment `around` staying where it is.
    #[must_use]
    pub fn zoomed(self, around: Micros, percent: u64) -> Self {
        let len = Micros(self.len.0 * percent / 100).clamp(LEAST, MOST);
        let before = around.0 as f64 - self.from.0 as f64;
        let from = around.0 as f64 - before * len.0 as f64 / self.len.0.max(1) as f64;
        Self {
            from: micros(from),
            len,
            grows: false,
            ..self
        }
    }

    /// Moved by pixels: to the left shows what is later.
    #[must_use]
    pub fn panned(self, dx: f64, width: f64) -> Self {
        let from = self.from.0 as f64 - dx * self.len.0 as f64 / width.max(1.0);
        Self {
            from: micros(from),
            grows: false,
            ..self
        }
    }

    /// Whether a moment shows.
    #[must_use]
    pub fn shows(self, at: Micros) -> bool {
        self.from <= at && at <= self.to()
    }

    /// This span, or one that gives way to a playhead at its end: it turns a page instead of
    /// sliding, so that nothing but the playhead moves between two pages.
    #[must_use]
    pub fn following(self, at: Micros) -> Self {
        if !self.follows {
            return self;
        }
        if at < self.from {
            let from = Micros(at.0.saturating_sub(percent(self.len, 100 - REST).0));
            return Self { from, ..self };
        }
        if at <= self.from + percent(self.len, EDGE) {
            return self;
        }
        if self.grows && at < percent(GROWS_TO, EDGE) {
            let len = Micros(at.0 / REST * 100);
            return Self {
                from: Micros::ZERO,
                len,
                ..self
            };
        }
        let len = if self.grows {
            self.len.max(GROWS_TO)
        } else {
            self.len
        };
        let from = Micros(at.0.saturating_sub(percent(len, REST).0));
        Self { from, len, ..self }
    }

    /// The ruler's step: the least of 1, 2, 5 times a power of ten that takes `least` pixels.
    #[must_use]
    pub fn step(self, width: f64, least: f64) -> Micros {
        let wanted = (self.len.0 as f64 * least / width.max(1.0)) as u64;
        let mut step = 1_000;
        loop {
            for times in [1, 2, 5] {
                if step * times >= wanted {
                    return Micros(step * times);
                }
            }
            step *= 10;
        }
    }

    /// The ruler's moments that show.
    #[must_use]
    pub fn ticks(self, step: Micros) -> Vec<Micros> {
        let step = step.0.max(1);
        let first = self.from.0.div_ceil(step);
        let last = self.to().0 / step;
        (first..=last).map(|it| Micros(it * step)).collect()
    }
}

/// A moment of the ruler with as many decimals as its step needs: `5`, `0.5`, `15.69`.
#[must_use]
pub fn label(at: Micros, step: Micros) -> String {
    let digits = match step.0 {
        0..10_000 => 3,
        10_000..100_000 => 2,
        100_000..1_000_000 => 1,
        _ => return at.as_secs().to_string(),
    };
    let thousandths = format!("{:03}", at.as_ms() % 1_000);
    format!("{}.{}", at.as_secs(), &thousandths[..digits])
}

/// Which marks have room for their label to their right: it must end before the next mark.
#[must_use]
pub fn labelled(places: &[f64], labels: &[String], size: f64, width: f64) -> Vec<bool> {
    let fits = |(nth, label): (usize, &String)| {
        let end = places[nth] + 4.0 + text::sans(label, size);
        let next = places.get(nth + 1).copied().unwrap_or(width);
        !label.is_empty() && end + 3.0 <= next
    };
    labels.iter().enumerate().map(fits).collect()
}

/// The lanes of the time axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// Terms and elections.
    Terms,
    /// What was broken.
    Faults,
    /// Committed entries.
    Commits,
    /// Commands.
    Commands,
    /// Leases.
    Leases,
    /// Branches of the visit.
    Branches,
}

/// The lanes that show in a panel so high; where few do, a wide window wants others than a phone.
#[must_use]
pub fn lanes(height: f64, wide: bool) -> &'static [Lane] {
    use Lane::{Branches, Commands, Commits, Faults, Leases, Terms};
    let rooms = ((height - HEAD + 1.0) / LANE).floor().max(0.0) as usize;
    match (rooms, wide) {
        (0..=3, _) => &[Terms, Faults, Commits],
        (4 | 5, true) => &[Terms, Commits, Commands, Leases],
        (4 | 5, false) => &[Terms, Faults, Commits, Commands],
        (_, _) => &[Terms, Faults, Commits, Commands, Leases, Branches],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn s(seconds: u64) -> Micros {
        Micros::from_secs(seconds)
    }

    #[test]
    fn a_moment_and_its_place_are_each_others() {
        let lens = Lens {
            from: s(10),
            len: s(20),
            ..Lens::default()
        };
        assert_eq!(lens.x(s(15), 1_000.0), 250.0);
        assert_eq!(lens.x(s(5), 1_000.0), -250.0);
        for x in [0.0, 1.0, 333.0, 1_000.0] {
            assert!((lens.x(lens.time(x, 1_000.0), 1_000.0) - x).abs() < 0.01);
        }
        assert_eq!(lens.time(-9_999.0, 1_000.0), Micros::ZERO);
    }

    #[test]
    fn zooming_keeps_the_moment_under_the_pointer() {
        let lens = Lens {
            from: s(10),
            len: s(20),
            ..Lens::default()
        };
        let near = lens.zoomed(s(15), 50);
        assert_eq!(
            (near.from, near.len, near.grows),
            (Micros(12_500_000), s(10), false)
        );
        assert_eq!(near.zoomed(s(15), 200).from, s(10));
        let mut lens = lens;
        for _ in 0..100 {
            lens = lens.zoomed(s(15), 50);
        }
        assert_eq!(lens.len, LEAST);
        for _ in 0..100 {
            lens = lens.zoomed(s(15), 200);
        }
        assert_eq!(lens.len, MOST);
    }

    #[test]
    fn the_span_gives_way_to_the_playhead_and_leaves_it_room() {
        let mut lens = Lens::default();
        let mut pages = 0;
        for ms in 0..120_000 {
            let at = Micros::from_ms(ms);
            let next = lens.following(at);
            pages += u32::from(next != lens);
            lens = next;
            assert!(lens.shows(at));
            // Never more than a third of it is empty, once the visit fills the first span.
            let filled = lens.x(at, 100.0);
            assert!(ms < 1_400 || filled > 65.0, "{filled} % at {ms} ms");
            assert!(filled <= 93.0);
        }
        assert!(pages < 25, "{pages} pages");
        assert!(lens.len >= GROWS_TO && lens.len < s(60), "{:?}", lens.len);
        assert!(lens.following(s(3)).shows(s(3)), "a seek back turns back");
        let still = Lens {
            follows: false,
            ..lens
        };
        assert_eq!(still.following(s(3)), still);
    }

    #[test]
    fn the_rulers_steps_are_round_and_far_enough_apart() {
        for (len, step) in [
            (s(3), 500),
            (s(20), 2_000),
            (s(40), 5_000),
            (s(600), 50_000),
        ] {
            let lens = Lens {
                len,
                ..Lens::default()
            };
            assert_eq!(lens.step(1_000.0, 80.0), Micros::from_ms(step));
        }
        let lens = Lens {
            from: s(7),
            len: s(10),
            ..Lens::default()
        };
        assert_eq!(lens.ticks(s(5)), [s(10), s(15)]);
        for (ms, step, text) in [
            (5_000, 5_000, "5"),
            (500, 500, "0.5"),
            (15_690, 10, "15.69"),
        ] {
            assert_eq!(label(Micros::from_ms(ms), Micros::from_ms(step)), text);
        }
    }

    #[test]
    fn a_label_drops_out_before_it_meets_the_next_mark() {
        let labels = ["r2", "r3", "", "r4"].map(str::to_owned);
        let room = labelled(&[0.0, 10.0, 60.0, 90.0], &labels, 11.0, 120.0);
        assert_eq!(room, [false, true, false, true]);
        assert_eq!(labelled(&[110.0], &labels[..1], 11.0, 120.0), [false]);
    }

    #[test]
    fn lanes_go_by_the_panels_height() {
        assert_eq!(lanes(168.0, true).len(), 6);
        assert_eq!(lanes(120.0, true)[3], Lane::Leases);
        assert_eq!(lanes(120.0, false)[3], Lane::Commands);
        assert_eq!(lanes(96.0, false).len(), 3);
        assert_eq!(lanes(0.0, false).len(), 3);
    }
}
