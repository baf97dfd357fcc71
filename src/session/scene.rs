//! World and shells together: the value that time travel rewinds.
//!
//! After each event of the world its notices go to the jobs they are for, and what the jobs want
//! goes back into the world, before the next event: so no cut through time can be seen.

use std::{collections::VecDeque, sync::Arc};

use super::{
    Report, Stamp, Status,
    exchange::Exchanges,
    program::Program,
    shell::{self, Printed, Running, Shell, Work},
    stdin::Stdin,
    transcript::Transcript,
    view::{Did, Happening, LineKind, ShellKind},
};
use crate::{
    ctl::job::{Effect, Event, Launch, Output},
    sim::{Caller, Config, Happened, Owner, World, address},
    units::{Files, LeaseId, List, Map, Micros, Set, StateHash},
};

/// World and shells. A clone is cheap and shares everything with its original.
#[derive(Clone, Debug)]
pub(super) struct Scene {
    pub(super) world: World,
    pub(super) shells: Vec<Arc<Shell>>,
    /// The visit's own files.
    pub(super) files: Files,
    /// The number of the last run given away.
    pub(super) runs: u64,
    ended: Vec<(u64, Report)>,
    /// What programs were started by, oldest first.
    pub(super) typed: List<Arc<Typed>>,
    /// Inputs taken so far.
    pub(super) inputs: usize,
    news: Vec<News>,
    /// What commands asked lately.
    pub(super) exchanges: Exchanges,
    /// What was printed in shells that are closed, oldest first.
    pub(super) closed: Vec<Transcript>,
}

/// What happened beside the world, for the time axis.
#[derive(Clone, Debug)]
pub(super) enum News {
    /// A program was started.
    Command(Arc<Typed>),
    /// Something was broken or repaired.
    Fault(Happening),
}

/// The line that started a program, for whoever asks where a revision came from.
#[derive(Clone, Debug)]
pub(super) struct Typed {
    pub(super) run: u64,
    /// The shell's name.
    pub(super) shell: String,
    /// Its id in the shell's transcript.
    pub(super) line: u64,
    /// The line.
    pub(super) text: String,
}

/// Lines remembered: as many as the world keeps trails of requests.
const TYPED_MAX: usize = 10_000;

/// Closed shells whose transcripts are kept: what happened in them stays true.
pub(super) const CLOSED_MAX: usize = 16;

/// Characters remembered of a line.
const TYPED_CHARS_MAX: usize = 200;

impl Scene {
    pub(super) fn new(config: Config) -> Self {
        let world = World::new(config);
        let mut scene = Self {
            world,
            shells: Vec::new(),
            files: Files::default(),
            runs: 0,
            ended: Vec::new(),
            typed: List::new(),
            inputs: 0,
            news: Vec::new(),
            exchanges: Map::new(),
            closed: Vec::new(),
        };
        let first = Shell::new("shell 1".to_owned(), scene.default_endpoint());
        scene.shells.push(Arc::new(first));
        scene
    }

    /// Whether all members know the cluster's version and one leader, and have applied the same.
    pub(super) fn at_rest(&self) -> bool {
        let members = self.world.nodes().filter(|node| node.is_member());
        let mut servers = members.map(|node| node.server());
        let Some(Some(first)) = servers.next() else {
            return false;
        };
        let index = first.raft().log().last_index();
        let leader = first.raft().leader();
        let same = |server: &crate::etcd::Server| {
            let state = server.state();
            state.cluster_version.is_some()
                && state.consistent_index() == index
                && server.raft().leader() == leader
        };
        same(first) && servers.all(|server| server.is_some_and(same))
    }

    pub(super) fn default_endpoint(&self) -> String {
        let members = &self.world.config().members;
        // As etcdctl's own default has it: an address, not a name.
        let first = members.first();
        first.map_or_else(String::new, |member| address(&member.client_url))
    }

    pub(super) fn world(&self) -> &World {
        &self.world
    }

    pub(super) fn shells(&self) -> impl Iterator<Item = &Shell> {
        self.shells.iter().map(AsRef::as_ref)
    }

    /// Everything printed, closed shells included.
    pub(super) fn transcripts(&self) -> impl Iterator<Item = &Transcript> {
        let open = self.shells().map(|shell| &shell.transcript);
        self.closed.iter().chain(open)
    }

    pub(super) fn place(&self, name: &str) -> Option<usize> {
        self.shells.iter().position(|shell| shell.name == name)
    }

    pub(super) fn shell(&self, name: &str) -> Option<&Shell> {
        self.shells().find(|shell| shell.name == name)
    }

    pub(super) fn shell_mut(&mut self, place: usize) -> &mut Shell {
        Arc::make_mut(&mut self.shells[place])
    }

    pub(super) fn stamp(&self) -> Stamp {
        Stamp {
            time: self.world.now(),
            events: self.world.events(),
        }
    }

    /// Whether everything due by now has happened.
    pub(super) fn settled(&self) -> bool {
        self.world.next().is_none_or(|at| at > self.world.now())
    }

