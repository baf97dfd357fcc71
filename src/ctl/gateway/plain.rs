//! What stands on a member's port beside the gateway, and how Go's server reads a path. It must
//! not know JSON.

use super::{Ask, reply::Reply};

/// What a path outside of `/v3/` leads to.
pub(super) fn ask(method: &str, path: &str, query: &str) -> Ask {
    let found = match path {
        "/version" => Ask::Version,
        "/health" => Ask::Health(excluded(query)),
        "/metrics" => return Ask::Metrics,
        _ => return Ask::Answer(Reply::text(404, "404 page not found")),
    };
    if method == "GET" {
        found
    } else {
        Ask::Answer(Reply::not_allowed(
            if path == "/version" || path == "/health" {
                "GET"
            } else {
                ""
            },
        ))
    }
}

/// The alarms that `exclude` names.
fn excluded(query: &str) -> Vec<String> {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let named = pairs.filter(|(name, value)| *name == "exclude" && !value.is_empty());
    named.filter_map(|(_, value)| unescape(value)).collect()
}

/// A path without `%`; `None` where one is not followed by two digits.
pub(super) fn unescape(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte == b'%' {
            let digits = std::str::from_utf8(after.get(..2)?).ok()?;
            let digits = Some(digits).filter(|it| it.bytes().all(|it| it.is_ascii_hexdigit()))?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = &after[2..];
        } else {
            bytes.push(byte);
        }
    }
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// A path as Go writes it into an address.
pub(super) fn escape(path: &str) -> String {
    let mut out = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~$&+,/:;=@".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// A path without empty parts, `.` and `..`; a slash at its end stays.
pub(super) fn clean(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    let slash = if path.ends_with('/') && !parts.is_empty() {
        "/"
    } else {
        ""
    };
    format!("/{}{slash}", parts.join("/"))
}
