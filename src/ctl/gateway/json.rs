//! JSON as Go's `encoding/json` scans it, with its complaints.
//!
//! [`value`] finds the end of the first value and checks it whole; what stands in it is then taken
//! apart without looking for faults again. It must not know messages.

use std::ops::Range;

use crate::ctl::golang::quote_byte;

/// Why there is no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// Nothing but blanks.
    Empty,
    /// The text ends within a value.
    Short,
    /// A character that cannot stand where it does, in Go's words.
    Bad(String),
}

/// Containers within containers that Go follows.
const DEPTH_MAX: usize = 10_000;

/// What may come next.
#[derive(Clone, Copy)]
enum Want {
    Value,
    FirstValue,
    Key,
    FirstKey,
    Colon,
    /// A comma, or the end of the innermost container.
    Next,
}

struct Scanner<'a> {
    text: &'a [u8],
    at: usize,
    /// The containers around, and whether each is an object.
    around: Vec<bool>,
}

/// The place of the first value of `text` from `from` on.
///
/// # Errors
/// There is none, or not a whole one.
pub(super) fn value(text: &[u8], from: usize) -> Result<Range<usize>, Fault> {
    let mut scanner = Scanner {
        text,
        at: from,
        around: Vec::new(),
    };
    scanner.skip_blanks();
    if scanner.at >= text.len() {
        return Err(Fault::Empty);
    }
    let start = scanner.at;
    scanner.run()?;
    Ok(start..scanner.at)
}

/// The one value that a text is.
///
/// # Errors
/// In the words of `json.Unmarshal`.
pub(super) fn only(text: &[u8]) -> Result<&[u8], String> {
    let found = value(text, 0).map_err(|fault| match fault {
        Fault::Empty | Fault::Short => "unexpected end of JSON input".to_owned(),
        Fault::Bad(why) => why,
    })?;
    let rest = &text[found.end..];
    match rest.iter().find(|byte| !is_blank(**byte)) {
        Some(byte) => Err(bad(*byte, "after top-level value")),
        None => Ok(&text[found]),
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

fn bad(byte: u8, context: &str) -> String {
    format!("invalid character {} {context}", quote_byte(byte))
}

impl Scanner<'_> {
    fn skip_blanks(&mut self) {
        while self.text.get(self.at).copied().is_some_and(is_blank) {
            self.at += 1;
        }
    }

    /// The byte at hand, and past it.
    fn take(&mut self) -> Result<u8, Fault> {
        let byte = self.text.get(self.at).copied().ok_or(Fault::Short)?;
        self.at += 1;
        Ok(byte)
    }

    fn run(&mut self) -> Result<(), Fault> {
        let mut want = Want::Value;
        loop {
            self.skip_blanks();
            let byte = self.take()?;
            want = match (want, byte) {
                (Want::Value | Want::FirstValue, b'{') => self.enter(true)?,
                (Want::Value | Want::FirstValue, b'[') => self.enter(false)?,
                (Want::FirstValue, b']') | (Want::FirstKey, b'}') => self.leave(),
                (Want::Value | Want::FirstValue, _) => {
                    self.scalar(byte)?;
                    Want::Next
                }
                (Want::Key | Want::FirstKey, b'"') => {
                    self.string()?;
                    Want::Colon
                }
                (Want::Colon, b':') => Want::Value,
                (Want::Next, b',') => self.comma(),
                (Want::Next, b'}') if self.around.last() == Some(&true) => self.leave(),
                (Want::Next, b']') if self.around.last() == Some(&false) => self.leave(),
                _ => return Err(Fault::Bad(bad(byte, self.context(want)))),
            };
            if self.around.is_empty() {
                return Ok(());
            }
        }
    }

    fn context(&self, want: Want) -> &'static str {
        match want {
            Want::Value | Want::FirstValue => "looking for beginning of value",
            Want::Key | Want::FirstKey => "looking for beginning of object key string",
            Want::Colon => "after object key",
            Want::Next if self.around.last() == Some(&true) => "after object key:value pair",
            Want::Next => "after array element",
        }
    }

    fn enter(&mut self, object: bool) -> Result<Want, Fault> {
        self.around.push(object);
        if self.around.len() > DEPTH_MAX {
            let byte = if object { b'{' } else { b'[' };
            return Err(Fault::Bad(bad(byte, "exceeded max depth")));
        }
        Ok(if object {
            Want::FirstKey
        } else {
            Want::FirstValue
        })
    }

    fn leave(&mut self) -> Want {
        self.around.pop();
        Want::Next
    }

    fn comma(&self) -> Want {
        if self.around.last() == Some(&true) {
            Want::Key
        } else {
            Want::Value
        }
    }

    /// A string, number or word that begins with `first`.
    fn scalar(&mut self, first: u8) -> Result<(), Fault> {
        match first {
            b'"' => self.string(),
            b'-' | b'0'..=b'9' => self.number(first),
            b't' => self.word("true"),
            b'f' => self.word("false"),
            b'n' => self.word("null"),
            _ => Err(Fault::Bad(bad(first, self.context(Want::Value)))),
        }
    }

    fn word(&mut self, word: &str) -> Result<(), Fault> {
        for wanted in word.bytes().skip(1) {
            let byte = self.take()?;
            if byte != wanted {
                let wanted = quote_byte(wanted);
                let context = format!("in literal {word} (expecting {wanted})");
                return Err(Fault::Bad(bad(byte, &context)));
            }
        }
        Ok(())
    }

    /// The rest of a string, its closing quote included.
    fn string(&mut self) -> Result<(), Fault> {
        loop {
            match self.take()? {
                b'"' => return Ok(()),
                b'\\' => match self.take()? {
                    b'b' | b'f' | b'n' | b'r' | b't' | b'\\' | b'/' | b'"' => {}
                    b'u' => {
                        for _ in 0..4 {
                            let byte = self.take()?;
                            if !byte.is_ascii_hexdigit() {
                                let context = "in \\u hexadecimal character escape";
                                return Err(Fault::Bad(bad(byte, context)));
                            }
                        }
                    }
                    byte => return Err(Fault::Bad(bad(byte, "in string escape code"))),
                },
                byte if byte < b' ' => {
                    return Err(Fault::Bad(bad(byte, "in string literal")));
                }
                _ => {}
            }
        }
    }

    fn number(&mut self, first: u8) -> Result<(), Fault> {
        let first = if first == b'-' {
            self.digit("in numeric literal")?
        } else {
            first
        };
        if first != b'0' {
            self.skip_digits();
        }
        if self.text.get(self.at) == Some(&b'.') {
            self.at += 1;
            self.digit("after decimal point in numeric literal")?;
            self.skip_digits();
        }
        if let Some(b'e' | b'E') = self.text.get(self.at) {
            self.at += 1;
            if let Some(b'+' | b'-') = self.text.get(self.at) {
                self.at += 1;
            }
            self.digit("in exponent of numeric literal")?;
            self.skip_digits();
        }
        Ok(())
    }

    fn digit(&mut self, context: &str) -> Result<u8, Fault> {
        let byte = self.take()?;
        if byte.is_ascii_digit() {
            Ok(byte)
        } else {
            Err(Fault::Bad(bad(byte, context)))
        }
    }

    fn skip_digits(&mut self) {
        while self.text.get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
    }
}

