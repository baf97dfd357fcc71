//! What a visit is: pure, and all that time travel rewinds.
//!
//! A [`Session`] is moved by [`Action`]s and by nothing else; the pictures of [`view`] are read
//! from it. It must not know a wall clock, a browser or a file. Invariants: 1. The same journal
//! gives the same scene, whoever replays it. 2. How virtual time was cut into slices leaves no
//! trace. 3. What the page itself remembers (drafts, sizes, clock settings) never comes here.
//!
//! ```
//! use etcdscope::{session::{Action, Session}, sim::Config, units::Micros};
//!
//! let mut session = Session::ready(Config::tutorial());
//! let ticket = session.exec("api", "put hello world", None)?;
//! session.apply(Action::Advance(Micros::from_ms(100)))?;
//! assert_eq!(session.exec_poll(&ticket).stdout, b"OK\n");
//! # Ok::<(), etcdscope::session::Refusal>(())
//! ```

mod action;
mod boot;
mod digest;
mod exchange;
mod exec;
mod input;
mod journal;
mod kinds;
pub mod lesson;
pub mod link;
mod program;
mod scene;
pub mod script;
mod shell;
mod state;
mod stdin;
mod time;
mod transcript;
pub mod view;
mod views;
pub mod words;

pub use action::{Action, Command, Refusal};
pub use digest::Part;
pub use exec::{Report, Status, Ticket};
pub use journal::{Entry, Journal, Stamp};
pub use shell::event_of;
pub use state::State;
pub use time::{Position, Seek};

use crate::{
    sim,
    units::{Files, Map, Micros, Revision},
};
use scene::Scene;
use time::Branch;

/// Virtual time after which a cluster that has not come together is shown as it is.
const BOOT_LIMIT: Micros = Micros::from_secs(30);

/// Events that one [`Action::Step`] looks through before it gives up.
const STEP_EVENTS_MAX: u32 = 100_000;

/// A visit: a world, its shells, and the inputs that led here.
#[derive(Clone, Debug)]
pub struct Session {
    /// The moment at the playhead; at the end of the branch looked at, unless that has a tip.
    scene: Scene,
    branches: Vec<Branch>,
    /// The place of the branch looked at.
    looked: usize,
    /// How often the playhead was moved or another branch chosen.
    moves: u64,
    /// Reports of runs that someone holds a ticket for.
    reports: Map<u64, exec::Filed>,
}

impl Session {
    /// A new cluster at time 0, with one shell at its first member.
    #[must_use]
    pub fn new(config: sim::Config) -> Self {
        let scene = Scene::new(config);
        let branches = vec![Branch::new(time::MAIN, &scene)];
        Self {
            scene,
            branches,
            looked: 0,
            moves: 0,
            reports: Map::new(),
        }
    }

    /// A new cluster, advanced until its members agree on a leader, a version and each other.
    #[must_use]
    pub fn ready(config: sim::Config) -> Self {
        let mut session = Self::new(config);
        let now = |session: &Self| session.scene.world().now();
        while !session.scene.at_rest() && now(&session) < BOOT_LIMIT && session.next().is_some() {
            session.live_step();
        }
        // A whole second, so that the first thing a visitor reads is not a boot's odd moment.
        let second = Micros::from_secs(1).0;
        let to = Micros(now(&session).0.div_ceil(second) * second);
        session.advance(to.since(now(&session)));
        session
    }

    /// Plays a journal on a new cluster: the same scene, hash included.
    #[must_use]
    pub fn replay(config: sim::Config, journal: &Journal) -> Self {
        let mut session = Self::new(config);
        for entry in &journal.entries {
            session.live_to(entry.stamp);
            // What was refused was never written down, and the same scene refuses the same.
            let _done = session.apply(entry.action.clone());
        }
        session.live_to(journal.end);
        session
    }

    /// The same moment of a replay.
    fn live_to(&mut self, stamp: Stamp) {
        while self.scene.world().events() < stamp.events && self.next().is_some() {
            self.live_step();
        }
        self.scene.world.pass_to(stamp.time);
    }

