//! One shell: its prompt, what runs in it, and what waits for its turn.

use std::sync::Arc;

use super::{
    Command, Report, Status,
    program::Program,
    stdin::Stdin,
    transcript::Transcript,
    view::{LineKind, ShellKind, ShellState},
    words::{Gathering, Here},
};
use crate::{
    ctl::job::Event,
    etcd::api::{KeyValue, Response, StreamResponse},
    sim::Notice,
    units::{LeaseId, List, Map, Micros, Set, StateHash},
};

/// Lines that can wait in one shell: more than anyone pastes.
pub(super) const PENDING_MAX: usize = 20_000;

/// The variable that holds the id of the lease a shell was granted last.
pub(super) const LEASE: &str = "LEASE";

/// Ended commands whose entry may still be applied.
const UNSETTLED_MAX: usize = 32;

/// Bytes of output that a report keeps; what comes beyond is dropped from its beginning, by prints.
const REPORT_BYTES_MAX: usize = 32 * 1024 * 1024;

/// A command that waits for the prompt, with the number of its run.
#[derive(Clone, Debug)]
pub(super) struct Pending {
    pub(super) run: u64,
    /// Behind a pointer: thousands wait after a paste, and kept scenes hold them too.
    pub(super) work: Arc<Work>,
}

/// What waits: a line to be split when its turn comes, or a command that is split already.
#[derive(Clone, Debug)]
pub(super) enum Work {
    Line { text: String, here: Option<Here> },
    Command(Command),
}

/// A command that runs.
#[derive(Clone, Debug)]
pub(super) struct Running {
    /// Its run's number, which is also the number of its job in the world.
    pub(super) run: u64,
    /// The transcript line it was typed on.
    pub(super) line: u64,
    pub(super) title: String,
    pub(super) program: Program,
    pub(super) stdin: Stdin,
    /// Leases that one of its streams has renewed.
    pub(super) keeps: Set<LeaseId>,
    pub(super) began: Micros,
    pub(super) printed: Printed,
}

impl Running {
    /// Notes what an event says of the leases that the command keeps alive.
    fn note(&mut self, event: &Event) {
        if let Event::Message {
            message: StreamResponse::LeaseKeepAlive(answer),
            ..
        } = event
        {
            if answer.ttl > 0 {
                self.keeps.insert(LeaseId(answer.id));
            } else {
                self.keeps.remove(&LeaseId(answer.id));
            }
        }
    }
}

/// All that a command printed, in the pieces it came in.
#[derive(Clone, Debug, Default)]
pub(super) struct Printed {
    out: List<bytes::Bytes>,
    err: List<bytes::Bytes>,
    size: usize,
}

impl Printed {
    pub(super) fn add(&mut self, kind: LineKind, text: Vec<u8>) {
        self.size += text.len();
        let pieces = if kind == LineKind::Err {
            &mut self.err
        } else {
            &mut self.out
        };
        pieces.push_back(text.into());
        while self.size > REPORT_BYTES_MAX && pieces.len() > 1 {
            self.size -= pieces.pop_front().map_or(0, |piece| piece.len());
        }
    }

    fn report(&self, status: Status, exit: Option<i32>) -> Report {
        let all = |pieces: &List<bytes::Bytes>| {
            pieces
                .iter()
                .flat_map(|piece| piece.iter().copied())
                .collect()
        };
        Report {
            stdout: all(&self.out),
            stderr: all(&self.err),
            exit,
            status,
        }
    }
}

/// One shell.
#[derive(Clone, Debug, Default)]
pub(super) struct Shell {
    pub(super) name: String,
    pub(super) kind: ShellKind,
    pub(super) endpoint: String,
    pub(super) environment: Map<String, String>,
    pub(super) transcript: Transcript,
    pub(super) running: Option<Running>,
    pub(super) pending: List<Pending>,
    /// A here-document whose end was not typed yet.
    pub(super) gathering: Option<Gathering>,
    /// Runs that ended while their entry was on its way, with their lines: it may yet be applied.
    pub(super) unsettled: List<(u64, u64)>,
    /// Run, output and exit code of the command that ended last.
    pub(super) last: Option<(u64, Printed, i32)>,
}

impl Shell {
    pub(super) fn new(name: String, endpoint: String) -> Self {
        let environment = [("ETCDCTL_API".to_owned(), "3".to_owned())]
            .into_iter()
            .collect();
        Self {
            name,
            endpoint,
            environment,
            ..Self::default()
        }
    }