/// The values of an array that [`value`] has found.
pub(super) fn elements(array: &[u8]) -> Vec<&[u8]> {
    let mut found = Vec::new();
    let mut at = 1;
    while let Ok(range) = value(array, at) {
        at = range.end;
        found.push(&array[range]);
        at += array[at..]
            .iter()
            .take_while(|byte| is_blank(**byte))
            .count()
            + 1;
    }
    found
}

/// The fields of an object that [`value`] has found, in their order.
pub(super) fn members(object: &[u8]) -> Vec<(String, &[u8])> {
    // Keys and values in turn: what separates them is one character either way.
    let flat = elements(object);
    let pairs = flat.chunks_exact(2);
    pairs.map(|pair| (unquote(pair[0]), pair[1])).collect()
}

/// The text of a string that [`value`] has found; what is no character becomes U+FFFD.
pub(super) fn unquote(string: &[u8]) -> String {
    let inner = &string[1..string.len() - 1];
    let mut bytes = Vec::with_capacity(inner.len());
    let mut at = 0;
    while let Some(&byte) = inner.get(at) {
        at += 1;
        if byte != b'\\' {
            bytes.push(byte);
            continue;
        }
        let escape = inner.get(at).copied().unwrap_or_default();
        at += 1;
        bytes.push(match escape {
            b'b' => 8,
            b'f' => 12,
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'u' => {
                let (character, length) = code_point(&inner[at..]);
                at += length;
                bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                continue;
            }
            other => other,
        });
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The character behind `\u`, and how many bytes tell it.
fn code_point(digits: &[u8]) -> (char, usize) {
    let unit = |from: usize| {
        let hex = std::str::from_utf8(digits.get(from..from + 4)?).ok()?;
        u32::from_str_radix(hex, 16).ok()
    };
    let first = unit(0).unwrap_or_default();
    if let Some(character) = char::from_u32(first) {
        return (character, 4);
    }
    let second = digits.get(4..6).filter(|it| *it == b"\\u").and(unit(6));
    match second {
        Some(low @ 0xdc00..0xe000) if first < 0xdc00 => {
            let point = 0x1_0000 + ((first - 0xd800) << 10) + (low - 0xdc00);
            (char::from_u32(point).unwrap_or('\u{fffd}'), 10)
        }
        _ => ('\u{fffd}', 4),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn complains_as_go_does() {
        let table = [
            ("", "unexpected end of JSON input"),
            ("  ", "unexpected end of JSON input"),
            ("{", "unexpected end of JSON input"),
            ("nul", "unexpected end of JSON input"),
            ("1e", "unexpected end of JSON input"),
            (
                "nuul",
                "invalid character 'u' in literal null (expecting 'l')",
            ),
            ("x", "invalid character 'x' looking for beginning of value"),
            (
                "\u{e9}",
                "invalid character 'Ã' looking for beginning of value",
            ),
            ("+1", "invalid character '+' looking for beginning of value"),
            ("01", "invalid character '1' after top-level value"),
            ("-x", "invalid character 'x' in numeric literal"),
            (
                "1.x",
                "invalid character 'x' after decimal point in numeric literal",
            ),
            (
                "1e+x",
                "invalid character 'x' in exponent of numeric literal",
            ),
            (
                "{1",
                "invalid character '1' looking for beginning of object key string",
            ),
            (
                "{\"a\":1,}",
                "invalid character '}' looking for beginning of object key string",
            ),
            ("{\"a\" 1", "invalid character '1' after object key"),
            (
                "{\"a\":1]",
                "invalid character ']' after object key:value pair",
            ),
            ("[1}", "invalid character '}' after array element"),
            (
                "[1,]",
                "invalid character ']' looking for beginning of value",
            ),
            ("\"\\x\"", "invalid character 'x' in string escape code"),
            (
                "\"\\u12g4\"",
                "invalid character 'g' in \\u hexadecimal character escape",
            ),
            ("\"\n\"", "invalid character '\\n' in string literal"),
            ("1 \"", "invalid character '\"' after top-level value"),
            ("1 '", "invalid character '\\'' after top-level value"),
        ];
        for (text, wanted) in table {
            assert_eq!(only(text.as_bytes()), Err(wanted.to_owned()), "{text}");
        }
        let deep = "[".repeat(DEPTH_MAX + 1);
        let wanted = "invalid character '[' exceeded max depth".to_owned();
        assert_eq!(only(deep.as_bytes()), Err(wanted));
    }

    #[test]
    fn takes_values_apart() {
        assert_eq!(value(b" {} x", 0), Ok(1..3));
        assert_eq!(value(b"12x", 0), Ok(0..2));
        assert_eq!(value(b" ", 0), Err(Fault::Empty));
        assert_eq!(elements(b"[ ]"), Vec::<&[u8]>::new());
        assert_eq!(
            elements(b"[1 , [2,3],\"]\"]"),
            [&b"1"[..], b"[2,3]", b"\"]\""]
        );
        let object = members(b"{ \"a\" : 1 , \"\\u0062\":{\"c\":[]} }");
        assert_eq!(object.len(), 2);
        assert_eq!(object[0], ("a".to_owned(), &b"1"[..]));
        assert_eq!(object[1], ("b".to_owned(), &b"{\"c\":[]}"[..]));
    }

    #[test]
    fn reads_strings() {
        let table = [
            ("\"a\\n\\/\\\"\"", "a\n/\""),
            ("\"\\u00e9\\ud83e\\udd80\"", "é🦀"),
            ("\"\\ud83e\"", "\u{fffd}"),
            ("\"\\ud83ex\"", "\u{fffd}x"),
            ("\"\\ud83e\\u0041\"", "\u{fffd}A"),
        ];
        for (text, wanted) in table {
            assert_eq!(unquote(text.as_bytes()), wanted, "{text}");
        }
        assert_eq!(unquote(b"\"\xff\""), "\u{fffd}");
    }
}
