//! Go's ways with text: quoting, numbers, spans of time, sizes. It must not know any command.

use std::fmt::Write as _;

/// Go's `%q` of a string: printable characters stay, everything else is escaped.
pub(super) fn quote(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() + 2);
    out.push('"');
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars() {
            quote_char(&mut out, character, '"');
        }
        for byte in chunk.invalid() {
            write!(out, "\\x{byte:02x}").expect("a String takes every write");
        }
    }
    out.push('"');
    out
}

/// Go's `%q` of one byte taken as a code point.
pub(super) fn quote_byte(byte: u8) -> String {
    let mut out = String::from("'");
    quote_char(&mut out, char::from(byte), '\'');
    out.push('\'');
    out
}

fn quote_char(out: &mut String, character: char, quote: char) {
    match character {
        '\\' => out.push_str("\\\\"),
        _ if character == quote => {
            out.push('\\');
            out.push(quote);
        }
        '\x07' => out.push_str("\\a"),
        '\x08' => out.push_str("\\b"),
        '\x0c' => out.push_str("\\f"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        '\x0b' => out.push_str("\\v"),
        _ if printable(character) => out.push(character),
        _ => {
            let point = u32::from(character);
            let written = match point {
                0..0x20 => write!(out, "\\x{point:02x}"),
                0x20..0x1_0000 => write!(out, "\\u{point:04x}"),
                _ => write!(out, "\\U{point:08x}"),
            };
            written.expect("a String takes every write");
        }
    }
}

/// Go's `unicode.IsPrint`. The standard library keeps the same table behind `escape_debug`, which
/// leaves a printable character alone where it is not the first of its string.
fn printable(character: char) -> bool {
    if character.is_ascii() {
        return character == ' ' || character.is_ascii_graphic();
    }
    let mut text = String::from("a");
    text.push(character);
    text.escape_debug().nth(1) == Some(character)
}

/// Go's `%#q` of a string: between back quotes where that is possible.
pub(super) fn quote_raw(bytes: &[u8]) -> String {
    let plain = |c: char| c == '\t' || (c != '`' && c != '\u{feff}' && c != '\x7f' && c >= ' ');
    match std::str::from_utf8(bytes) {
        Ok(text) if text.chars().all(plain) => format!("`{text}`"),
        _ => quote(bytes),
    }
}

/// Go's `strconv.ParseInt(text, base, 64)`, its error text included. Base 0 knows prefixes.
pub(super) fn parse_int(text: &[u8], base: u32) -> Result<i64, String> {
    let fail = |why: &str| Err(format!("strconv.ParseInt: parsing {}: {why}", quote(text)));
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    let Some(magnitude) = parse_magnitude(digits, base) else {
        return fail("invalid syntax");
    };
    let limit = if negative { 1 << 63 } else { (1 << 63) - 1 };
    match magnitude {
        Some(value) if value <= limit => {
            let value = i128::from(value) * if negative { -1 } else { 1 };
            Ok(i64::try_from(value).expect("checked against the limit above"))
        }
        _ => fail("value out of range"),
    }
}

/// Go's `strconv.ParseUint(text, base, 64)`, its error text included.
pub(super) fn parse_uint(text: &[u8], base: u32) -> Result<u64, String> {
    let why = match parse_magnitude(text, base) {
        Some(Some(value)) => return Ok(value),
        Some(None) => "value out of range",
        None => "invalid syntax",
    };
    Err(format!("strconv.ParseUint: parsing {}: {why}", quote(text)))
}

/// Digits of `base`: `None` where they are none, `Some(None)` where they are too many.
fn parse_magnitude(digits: &[u8], base: u32) -> Option<Option<u64>> {
    let underscores = base == 0;
    // An underscore stands between digits, or between a prefix and a digit.
    let mut previous = b'0';
    let (base, digits) = match (base, digits) {
        (0, [b'0', b'x' | b'X', rest @ ..]) => (16, rest),
        (0, [b'0', b'o' | b'O', rest @ ..]) => (8, rest),
        (0, [b'0', b'b' | b'B', rest @ ..]) => (2, rest),
        (0, [b'0', rest @ ..]) if !rest.is_empty() => (8, rest),
        _ => {
            previous = b'_';
            (if underscores { 10 } else { base }, digits)
        }
    };
    if digits.is_empty() {
        return None;
    }
    let mut value = Some(0u64);
    for &byte in digits {
        if byte == b'_' && underscores && previous != b'_' {
            previous = byte;
            continue;
        }
        let digit = char::from(byte).to_digit(base)?;
        previous = byte;
        value = value.and_then(|v| v.checked_mul(base.into())?.checked_add(digit.into()));
    }
    (previous != b'_').then_some(value)
}

/// Go's `strconv.ParseBool`.
pub(super) fn parse_bool(text: &[u8]) -> Result<bool, String> {
    match text {
        b"1" | b"t" | b"T" | b"true" | b"TRUE" | b"True" => Ok(true),
        b"0" | b"f" | b"F" | b"false" | b"FALSE" | b"False" => Ok(false),
        _ => Err(format!(
            "strconv.ParseBool: parsing {}: invalid syntax",
            quote(text)
        )),
    }
}

/// A span of time in nanoseconds, as Go counts it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Nanos(pub(super) i64);

const UNITS: [(&str, i64); 8] = [
    ("ns", 1),
    ("us", 1_000),
    ("µs", 1_000),
    ("μs", 1_000),
    ("ms", 1_000_000),
    ("s", 1_000_000_000),
    ("m", 60_000_000_000),
    ("h", 3_600_000_000_000),
];

impl Nanos {
    /// Go's `time.ParseDuration`, its error text included.
    pub(super) fn parse(text: &[u8]) -> Result<Self, String> {
        let invalid = || format!("time: invalid duration {}", raw(text));
        let (sign, mut rest) = match text {
            [b'-', rest @ ..] => (-1, rest),
            [b'+', rest @ ..] => (1, rest),
            _ => (1, text),
        };
        if rest == b"0" {
            return Ok(Self(0));
        }
        if rest.is_empty() {
            return Err(invalid());
        }
        let mut total = 0i64;
        while !rest.is_empty() {
            let (part, after) = parse_part(rest, text).ok_or_else(invalid)??;
            total = total.checked_add(part).ok_or_else(invalid)?;
            rest = after;
        }
        Ok(Self(sign * total))
    }
}

/// Between quotes as it is: the clock's package of Go 1.16 escapes nothing.
fn raw(text: &[u8]) -> String {
    format!("\"{}\"", String::from_utf8_lossy(text))
}

/// One `number unit` of a duration: nanoseconds and what follows; `None`: no such thing.
fn parse_part<'a>(rest: &'a [u8], all: &[u8]) -> Option<Result<(i64, &'a [u8]), String>> {
    let is_digit = |b: &u8| b.is_ascii_digit();
    let whole_len = rest.iter().take_while(|b| is_digit(b)).count();
    let (whole, mut rest) = rest.split_at(whole_len);
    let mut fraction: &[u8] = &[];
    if let [b'.', after @ ..] = rest {
        let len = after.iter().take_while(|b| is_digit(b)).count();
        (fraction, rest) = after.split_at(len);
    }
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let mut value = 0i64;
    for digit in whole {
        value = value
            .checked_mul(10)?
            .checked_add(i64::from(digit - b'0'))?;
    }
    let unit_len = rest
        .iter()
        .take_while(|b| !is_digit(b) && **b != b'.')
        .count();
    let (unit, rest) = rest.split_at(unit_len);
    if unit.is_empty() {
        return Some(Err(format!("time: missing unit in duration {}", raw(all))));
    }
    let Some((_, scale)) = UNITS.iter().find(|(name, _)| name.as_bytes() == unit) else {
        let text = format!("time: unknown unit {} in duration {}", raw(unit), raw(all));
        return Some(Err(text));
    };
    value = value.checked_mul(*scale)?;
    let mut part = i128::from(*scale);
    let mut numerator = 0i128;
    let mut denominator = 1i128;
    // Eighteen decimals of an hour are far below a nanosecond.
    for digit in fraction.iter().take(18) {
        numerator = numerator * 10 + i128::from(digit - b'0');
        denominator *= 10;
    }
    part = part * numerator / denominator;
    value = value.checked_add(i64::try_from(part).ok()?)?;
    Some(Ok((value, rest)))
}

