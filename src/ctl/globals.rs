//! The global flags, the `ETCDCTL_` variables that stand in for them, and what both come to. It
//! must not know any one command.

use crate::units::Micros;

use super::desk::{Desk, Failure};
use super::flags::{Flag, Flags, Value};
use super::golang::Nanos;
use super::login::Credentials;
use super::note::Note;
use super::print::{Format, Printer};

/// A command line read to its end, before anything is done.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Invocation {
    pub(super) flags: Flags,
    /// The flags that come from the commands above, by name, the global ones included.
    pub(super) inherited: Vec<Flag>,
    /// All words of the line, for `watch`, which looks for `--` itself.
    pub(super) words: Vec<Vec<u8>>,
    /// The `ETCDCTL_` variables, without `ETCDCTL_API`.
    pub(super) environment: Vec<(String, String)>,
    /// Where to go if neither flag nor variable says.
    pub(super) default_endpoint: String,
}

/// A span of a flag as virtual time; what lies before now is now.
pub(super) fn micros(span: Nanos) -> Micros {
    Micros(u64::try_from(span.0 / 1_000).unwrap_or(0))
}

impl Invocation {
    /// `--command-timeout` as it stands: most commands read it before the variables are.
    pub(super) fn timeout(&self) -> Micros {
        micros(self.flags.span("command-timeout"))
    }

    /// The words that are no flags.
    pub(super) fn args(&self) -> &[Vec<u8>] {
        &self.flags.args
    }

    /// The value of an `ETCDCTL_` variable; empty if it is not set.
    pub(super) fn variable(&self, name: &str) -> &str {
        let found = self
            .environment
            .iter()
            .find(|(variable, _)| variable == name);
        found.map_or("", |(_, value)| value)
    }

    /// Takes over the variables that stand in for inherited flags.
    fn read_environment(&mut self, desk: &mut Desk) -> Result<(), Failure> {
        for flag in &self.inherited {
            let name = variable_of(flag.long);
            let Some((_, value)) = self
                .environment
                .iter()
                .find(|(variable, _)| *variable == name)
            else {
                continue;
            };
            if self.flags.changed(flag.long) {
                desk.remark(Note::FatalLog);
                return Err(Failure::fatal(&name));
            }
            if !value.is_empty() {
                self.flags.set_or_zero(flag, value.as_bytes());
            }
        }
        Ok(())
    }

    /// Everything that building a client does before the first byte is sent, in etcdctl's order.
    pub(super) fn connect(&mut self, desk: &mut Desk) -> Result<(), Failure> {
        self.connect_as(desk, false)
    }

    /// The same, with a login for each call, which fails as the call does.
    pub(super) fn connect_as(&mut self, desk: &mut Desk, each: bool) -> Result<(), Failure> {
        self.read_environment(desk)?;
        if self.flags.bool("debug") {
            desk.err(self.debug_lines());
        }
        desk.endpoints = self.discover()?;
        self.check_certificates()?;
        let credentials = self.credentials(each);
        let asks = self.asks_password();
        if asks {
            desk.log_in(credentials.clone(), true);
        }
        desk.printer = self.printer()?;
        self.check_files("")?;
        desk.secure = !self.flags.bool("insecure-transport");
        if desk.endpoints.is_empty() {
            let text = "etcdclient: no available endpoints";
            return Err(Failure::new(Failure::BAD_CONNECTION, text));
        }
        if !asks {
            desk.log_in(credentials, false);
        }
        Ok(())
    }

    /// A user without a password, so that it is asked for.
    fn asks_password(&self) -> bool {
        let user = self.flags.text("user");
        let named = !user.is_empty() && self.flags.text("password").is_empty();
        named && !user.contains(&b':')
    }

    /// Who logs in (`authCfgFromCmd`).
    fn credentials(&self, each: bool) -> Credentials {
        let text = |name| String::from_utf8_lossy(self.flags.text(name)).into_owned();
        let (mut name, mut password) = (text("user"), text("password"));
        if password.is_empty()
            && let Some((user, secret)) = name.split_once(':')
        {
            (name, password) = (user.to_owned(), secret.to_owned());
        }
        Credentials {
            name,
            password,
            timeout: micros(self.flags.span("dial-timeout")),
            each,
        }
    }