    /// The same moment of a replay.
    pub(super) fn go_to(&mut self, stamp: Stamp) {
        while self.world.events() < stamp.events && self.world.next().is_some() {
            self.step();
        }
        self.world.pass_to(stamp.time);
    }

    pub(super) fn advance(&mut self, span: Micros) {
        let to = self.world.now() + span;
        while self.world.next().is_some_and(|at| at <= to) {
            self.step();
        }
        self.world.pass_to(to);
    }

    /// The earliest event, and everything the jobs make of it.
    pub(super) fn step(&mut self) -> Happened {
        let happened = self.world.step();
        for notice in self.world.take_notices() {
            let run = notice.owner().0;
            if let Some(place) = self.place_of_run(run) {
                let event = super::event_of(notice);
                self.note_answer(run, &event);
                self.tell(place, event);
            }
        }
        self.rule_ends();
        happened
    }

    fn place_of_run(&self, run: u64) -> Option<usize> {
        let runs = |shell: &Arc<Shell>| shell.running.as_ref().is_some_and(|it| it.run == run);
        self.shells.iter().position(runs)
    }

    /// The shell that a run is under way in.
    pub(super) fn shell_of_run(&self, run: u64) -> Option<&Shell> {
        self.place_of_run(run)
            .map(|place| self.shells[place].as_ref())
    }

    /// Gives an event to what runs in a shell, then lets the next line have its turn.
    pub(super) fn tell(&mut self, place: usize, event: Event) {
        let shell = Arc::make_mut(&mut self.shells[place]);
        shell.note(&event);
        let Some(running) = &mut shell.running else {
            return;
        };
        let events = shell::told(&event);
        let effects = running.program.step(event, &mut self.files);
        let from = self.shells[place].transcript.next();
        self.carry_out(place, effects);
        if !events.is_empty() {
            self.shell_mut(place).transcript.tells(from, &events);
        }
        self.next_turn(place);
    }

    /// Starts what waits until something stays.
    pub(super) fn next_turn(&mut self, place: usize) {
        while self.shells[place].running.is_none() {
            let Some(next) = self.shell_mut(place).pending.pop_front() else {
                return;
            };
            match Arc::unwrap_or_clone(next.work) {
                Work::Line { text, here } => self.start_line(place, next.run, &text, here),
                Work::Command(command) => self.start_command(place, next.run, command),
            }
        }
    }

    /// Starts a program; `line` is where it was typed.
    pub(super) fn launch(&mut self, place: usize, start: Start) {
        let Start {
            run,
            line,
            text,
            words,
            mut environment,
            stdin,
        } = start;
        let now = self.world.now();
        self.remember(place, (run, line), &text);
        let shell = Arc::make_mut(&mut self.shells[place]);
        let is_go = shell.kind == ShellKind::Go;
        let own = shell
            .environment
            .iter()
            .map(|(name, value)| (name.clone(), value.clone()));
        let all = own.chain(environment.drain(..));
        let all: Map<_, _> = all
            .filter(|(name, _)| name.starts_with("ETCDCTL_") || (is_go && name == shell::LEASE))
            .collect();
        let launch = Launch {
            words,
            environment: all
                .iter()
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
            default_endpoint: shell.endpoint.clone(),
            terminal: stdin.is_none(),
        };
        let (program, effects) = Program::start(launch, &mut self.files);
        let stdin = Stdin::of(stdin);
        let printed = Printed::default();
        let (title, began) = (title_of(&text), now);
        let running = Running {
            run,
            line,
            title,
            program,
            stdin,
            keeps: Set::new(),
            began,
            printed,
        };
        shell.running = Some(running);
        self.carry_out(place, effects);
    }

    fn remember(&mut self, place: usize, (run, line): (u64, u64), text: &str) {
        if self.typed.len() == TYPED_MAX {
            self.typed.pop_front();
        }
        let shell = self.shells[place].name.clone();
        let text = text.chars().take(TYPED_CHARS_MAX).collect();
        let typed = Arc::new(Typed {
            run,
            shell,
            line,
            text,
        });
        self.typed.push_back(Arc::clone(&typed));
        self.news.push(News::Command(typed));
    }

    /// Notes for the time axis that something was broken or repaired.
    pub(super) fn tell_fault(&mut self, happening: Happening) {
        self.news.push(News::Fault(happening));
    }

    /// What happened beside the world since this was asked last.
    pub(super) fn take_news(&mut self) -> Vec<News> {
        std::mem::take(&mut self.news)
    }

    /// Whether some shell keeps a lease alive.
    pub(super) fn keeps(&self, lease: LeaseId) -> bool {
        let keeps = |running: &Running| running.keeps.contains(&lease);
        self.shells()
            .any(|shell| shell.running.as_ref().is_some_and(keeps))
    }

    /// Does what a program wants, and gives it the input that has come once it reads.
    pub(super) fn carry_out(&mut self, place: usize, effects: Vec<Effect>) {
        let mut effects = VecDeque::from(effects);
        loop {
            while let Some(effect) = effects.pop_front() {
                if let Effect::Exit { code } = effect {
                    return self.finish(place, code);
                }
                self.carry_out_one(place, effect);
            }
            let shell = Arc::make_mut(&mut self.shells[place]);
            let Some(running) = &mut shell.running else {
                return;
            };
            let Some(event) = running.stdin.take() else {
                return;
            };
            effects.extend(running.program.step(event, &mut self.files));
        }
    }

