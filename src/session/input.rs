//! Inputs: what a visitor types, signals and breaks, and what becomes of it in the scene.

use std::sync::Arc;

use super::{
    Action, Command, Refusal, program,
    scene::{CLOSED_MAX, Done, Scene, Start},
    shell::{PENDING_MAX, Pending, Printed, Work},
    view::{Did, Happening, LineKind, ShellKind, ShellState},
    words::{self, Gathered, Here, Word},
};
use crate::{
    ctl::{
        job::{Event, Signal},
        words::is_assignment,
    },
    sim::{Fault, FaultRefusal, World},
};

impl Scene {
    /// Takes one input.
    pub(super) fn input(&mut self, action: &Action) -> Result<(), Refusal> {
        self.take(action)?;
        self.inputs += 1;
        Ok(())
    }

    fn take(&mut self, action: &Action) -> Result<(), Refusal> {
        match action {
            Action::Submit { shell, line } => self.submit(self.known(shell)?, line),
            Action::Run { shell, command } => self.enqueue_command(self.known(shell)?, command),
            Action::Interrupt { shell } => self.interrupt(self.known(shell)?),
            Action::Signal { shell, signal } => return self.signal(self.known(shell)?, *signal),
            Action::Input { shell, text } => return self.type_in(self.known(shell)?, text),
            Action::EndOfInput { shell } => return self.end_input(self.known(shell)?),
            Action::OpenShell { name } => return self.open_shell(name, ShellKind::Etcdctl),
            Action::OpenGoShell { name } => return self.open_shell(name, ShellKind::Go),
            Action::CloseShell { name } => self.close_shell(self.known(name)?),
            Action::Endpoint { shell, endpoint } => {
                let place = self.known(shell)?;
                if endpoint.trim().is_empty() {
                    return Err(Refusal::EmptyEndpoint);
                }
                endpoint
                    .trim()
                    .clone_into(&mut self.shell_mut(place).endpoint);
            }
            Action::File { path, bytes } => self.write_file(path, bytes)?,
            Action::Fault(fault) => {
                self.faults(std::slice::from_ref(fault))?;
            }
            // Time is no input; the session moves it, and looks where it likes.
            Action::Advance(_)
            | Action::Step
            | Action::Seek(_)
            | Action::Fork { .. }
            | Action::Switch { .. }
            | Action::RenameBranch { .. } => {}
        }
        Ok(())
    }

    fn known(&self, name: &str) -> Result<usize, Refusal> {
        self.place(name)
            .ok_or_else(|| Refusal::NoSuchShell(name.to_owned()))
    }

    /// Whether a text is exactly one command, typed into this shell.
    pub(super) fn one_command(&self, shell: &str, text: &str) -> Result<(), Refusal> {
        let shell = self.shell(shell);
        if shell.is_some_and(|it| it.kind == ShellKind::Go) {
            let one = words::gather_go(text).len() == 1;
            return one.then_some(()).ok_or(Refusal::ManyCommands);
        }
        let gathers = shell.is_some_and(|it| it.gathering.is_some());
        let (commands, open) = words::gather(None, text);
        if open.is_some() || gathers {
            return Err(Refusal::OpenHereDocument);
        }
        if commands.len() > 1 {
            return Err(Refusal::ManyCommands);
        }
        Ok(())
    }

    /// The number of the run that the next line typed into a shell belongs to.
    pub(super) fn run_of_next(&self, shell: &str) -> u64 {
        let shell = self.shell(shell);
        let reader = shell.filter(|it| it.state() == ShellState::Reading);
        let running = reader.and_then(|it| it.running.as_ref());
        running.map_or(self.runs + 1, |running| running.run)
    }

    /// Text typed: input of what reads, else commands for the prompt.
    fn submit(&mut self, place: usize, text: &str) {
        let shell = &self.shells[place];
        if shell.running.is_some() && shell.state() == ShellState::Reading {
            let typed = format!("{text}\n");
            return self.give(place, &typed);
        }
        if shell.kind == ShellKind::Go {
            let lines = words::gather_go(text);
            return self.enqueue_all(place, lines);
        }
        let gathering = self.shell_mut(place).gathering.take();
        let (commands, gathering) = words::gather(gathering, text);
        self.shell_mut(place).gathering = gathering;
        self.enqueue_all(place, commands);
    }

