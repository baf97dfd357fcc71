//! Standard base64 as Go's `encoding/base64` reads it: line breaks within are skipped, and a fault
//! is named by its place. It must not know JSON.

/// The bytes, or the place of the first fault.
pub(super) fn decode(text: &[u8]) -> Result<Vec<u8>, usize> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let mut at = 0;
    loop {
        let (group, digits) = quantum(text, &mut at)?;
        if digits > 1 {
            let all = group.to_be_bytes();
            out.extend_from_slice(&all[1..digits]);
        }
        if digits < 4 {
            return Ok(out);
        }
    }
}

/// Four digits, or fewer at the end: their bits in the lower three bytes, and their number.
fn quantum(text: &[u8], at: &mut usize) -> Result<(u32, usize), usize> {
    let mut group = 0;
    for digits in 0..4 {
        skip_breaks(text, at);
        let Some(&byte) = text.get(*at) else {
            return if digits == 0 {
                Ok((0, 0))
            } else {
                Err(*at - digits)
            };
        };
        if byte == b'=' {
            padding(text, at, digits)?;
            return Ok((group, digits));
        }
        let value = digit(byte).ok_or(*at)?;
        group |= u32::from(value) << (18 - 6 * digits);
        *at += 1;
    }
    Ok((group, 4))
}

/// What follows the first `=`, which came after so many digits.
fn padding(text: &[u8], at: &mut usize, digits: usize) -> Result<(), usize> {
    if digits < 2 {
        return Err(*at);
    }
    *at += 1;
    if digits == 2 {
        skip_breaks(text, at);
        match text.get(*at) {
            None => return Err(text.len()),
            Some(b'=') => *at += 1,
            Some(_) => return Err(*at - 1),
        }
    }
    skip_breaks(text, at);
    if *at < text.len() {
        return Err(*at);
    }
    Ok(())
}

fn skip_breaks(text: &[u8], at: &mut usize) {
    while let Some(b'\r' | b'\n') = text.get(*at) {
        *at += 1;
    }
}

const fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_as_go_does() {
        let table: [(&str, Result<&[u8], usize>); 18] = [
            ("", Ok(b"")),
            ("Zm9v", Ok(b"foo")),
            ("YQ==", Ok(b"a")),
            ("YWI=", Ok(b"ab")),
            ("YR==", Ok(b"a")),
            ("Zm\n9v\r\n", Ok(b"foo")),
            ("YQ=\n=\n", Ok(b"a")),
            ("not base64!", Err(3)),
            ("a2w", Err(0)),
            ("Zm9vYQ", Err(4)),
            ("Y", Err(0)),
            ("YQ=", Err(3)),
            ("YQ=x", Err(2)),
            ("=", Err(0)),
            ("Y===", Err(1)),
            ("YQ==YQ==", Err(4)),
            ("YWI=x", Err(4)),
            ("a_-b", Err(1)),
        ];
        for (text, wanted) in table {
            assert_eq!(
                decode(text.as_bytes()),
                wanted.map(<[u8]>::to_vec),
                "{text}"
            );
        }
    }
}
