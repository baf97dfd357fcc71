//! Words as a shell takes them, and JSON with line breaks. It must not know what is said.

use std::fmt::Write as _;

use crate::ctl::golang::quote;

use super::Unsaid;

/// One word of a line for a shell.
pub(super) fn shell(word: &[u8]) -> Result<String, Unsaid> {
    if word.contains(&0) {
        return Err(Unsaid::Nul);
    }
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"_./:=@%+,-".contains(byte);
    let text = std::str::from_utf8(word);
    match text {
        Ok(text) if !word.is_empty() && word.iter().all(plain) => Ok(text.to_owned()),
        Ok(text) if !text.contains(char::is_control) => {
            Ok(format!("'{}'", text.replace('\'', "'\\''")))
        }
        _ => Ok(escaped(word)),
    }
}

/// `$'…'`.
fn escaped(word: &[u8]) -> String {
    let mut out = String::from("$'");
    for byte in word {
        match byte {
            b'\n' => out.push_str("\\n"),
            b'\t' => out.push_str("\\t"),
            b'\r' => out.push_str("\\r"),
            b'\\' => out.push_str("\\\\"),
            b'\'' => out.push_str("\\'"),
            b' '..=b'~' => out.push(char::from(*byte)),
            _ => write!(out, "\\x{byte:02x}").expect("a String takes every write"),
        }
    }
    out.push('\'');
    out
}

/// One word of a line that etcdctl reads itself, inside a transaction.
pub(super) fn inside(word: &[u8]) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"_./:=@%+,-".contains(byte);
    if !word.is_empty() && word.iter().all(plain) {
        return String::from_utf8_lossy(word).into_owned();
    }
    quote(word)
}

/// Compact JSON with a line for each field.
pub(super) fn laid_out(json: &str) -> String {
    let mut out = String::with_capacity(json.len() * 2);
    let (mut depth, mut within, mut escaped) = (0, false, false);
    let mut letters = json.chars().peekable();
    while let Some(letter) = letters.next() {
        if within {
            within = letter != '"' || escaped;
            escaped = letter == '\\' && !escaped;
            out.push(letter);
            continue;
        }
        let opens = matches!(letter, '{' | '[');
        let closed_at_once = opens && matches!(letters.peek(), Some('}' | ']'));
        if matches!(letter, '}' | ']') && !out.ends_with(['{', '[']) {
            depth -= 1;
            turn(&mut out, depth);
        }
        out.push(letter);
        within = letter == '"';
        if letter == ':' {
            out.push(' ');
        } else if letter == ',' || opens && !closed_at_once {
            depth += usize::from(opens);
            turn(&mut out, depth);
        }
    }
    out
}

/// Another line.
fn turn(out: &mut String, depth: usize) {
    out.push('\n');
    for _ in 0..depth {
        out.push_str("  ");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_back_from_the_shell() {
        let words: [&[u8]; 7] = [
            b"hello",
            b"",
            b"a b",
            "it's 世界 “so” $HOME *".as_bytes(),
            b"line\nbreak 'x' \\ \t\r",
            b"\xff\x01",
            b"-x",
        ];
        for word in words {
            let line = shell(word).expect("says it");
            let read = crate::ctl::words::split(line.as_bytes()).expect("reads it");
            assert_eq!(read, [word.to_vec()], "{line}");
        }
        assert_eq!(shell(b"a\0"), Err(Unsaid::Nul));
    }

    #[test]
    fn json_gets_a_line_for_each_field() {
        let json = r#"{"a":"{x,:\"","b":[1,2],"c":{},"d":[],"e":{"f":true}}"#;
        let wanted = "{\n  \"a\": \"{x,:\\\"\",\n  \"b\": [\n    1,\n    2\n  ],\n  \"c\": {},\n  \
                      \"d\": [],\n  \"e\": {\n    \"f\": true\n  }\n}";
        assert_eq!(laid_out(json), wanted);
        assert_eq!(laid_out("{}"), "{}");
    }
}
