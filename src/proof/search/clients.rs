//! Clients at their shells: each command runs as it would in the terminal, and what comes of it is
//! heard. It must not know what happened to the members meanwhile.

use std::collections::{BTreeMap, VecDeque};

use super::{
    act::Ask,
    plan::PATIENCE,
    told::{Asked, Told},
};
use crate::{
    ctl::{
        self, Job,
        job::{Effect, Event, Launch},
        words,
    },
    etcd::{
        api::{Request, StreamRequest, StreamResponse},
        store::Store,
    },
    proof::{
        judges::{Verdict, Watched},
        linear,
    },
    session::event_of,
    sim::{Notice, Owner, World},
    units::{Files, Micros},
};

/// Shells at once: fewer than a session has.
const SHELLS_MAX: usize = 48;

/// Commands among them that stay until they are interrupted.
const HOLDING_MAX: usize = 20;

/// One shell.
#[derive(Debug, Default)]
struct Shell {
    runs: Option<Owner>,
    waiting: VecDeque<(String, bool)>,
}

/// A command that runs.
#[derive(Debug)]
struct Running {
    shell: usize,
    /// Etcdctl itself, and what it has to read; none where one call is all there is to it.
    program: Option<(Box<Job>, VecDeque<Event>)>,
    holds: bool,
    must: bool,
    calls: Vec<(u32, Asked)>,
}

/// All clients of one world.
#[derive(Debug, Default)]
pub(super) struct Clients {
    owners: u64,
    shells: Vec<Shell>,
    running: BTreeMap<Owner, Running>,
    watches: BTreeMap<(Owner, u32), Watched>,
    told: Told,
    files: Files,
}

impl Clients {
    /// Asks through these members in a free shell. Gives the shell and the line that asks the
    /// same; `None` if there is no free shell or no such lease.
    pub(super) fn ask(
        &mut self,
        world: &mut World,
        ask: &Ask,
        (members, timeout): (&[usize], Micros),
        must: bool,
    ) -> Option<(usize, String)> {
        let shell = self.free_shell()?;
        let holds = matches!(ask, Ask::Watch { .. } | Ask::KeepAlive { .. });
        if holds && self.running.values().filter(|it| it.holds).count() >= HOLDING_MAX {
            return None;
        }
        let words = ask.words(&self.told.known, world)?;
        let endpoints = endpoints(world, members)?;
        let line = line(&endpoints, members, timeout, holds, &words);
        match ask.request(&self.told.known) {
            Some(request) => {
                let owner = self.starts(shell, None, must);
                self.call(world, (owner, 1), endpoints, request, timeout);
            }
            None => self.launch(world, shell, &line, must),
        }
        if let Some(running) = self.running.get_mut(&Owner(self.owners)) {
            running.holds = holds;
        }
        Some((shell, line))
    }

    /// Types a text into a shell, where it waits while another command runs.
    pub(super) fn types(&mut self, world: &mut World, shell: usize, text: &str, must: bool) {
        while self.shells.len() <= shell {
            self.shells.push(Shell::default());
        }
        self.shells[shell]
            .waiting
            .push_back((text.to_owned(), must));
        self.next_turn(world, shell);
    }

    fn next_turn(&mut self, world: &mut World, shell: usize) {
        while self.shells[shell].runs.is_none() {
            let Some((text, must)) = self.shells[shell].waiting.pop_front() else {
                return;
            };
            self.launch(world, shell, &text, must);
        }
    }

    fn free_shell(&mut self) -> Option<usize> {
        let free = |it: &Shell| it.runs.is_none() && it.waiting.is_empty();
        if let Some(shell) = self.shells.iter().position(free) {
            return Some(shell);
        }
        if self.shells.len() == SHELLS_MAX {
            return None;
        }
        self.shells.push(Shell::default());
        Some(self.shells.len() - 1)
    }

