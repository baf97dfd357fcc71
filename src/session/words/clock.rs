//! Clock words: what moves virtual time or the playhead, so they only become values here.

use crate::units::Micros;

/// What a clock word asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clock {
    /// `sim play`.
    Play,
    /// `sim pause`.
    Pause,
    /// `sim step`.
    Step,
    /// `sim speed 1/20`: virtual per wall time, in thousandths.
    Speed(u64),
    /// `sim run 500ms`.
    Run(Micros),
    /// `sim bench puts 100000 --in-flight 100`.
    Bench {
        /// Puts in all.
        puts: u64,
        /// Puts under way at once.
        in_flight: u64,
    },
    /// `sim seek 15.7s`.
    Seek(Micros),
    /// `sim back`.
    Back,
    /// `sim now`.
    Now,
    /// `sim fork NAME`; the name is optional.
    Fork(Option<String>),
    /// `sim branch`: lists them.
    Branches,
    /// `sim branch NAME`: looks at another.
    Branch(String),
    /// `sim branch rename OLD NEW`; where either has blanks, ` to ` parts them.
    Rename(String, String),
}

/// The words that follow `sim`.
pub(super) const WORDS: [&str; 11] = [
    "play", "pause", "step", "speed", "run", "bench", "seek", "back", "now", "fork", "branch",
];

/// Puts of a benchmark that names no number.
const BENCH_PUTS: u64 = 100_000;

/// Puts under way of a benchmark that names no number.
const BENCH_IN_FLIGHT: u64 = 100;

/// Speeds from 1/100 to 100 times.
const SPEEDS: std::ops::RangeInclusive<u64> = 10..=100_000;

/// Reads a line as a clock word; `None` is everything else.
#[must_use]
pub fn parse_clock(line: &str) -> Option<Clock> {
    let words: Vec<&str> = line.split_whitespace().collect();
    match words.as_slice() {
        ["sim", "play"] => Some(Clock::Play),
        ["sim", "pause"] => Some(Clock::Pause),
        ["sim", "step"] => Some(Clock::Step),
        ["sim", "speed", speed] => thousandths(speed)
            .filter(|it| SPEEDS.contains(it))
            .map(Clock::Speed),
        ["sim", "run", span] => duration(span).map(Clock::Run),
        ["sim", "bench", "puts", rest @ ..] => bench(rest),
        ["sim", "seek", time] => moment(time).map(Clock::Seek),
        ["sim", "back"] => Some(Clock::Back),
        ["sim", "now"] => Some(Clock::Now),
        ["sim", "fork"] => Some(Clock::Fork(None)),
        ["sim", "fork", name @ ..] => Some(Clock::Fork(Some(name.join(" ")))),
        ["sim", "branch"] => Some(Clock::Branches),
        ["sim", "branch", "rename", names @ ..] => rename(names),
        ["sim", "branch", name @ ..] => Some(Clock::Branch(name.join(" "))),
        _ => None,
    }
}

/// `OLD NEW` or `OLD NAME to NEW NAME`.
fn rename(names: &[&str]) -> Option<Clock> {
    let parted = names.iter().position(|it| *it == "to");
    let (from, to) = match (parted, names) {
        (Some(place), _) => (names[..place].join(" "), names[place + 1..].join(" ")),
        (None, [from, to]) => ((*from).to_owned(), (*to).to_owned()),
        (None, _) => return None,
    };
    (!from.is_empty() && !to.is_empty()).then_some(Clock::Rename(from, to))
}

fn bench(words: &[&str]) -> Option<Clock> {
    let (mut puts, mut in_flight) = (BENCH_PUTS, BENCH_IN_FLIGHT);
    let mut words = words.iter();
    while let Some(word) = words.next() {
        if let Some(value) = word.strip_prefix("--in-flight") {
            let value = value.strip_prefix('=').or_else(|| words.next().copied())?;
            in_flight = value.parse().ok()?;
        } else {
            puts = word.parse().ok()?;
        }
    }
    (puts > 0 && in_flight > 0).then_some(Clock::Bench { puts, in_flight })
}

/// `20`, `2.5`, `1/20`, each with or without an x behind it.
fn thousandths(text: &str) -> Option<u64> {
    let text = text.trim_end_matches(['x', '×']);
    if let Some((above, below)) = text.split_once('/') {
        let (above, below): (u64, u64) = (above.parse().ok()?, below.parse().ok()?);
        return above.checked_mul(1_000)?.checked_div(below);
    }
    decimal(text, 1_000)
}