    fn enqueue_all(&mut self, place: usize, commands: impl IntoIterator<Item = Gathered>) {
        for Gathered { text, here } in commands {
            self.enqueue(place, Work::Line { text, here });
        }
        self.next_turn(place);
    }

    fn enqueue_command(&mut self, place: usize, command: &Command) {
        self.enqueue(place, Work::Command(command.clone()));
        self.next_turn(place);
    }

    fn enqueue(&mut self, place: usize, work: Work) {
        self.runs += 1;
        let run = self.runs;
        let now = self.world.now();
        let shell = self.shell_mut(place);
        if shell.pending.len() < PENDING_MAX {
            let work = Arc::new(work);
            return shell.pending.push_back(Pending { run, work });
        }
        let text = match &work {
            Work::Line { text, .. } => text,
            Work::Command(command) => &command.text,
        };
        shell.transcript.push(now, LineKind::Command, text);
        let refusal = format!("session: {}\n", Refusal::TooManyLines(PENDING_MAX));
        shell
            .transcript
            .print(now, LineKind::Err, refusal.as_bytes());
        self.drop_run(run, 1);
    }

    fn interrupt(&mut self, place: usize) {
        let now = self.world.now();
        let shell = self.shell_mut(place);
        shell.gathering = None;
        shell.transcript.push(now, LineKind::Interrupt, "^C");
        let waiting = std::mem::take(&mut shell.pending);
        for pending in &waiting {
            self.drop_run(pending.run, Signal::Interrupt.exit_code());
        }
        self.tell(place, Event::Signal(Signal::Interrupt));
    }

    fn signal(&mut self, place: usize, signal: Signal) -> Result<(), Refusal> {
        let shell = &self.shells[place];
        if shell.running.is_none() {
            return Err(Refusal::NothingRuns(shell.name.clone()));
        }
        match signal {
            Signal::Interrupt | Signal::Terminate => self.tell(place, Event::Signal(signal)),
            Signal::Kill => {
                self.finish(place, signal.exit_code());
                self.next_turn(place);
            }
        }
        Ok(())
    }

    fn type_in(&mut self, place: usize, text: &str) -> Result<(), Refusal> {
        let shell = &self.shells[place];
        if shell.running.is_none() {
            return Err(Refusal::NothingRuns(shell.name.clone()));
        }
        self.give(place, text);
        Ok(())
    }

    /// Hands input to what runs, and shows it as a terminal does.
    fn give(&mut self, place: usize, text: &str) {
        let now = self.world.now();
        let shell = self.shell_mut(place);
        let shown = shell.shows_input();
        for line in text.lines().filter(|_| shown) {
            shell.transcript.push(now, LineKind::Input, line);
        }
        if let Some(running) = &mut shell.running {
            running.stdin.add(text.as_bytes());
        }
        self.feed(place);
    }

    /// The end of input; of a here-document, where one is being typed.
    fn end_input(&mut self, place: usize) -> Result<(), Refusal> {
        let shell = self.shell_mut(place);
        if let Some(running) = &mut shell.running {
            running.stdin.end();
            self.feed(place);
            return Ok(());
        }
        let Some(gathering) = shell.gathering.take() else {
            return Err(Refusal::NothingRuns(shell.name.clone()));
        };
        self.enqueue_all(place, Some(gathering.close()));
        Ok(())
    }

    fn feed(&mut self, place: usize) {
        self.carry_out(place, Vec::new());
        self.next_turn(place);
    }

    fn close_shell(&mut self, place: usize) {
        let code = Signal::Kill.exit_code();
        let waiting = std::mem::take(&mut self.shell_mut(place).pending);
        self.finish(place, code);
        for pending in &waiting {
            self.drop_run(pending.run, code);
        }
        let shell = self.shells.remove(place);
        if self.closed.len() == CLOSED_MAX {
            self.closed.remove(0);
        }
        self.closed.push(shell.transcript.clone());
    }

    /// Does faults, and rules a line through every transcript.
    fn faults(&mut self, faults: &[Fault]) -> Result<(), Refusal> {
        let amiss = self.world.nodes().any(|it| it.is_amiss(self.world.now()));
        for fault in faults {
            self.world.fault(fault).map_err(|why| self.refusal(why))?;
        }
        let happening = words::told(faults, &self.world, amiss);
        let ends = self.ends();
        let others = ends.into_iter().filter(|it| *it != happening);
        for happening in Some(happening.clone()).into_iter().chain(others) {
            self.rule(happening);
        }
        Ok(())
    }

