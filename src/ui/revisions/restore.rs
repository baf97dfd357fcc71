//! Lines to be prepared at the prompt: any bytes, written as a shell takes them. Pure.

use crate::ui::figures::bytes;

/// Characters of a line that can still be read before it is run.
const LINE_MAX: usize = 8_000;

/// A word as a shell takes it: bare, in plain quotes, or with escapes for what can't be typed.
#[must_use]
pub fn word(value: &[u8]) -> String {
    let bare = |byte: &u8| byte.is_ascii_alphanumeric() || b"/._-:=,@%+".contains(byte);
    match str::from_utf8(value) {
        Ok(text) if !text.is_empty() && value.iter().all(bare) => text.to_owned(),
        Ok(text) if !text.contains('\'') && bytes(value).replace("\\\\", "\\") == text => {
            format!("'{text}'")
        }
        Ok(_) | Err(_) => escaped(value),
    }
}

/// Between `$'` and `'`: what is text stands as it is.
fn escaped(value: &[u8]) -> String {
    let mut out = String::from("$'");
    for chunk in value.utf8_chunks() {
        for it in chunk.valid().chars() {
            match it {
                '\'' => out.push_str("\\'"),
                it => out.push_str(&bytes(it.encode_utf8(&mut [0; 4]).as_bytes())),
            }
        }
        out.push_str(&bytes(chunk.invalid()));
    }
    out.push('\'');
    out
}

/// The line that puts a value back; none if nobody could read it through.
#[must_use]
pub fn put(key: &[u8], value: &[u8]) -> Option<String> {
    // What begins with a dash would be taken for a flag.
    let dash = [key, value].iter().any(|it| it.starts_with(b"-"));
    let dash = if dash { "-- " } else { "" };
    let line = format!("etcdctl put {dash}{} {}", word(key), word(value));
    (line.len() <= LINE_MAX).then_some(line)
}

/// The line that reads a key at a revision.
#[must_use]
pub fn get(key: &[u8], main: u64) -> String {
    if key.starts_with(b"-") {
        return format!("etcdctl get --rev={main} -w json -- {}", word(key));
    }
    format!("etcdctl get {} --rev={main} -w json", word(key))
}
