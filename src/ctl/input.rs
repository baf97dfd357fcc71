//! Lines of standard input to words: etcdctl's own splitter, poorer than a shell's. It must not
//! know any command.

use super::desk::{Desk, Failure};
use super::note::Note;

/// Words of a line of input as etcdctl cuts them: blanks separate, `"…"` is a Go string, `'…'` is
/// literal, and a word that begins with neither goes on to the next blank.
///
/// Release 3.5.1 takes the end of a `'…'` from the number of words, not from its own length: it
/// cuts the text short, or breaks.
pub(super) fn argify(desk: &mut Desk, line: &[u8]) -> Result<Vec<Vec<u8>>, Failure> {
    let mut words = pieces(line);
    let end = words.len().wrapping_sub(1);
    for word in &mut words {
        match word.first() {
            Some(b'"') => {
                let inside = unquote(&word[1..word.len() - 1]);
                *word = inside.map_err(|error| Failure::new(Failure::BAD_INPUT, error))?;
            }
            Some(b'\'') if end > word.len() => {
                let length = word.len();
                return Err(out_of_range(format!(":{end}] with length {length}")));
            }
            Some(b'\'') if end == 0 => return Err(out_of_range("1:0]".to_owned())),
            Some(b'\'') => {
                if end != word.len() - 1 {
                    desk.remark(Note::SingleQuotes);
                }
                *word = word[1..end].to_vec();
            }
            _ => {}
        }
    }
    Ok(words)
}

fn out_of_range(range: String) -> Failure {
    Failure::panic(format!("runtime error: slice bounds out of range [{range}"))
}

/// The pieces of a line that are words, quotes included.
fn pieces(line: &[u8]) -> Vec<Vec<u8>> {
    let blank = |byte: &u8| byte.is_ascii_whitespace();
    let mut pieces = Vec::new();
    let mut rest = line;
    while let Some(first) = rest.first() {
        let length = match first {
            b'"' => closing_quote(rest),
            b'\'' => rest[1..]
                .iter()
                .position(|byte| *byte == b'\'')
                .map(|at| at + 2),
            byte if blank(byte) => None,
            _ => Some(rest.iter().position(blank).unwrap_or(rest.len())),
        };
        // What opens nothing is passed over.
        let (piece, after) = rest.split_at(length.unwrap_or(1));
        if length.is_some() {
            pieces.push(piece.to_vec());
        }
        rest = after;
    }
    pieces
}

/// The length of a `"…"` at the start, its quotes included.
pub(super) fn closing_quote(text: &[u8]) -> Option<usize> {
    let mut at = 1;
    loop {
        match text.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

/// What stands between the quotes of a Go string.
pub(super) fn unquote(text: &[u8]) -> Result<Vec<u8>, String> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        if *byte != b'\\' {
            out.push(*byte);
            continue;
        }
        rest = unescape(rest, &mut out).ok_or("invalid syntax")?;
    }
    Ok(out)
}

/// Reads what follows a backslash and gives what is left.
fn unescape<'a>(text: &'a [u8], out: &mut Vec<u8>) -> Option<&'a [u8]> {
    let (escape, rest) = text.split_first()?;
    let plain = match escape {
        b'a' => 7,
        b'b' => 8,
        b'f' => 12,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'v' => 11,
        b'\\' | b'"' => *escape,
        b'x' => return number(rest, 2, 16, out, false),
        b'u' => return number(rest, 4, 16, out, true),
        b'U' => return number(rest, 8, 16, out, true),
        b'0'..=b'7' => return number(text, 3, 8, out, false),
        _ => return None,
    };
    out.push(plain);
    Some(rest)
}

/// A byte or a code point in `digits` digits.
fn number<'a>(
    text: &'a [u8],
    digits: usize,
    base: u32,
    out: &mut Vec<u8>,
    point: bool,
) -> Option<&'a [u8]> {
    let (head, rest) = text.split_at_checked(digits)?;
    let value = head.iter().try_fold(0u32, |value, byte| {
        value
            .checked_mul(base)?
            .checked_add(char::from(*byte).to_digit(base)?)
    })?;
    if point {
        let mut buffer = [0; 4];
        out.extend_from_slice(char::from_u32(value)?.encode_utf8(&mut buffer).as_bytes());
    } else {
        out.push(u8::try_from(value).ok()?);
    }
    Some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_lines_of_input() {
        let table: [(&str, &[&str]); 9] = [
            ("watch foo", &["watch", "foo"]),
            ("  put  a\t1 ", &["put", "a", "1"]),
            (r#"put "a b" 'c "d"'"#, &["put", "a b", "c"]),
            ("put 'one' 'single quoted'", &["put", "o", "s"]),
            (r#""a\n\x41\101\u00e9\"""#, &["a\nAA\u{e9}\""]),
            (r#"value("k") = "v""#, &[r#"value("k")"#, "=", "v"]),
            (r#"a "open"#, &["a", "open"]),
            ("", &[]),
            ("get 'a'", &["get", ""]),
        ];
        let desk = &mut Desk::default();
        for (line, wanted) in table {
            let wanted: Vec<Vec<u8>> = wanted.iter().map(|word| word.as_bytes().to_vec()).collect();
            assert_eq!(argify(desk, line.as_bytes()), Ok(wanted), "{line}");
        }
        let table = [
            (r#""\q""#, 3, "Error: invalid syntax\n"),
            (
                "put 'a' 'xyz' 'q' b",
                2,
                "panic: runtime error: slice bounds out of range [:4] with length 3\n",
            ),
            (
                "'a'",
                2,
                "panic: runtime error: slice bounds out of range [1:0]\n",
            ),
        ];
        for (line, code, lines) in table {
            let lines = lines.to_owned();
            assert_eq!(
                argify(desk, line.as_bytes()),
                Err(Failure { code, lines }),
                "{line}"
            );
        }
    }
}