    /// Processes that ended by themselves.
    fn ends(&mut self) -> Vec<Happening> {
        let ends = self.world.take_ends().into_iter();
        ends.map(|(member, exit)| words::exited(&self.world, member, exit))
            .collect()
    }

    /// Rules a line for each process that ended by itself.
    pub(super) fn rule_ends(&mut self) {
        for happening in self.ends() {
            self.rule(happening);
        }
    }

    /// Rules a line through every transcript, and marks the time axis.
    pub(super) fn rule(&mut self, happening: Happening) {
        let now = self.world.now();
        for place in 0..self.shells.len() {
            self.shell_mut(place).transcript.happened(now, &happening);
        }
        self.tell_fault(happening);
    }

    fn refusal(&self, why: FaultRefusal) -> Refusal {
        let name = |member: usize| {
            let name = self.member_names().into_iter().nth(member);
            name.unwrap_or_else(|| format!("member {}", member + 1))
        };
        let what = match why {
            FaultRefusal::NoSuchMember(member)
            | FaultRefusal::NeverStarted(member)
            | FaultRefusal::NameTaken(member)
            | FaultRefusal::Down(member)
            | FaultRefusal::Frozen(member)
            | FaultRefusal::NotFrozen(member)
            | FaultRefusal::Running(member)
            | FaultRefusal::NoRecord(member)
            | FaultRefusal::Torn(member)
            | FaultRefusal::Wiped(member)
            | FaultRefusal::Leads(member)
            | FaultRefusal::NoVoter(member)
            | FaultRefusal::AsItIs(member)
            | FaultRefusal::SameMember(member) => name(member),
            FaultRefusal::NoSuchMessage(id)
            | FaultRefusal::Held(id)
            | FaultRefusal::NotHeld(id) => format!("m{id}"),
            FaultRefusal::CutLink { from, to } => format!("{} > {}", name(from), name(to)),
            _ => String::new(),
        };
        Refusal::Fault(why, what)
    }

    pub(super) fn member_names(&self) -> Vec<String> {
        words::names(&self.world)
    }

    /// A line's turn has come.
    pub(super) fn start_line(&mut self, place: usize, run: u64, text: &str, here: Option<Here>) {
        let line = self.show_line(place, text, here.as_ref());
        let text = words::bare(text);
        let place_of = Line { place, run, line };
        if self.shells[place].kind == ShellKind::Go {
            return self.start_go(&place_of, text);
        }
        let names = self.member_names();
        match words::parse(text, &names) {
            Ok(Some(word)) => return self.world_word(&place_of, word),
            Ok(None) => {}
            Err(mistake) => return self.mistaken(&place_of, &mistake.to_string()),
        }
        let (plain, file) = match self.input_file(text) {
            Ok(split) => split,
            Err(mistake) => return self.mistaken(&place_of, &mistake),
        };
        let environment = &self.shells[place].environment;
        let words = match program::split(plain, environment) {
            Ok(words) => words,
            Err(mistake) => return self.mistaken(&place_of, &mistake),
        };
        self.start_words(&place_of, text, words, here.map(Here::stdin).or(file));
    }

    /// Shows a line as typed, its here-document below it.
    fn show_line(&mut self, place: usize, text: &str, here: Option<&Here>) -> u64 {
        let now = self.world.now();
        let transcript = &mut self.shell_mut(place).transcript;
        let Some(here) = here else {
            return transcript.push(now, LineKind::Command, text);
        };
        let head = format!("{text}{}", here.mark());
        let line = transcript.push(now, LineKind::Command, &head);
        for typed in here.lines().chain(Some(here.end())) {
            transcript.push(now, LineKind::Input, typed);
        }
        line
    }

