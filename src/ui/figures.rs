//! How numbers are written on the page: times, countdowns, keys and values.
//!
//! Whole numbers only; it must not round a time up past a moment that hasn't come.

use crate::units::Micros;

/// A moment in seconds with thousandths: `27.218`.
#[must_use]
pub fn moment(at: Micros) -> String {
    format!("{}.{:03}", at.as_secs(), at.as_ms() % 1_000)
}

/// A span in milliseconds with tenths: `1.3`.
#[must_use]
pub fn milliseconds(span: Micros) -> String {
    format!("{}.{}", span.as_ms(), span.0 % 1_000 / 100)
}

/// A countdown: tenths below 100 seconds, whole seconds above: `11.7`, `189`.
#[must_use]
pub fn countdown(left: Micros) -> String {
    if left.as_secs() >= 100 {
        return left.as_secs().to_string();
    }
    format!("{}.{}", left.as_secs(), left.as_ms() % 1_000 / 100)
}

/// A key or value as a text: what is not printable shows as escapes of its bytes, so that no two
/// values look the same.
#[must_use]
pub fn bytes(value: &[u8]) -> String {
    let mut out = String::with_capacity(value.len());
    for chunk in value.utf8_chunks() {
        for it in chunk.valid().chars() {
            match it {
                '\\' => out.push_str("\\\\"),
                '\n' => out.push_str("\\n"),
                '\t' => out.push_str("\\t"),
                '\r' => out.push_str("\\r"),
                it if it.is_control() || unseen(it) => {
                    for byte in it.encode_utf8(&mut [0; 4]).bytes() {
                        out.push_str(&format!("\\x{byte:02x}"));
                    }
                }
                it => out.push(it),
            }
        }
        for byte in chunk.invalid() {
            out.push_str(&format!("\\x{byte:02x}"));
        }
    }
    out
}

/// Whether nobody would see a character: without width, or turning the order of others around.
fn unseen(it: char) -> bool {
    matches!(it, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// A key as a text: spaces at its ends show as well.
#[must_use]
pub fn key(key: &[u8]) -> String {
    let text = bytes(key);
    let inner = text.trim_matches(' ');
    let head = text.len() - text.trim_start_matches(' ').len();
    let tail = text.len() - head - inner.len();
    format!("{}{inner}{}", "␣".repeat(head), "␣".repeat(tail))
}

/// The start of a value that may be long: its text and how many bytes are left out.
#[must_use]
pub fn excerpt(value: &[u8], most: usize) -> (String, usize) {
    if value.len() <= most {
        return (bytes(value), 0);
    }
    // Never in the middle of a character.
    let cut = (most.saturating_sub(3)..=most)
        .rev()
        .find(|it| value[*it] & 0xc0 != 0x80)
        .unwrap_or(most);
    (bytes(&value[..cut]), value.len() - cut)
}