    fn starts(
        &mut self,
        shell: usize,
        program: Option<(Box<Job>, VecDeque<Event>)>,
        must: bool,
    ) -> Owner {
        self.owners += 1;
        let owner = Owner(self.owners);
        self.shells[shell].runs = Some(owner);
        let running = Running {
            shell,
            program,
            holds: false,
            must,
            calls: Vec::new(),
        };
        self.running.insert(owner, running);
        owner
    }

    /// Runs etcdctl with the words of a line.
    fn launch(&mut self, world: &mut World, shell: usize, text: &str, must: bool) {
        let (line, stdin) = here_document(text);
        let first = world.config().members.first();
        let endpoint = first.map_or_else(String::new, |it| crate::sim::address(&it.client_url));
        let launch = Launch {
            words: words::split(line.as_bytes()).unwrap_or_default(),
            environment: Vec::new(),
            default_endpoint: endpoint,
            terminal: false,
        };
        let (job, effects) = ctl::start(launch, &mut self.files);
        let owner = self.starts(shell, Some((Box::new(job), stdin)), must);
        self.carry_out(world, owner, effects);
    }

    fn call(
        &mut self,
        world: &mut World,
        (owner, number): (Owner, u32),
        endpoints: Vec<String>,
        request: Request,
        timeout: Micros,
    ) {
        let Some(running) = self.running.get_mut(&owner) else {
            return;
        };
        let must = running.must;
        let asked = self.told.asks(owner.0, request.clone(), must, world.now());
        running.calls.push((number, asked));
        world.call((owner, number), endpoints, request, timeout);
    }

    /// Takes what the world has to tell.
    ///
    /// # Errors
    /// An answer that cannot be true.
    pub(super) fn hear(&mut self, world: &mut World) -> Verdict {
        for notice in world.take_notices() {
            let owner = notice.owner();
            let Some(running) = self.running.get_mut(&owner) else {
                continue;
            };
            if let Notice::Response { call, result, .. } = &notice
                && let Some(at) = running.calls.iter().position(|(known, _)| known == call)
            {
                let (_, asked) = running.calls.swap_remove(at);
                self.told.answered(&asked, result, world.now())?;
            }
            self.watched(owner, &notice)?;
            self.tell(world, owner, notice);
        }
        Ok(())
    }

