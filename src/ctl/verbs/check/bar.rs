//! The progress bar of the checks as it looks without a terminal: counters, percents and the time
//! left, each state after a carriage return. It must not know what is counted.

use crate::units::Micros;

/// How often it is drawn.
pub(super) const EVERY: Micros = Micros::from_ms(200);

/// A bar; all times are from its start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bar {
    pub(super) total: u64,
    drawn: u64,
    /// When it was first drawn with the number it has.
    since: Micros,
}

impl Bar {
    pub(super) const fn new(total: u64) -> Self {
        Self {
            total,
            drawn: 0,
            since: Micros::ZERO,
        }
    }

    /// The bar at `now`.
    pub(super) fn draw(&mut self, now: Micros, current: u64) -> String {
        if self.drawn != current {
            self.drawn = current;
            self.since = now;
        }
        let mut text = self.counters(current);
        if let Some(each) = self.since.0.checked_div(current) {
            let whole = each * self.total.saturating_sub(current);
            let left = whole.saturating_sub(now.since(self.since).0) / 1_000_000;
            if left > 0 {
                text.push_str(&format!(" {:02}m{:02}s", left / 60, left % 60));
            }
        }
        text
    }

    /// The bar at its end, with the time it took.
    pub(super) fn finish(self, now: Micros, current: u64) -> String {
        let seconds = now.0 / 1_000_000;
        let minutes = match seconds / 60 {
            0 => String::new(),
            minutes => format!("{minutes}m"),
        };
        format!("{} {minutes}{}s\n", self.counters(current), seconds % 60)
    }

    fn counters(self, current: u64) -> String {
        let Self { total, .. } = self;
        let hundredths = (current * 20_000 + total) / (2 * total.max(1));
        let (whole, part) = (hundredths / 100, hundredths % 100);
        format!("\r {current} / {total}  {whole:>3}.{part:02}%")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_as_the_real_one_did() {
        let mut bar = Bar::new(60);
        let table = [
            (0, 0, "\r 0 / 60    0.00%"),
            (1_000, 1, "\r 1 / 60    1.67% 00m59s"),
            (1_200, 1, "\r 1 / 60    1.67% 00m58s"),
            (2_000, 2, "\r 2 / 60    3.33% 00m58s"),
            (50_000, 50, "\r 50 / 60   83.33% 00m10s"),
            (59_000, 59, "\r 59 / 60   98.33% 00m01s"),
            (59_200, 59, "\r 59 / 60   98.33%"),
        ];
        for (ms, current, wanted) in table {
            assert_eq!(bar.draw(Micros::from_ms(ms), current), wanted);
        }
        let end = bar.finish(Micros::from_secs(60), 60);
        assert_eq!(end, "\r 60 / 60  100.00% 1m0s\n");
        let mut bar = Bar::new(10_000);
        let first = bar.draw(Micros::from_ms(200), 1_785);
        assert_eq!(first, "\r 1785 / 10000   17.85%");
        let end = bar.finish(Micros::from_ms(1_080), 10_000);
        assert_eq!(end, "\r 10000 / 10000  100.00% 1s\n");
    }
}
