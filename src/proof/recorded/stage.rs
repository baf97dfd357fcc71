//! The stage that cases are played on: a session, with one shell for what is waited for and one
//! for each background command. It must not know cases, nor what the commands mean.

use std::collections::BTreeMap;

use super::{
    case::Shape,
    directive::NodeAction,
    player::{Line, Outcome, Output, PATIENCE, Player},
};
use crate::{
    ctl::job::Signal,
    etcd::backend::LOG_NAME,
    proof::script::config,
    raft::Role,
    session::{Action, Command, Refusal, Report, Session, Ticket},
    sim::{Config, Fault, World},
    units::{Micros, NodeId},
};

/// The shell of the commands that are waited for.
const FRONT: &str = "case";

/// etcdctl's own default, which no server flag changes.
const ENDPOINT: Option<&str> = Some("127.0.0.1:2379");

/// How long a watch may take to be registered.
const REGISTRATION: Micros = Micros::from_secs(3);

/// How long members may take to become healthy or to agree on a leader.
const HEALING: Micros = Micros::from_secs(40);

/// A session and its background commands.
pub struct Stage {
    session: Session,
    background: BTreeMap<String, Background>,
    /// Whether a watch is waited for until it is registered. Not where every moment is prescribed.
    patient: bool,
}

/// A background command: the right to its report, and the report once it ended.
struct Background {
    ticket: Ticket,
    ended: Option<Report>,
}

impl Stage {
    /// A cluster of this shape, booted and led by its first member.
    ///
    /// # Errors
    /// A server flag that is not known here.
    pub fn new(shape: &Shape) -> Result<Self, String> {
        if let Some(words) = &shape.world {
            let session = Session::new(config(words)?);
            return Ok(Self {
                session,
                background: BTreeMap::new(),
                patient: false,
            });
        }
        let mut config = if shape.members == 1 {
            Config::default_node()
        } else {
            Config::three_nodes()
        };
        for flag in &shape.flags {
            set_flag(&mut config, flag)?;
        }
        let session = Session::ready(config);
        let mut stage = Self {
            session,
            background: BTreeMap::new(),
            patient: true,
        };
        stage.write_data(shape.members);
        stage.move_leader(1)?;
        Ok(stage)
    }

    /// What a case finds in its working folder: the members' data and their logs, of which here
    /// only the names are there.
    fn write_data(&mut self, members: usize) {
        for number in 1..=members {
            let name = match members {
                1 => "default".to_owned(),
                _ => format!("node{number}"),
            };
            for file in [
                format!("{name}.etcd/member/snap/db"),
                format!("{name}.etcd/member/wal/0.tmp"),
                format!("{name}.etcd/member/wal/{LOG_NAME}"),
                format!("etcd{number}.log"),
            ] {
                self.write_file(&file, Vec::new());
            }
        }
    }

    /// The session, to look at.
    #[must_use]
    pub const fn session(&self) -> &Session {
        &self.session
    }

    fn world(&self) -> &World {
        self.session.world()
    }

    /// Moves time to the next event and no further than `to`.
    fn pass(&mut self, to: Micros) {
        let next = self.session.next().map_or(to, |at| at.min(to));
        let span = next.since(self.session.now());
        self.act(Action::Advance(span));
        let names: Vec<String> = self.background.keys().cloned().collect();
        for name in names {
            self.look_at(&name);
        }
    }

    /// Keeps the report of a background command that ended.
    fn look_at(&mut self, name: &str) {
        let Some(background) = self.background.get_mut(name) else {
            return;
        };
        if background.ended.is_some() {
            return;
        }
        let report = self.session.exec_poll(&background.ticket);
        if report.exit.is_some() {
            background.ended = Some(report);
            // Its shell has nothing left to tell, and there are only so many.
            self.act(Action::CloseShell {
                name: name.to_owned(),
            });
        }
    }

    /// Acts of this player make sense when they are made; one that does not has no effect.
    fn act(&mut self, action: Action) {
        self.session.apply(action).ok();
    }

    /// Lets time pass until `done` or until `patience` ends; whether it was done.
    fn until(&mut self, patience: Micros, mut done: impl FnMut(&mut Self) -> bool) -> bool {
        let end = self.session.now() + patience;
        loop {
            if done(self) {
                return true;
            }
            if self.session.now() >= end {
                return false;
            }
            self.pass(end);
        }
    }