    fn watched(&mut self, owner: Owner, notice: &Notice) -> Verdict {
        match notice {
            Notice::Message {
                stream,
                message: StreamResponse::Watch(response),
                ..
            } => {
                if let Some(watched) = self.watches.get_mut(&(owner, *stream)) {
                    watched.hear(response.clone())?;
                    self.told.witness(&response.events);
                    if response.canceled {
                        watched.end();
                    }
                    let newest = watched.newest();
                    self.told.saw(newest);
                }
            }
            Notice::Closed { stream, .. } => {
                if let Some(watched) = self.watches.get_mut(&(owner, *stream)) {
                    watched.end();
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Gives a command what it waited for.
    fn tell(&mut self, world: &mut World, owner: Owner, notice: Notice) {
        let Some(running) = self.running.get_mut(&owner) else {
            return;
        };
        match &mut running.program {
            None => self.finish(world, owner),
            Some((job, _)) => {
                let effects = job.step(event_of(notice), &mut self.files);
                self.carry_out(world, owner, effects);
            }
        }
    }

    fn carry_out(&mut self, world: &mut World, owner: Owner, effects: Vec<Effect>) {
        let mut effects = VecDeque::from(effects);
        while let Some(effect) = effects.pop_front() {
            match effect {
                Effect::Call {
                    call,
                    endpoints,
                    request,
                    timeout,
                    ..
                } => self.call(world, (owner, call), endpoints, request, timeout),
                Effect::Open {
                    stream,
                    endpoints,
                    request,
                    ..
                } => {
                    self.watches_from((owner, stream), &request);
                    world.open((owner, stream), endpoints, request);
                }
                Effect::Send { stream, request } => world.send(owner, stream, request),
                Effect::Close { stream } => world.close(owner, stream),
                Effect::Timer { timer, after } => world.timer(owner, timer, after),
                Effect::Read => effects.extend(self.read(owner)),
                Effect::Print { .. } | Effect::Note(_) => {}
                Effect::Exit { .. } => return self.finish(world, owner),
            }
        }
    }

    /// Gives a command all of its standard input.
    fn read(&mut self, owner: Owner) -> Vec<Effect> {
        let mut effects = Vec::new();
        if let Some(running) = self.running.get_mut(&owner)
            && let Some((job, stdin)) = &mut running.program
        {
            for event in stdin.drain(..) {
                effects.extend(job.step(event, &mut self.files));
            }
        }
        effects
    }

    fn watches_from(&mut self, key: (Owner, u32), request: &StreamRequest) {
        if let StreamRequest::WatchCreate(create) = request
            && create.start_revision > 0
        {
            let (first, end) = (create.key.clone(), create.range_end.clone());
            let watched = Watched::new(first, end, create.start_revision);
            self.watches.insert(key, watched);
        }
    }

    fn finish(&mut self, world: &mut World, owner: Owner) {
        world.forget(owner);
        let Some(running) = self.running.remove(&owner) else {
            return;
        };
        for ((_, _), watched) in self.watches.range_mut((owner, 0)..=(owner, u32::MAX)) {
            watched.end();
        }
        self.shells[running.shell].runs = None;
        self.next_turn(world, running.shell);
    }

    /// Whether a command that must be answered still runs.
    pub(super) fn waits(&self) -> bool {
        self.running.values().any(|it| it.must && !it.holds)
    }

    /// Writes that were acknowledged.
    pub(super) fn written(&self) -> usize {
        self.told.written()
    }

    /// What was asked and answered.
    pub(super) fn history(&self) -> &linear::History {
        &self.told.history
    }

    /// Checks everything that was told against a store, once the cluster is quiet.
    ///
    /// # Errors
    /// The first thing that is not so.
    pub(super) fn settle(&self, world: &World, store: &Store) -> Verdict {
        self.told.settle(store)?;
        for ((owner, _), watched) in &self.watches {
            let mut watched = watched.clone();
            // One that knows only members that were removed is told no more.
            let served = |place| world.node(place).is_some_and(|it| it.server().is_some());
            if !world
                .streams_of(*owner)
                .any(|it| it.member.is_some_and(served))
            {
                watched.end();
            }
            watched.settle(store)?;
        }
        Ok(())
    }
}

fn endpoints(world: &World, members: &[usize]) -> Option<Vec<String>> {
    let address = |it: &usize| Some(crate::sim::address(&world.node(*it)?.member().client_url));
    members.iter().map(address).collect()
}

/// The whole line: what etcdctl would do anyhow is not said.
fn line(
    endpoints: &[String],
    members: &[usize],
    timeout: Micros,
    holds: bool,
    words: &str,
) -> String {
    let mut line = "etcdctl".to_owned();
    if members != [0] {
        line += &format!(" --endpoints={}", endpoints.join(","));
    }
    if timeout != PATIENCE && !holds {
        line += &format!(" --command-timeout={}ms", timeout.as_ms());
    }
    line.push(' ');
    line + words
}

/// A line, and the here-document below it as standard input.
fn here_document(text: &str) -> (&str, VecDeque<Event>) {
    let Some((line, rest)) = text.split_once(" <<EOF\n") else {
        return (text, VecDeque::new());
    };
    let rest = rest.strip_suffix("EOF").unwrap_or(rest);
    let lines = rest.split_terminator('\n');
    let mut events: VecDeque<Event> = lines.map(|it| Event::Line(it.into())).collect();
    events.push_back(Event::EndOfInput { rest: Vec::new() });
    (line, events)
}