    /// What `endpoint health` does instead: it builds one client for each endpoint, later.
    pub(super) fn connect_each(&mut self, desk: &mut Desk) -> Result<(), Failure> {
        self.read_environment(desk)?;
        desk.printer = self.printer()?;
        self.check_certificates()?;
        self.check_files("")?;
        desk.secure = !self.flags.bool("insecure-transport");
        desk.log_in(self.credentials(true), self.asks_password());
        Ok(())
    }

    /// Where the client goes: the addresses as given, without blanks around them. There is no
    /// name service here that could know others.
    pub(super) fn discover(&self) -> Result<Vec<String>, Failure> {
        let domain = String::from_utf8_lossy(self.flags.text("discovery-srv"));
        if domain.is_empty() {
            let endpoints = self.endpoints();
            return Ok(endpoints
                .iter()
                .map(|text| text.trim().to_owned())
                .collect());
        }
        let name = String::from_utf8_lossy(self.flags.text("discovery-srv-name"));
        let dash = if name.is_empty() { "" } else { "-" };
        let lookup = |service| format!("lookup _{service}{dash}{name}._tcp.{domain}: no such host");
        let (secure, plain) = (lookup("etcd-client-ssl"), lookup("etcd-client"));
        let text = format!("dns lookup errors: {secure} and {plain}");
        Err(Failure::new(Failure::ERROR, text))
    }

    fn check_certificates(&self) -> Result<(), Failure> {
        for name in ["cert", "key", "cacert"] {
            if self.flags.changed(name) && self.flags.text(name).is_empty() {
                let text = format!("empty string is passed to --{name} option");
                return Err(Failure::new(Failure::BAD_ARGS, text));
            }
        }
        Ok(())
    }

    /// The files for TLS that the flags name, with `dest-` before their names or nothing: there is
    /// none here that could be opened.
    pub(super) fn check_files(&self, before: &str) -> Result<(), Failure> {
        let named = |name| self.flags.text(&format!("{before}{name}"));
        let [cert, key, cacert] = ["cert", "key", "cacert"].map(named);
        let missing = match (cert, key) {
            (b"", b"") => cacert,
            (b"", _) | (_, b"") => {
                let [cert, key] = [cert, key].map(String::from_utf8_lossy);
                let text = format!("[key: {key}, cert: {cert}]");
                let text = format!("KeyFile and CertFile must both be present{text}");
                return Err(Failure::new(Failure::BAD_ARGS, text));
            }
            (cert, _) => cert,
        };
        if missing.is_empty() {
            return Ok(());
        }
        let missing = String::from_utf8_lossy(missing);
        let text = format!("open {missing}: no such file or directory");
        Err(Failure::new(Failure::BAD_ARGS, text))
    }

    /// How answers are printed.
    pub(super) fn printer(&self) -> Result<Printer, Failure> {
        let format = Format::named(self.flags.text("write-out"));
        let unknown = || Failure::new(Failure::BAD_FEATURE, "unsupported output format");
        Ok(Printer {
            format: format.ok_or_else(unknown)?,
            hex: self.flags.bool("hex"),
        })
    }

    /// The lines that `--debug` prints: each global flag as a variable.
    fn debug_lines(&self) -> String {
        let value = |name| {
            self.flags
                .value(name)
                .map_or_else(String::new, Value::to_string)
        };
        let names = self.inherited.iter().map(|flag| flag.long);
        names
            .map(|name| format!("{}={}\n", variable_of(name), value(name)))
            .collect()
    }

    /// The addresses as given, blanks included.
    pub(super) fn endpoints(&self) -> Vec<String> {
        if !self.flags.changed("endpoints") && !self.default_endpoint.is_empty() {
            return self
                .default_endpoint
                .split(',')
                .map(str::to_owned)
                .collect();
        }
        let text = |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).into_owned();
        self.flags.list("endpoints").iter().map(text).collect()
    }
}

/// The variable that stands in for a flag.
fn variable_of(flag: &str) -> String {
    format!("ETCDCTL_{}", flag.to_ascii_uppercase().replace('-', "_"))
}