    fn submit(
        &mut self,
        shell: &str,
        line: &Line,
        stdin: Option<Vec<u8>>,
    ) -> Result<Ticket, Refusal> {
        let world = |word: &Vec<u8>| word == b"sim" || word == b"goreman";
        if !line.words.first().is_some_and(world) {
            let command = Command {
                text: line.text.clone(),
                words: line.words.clone(),
                environment: line.environment.clone(),
                stdin,
            };
            self.session.exec_command(shell, command, ENDPOINT)
        } else {
            self.session.exec(shell, &line.text, ENDPOINT)
        }
    }

    /// Watchers that the members serve, all told.
    fn watchers(&self) -> usize {
        let servers = self.world().nodes().filter_map(|node| node.server());
        servers.map(|server| server.hub().len()).sum()
    }

    /// The live member that all live members take for their leader.
    fn leader(&self) -> Option<NodeId> {
        let mut servers = self.world().nodes().filter_map(|node| node.server());
        let leader = servers.next()?.raft().leader();
        let agrees = servers.all(|server| server.raft().leader() == leader);
        let leads = self
            .world()
            .nodes()
            .filter_map(|node| node.server())
            .any(|server| server.raft().id() == leader && server.raft().role() == Role::Leader);
        (agrees && leads).then_some(leader)
    }

    /// Whether a member knows a leader and has applied all that is committed.
    fn healthy(&self, member: usize) -> bool {
        let server = self.world().node(member - 1).and_then(|node| node.server());
        let committed = self.world().nodes().filter_map(|node| node.server());
        let committed = committed
            .map(|server| server.raft().log().committed())
            .max();
        server.is_some_and(|server| {
            server.raft().leader() != NodeId::NONE
                && Some(server.state().consistent_index()) >= committed
        })
    }
}

impl Player for Stage {
    fn run(&mut self, line: &Line) -> Outcome {
        let ticket = match self.submit(FRONT, line, Some(line.stdin.clone())) {
            Ok(ticket) => ticket,
            Err(refusal) => {
                let stderr = format!("{refusal}\n").into_bytes();
                return Outcome {
                    output: Output {
                        stdout: Vec::new(),
                        stderr,
                    },
                    exit: 1,
                };
            }
        };
        let mut report = Report::default();
        let done = self.until(PATIENCE, |stage| {
            report = stage.session.exec_poll(&ticket);
            report.exit.is_some()
        });
        if !done {
            report.stderr.extend_from_slice(b"[step timed out]\n");
            let (shell, signal) = (FRONT.to_owned(), Signal::Kill);
            self.act(Action::Signal { shell, signal });
        }
        let exit = report.exit.unwrap_or(124);
        Outcome {
            output: Output {
                stdout: report.stdout,
                stderr: report.stderr,
            },
            exit,
        }
    }

    fn start(&mut self, name: &str, line: &Line) {
        let before = self.watchers();
        let Ok(ticket) = self.submit(name, line, None) else {
            return;
        };
        self.background.insert(
            name.to_owned(),
            Background {
                ticket,
                ended: None,
            },
        );
        if !line.stdin.is_empty() {
            let text = String::from_utf8_lossy(&line.stdin).into_owned();
            self.act(Action::Input {
                shell: name.to_owned(),
                text,
            });
        }
        self.look_at(name);
        if self.patient && line.words.iter().take(4).any(|word| word == b"watch") {
            self.until(REGISTRATION, |stage| {
                stage.watchers() > before || stage.finished(name).is_some()
            });
        }
    }

    fn output(&self, name: &str) -> Output {
        let ended = self
            .background
            .get(name)
            .and_then(|background| background.ended.clone());
        let report = ended
            .or_else(|| self.session.output(name))
            .unwrap_or_default();
        Output {
            stdout: report.stdout,
            stderr: report.stderr,
        }
    }

    fn finished(&self, name: &str) -> Option<i32> {
        self.background.get(name)?.ended.as_ref()?.exit
    }

    fn send_line(&mut self, name: &str, line: &str) {
        let before = self.watchers();
        let (shell, text) = (name.to_owned(), format!("{line}\n"));
        self.act(Action::Input { shell, text });
        self.look_at(name);
        if line.starts_with("watch") {
            self.until(REGISTRATION, |stage| {
                stage.watchers() > before || stage.finished(name).is_some()
            });
        }
    }