    /// What it is doing.
    pub(super) fn state(&self) -> ShellState {
        match &self.running {
            None if self.gathering.is_some() => ShellState::Reading,
            None => ShellState::Idle,
            Some(running) if running.stdin.is_awaited() => ShellState::Reading,
            Some(running) if running.program.holds() => ShellState::Holding,
            Some(_) => ShellState::Running,
        }
    }

    /// Whether what is typed for its command is shown; a password is not.
    pub(super) fn shows_input(&self) -> bool {
        let hides = |running: &Running| running.program.hides();
        !self.running.as_ref().is_some_and(hides)
    }

    /// Whether something runs that will end by itself, or waits for its turn.
    pub(super) fn busy(&self) -> bool {
        self.state() == ShellState::Running || (self.running.is_none() && !self.pending.is_empty())
    }

    /// What its tab says.
    pub(super) fn title(&self) -> &str {
        match &self.running {
            Some(running) if running.program.holds() => &running.title,
            Some(_) | None => &self.name,
        }
    }

    /// Notes what an event says of the leases that its command was granted or keeps alive.
    pub(super) fn note(&mut self, event: &Event) {
        if let Event::Response {
            result: Ok(Response::LeaseGrant(granted)),
            ..
        } = event
        {
            let id = LeaseId(granted.id).to_string();
            self.environment.insert(LEASE.to_owned(), id);
        }
        if let Some(running) = &mut self.running {
            running.note(event);
        }
    }

    /// Notes that a run ended although its request had no entry yet.
    pub(super) fn leave_unsettled(&mut self, run: u64, line: u64) {
        if self.unsettled.len() == UNSETTLED_MAX {
            self.unsettled.pop_front();
        }
        self.unsettled.push_back((run, line));
    }

    /// The report of a run that is under way or waits or ended last.
    pub(super) fn report_of(&self, run: u64) -> Option<Report> {
        if let Some(running) = self.running.as_ref().filter(|running| running.run == run) {
            return Some(running.printed.report(self.status(), None));
        }
        self.last
            .as_ref()
            .filter(|(last, ..)| *last == run)
            .map(|(_, printed, exit)| printed.report(Status::Done, Some(*exit)))
    }

    /// The report of what runs, or of what ended last.
    pub(super) fn report(&self) -> Option<Report> {
        let run = self.running.as_ref().map(|running| running.run);
        let run = run.or(self.last.as_ref().map(|(run, ..)| *run))?;
        self.report_of(run)
    }

    fn status(&self) -> Status {
        match self.state() {
            ShellState::Idle => Status::Done,
            ShellState::Running => Status::Running,
            ShellState::Holding => Status::Holding,
            ShellState::Reading => Status::Reading,
        }
    }

    /// Folds in what decides what comes next, and all that was printed.
    pub(super) fn fold(&self, hash: &mut StateHash) {
        hash.bytes(self.name.as_bytes())
            .bytes(self.endpoint.as_bytes());
        if self.kind == ShellKind::Go {
            hash.flag(true);
        }
        for (name, value) in &self.environment {
            hash.bytes(name.as_bytes()).bytes(value.as_bytes());
        }
        hash.u64(self.transcript.hash()).len(self.pending.len());
        hash.flag(self.gathering.is_some());
        if let Some(running) = &self.running {
            hash.u64(running.run).flag(running.program.holds());
            running.stdin.fold(hash);
        }
        hash.u64(self.last.as_ref().map_or(0, |(run, ..)| *run));
    }
}

/// The main revisions of the watch events in a message, each with the lines that it takes when it
/// is printed plainly.
pub(super) fn told(event: &Event) -> Vec<(u64, u64)> {
    let Event::Message {
        message: StreamResponse::Watch(answer),
        ..
    } = event
    else {
        return Vec::new();
    };
    let breaks = |text: &[u8]| text.iter().filter(|byte| **byte == b'\n').count();
    let lines = |pair: &KeyValue| 2 + breaks(&pair.key) + breaks(&pair.value);
    let each = answer.events.iter().filter_map(|event| {
        let pair = event.kv.as_ref()?;
        let lines = 1 + lines(pair) + event.prev_kv.as_ref().map_or(0, lines);
        Some((pair.mod_revision.cast_unsigned(), lines as u64))
    });
    each.collect()
}

/// What a job hears of a notice.
#[must_use]
pub fn event_of(notice: Notice) -> Event {
    match notice {
        Notice::Response {
            call, result, took, ..
        } => Event::Response { call, result, took },
        Notice::Message {
            stream, message, ..
        } => Event::Message { stream, message },
        Notice::Closed { stream, error, .. } => Event::Closed { stream, error },
        Notice::Timer { timer, .. } => Event::Timer { timer },
    }
}