impl std::fmt::Display for Nanos {
    /// Go's `time.Duration.String`: `1.5s`, `2m0s`, `3.004ms`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let span = self.0.unsigned_abs();
        if self.0 < 0 {
            f.write_str("-")?;
        }
        match span {
            0 => f.write_str("0s"),
            1..1_000 => write!(f, "{span}ns"),
            1_000..1_000_000 => decimal(f, span, 1_000).and_then(|()| f.write_str("µs")),
            1_000_000..1_000_000_000 => {
                decimal(f, span, 1_000_000).and_then(|()| f.write_str("ms"))
            }
            _ => {
                let minutes = span / 60_000_000_000;
                if minutes >= 60 {
                    write!(f, "{}h", minutes / 60)?;
                }
                if minutes > 0 {
                    write!(f, "{}m", minutes % 60)?;
                }
                decimal(f, span % 60_000_000_000, 1_000_000_000)?;
                f.write_str("s")
            }
        }
    }
}

/// `value / scale` with as many decimals as it needs.
fn decimal(f: &mut std::fmt::Formatter<'_>, value: u64, scale: u64) -> std::fmt::Result {
    write!(f, "{}", value / scale)?;
    let rest = value % scale;
    if rest == 0 {
        return Ok(());
    }
    let width = scale.ilog10() as usize;
    let digits = format!("{rest:0width$}");
    write!(f, ".{}", digits.trim_end_matches('0'))
}

