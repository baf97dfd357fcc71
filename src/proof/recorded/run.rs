//! Runs the steps of a case on a player and keeps what they print. It must not know which cluster
//! the player holds.

use std::collections::BTreeMap;

use base64::{Engine, engine::general_purpose::STANDARD};
use regex_lite::Regex;

use super::{
    case::{Action, Problem, Shape, Stdin, Step},
    directive::{Directive, NodeAction},
    http,
    player::{Line, Outcome, Player},
    rules::Rules,
    transcript::{Block, Finished, Printed},
    words::{self, Variables},
};
use crate::{
    ctl::job::{Output, Signal},
    units::Micros,
};

/// How often a waiting directive looks.
const LOOK_EVERY: Micros = Micros::from_ms(10);

/// How long `@lines` waits.
const LINES_PATIENCE: Micros = Micros::from_secs(20);

/// How long `@int` and its like wait for the end.
const END_PATIENCE: Micros = Micros::from_secs(40);

/// A case under way.
pub struct Runner<P> {
    player: P,
    rules: Rules,
    variables: Variables,
    environment: BTreeMap<String, String>,
    /// What runs in the background, by name.
    background: BTreeMap<String, String>,
    /// Steps so far that the transcript counts.
    count: usize,
    /// Raw standard output of the last step.
    last: Vec<u8>,
    sort_next: bool,
}

/// What a step left behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// Its block before the comparison rules.
    pub raw: Block,
    /// Its block after them.
    pub block: Block,
    /// What it printed and how it ended, if it ended.
    pub outcome: Option<Outcome>,
}

impl<P: Player> Runner<P> {
    /// A runner at the first step of a case of this shape.
    pub fn new(player: P, shape: &Shape) -> Self {
        let members = player.member_ids();
        let rules = Rules::new(player.cluster_id(), &members);
        let mut variables = Variables::from([("HOST".to_owned(), "127.0.0.1".to_owned())]);
        let endpoints: Vec<String> = ["2379", "22379", "32379"]
            .map(|port| format!("127.0.0.1:{port}"))
            .into();
        for (place, endpoint) in endpoints.iter().enumerate() {
            variables.insert(format!("EP{}", place + 1), endpoint.clone());
        }
        variables.insert(
            "EPS".to_owned(),
            endpoints[..shape.members.min(3)].join(","),
        );
        for (place, id) in members.iter().enumerate() {
            variables.insert(format!("M{}", place + 1), format!("{id:x}"));
            variables.insert(format!("M{}DEC", place + 1), id.to_string());
        }
        Self {
            player,
            rules,
            variables,
            environment: BTreeMap::from([("ETCDCTL_API".to_owned(), "3".to_owned())]),
            background: BTreeMap::new(),
            count: 0,
            last: Vec::new(),
            sort_next: false,
        }
    }

    /// The cluster, for whoever wants to look.
    pub const fn player(&self) -> &P {
        &self.player
    }

    /// Runs one step; gives its block unless it is a directive that records nothing.
    ///
    /// # Errors
    /// The case asks for something impossible.
    pub fn step(&mut self, step: &Step) -> Result<Option<Done>, Problem> {
        let done = match &step.action {
            Action::Run { text, stdin } => self.run(text, stdin).map(Some),
            Action::Start { name, text, stdin } => self.start(name, text, stdin).map(Some),
            Action::Direct(directive) => self.direct(directive),
        };
        done.map_err(|text| Problem {
            line: step.line,
            text,
        })
    }

    /// Ends the case.
    ///
    /// # Errors
    /// A background command is still running.
    pub fn finish(&self) -> Result<(), String> {
        match self.background.keys().next() {
            Some(name) => Err(format!("the background command {name} was not ended")),
            None => Ok(()),
        }
    }

    fn line(&self, text: &str, stdin: &Stdin) -> Result<Line, String> {
        let mut line = self.line_as_it_is(text, stdin)?;
        if http::is_curl(text) {
            if let Some(file) = http::file(&mut line.words, |name| self.player.read_file(name)) {
                line.stdin = file;
            }
            line.words = http::words(&line.words);
        }
        Ok(line)
    }