    fn end_input(&mut self, name: &str) {
        self.act(Action::EndOfInput {
            shell: name.to_owned(),
        });
        self.look_at(name);
    }

    fn signal(&mut self, name: &str, signal: Signal) {
        self.act(Action::Signal {
            shell: name.to_owned(),
            signal,
        });
        self.look_at(name);
    }

    fn write_file(&mut self, name: &str, bytes: Vec<u8>) {
        let (path, bytes) = (name.to_owned(), bytes.into());
        self.act(Action::File { path, bytes });
    }

    fn read_file(&self, name: &str) -> Option<Vec<u8>> {
        let file = self.session.files().read(name.as_bytes());
        file.ok().map(|bytes| bytes.to_vec())
    }

    fn advance(&mut self, span: Micros) {
        let to = self.session.now() + span;
        while self.session.now() < to {
            self.pass(to);
        }
    }

    fn node(&mut self, member: usize, action: NodeAction) {
        let place = member - 1;
        match action {
            NodeAction::Kill => self.act(Action::Fault(Fault::Kill(place))),
            NodeAction::Pause => self.act(Action::Fault(Fault::Freeze(place))),
            NodeAction::Resume => self.act(Action::Fault(Fault::Thaw(place))),
            NodeAction::Start => {
                self.act(Action::Fault(Fault::Restart(place)));
                self.until(HEALING, |stage| stage.healthy(member));
            }
        }
    }

    /// As the recorder did it: by a command, if another member leads.
    fn move_leader(&mut self, member: usize) -> Result<(), String> {
        self.await_leader()?;
        let no_member = || format!("there is no member {member}");
        let wanted = *self.member_ids().get(member - 1).ok_or_else(no_member)?;
        if self.leader().map(|leader| leader.0) == Some(wanted) {
            return Ok(());
        }
        let members = &self.world().config().members;
        let endpoints: Vec<&str> = members.iter().map(|it| it.client_url.as_str()).collect();
        let endpoints = format!("--endpoints={}", endpoints.join(","));
        let id = format!("{wanted:x}");
        let words = ["etcdctl", &endpoints, "move-leader", &id];
        let outcome = self.run(&Line {
            text: words.join(" "),
            words: words.iter().map(|word| word.as_bytes().to_vec()).collect(),
            ..Line::default()
        });
        let moved = outcome.exit == 0
            && self.until(HEALING, |stage| stage.leader() == Some(NodeId(wanted)));
        moved
            .then_some(())
            .ok_or_else(|| String::from_utf8_lossy(&outcome.output.stderr).into_owned())
    }

    fn await_leader(&mut self) -> Result<(), String> {
        let agreed = self.until(HEALING, |stage| stage.leader().is_some());
        agreed
            .then_some(())
            .ok_or_else(|| "the live members do not agree on a leader".to_owned())
    }

    fn member_ids(&self) -> Vec<u64> {
        self.world()
            .nodes()
            .map(|node| node.identity().id.0)
            .collect()
    }

    fn cluster_id(&self) -> u64 {
        self.world()
            .nodes()
            .next()
            .map_or(0, |node| node.identity().cluster)
    }
}

/// A server flag as `--name=value`.
fn set_flag(config: &mut Config, flag: &str) -> Result<(), String> {
    let unknown = || format!("the server flag {flag} is not known here");
    let (name, value) = flag.split_once('=').ok_or_else(unknown)?;
    let number = || {
        value
            .parse::<u64>()
            .map_err(|_| format!("{flag} needs a number"))
    };
    let flags = &mut config.flags;
    match name {
        "--heartbeat-interval" => flags.heartbeat = Micros::from_ms(number()?),
        "--election-timeout" => flags.election = Micros::from_ms(number()?),
        "--snapshot-count" => flags.snapshot_count = number()?,
        "--quota-backend-bytes" => flags.quota_bytes = number()?,
        "--max-request-bytes" => {
            flags.request_bytes_max = usize::try_from(number()?).map_err(|_| unknown())?;
        }
        "--pre-vote" => flags.pre_vote = value == "true",
        _ => return Err(unknown()),
    }
    Ok(())
}