    /// Variables in front, then a shell's own word or a program.
    fn start_words(
        &mut self,
        at: &Line,
        text: &str,
        mut words: Vec<Vec<u8>>,
        stdin: Option<Vec<u8>>,
    ) {
        let exports = words.first().is_some_and(|word| word == b"export");
        let from = usize::from(exports);
        let count = words[from..]
            .iter()
            .take_while(|word| is_assignment(word))
            .count();
        let assigned = words
            .drain(from..from + count)
            .filter_map(|word| words::assignment(&word));
        let environment: Vec<_> = assigned.collect();
        if words.len() == from {
            self.shell_mut(at.place).environment.extend(environment);
            return self.done(at, &[], 0);
        }
        if let Some(mistake) = words::unknown(&words[0]) {
            return self.mistaken(at, &mistake.to_string());
        }
        let text = text.to_owned();
        let start = Start {
            run: at.run,
            line: at.line,
            text,
            words,
            environment,
            stdin,
        };
        self.launch(at.place, start);
    }

    /// A command's turn has come.
    pub(super) fn start_command(&mut self, place: usize, run: u64, command: Command) {
        let now = self.world.now();
        let line = self
            .shell_mut(place)
            .transcript
            .push(now, LineKind::Command, &command.text);
        let Command {
            text,
            words,
            environment,
            stdin,
        } = command;
        self.launch(
            place,
            Start {
                run,
                line,
                text,
                words,
                environment,
                stdin,
            },
        );
    }

    /// A word that no program runs for.
    pub(super) fn world_word(&mut self, at: &Line, word: Word) {
        match word {
            Word::Nothing => self.done(at, &[], 0),
            Word::Faults(faults) => self.power(at, "sim", &faults),
            Word::Start(member) => {
                // goreman starts what is down and leaves the rest alone.
                let down = self
                    .world
                    .node(member)
                    .is_some_and(|node| node.server().is_none());
                let faults = if down {
                    vec![Fault::Restart(member)]
                } else {
                    Vec::new()
                };
                self.power(at, "goreman", &faults);
            }
            Word::Stop(member) => {
                let up = self
                    .world
                    .node(member)
                    .is_some_and(|node| node.server().is_some());
                let faults = if up {
                    vec![Fault::Kill(member)]
                } else {
                    Vec::new()
                };
                self.power(at, "goreman", &faults);
            }
            Word::Status => self.tell_of(at, words::status),
            Word::Messages => self.tell_of(at, words::messages),
            Word::Processes => self.tell_of(at, words::processes),
            Word::Rules => self.tell_of(at, words::rules),
            Word::Boot(folders) => match self.boot(&folders) {
                Ok(()) => self.done(at, &[], 0),
                Err(mistake) => self.mistaken(at, &mistake),
            },
            Word::Text(text) => self.done(at, text.as_bytes(), 0),
        }
    }

    /// Does faults; a process that did not survive its start says why.
    fn power(&mut self, at: &Line, word: &str, faults: &[Fault]) {
        if faults.is_empty() {
            return self.done(at, &[], 0);
        }
        match self.faults(faults) {
            Ok(()) => match words::did_not_start(faults, &self.world) {
                Some(why) => self.mistaken(at, &why),
                None => self.done(at, &[], 0),
            },
            Err(refusal) => self.mistaken(at, &format!("{word}: {refusal}")),
        }
    }

    /// Ends a line that asks how the world is.
    fn tell_of(&mut self, at: &Line, told: fn(&World) -> String) {
        let text = told(&self.world);
        self.done(at, text.as_bytes(), 0);
    }

    /// Ends a line that needed no program.
    pub(super) fn done(&mut self, at: &Line, out: &[u8], code: i32) {
        self.print_and_end(at, LineKind::Out, out, code);
    }

    /// Ends a line that cannot be understood.
    pub(super) fn mistaken(&mut self, at: &Line, text: &str) {
        self.print_and_end(at, LineKind::Err, format!("{text}\n").as_bytes(), 1);
    }

    fn print_and_end(&mut self, at: &Line, kind: LineKind, text: &[u8], code: i32) {
        let now = self.world.now();
        let mut printed = Printed::default();
        if !text.is_empty() {
            self.shell_mut(at.place).transcript.print(now, kind, text);
            printed.add(kind, text.to_vec());
        }
        let done = Done {
            run: at.run,
            line: at.line,
            printed,
            code,
        };
        self.end(at.place, done, Did::default());
    }
}

/// Where a line stands: the shell's place, the run's number, the transcript line's.
pub(super) struct Line {
    pub(super) place: usize,
    pub(super) run: u64,
    pub(super) line: u64,
}