    fn line_as_it_is(&self, text: &str, stdin: &Stdin) -> Result<Line, String> {
        // The world's own words know no quotes.
        let words = if text.starts_with("sim ") || text.starts_with("goreman ") {
            text.split_whitespace()
                .map(|word| word.as_bytes().to_vec())
                .collect()
        } else {
            words::split(text, &self.variables)?
        };
        let stdin = match stdin {
            Stdin::Empty => Vec::new(),
            Stdin::Text { text, expand: true } => words::expand(text, &self.variables).into_bytes(),
            Stdin::Text {
                text,
                expand: false,
            } => text.clone().into_bytes(),
            Stdin::File(name) => self
                .player
                .read_file(name)
                .ok_or_else(|| format!("there is no file {name}"))?,
        };
        let environment = self
            .environment
            .iter()
            .map(|(n, v)| (n.clone(), v.clone()))
            .collect();
        Ok(Line {
            text: text.to_owned(),
            words,
            stdin,
            environment,
        })
    }

    fn run(&mut self, text: &str, stdin: &Stdin) -> Result<Done, String> {
        let line = self.line(text, stdin)?;
        let outcome = self.player.run(&line);
        self.count += 1;
        let head = format!("{} $ {text}", self.count);
        Ok(self.done(head, text, written_stdin(stdin), outcome))
    }

    fn start(&mut self, name: &str, text: &str, stdin: &Stdin) -> Result<Done, String> {
        if self.background.contains_key(name) {
            return Err(format!("a background command {name} is already running"));
        }
        let line = self.line(text, stdin)?;
        self.player.start(name, &line);
        self.background.insert(name.to_owned(), text.to_owned());
        self.count += 1;
        let head = format!("{} & {name} {text}", self.count);
        let block = Block {
            head,
            result: None,
            sorted: false,
        };
        Ok(Done {
            raw: block.clone(),
            block,
            outcome: None,
        })
    }

    fn done(&mut self, head: String, text: &str, stdin: Vec<String>, mut outcome: Outcome) -> Done {
        let curl = http::is_curl(text);
        let http = curl.then(|| http::status(text, &mut outcome.output.stdout));
        let result = Finished {
            stdin,
            exit: outcome.exit,
            http,
            stdout: Printed::of(&outcome.output.stdout),
            stderr: Printed::of(&outcome.output.stderr),
        };
        let sorted = std::mem::take(&mut self.sort_next);
        let raw = Block {
            head,
            result: Some(result),
            sorted,
        };
        let block = self.rules.apply(&raw);
        outcome.output.stdout.clone_into(&mut self.last);
        Done {
            raw,
            block,
            outcome: Some(outcome),
        }
    }

    fn direct(&mut self, directive: &Directive) -> Result<Option<Done>, String> {
        match directive {
            // The player was made in this shape.
            Directive::Cluster(_) | Directive::Server(_) | Directive::World(_) => {}
            Directive::Environment(name, value) if value.is_empty() => {
                self.environment.remove(name);
            }
            Directive::Environment(name, value) => {
                let value = words::expand(value, &self.variables);
                self.environment.insert(name.clone(), value);
            }
            Directive::Set(name, value) => {
                let value = words::expand(value, &self.variables);
                self.variables.insert(name.clone(), value);
            }
            Directive::Capture { name, pattern, hex } => self.capture(name, pattern, *hex)?,
            Directive::Advance(span) => self.player.advance(*span),
            Directive::Lines {
                name,
                count,
                stream,
            } => self.await_lines(name, *count, *stream)?,
            Directive::Send(name, text) => {
                self.known(name)?;
                self.player
                    .send_line(name, &words::expand(text, &self.variables));
            }
            Directive::EndInput(name) => {
                self.known(name)?;
                self.player.end_input(name);
            }
            Directive::End { name, signal, verb } => {
                return self.end(name, *signal, verb).map(Some);
            }
            Directive::Node(member, action) => self.node(*member, *action)?,
            Directive::Leader(member) => {
                self.member(*member)?;
                self.player.move_leader(*member)?;
            }
            Directive::AwaitLeader => self.player.await_leader()?,
            Directive::Sort => self.sort_next = true,
            Directive::Keep(what) => self.rules.keep(what),
            Directive::Mask(pattern) => self.rules.mask(compile(pattern)?),
            Directive::MakeFile(name, bytes) => {
                self.player.write_file(name, vec![b'x'; *bytes]);
            }
            Directive::MakeOperations(name, count) => {
                self.player.write_file(name, puts_as_json(*count));
            }
        }
        Ok(None)
    }

