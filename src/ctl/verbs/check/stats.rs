//! What the checks make of many answers (`pkg/report` and the verdicts of `check.go`), in whole
//! microseconds. It must not know how the answers came.

use crate::units::{Map, Micros};

/// Answers and refusals so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Stats {
    answers: u64,
    /// Microseconds, and their squares.
    sum: u128,
    squares: u128,
    slowest: u64,
    /// How often each refusal came.
    errors: Map<String, u64>,
}

/// Microseconds as Go prints seconds with `%f`.
fn seconds(micros: u64) -> String {
    format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000)
}

impl Stats {
    pub(super) fn add(&mut self, took: Micros, error: Option<String>) {
        if let Some(error) = error {
            *self.errors.or_default(error) += 1;
            return;
        }
        let micros = u128::from(took.0);
        self.answers += 1;
        self.sum += micros;
        self.squares += micros * micros;
        self.slowest = self.slowest.max(took.0);
    }

    /// All answers and refusals.
    pub(super) fn count(&self) -> u64 {
        self.answers + self.errors.values().sum::<u64>()
    }

    /// The lines about refusals; empty if there were none.
    pub(super) fn refusals(&self) -> String {
        let mut text = String::new();
        if !self.errors.is_empty() {
            text.push_str("FAIL: too many errors\n");
        }
        for (error, count) in &self.errors {
            text.push_str(&format!("FAIL: ERROR({error}) -> {count}\n"));
        }
        text
    }

    /// The standard deviation in microseconds, if anything was answered.
    fn deviation(&self) -> Option<u64> {
        let n = u128::from(self.answers);
        let spread = n * self.squares - self.sum * self.sum;
        // Twice the root, for half a microsecond decides how it is rounded.
        let double = (4 * spread).isqrt().checked_div(n)?;
        u64::try_from(double.div_ceil(2)).ok()
    }

    /// The verdict on so many writes a second for `total`, and whether all is well.
    pub(super) fn verdict(&self, limit: u64, total: Micros) -> (String, bool) {
        let mut text = self.refusals();
        let mut well = text.is_empty();
        let scaled = u128::from(self.answers) * 1_000_000;
        let total = u128::from(total.0.max(1));
        let rate = scaled / total + 1;
        if scaled * 10 <= total * 9 * u128::from(limit) {
            text.push_str(&format!("FAIL: Throughput too low: {rate} writes/s\n"));
            well = false;
        } else {
            text.push_str(&format!("PASS: Throughput is {rate} writes/s\n"));
        }
        let slowest = seconds(self.slowest);
        if self.slowest > 500_000 {
            text.push_str(&format!("Slowest request took too long: {slowest}s\n"));
            well = false;
        } else {
            text.push_str(&format!("PASS: Slowest request took {slowest}s\n"));
        }
        let deviation = self.deviation();
        // Nothing divided by nothing is not too high.
        let shown = deviation.map_or_else(|| "NaN".to_owned(), seconds);
        if deviation.is_some_and(|micros| micros > 100_000) {
            text.push_str(&format!("Stddev too high: {shown}s\n"));
            well = false;
        } else {
            text.push_str(&format!("PASS: Stddev is {shown}s\n"));
        }
        text.push_str(if well { "PASS\n" } else { "FAIL\n" });
        (text, well)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verdicts_are_those_of_etcdctl() {
        let mut stats = Stats::default();
        for ms in [2, 4, 4, 4, 5, 5, 7, 9] {
            stats.add(Micros::from_ms(ms), None);
        }
        assert_eq!(stats.deviation(), Some(2_000));
        let (text, well) = stats.verdict(150, Micros(53_000));
        let wanted = "PASS: Throughput is 151 writes/s\nPASS: Slowest request took 0.009000s\n\
                      PASS: Stddev is 0.002000s\nPASS\n";
        assert_eq!((text.as_str(), well), (wanted, true));
        stats.add(Micros::from_secs(2), None);
        stats.add(Micros::ZERO, Some("no".to_owned()));
        stats.add(Micros::ZERO, Some("no".to_owned()));
        let (text, well) = stats.verdict(150, Micros::from_secs(1));
        let wanted = "FAIL: too many errors\nFAIL: ERROR(no) -> 2\n\
                      FAIL: Throughput too low: 10 writes/s\n\
                      Slowest request took too long: 2.000000s\n\
                      Stddev too high: 0.626971s\nFAIL\n";
        assert_eq!((text.as_str(), well), (wanted, false));
        let (text, _) = Stats::default().verdict(150, Micros::from_secs(60));
        assert!(text.contains("1 writes/s\n") && text.contains("PASS: Stddev is NaNs\n"));
    }
}
