//! Addresses as curl reads them. It must not know who listens there.

/// An address taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Url {
    pub(super) host: String,
    pub(super) port: u16,
    /// Path with what may follow `?`.
    pub(super) target: String,
}

/// Why there is no address: curl's exit code and words.
pub(super) type Fault = (i32, String);

impl Url {
    /// Reads an address; `as_is` leaves `.` and `..` in its path.
    pub(super) fn parse(text: &str, as_is: bool) -> Result<Self, Fault> {
        let bad = || (3, "URL using bad/illegal format or missing URL".to_owned());
        let (scheme, rest) = text.split_once("://").unwrap_or(("http", text));
        match scheme.to_ascii_lowercase().as_str() {
            "http" => {}
            "https" => {
                let text = "error:0A00010B:SSL routines::wrong version number";
                return Err((35, text.to_owned()));
            }
            other => {
                let text = format!("Protocol \"{other}\" not supported or disabled in libcurl");
                return Err((1, text));
            }
        }
        let rest = rest.split('#').next().unwrap_or_default();
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, target) = rest.split_at(end);
        let authority = authority.rsplit('@').next().unwrap_or_default();
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, "")) => (host, Ok(80)),
            Some((host, port)) => (host, port.parse()),
            None => (authority, Ok(80)),
        };
        let port = port.map_err(|_| bad())?;
        if host.is_empty() || text.chars().any(|it| it <= ' ' || it == '\u{7f}') {
            return Err(bad());
        }
        let (path, query) = match target.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (target, None),
        };
        let path = if as_is { path.to_owned() } else { squash(path) };
        let slash = if path.starts_with('/') { "" } else { "/" };
        let query = query.map_or_else(String::new, |query| format!("?{query}"));
        Ok(Self {
            host: host.to_owned(),
            port,
            target: format!("{slash}{path}{query}"),
        })
    }

    /// Where this leads, seen from here: a path at the same place, or another address.
    pub(super) fn follow(&self, to: &str) -> Result<Self, Fault> {
        if to.starts_with('/') {
            return Ok(Self {
                target: to.to_owned(),
                ..self.clone()
            });
        }
        Self::parse(to, false)
    }

    /// Whether the name of the host means something: this machine, or a number.
    pub(super) fn resolves(&self) -> bool {
        let number = |part: &str| part.parse::<u8>().is_ok();
        self.host == "localhost" || self.host.split('.').filter(|it| number(it)).count() == 4
    }

    /// The address to call.
    pub(super) fn endpoint(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }
}

/// A path without its `.` and `..`; empty parts stay.
fn squash(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    let all: Vec<&str> = path.split('/').collect();
    for (place, part) in all.iter().enumerate() {
        let last = place + 1 == all.len();
        match *part {
            "." if last => parts.push(""),
            "." => {}
            ".." => {
                if parts.len() > 1 {
                    parts.pop();
                }
                if last {
                    parts.push("");
                }
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_addresses() {
        let table = [
            (
                "http://127.0.0.1:2379/v3/kv/put",
                "127.0.0.1",
                2379,
                "/v3/kv/put",
            ),
            ("localhost:2379", "localhost", 2379, "/"),
            ("HTTP://localhost/a#b", "localhost", 80, "/a"),
            ("localhost:2379?x=/y", "localhost", 2379, "/?x=/y"),
            ("u:p@localhost:1//a", "localhost", 1, "//a"),
            ("localhost:1/a/../b/./c/..", "localhost", 1, "/b/"),
            ("localhost:1/../..", "localhost", 1, "/"),
        ];
        for (text, host, port, target) in table {
            let (host, target) = (host.to_owned(), target.to_owned());
            let wanted = Url { host, port, target };
            assert_eq!(Url::parse(text, false), Ok(wanted), "{text}");
        }
        let code = |text| Url::parse(text, false).map_err(|(code, _)| code);
        assert_eq!(code(""), Err(3));
        assert_eq!(code("http://"), Err(3));
        assert_eq!(code("localhost:99999/"), Err(3));
        assert_eq!(code("localhost:1/a b"), Err(3));
        assert_eq!(code("gopher://x"), Err(1));
    }

    #[test]
    fn knows_which_names_mean_something() {
        let resolves = |text| Url::parse(text, false).is_ok_and(|url| url.resolves());
        assert!(resolves("localhost:1") && resolves("10.0.0.7:1"));
        assert!(!resolves("infra1:2379") && !resolves("1.2.3:4"));
    }
}