    fn known(&self, name: &str) -> Result<(), String> {
        let known = self.background.contains_key(name);
        known
            .then_some(())
            .ok_or_else(|| format!("no background command is named {name}"))
    }

    fn member(&self, member: usize) -> Result<(), String> {
        let known = (1..=self.player.member_ids().len()).contains(&member);
        known
            .then_some(())
            .ok_or_else(|| format!("there is no member {member}"))
    }

    fn node(&mut self, member: usize, action: NodeAction) -> Result<(), String> {
        self.member(member)?;
        self.player.node(member, action);
        Ok(())
    }

    fn capture(&mut self, name: &str, pattern: &str, hex: bool) -> Result<(), String> {
        let pattern = compile(pattern)?;
        let text = String::from_utf8_lossy(&self.last);
        let found = pattern.captures(&text).and_then(|groups| groups.get(1));
        let found = found
            .ok_or_else(|| format!("{pattern} is not in {text:?}"))?
            .as_str();
        let value = if hex {
            let number: u64 = found.parse().map_err(|_| format!("{found} is no number"))?;
            format!("{number:016x}")
        } else {
            found.to_owned()
        };
        self.variables.insert(name.to_owned(), value);
        Ok(())
    }

    fn await_lines(&mut self, name: &str, count: usize, stream: Output) -> Result<(), String> {
        self.known(name)?;
        let mut waited = Micros::ZERO;
        loop {
            let mut output = self.player.output(name);
            if let Some(text) = self.background.get(name).filter(|it| http::is_curl(it)) {
                http::status(text, &mut output.stdout);
            }
            let text = match stream {
                Output::Out => output.stdout,
                Output::Err => output.stderr,
            };
            let lines = text.iter().filter(|byte| **byte == b'\n').count();
            if lines >= count {
                return Ok(());
            }
            if waited >= LINES_PATIENCE {
                let text = String::from_utf8_lossy(&text).into_owned();
                return Err(format!("{name} printed {lines} of {count} lines: {text:?}"));
            }
            self.player.advance(LOOK_EVERY);
            waited = waited.plus(LOOK_EVERY);
        }
    }

    fn end(&mut self, name: &str, signal: Option<Signal>, verb: &str) -> Result<Done, String> {
        self.known(name)?;
        if let (Some(signal), None) = (signal, self.player.finished(name)) {
            self.player.signal(name, signal);
        }
        let mut waited = Micros::ZERO;
        let exit = loop {
            if let Some(exit) = self.player.finished(name) {
                break exit;
            }
            if waited >= END_PATIENCE {
                return Err(format!("the background command {name} did not end"));
            }
            self.player.advance(LOOK_EVERY);
            waited = waited.plus(LOOK_EVERY);
        };
        let text = self.background.remove(name).unwrap_or_default();
        self.count += 1;
        let outcome = Outcome {
            output: self.player.output(name),
            exit,
        };
        let head = format!("{} {verb} {name}", self.count);
        Ok(self.done(head, &text, Vec::new(), outcome))
    }
}

/// Lines that `^` and `$` see one by one, as the case format wants.
fn compile(pattern: &str) -> Result<Regex, String> {
    Regex::new(&format!("(?m){pattern}")).map_err(|error| error.to_string())
}

/// The `stdin:` part of a block.
fn written_stdin(stdin: &Stdin) -> Vec<String> {
    match stdin {
        Stdin::Empty => Vec::new(),
        Stdin::File(name) => vec![format!("stdin: < {name}")],
        Stdin::Text { text, .. } => {
            let mut lines: Vec<&str> = text.split('\n').collect();
            let open = lines.pop().filter(|line| !line.is_empty());
            let mut written = vec!["stdin:".to_owned()];
            written.extend(lines.iter().map(|line| match *line {
                "" => "|".to_owned(),
                line => format!("| {line}"),
            }));
            written.extend(open.map(|line| format!(": {line}")));
            written
        }
    }
}

/// The body of `@mkops`: one transaction that puts `v` under `k0`, `k1` and so on.
fn puts_as_json(count: usize) -> Vec<u8> {
    let put = |place| {
        let key = STANDARD.encode(format!("k{place}"));
        serde_json::json!({"request_put": {"key": key, "value": STANDARD.encode("v")}})
    };
    let puts: Vec<_> = (0..count).map(put).collect();
    serde_json::json!({ "success": puts })
        .to_string()
        .into_bytes()
}
