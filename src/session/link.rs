//! A visit inside an address: what stands behind the `#`.
//!
//! A link is `#v1,` and then, in base64url without padding, the raw deflate of the visit's script
//! in its short style ([`Style::Short`]). The version is the outer one: it changes when the packing
//! does or when the script does, and old versions stay readable. Packing itself belongs to whoever
//! has a deflate; this room knows text and bytes.

use std::fmt;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use super::{
    Session,
    script::{BYTES_MAX, ScriptError, Style},
};

/// What a link's fragment begins with.
const PREFIX: &str = "v1,";

/// Characters of a fragment that is read at all: even packed to the utmost it unpacks to some
/// hundred megabytes at most.
const CHARS_MAX: usize = 100_000;

/// Why a link opens no visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkError {
    /// It is of a version that is not known here.
    Version(String),
    /// It holds a character that no link holds, or ends within a byte.
    Letters,
    /// It does not unpack: it was cut short or changed.
    Packing,
    /// It unpacks to more than anyone types.
    TooLong,
    /// A line of its script cannot be read or done.
    Script(ScriptError),
}

impl fmt::Display for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Version(version) => write!(f, "this link is of version {version}, unknown here"),
            Self::Letters => write!(f, "this link was cut or changed: no link reads like that"),
            Self::Packing => write!(f, "this link was cut short or changed: it does not unpack"),
            Self::TooLong => write!(f, "this link holds more than a visit can"),
            Self::Script(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for LinkError {}

impl Session {
    /// What a link packs; none if the visit's beginning is forgotten. The selection is the page's.
    #[must_use]
    pub fn payload(&self, selection: &str) -> Option<Vec<u8>> {
        let mut visit = self.visit()?;
        selection.clone_into(&mut visit.selection);
        Some(visit.write(Style::Short).into_bytes())
    }
}

/// The fragment that carries these packed bytes, without its `#`.
#[must_use]
pub fn fragment(packed: &[u8]) -> String {
    format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(packed))
}

/// The packed bytes of an address or a fragment; none if it carries no visit.
///
/// # Errors
/// What is wrong with the link.
pub fn packed(address: &str) -> Result<Option<Vec<u8>>, LinkError> {
    let fragment = address
        .rsplit_once('#')
        .map_or(address, |(_, it)| it)
        .trim();
    let Some((version, text)) = fragment.split_once(',') else {
        return Ok(None);
    };
    let number = version.strip_prefix('v');
    let Some(number) = number.filter(|it| it.bytes().all(|it| it.is_ascii_digit())) else {
        return Ok(None);
    };
    if !fragment.starts_with(PREFIX) {
        return Err(LinkError::Version(number.to_owned()));
    }
    if text.len() > CHARS_MAX {
        return Err(LinkError::TooLong);
    }
    let bytes = URL_SAFE_NO_PAD.decode(text);
    bytes.map(Some).map_err(|_| LinkError::Letters)
}

/// The script that was unpacked. It ends with its hash, so what was cut off is missed.
///
/// # Errors
/// It is no text, or not whole.
pub fn script(unpacked: Vec<u8>) -> Result<String, LinkError> {
    if unpacked.len() > BYTES_MAX {
        return Err(LinkError::TooLong);
    }
    let text = String::from_utf8(unpacked).map_err(|_| LinkError::Packing)?;
    let last = text.lines().last().unwrap_or_default();
    match last.strip_prefix("hash ") {
        Some(_) if text.ends_with('\n') => Ok(text),
        Some(_) | None => Err(LinkError::Packing),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fragments_give_their_bytes_again() {
        for bytes in [&b""[..], b"\0\xff\xfe", b"some bytes"] {
            let link = format!("https://example.org/a/?lang=zh#{}", fragment(bytes));
            assert_eq!(packed(&link), Ok(Some(bytes.to_vec())));
        }
    }

    #[test]
    fn what_is_no_link_is_told_apart_from_what_is_a_broken_one() {
        for (address, wanted) in [
            ("", Ok(None)),
            ("#", Ok(None)),
            ("#main", Ok(None)),
            ("#very,nice", Ok(None)),
            ("https://example.org/?a=v1,x", Ok(None)),
            ("#v2,AAAA", Err(LinkError::Version("2".to_owned()))),
            ("#v1,AAAA=", Err(LinkError::Letters)),
            ("#v1,A", Err(LinkError::Letters)),
            ("#v1,A+/A", Err(LinkError::Letters)),
            ("#v1,", Ok(Some(Vec::new()))),
        ] {
            assert_eq!(packed(address), wanted, "{address}");
        }
        for text in [
            &b"\xff"[..],
            b"",
            b"+1 ^C\n",
            b"hash 0123",
            b"hash 0\n+1 ^C\n",
        ] {
            assert_eq!(script(text.to_vec()), Err(LinkError::Packing));
        }
    }
}