/// A span that is not nothing.
fn duration(text: &str) -> Option<Micros> {
    moment(text).filter(|span| *span > Micros::ZERO)
}

/// `500ms`, `2s`, `1.5s`, `1m`, `300us`; a bare number counts seconds.
pub(super) fn moment(text: &str) -> Option<Micros> {
    let digits = text.trim_end_matches(|it: char| !it.is_ascii_digit() && it != '.');
    let unit = match &text[digits.len()..] {
        "us" | "µs" => 1,
        "ms" => 1_000,
        "" | "s" => 1_000_000,
        "m" => 60_000_000,
        "h" => 3_600_000_000,
        _ => return None,
    };
    decimal(digits, unit).map(Micros)
}

/// `20%`, `0.5%` as parts per million.
pub(super) fn ppm(text: &str) -> Option<u32> {
    let ppm = decimal(text.strip_suffix('%')?, 10_000)?;
    u32::try_from(ppm).ok().filter(|it| *it <= 1_000_000)
}

/// A decimal number times `unit`, rounded down, without floats.
pub(in crate::session) fn decimal(text: &str, unit: u64) -> Option<u64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let all_digits = whole
        .bytes()
        .chain(part.bytes())
        .all(|it| it.is_ascii_digit());
    if !all_digits || whole.len() + part.len() == 0 || part.len() > 9 {
        return None;
    }
    let whole: u64 = if whole.is_empty() {
        0
    } else {
        whole.parse().ok()?
    };
    let digits = u32::try_from(part.len()).ok()?;
    let part: u64 = if part.is_empty() {
        0
    } else {
        part.parse().ok()?
    };
    let fraction = u128::from(part) * u128::from(unit) / 10_u128.pow(digits);
    whole
        .checked_mul(unit)?
        .checked_add(u64::try_from(fraction).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clock_words_become_values_and_mistakes_do_not() {
        let bench = |puts, in_flight| Some(Clock::Bench { puts, in_flight });
        for (line, wanted) in [
            ("sim play", Some(Clock::Play)),
            (" sim  pause ", Some(Clock::Pause)),
            ("sim step", Some(Clock::Step)),
            ("sim speed 1/20", Some(Clock::Speed(50))),
            ("sim speed 2.5x", Some(Clock::Speed(2_500))),
            ("sim speed 0.05", Some(Clock::Speed(50))),
            ("sim speed 0", None),
            ("sim speed 1/0", None),
            ("sim speed 101", None),
            ("sim speed quick", None),
            ("sim run 500ms", Some(Clock::Run(Micros(500_000)))),
            ("sim run 1.5s", Some(Clock::Run(Micros(1_500_000)))),
            ("sim run 30", Some(Clock::Run(Micros(30_000_000)))),
            ("sim run 0s", None),
            ("sim run 99999999999999999999h", None),
            ("sim run", None),
            ("sim bench puts 7 --in-flight 3", bench(7, 3)),
            ("sim bench puts --in-flight=3", bench(100_000, 3)),
            ("sim bench puts 0", None),
            ("sim seek 15.7s", Some(Clock::Seek(Micros(15_700_000)))),
            ("sim seek 0", Some(Clock::Seek(Micros::ZERO))),
            ("sim seek", None),
            ("sim back", Some(Clock::Back)),
            ("sim now", Some(Clock::Now)),
            ("sim fork", Some(Clock::Fork(None))),
            (
                "sim fork what if",
                Some(Clock::Fork(Some("what if".to_owned()))),
            ),
            ("sim branch", Some(Clock::Branches)),
            (
                "sim branch fork A",
                Some(Clock::Branch("fork A".to_owned())),
            ),
            (
                "sim branch rename a b",
                Some(Clock::Rename("a".to_owned(), "b".to_owned())),
            ),
            (
                "sim branch rename fork A to b",
                Some(Clock::Rename("fork A".to_owned(), "b".to_owned())),
            ),
            ("sim branch rename a", None),
            ("sim kill infra1", None),
            ("", None),
        ] {
            assert_eq!(parse_clock(line), wanted, "{line}");
        }
    }
}
