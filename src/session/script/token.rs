//! Words of a script: bare where they can be, else in double quotes with escapes. Any bytes pass.

use std::fmt::Write;

/// Words with a meaning of their own, so never bare names.
pub(super) const KEYWORDS: [&str; 15] = [
    "$", "type", "input", "^C", "^D", "signal", "open", "close", "endpoint", "file", "run", "sim",
    "-", "#", "|",
];

/// A word as it stands in a script.
pub(super) fn quoted(word: &[u8]) -> String {
    let plain = |it: char| !it.is_whitespace() && !it.is_control() && it != '"';
    match str::from_utf8(word) {
        Ok(text) if !text.is_empty() && text.chars().all(plain) && !KEYWORDS.contains(&text) => {
            text.to_owned()
        }
        Ok(_) | Err(_) => escaped(word),
    }
}

/// A word in quotes.
pub(super) fn escaped(word: &[u8]) -> String {
    let mut out = "\"".to_owned();
    for chunk in word.utf8_chunks() {
        for it in chunk.valid().chars() {
            match it {
                '"' | '\\' => out.extend(['\\', it]),
                '\n' => out.push_str("\\n"),
                '\t' => out.push_str("\\t"),
                // One byte each: what is not ASCII is no control character but for U+0080..=U+009F.
                it if it.is_ascii_control() => hex(&mut out, it as u8),
                it => out.push(it),
            }
        }
        chunk.invalid().iter().for_each(|byte| hex(&mut out, *byte));
    }
    out.push('"');
    out
}

fn hex(out: &mut String, byte: u8) {
    // Writing to a string cannot fail.
    let _done = write!(out, "\\x{byte:02x}");
}

/// The first word of a line and what follows it, without the blank between; none where nothing
/// more stands there, or where quotes are not closed as they should be.
pub(super) fn next(line: &str) -> Option<(Vec<u8>, &str)> {
    let line = line.trim_start();
    let Some(mut rest) = line.strip_prefix('"') else {
        let end = line.find(char::is_whitespace).unwrap_or(line.len());
        let (word, rest) = line.split_at(end);
        return (!word.is_empty()).then(|| (word.into(), after_blank(rest)));
    };
    let mut word = Vec::new();
    loop {
        let at = rest.find(['"', '\\'])?;
        word.extend_from_slice(&rest.as_bytes()[..at]);
        let ended = rest.as_bytes()[at] == b'"';
        rest = &rest[at + 1..];
        if ended {
            return Some((word, after_blank(rest)));
        }
        let (byte, length) = match rest.as_bytes().first()? {
            b'n' => (b'\n', 1),
            b't' => (b'\t', 1),
            b'x' => (u8::from_str_radix(rest.get(1..3)?, 16).ok()?, 3),
            it @ (b'"' | b'\\') => (*it, 1),
            _ => return None,
        };
        word.push(byte);
        rest = &rest[length..];
    }
}

/// Whether the first word of a line stands in quotes.
pub(super) fn is_quoted(line: &str) -> bool {
    line.trim_start().starts_with('"')
}

/// What follows the one blank that ends a word.
fn after_blank(rest: &str) -> &str {
    rest.strip_prefix(' ').unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_bytes_are_a_word() {
        for word in [
            &b"put"[..],
            b"",
            b"two words",
            b"\"\\\n\t\r\0\x7f",
            b"\xff\xfe",
            "键 \u{3000}\u{85}".as_bytes(),
            b"$",
            b"-",
        ] {
            let text = format!("{} rest", quoted(word));
            assert_eq!(next(&text), Some((word.to_vec(), "rest")), "{text}");
            assert!(!text.contains('\n'), "{text}");
        }
    }

    #[test]
    fn quotes_left_open_are_no_word() {
        for text in ["", "  ", "\"a", "\"\\q\"", "\"\\x4\"", "\"\\"] {
            assert_eq!(next(text), None, "{text}");
        }
    }
}
