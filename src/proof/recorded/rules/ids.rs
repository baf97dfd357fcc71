//! Rule N2: ids become names in the order in which they appear. It must not know what else a line
//! says.

use std::collections::BTreeMap;

use base64::{Engine, engine::general_purpose::STANDARD};

/// The ids known so far.
#[derive(Clone, Debug)]
pub(super) struct Ids {
    names: BTreeMap<u64, String>,
    members: usize,
    leases: usize,
}

impl Ids {
    pub(super) fn new(cluster: u64, members: &[u64]) -> Self {
        let names = BTreeMap::from([(cluster, "<CLUSTER>".to_owned())]);
        let mut ids = Self {
            names,
            members: 0,
            leases: 0,
        };
        members.iter().for_each(|id| ids.member(*id));
        ids
    }

    fn member(&mut self, id: u64) {
        if !self.names.contains_key(&id) {
            self.members += 1;
            self.names.insert(id, format!("<MEMBER{}>", self.members));
        }
    }

    pub(super) fn apply(&mut self, line: &str) -> String {
        self.learn_members(line);
        let line = self.in_base64(line);
        let line = self.tokens(&line);
        let line = collapse(&line, "Member");
        let line = collapse(&line, "cluster");
        sorted_lists(line)
    }

    /// A member just added is recognised by what is said about it.
    fn learn_members(&mut self, line: &str) {
        if let Some(rest) = line.strip_prefix("Member ") {
            let rest = rest.trim_start();
            let digits = rest.bytes().take_while(u8::is_ascii_hexdigit).count();
            if rest[digits..].starts_with(" added to cluster")
                && let Ok(id) = u64::from_str_radix(&rest[..digits], 16)
            {
                self.member(id);
            }
        }
        for after in line.split(r#""member":{"ID":"#).skip(1) {
            let digits = after.strip_prefix('"').unwrap_or(after);
            let count = digits.bytes().take_while(u8::is_ascii_digit).count();
            if let Ok(id) = digits[..count].parse() {
                self.member(id);
            }
        }
    }

    /// Replaces every token that is an id.
    fn tokens(&mut self, line: &str) -> String {
        let mut out = String::new();
        let mut rest = line;
        while !rest.is_empty() {
            let plain = rest
                .find(|c: char| c.is_ascii_alphanumeric())
                .unwrap_or(rest.len());
            out.push_str(&rest[..plain]);
            rest = &rest[plain..];
            let end = rest
                .find(|c: char| !c.is_ascii_alphanumeric())
                .unwrap_or(rest.len());
            match self.name_of(&rest[..end]) {
                Some(name) => out.push_str(&name),
                None => out.push_str(&rest[..end]),
            }
            rest = &rest[end..];
        }
        out
    }

    /// The name of a token, if it is an id; new ids that can only be leases get one.
    fn name_of(&mut self, token: &str) -> Option<String> {
        let decimal = token.bytes().all(|b| b.is_ascii_digit());
        let hex = token
            .bytes()
            .all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        let value = match token.len() {
            9..=16 if hex => u64::from_str_radix(token, 16).ok()?,
            17..=20 if decimal => token.parse().ok()?,
            _ => return None,
        };
        // A decimal id may be short enough to look like hex.
        if decimal && let Some(name) = token.parse().ok().and_then(|id: u64| self.names.get(&id)) {
            return Some(name.clone());
        }
        if let Some(name) = self.names.get(&value) {
            return Some(name.clone());
        }
        if token.len() < 15 || !(1 << 32..1 << 63).contains(&value) {
            return None;
        }
        self.leases += 1;
        let name = format!("<LEASE{}>", self.leases);
        self.names.insert(value, name.clone());
        Some(name)
    }

    /// Lock and election keys carry an id inside base64: such a text is shown as text.
    fn in_base64(&mut self, line: &str) -> String {
        let pieces: Vec<&str> = line.split('"').collect();
        let inner = |place| place > 0 && place + 1 < pieces.len();
        let pieces = pieces.iter().enumerate().map(|(place, piece)| {
            let decoded = if inner(place) {
                self.decoded(piece)
            } else {
                None
            };
            decoded.unwrap_or_else(|| (*piece).to_owned())
        });
        pieces.collect::<Vec<_>>().join("\"")
    }

    fn decoded(&mut self, piece: &str) -> Option<String> {
        if piece.trim_end_matches('=').len() < 16 {
            return None;
        }
        let text = String::from_utf8(STANDARD.decode(piece).ok()?).ok()?;
        if text.contains(char::is_control) {
            return None;
        }
        let named = self.tokens(&text);
        (named != text).then(|| format!("<B64:{named}>"))
    }
}

/// Ids are padded to 16 places with blanks: `WORD   <` becomes `WORD <`.
fn collapse(line: &str, word: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find(word) {
        let after = at + word.len();
        out.push_str(&rest[..after]);
        rest = &rest[after..];
        let blanks = rest.bytes().take_while(|b| *b == b' ').count();
        if blanks > 0 && rest[blanks..].starts_with('<') {
            out.push(' ');
            rest = &rest[blanks..];
        }
    }
    out + rest
}

/// Lists whose order depends on ids or on Go's map iteration.
fn sorted_lists(line: String) -> String {
    let line = sort_between(line, "ETCD_INITIAL_CLUSTER=\"", "\"", ",");
    let line = sort_between(line, "attached keys([", "])", " ");
    let Some(at) = ["granted-ttl\":", "grantedTTL\":"]
        .iter()
        .find_map(|name| line.find(name))
    else {
        return line;
    };
    let (before, after) = line.split_at(at);
    before.to_owned() + &sort_between(after.to_owned(), "\"keys\":[", "]", ",")
}

fn sort_between(line: String, open: &str, close: &str, separator: &str) -> String {
    let Some(at) = line.find(open) else {
        return line;
    };
    let start = at + open.len();
    let Some(length) = line[start..].find(close) else {
        return line;
    };
    let mut items: Vec<&str> = line[start..start + length].split(separator).collect();
    items.sort_unstable();
    format!(
        "{}{}{}",
        &line[..start],
        items.join(separator),
        &line[start + length..]
    )
}