/// Bytes as `endpoint status` prints them, in powers of 1000: `20 kB`.
pub(super) fn size(bytes: i64) -> String {
    const SUFFIXES: [&str; 7] = ["B", "kB", "MB", "GB", "TB", "PB", "EB"];
    let bytes = bytes.cast_unsigned();
    if bytes < 10 {
        return format!("{bytes} B");
    }
    let exponent = (bytes.ilog10() / 3) as usize;
    let scale = u128::from(1_000_u64.pow(bytes.ilog10() / 3));
    let tenths = ((u128::from(bytes) * 20 + scale) / (2 * scale)) as u64;
    let suffix = SUFFIXES[exponent];
    if tenths < 100 {
        return format!("{}.{} {suffix}", tenths / 10, tenths % 10);
    }
    // What lies exactly between two numbers goes to the even one.
    let (whole, tenth) = (tenths / 10, tenths % 10);
    let up = tenth > 5 || (tenth == 5 && whole % 2 == 1);
    format!("{} {suffix}", whole + u64::from(up))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_as_go_does() {
        let table: [(&[u8], &str); 9] = [
            (b"plain", r#""plain""#),
            (b"say \"hi\" \\ there", r#""say \"hi\" \\ there""#),
            (b"\x01\x7f\xff", r#""\x01\u007f\xff""#),
            (b"a\nb\tc\r\x07\x08\x0b\x0c", r#""a\nb\tc\r\a\b\v\f""#),
            ("ключ 🦀".as_bytes(), "\"ключ 🦀\""),
            ("a\u{301}".as_bytes(), "\"a\u{301}\""),
            ("\u{200b}\u{a0}".as_bytes(), r#""\u200b\u00a0""#),
            ("\u{10ffff}".as_bytes(), r#""\U0010ffff""#),
            (b"it's", r#""it's""#),
        ];
        for (bytes, wanted) in table {
            assert_eq!(quote(bytes), wanted, "{bytes:?}");
        }
        assert_eq!(quote_byte(b'x'), "'x'");
        assert_eq!(quote_byte(b'\''), r"'\''");
        assert_eq!(quote_raw(b"no`tick"), "\"no`tick\"");
        assert_eq!(quote_raw(b"plain"), "`plain`");
    }

    #[test]
    fn reads_numbers_as_go_does() {
        let table: [(&str, u32, Result<i64, &str>); 17] = [
            ("12", 10, Ok(12)),
            ("-5", 10, Ok(-5)),
            ("+5", 10, Ok(5)),
            ("0x10", 0, Ok(16)),
            ("010", 0, Ok(8)),
            ("1_000", 0, Ok(1000)),
            ("0x_ff", 0, Ok(255)),
            ("_1", 0, Err("invalid syntax")),
            ("1__0", 0, Err("invalid syntax")),
            ("1_000", 10, Err("invalid syntax")),
            ("ff", 16, Ok(255)),
            ("-1", 16, Ok(-1)),
            ("", 10, Err("invalid syntax")),
            ("9223372036854775807", 10, Ok(i64::MAX)),
            ("-9223372036854775808", 10, Ok(i64::MIN)),
            ("9223372036854775808", 10, Err("value out of range")),
            ("0x10", 16, Err("invalid syntax")),
        ];
        for (text, base, wanted) in table {
            let wanted = wanted.map_err(|why| format!("strconv.ParseInt: parsing {text:?}: {why}"));
            assert_eq!(parse_int(text.as_bytes(), base), wanted, "{text}");
        }
    }

    #[test]
    fn reads_unsigned_numbers_as_go_does() {
        let table = [
            ("1f", Ok(31)),
            ("ffffffffffffffff", Ok(u64::MAX)),
            ("10000000000000000", Err("value out of range")),
            ("-1", Err("invalid syntax")),
            ("+1", Err("invalid syntax")),
            ("zz", Err("invalid syntax")),
            ("", Err("invalid syntax")),
        ];
        for (text, wanted) in table {
            let wanted =
                wanted.map_err(|why| format!("strconv.ParseUint: parsing {text:?}: {why}"));
            assert_eq!(parse_uint(text.as_bytes(), 16), wanted, "{text}");
        }
    }

    #[test]
    fn reads_and_prints_spans_as_go_does() {
        let table = [
            ("5s", "5s"),
            ("100ms", "100ms"),
            ("1.5s", "1.5s"),
            ("0.123456789s", "123.456789ms"),
            ("1h2m3s", "1h2m3s"),
            ("90s", "1m30s"),
            ("2m", "2m0s"),
            ("1us", "1µs"),
            ("-3s", "-3s"),
            ("0", "0s"),
            (".5m", "30s"),
        ];
        for (text, wanted) in table {
            let span = Nanos::parse(text.as_bytes()).expect(text);
            assert_eq!(span.to_string(), wanted, "{text}");
        }
        let refused = [
            ("5", r#"time: missing unit in duration "5""#),
            ("", r#"time: invalid duration """#),
            ("soon", r#"time: invalid duration "soon""#),
            ("5 s", r#"time: unknown unit " s" in duration "5 s""#),
            ("a\"b", "time: invalid duration \"a\"b\""),
            ("99999999999h", r#"time: invalid duration "99999999999h""#),
            (
                "9223372036854775808",
                r#"time: invalid duration "9223372036854775808""#,
            ),
        ];
        for (text, wanted) in refused {
            assert_eq!(
                Nanos::parse(text.as_bytes()),
                Err(wanted.to_owned()),
                "{text}"
            );
        }
    }

    #[test]
    fn prints_sizes_in_powers_of_a_thousand() {
        let table = [
            (0, "0 B"),
            (9, "9 B"),
            (10, "10 B"),
            (999, "999 B"),
            (1000, "1.0 kB"),
            (20_480, "20 kB"),
            (24_576, "25 kB"),
            (9_949, "9.9 kB"),
            (1_048_576, "1.0 MB"),
            (12_500, "12 kB"),
        ];
        for (bytes, wanted) in table {
            assert_eq!(size(bytes), wanted, "{bytes}");
        }
    }
}