    fn carry_out_one(&mut self, place: usize, effect: Effect) {
        let now = self.world.now();
        if let Some(running) = &self.shells[place].running {
            self.note_asked(running.run, &effect);
        }
        let Some(running) = &mut Arc::make_mut(&mut self.shells[place]).running else {
            return;
        };
        let owner = Owner(running.run);
        match effect {
            Effect::Call {
                call,
                endpoints,
                request,
                timeout,
                token,
                plain,
            } => {
                let (key, caller) = ((owner, call), Caller { token, plain });
                self.world.call_as(key, endpoints, request, timeout, caller);
            }
            Effect::Open {
                stream,
                endpoints,
                request,
                token,
                plain,
            } => {
                let (key, caller) = ((owner, stream), Caller { token, plain });
                self.world.open_as(key, endpoints, request, caller);
            }
            Effect::Send { stream, request } => self.world.send(owner, stream, request),
            Effect::Close { stream } => self.world.close(owner, stream),
            Effect::Timer { timer, after } => self.world.timer(owner, timer, after),
            Effect::Read => running.stdin.want(),
            Effect::Print { to, text } => {
                let kind = match to {
                    Output::Out => LineKind::Out,
                    Output::Err => LineKind::Err,
                };
                let shell = self.shell_mut(place);
                shell.transcript.print(now, kind, &text);
                if let Some(running) = &mut shell.running {
                    running.printed.add(kind, text);
                }
            }
            Effect::Note(note) => self.shell_mut(place).transcript.note(now, note),
            Effect::Exit { .. } => unreachable!("the caller ends a program"),
        }
    }

    /// A program ended: its traces go to its line, its report to whoever waits for it.
    pub(super) fn finish(&mut self, place: usize, code: i32) {
        let Some(running) = self.shell_mut(place).running.take() else {
            return;
        };
        let did = self.did(running.run, running.began);
        self.world.forget(Owner(running.run));
        let done = Done {
            run: running.run,
            line: running.line,
            printed: running.printed,
            code,
        };
        self.end(place, done, did);
    }

    /// What a run did so far, from its trails.
    pub(super) fn did(&self, run: u64, began: Micros) -> Did {
        let mut did = Did {
            took: Some(self.world.now().since(began)),
            ..Did::default()
        };
        for trail in self.world.trails_of(Owner(run)) {
            did.request = Some(trail.request);
            if let Some((term, index)) = trail.entry {
                (did.term, did.index) = (Some(term), Some(index));
                did.revision = trail.revision.or(did.revision);
            }
        }
        did
    }

    /// Writes down that a command ended.
    pub(super) fn end(&mut self, place: usize, done: Done, did: Did) {
        let Done {
            run,
            line,
            printed,
            code,
        } = done;
        let shell = self.shell_mut(place);
        if did.request.is_some() && did.index.is_none() {
            shell.leave_unsettled(run, line);
        }
        shell.transcript.did(
            line,
            Did {
                exit: Some(code),
                ..did
            },
        );
        shell.last = Some((run, printed, code));
        if let Some(report) = shell.report_of(run) {
            self.ended.push((run, report));
        }
    }

    /// A run that never began ended all the same.
    pub(super) fn drop_run(&mut self, run: u64, code: i32) {
        let report = Report {
            exit: Some(code),
            status: Status::Done,
            ..Report::default()
        };
        self.ended.push((run, report));
    }

    /// The reports of runs that ended since this was asked last.
    pub(super) fn take_ended(&mut self) -> Vec<(u64, Report)> {
        std::mem::take(&mut self.ended)
    }

    pub(super) fn report(&self, shell: &str, run: u64) -> Option<Report> {
        self.shell(shell).and_then(|shell| shell.report_of(run))
    }

    pub(super) fn hash(&self) -> u64 {
        let mut hash = StateHash::new();
        hash.u64(self.world.hash()).u64(self.runs);
        self.files.fold(&mut hash);
        for shell in &self.shells {
            shell.fold(&mut hash);
        }
        hash.finish()
    }
}

/// What a program is started with.
pub(super) struct Start {
    pub(super) run: u64,
    pub(super) line: u64,
    pub(super) text: String,
    pub(super) words: Vec<Vec<u8>>,
    pub(super) environment: Vec<(String, String)>,
    pub(super) stdin: Option<Vec<u8>>,
}

/// A command that ended.
pub(super) struct Done {
    pub(super) run: u64,
    pub(super) line: u64,
    pub(super) printed: Printed,
    pub(super) code: i32,
}

/// What a tab says of a command: its line without `etcdctl`, cut short.
fn title_of(text: &str) -> String {
    const CHARS_MAX: usize = 32;
    let text = text.trim();
    let text = text.strip_prefix("etcdctl ").unwrap_or(text).trim_start();
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() <= CHARS_MAX {
        return line.to_owned();
    }
    let cut: String = line.chars().take(CHARS_MAX - 1).collect();
    format!("{cut}…")
}