    /// Changes the visit.
    ///
    /// # Errors
    /// Says what to do instead; nothing changed then.
    pub fn apply(&mut self, action: Action) -> Result<(), Refusal> {
        match action {
            Action::Advance(span) => self.advance(span),
            Action::Step => self.step()?,
            Action::Submit { .. }
            | Action::Run { .. }
            | Action::Interrupt { .. }
            | Action::Signal { .. }
            | Action::Input { .. }
            | Action::EndOfInput { .. }
            | Action::OpenShell { .. }
            | Action::OpenGoShell { .. }
            | Action::CloseShell { .. }
            | Action::Endpoint { .. }
            | Action::File { .. }
            | Action::Fault(_) => {
                self.refuse_past()?;
                let stamp = self.scene.stamp();
                let settled = self.scene.settled();
                self.scene.input(&action)?;
                let entry = Entry {
                    stamp,
                    settled,
                    action,
                };
                let branch = &mut self.branches[self.looked];
                branch.entries.push_back(entry);
                branch.observe(&mut self.scene);
            }
            Action::Seek(_)
            | Action::Fork { .. }
            | Action::Switch { .. }
            | Action::RenameBranch { .. } => self.travel(&action)?,
        }
        self.file_reports();
        Ok(())
    }

    /// To the next event that isn't a bare tick.
    fn step(&mut self) -> Result<(), Refusal> {
        if self.past() {
            self.forward();
            return Ok(());
        }
        for _ in 0..STEP_EVENTS_MAX {
            if self.scene.world().next().is_none() {
                return Err(Refusal::NothingPlanned);
            }
            if self.live_step() == sim::Happened::Something {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Keeps the reports that someone waits for.
    fn file_reports(&mut self) {
        for (run, report) in self.scene.take_ended() {
            if let Some(filed) = self.reports.get_mut(&run) {
                filed.report = Some(report);
            }
        }
    }

    /// Changes whenever something visible has changed; time alone is nothing visible.
    #[must_use]
    pub fn version(&self) -> u64 {
        (self.moves << 40) + self.scene.world().events() + self.scene.inputs as u64
    }

    /// Virtual time now.
    #[must_use]
    pub fn now(&self) -> Micros {
        self.scene.world().now()
    }

    /// When the earliest event is due.
    #[must_use]
    pub fn next(&self) -> Option<Micros> {
        self.scene.world().next()
    }

    /// The world, to read.
    #[must_use]
    pub fn world(&self) -> &sim::World {
        self.scene.world()
    }

    /// The visit's own files, to read.
    #[must_use]
    pub fn files(&self) -> &Files {
        &self.scene.files
    }

    /// 64 bits over World and shells; written as 16 hex digits wherever people read it.
    #[must_use]
    pub fn hash(&self) -> u64 {
        self.scene.hash()
    }

    /// The inputs of the branch looked at, and where it ends.
    #[must_use]
    pub fn journal(&self) -> Journal {
        Journal {
            end: self.tip().stamp(),
            entries: self.branches[self.looked].entries.clone(),
        }
    }

    /// Whether some command runs that will end by itself, or waits for its turn.
    #[must_use]
    pub fn busy(&self) -> bool {
        self.scene.shells().any(shell::Shell::busy)
    }

    /// Top bar and stage.
    #[must_use]
    pub fn cluster(&self) -> view::Cluster {
        views::cluster(&self.scene)
    }

    /// What members decided lately, or one of them, newest first; `most` at most.
    #[must_use]
    pub fn decisions(&self, member: Option<usize>, most: usize) -> Vec<sim::Decision> {
        views::decisions(&self.scene, member, most)
    }

    /// What the sender of a message under way decided at the moment when it sent it.
    #[must_use]
    pub fn decided_when_sent(&self, message: u64) -> Vec<sim::Decision> {
        views::when_sent(&self.scene, message)
    }

    /// What the receiver of a message under way decides when it arrives, if nothing comes between;
    /// `None` if it doesn't arrive, or not soon.
    #[must_use]
    pub fn decided_when_arrived(&self, message: u64) -> Option<Vec<sim::Decision>> {
        views::when_arrived(&self.scene, message)
    }

    /// The replicated log: at most `columns` indexes, up to the last.
    #[must_use]
    pub fn log(&self, columns: u64) -> view::Log {
        views::log(&self.scene, columns)
    }

    /// The lanes of one member's store.
    #[must_use]
    pub fn revisions(&self, member: usize) -> view::Revisions {
        self.lanes(&view::Sight {
            member,
            ..view::Sight::default()
        })
    }

    /// The part of the lanes that is asked for; in the past with what is to come on this branch.
    #[must_use]
    pub fn lanes(&self, sight: &view::Sight) -> view::Revisions {
        views::revisions(&self.scene, self.tip(), sight)
    }

    /// One key as one member's store had it at `at`: at that revision or the last before it.
    #[must_use]
    pub fn key_detail(&self, member: usize, key: &[u8], at: Revision) -> Option<view::KeyDetail> {
        views::key_detail((&self.scene, self.tip()), member, key, at)
    }

    /// Keys that begin with `prefix`, `most` at most, each with the revision that wrote it: those
    /// of the leader, else of the first member.
    #[must_use]
    pub fn keys(&self, prefix: &[u8], most: usize) -> Vec<(bytes::Bytes, u64)> {
        views::keys(&self.scene, prefix, most)
    }

    /// The leader's lease heap; without a leader, the first member's.
    #[must_use]
    pub fn leases(&self) -> view::Leases {
        views::leases(&self.scene)
    }

    /// All that hangs together with one thing: its command, entry, revision, lease and events.
    #[must_use]
    pub fn thread(&self, thing: &view::Thing) -> view::Thread {
        views::thread(&self.scene, thing)
    }

    /// The requests of what is followed in every tongue; of the last command if nothing is.
    #[must_use]
    pub fn spoken(&self, thing: &view::Thing) -> view::Spoken {
        views::spoken(&self.scene, thing)
    }

    /// The shells in the order of their opening, without their lines.
    #[must_use]
    pub fn shells(&self) -> Vec<view::Shell> {
        views::shells(&self.scene)
    }

    /// One shell with its transcript.
    #[must_use]
    pub fn shell(&self, name: &str) -> Option<view::Shell> {
        views::shell(&self.scene, name)
    }

    /// What the branch looked at holds beyond the playhead in a shell's transcript, oldest first.
    #[must_use]
    pub fn future_lines(&self, name: &str) -> Vec<view::Line> {
        let Some(shell) = self.scene.shell(name).filter(|_| self.past()) else {
            return Vec::new();
        };
        views::lines(self.tip(), name, shell.transcript.next())
    }

    /// The time axis of the branch looked at.
    #[must_use]
    pub fn timeline(&self, span: view::Span) -> view::Timeline {
        views::timeline(self, span)
    }

    /// The lines of a shell from the one with id `from` on, oldest first.
    #[must_use]
    pub fn lines(&self, name: &str, from: u64) -> Vec<view::Line> {
        views::lines(&self.scene, name, from)
    }

    /// What a shell is doing.
    #[must_use]
    pub fn shell_state(&self, name: &str) -> Option<view::ShellState> {
        self.scene.shell(name).map(shell::Shell::state)
    }

    /// How many commands wait for their turn in a shell.
    #[must_use]
    pub fn in_line(&self, name: &str) -> usize {
        self.scene.shell(name).map_or(0, |it| it.pending.len())
    }

    /// The faults that a line such as `sim kill infra1` asks for; none for any other line.
    #[must_use]
    pub fn faults_of(&self, line: &str) -> Option<Vec<sim::Fault>> {
        match words::parse(line, &self.scene.member_names()) {
            Ok(Some(words::Word::Faults(faults))) => Some(faults),
            Ok(_) | Err(_) => None,
        }
    }

    /// A name for the next shell: the first `shell N` that is free.
    #[must_use]
    pub fn free_shell_name(&self) -> String {
        self.free_shell("shell ")
    }

    /// A name that no Go shell has yet.
    #[must_use]
    pub fn free_go_shell_name(&self) -> String {
        self.free_shell("Go ")
    }

    fn free_shell(&self, kind: &str) -> String {
        (1_u32..)
            .map(|number| format!("{kind}{number}"))
            .find(|name| self.scene.shell(name).is_none())
            .expect("shells are few, numbers are many")
    }

    /// Everything as plain JSON values.
    #[must_use]
    pub fn state(&self) -> State {
        state::of(&self.scene)
    }
}
