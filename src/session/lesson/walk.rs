//! Walking a story: its world, its lines, and how far one has come.

use super::{Line, Step, Story, world};
use crate::{
    session::{
        Action, Refusal, Session, Status,
        view::{LineKind, ShellState},
    },
    sim::Config,
    units::{LeaseId, Micros, StateHash},
};

/// What stands in a line for the lease granted last.
pub const LEASE: &str = "$LEASE";

/// Virtual time that a line of the prelude may take.
const PATIENCE: Micros = Micros::from_secs(60);

impl Story<'_> {
    /// A new visit in its world, its prelude told. The prelude is part of the journal.
    ///
    /// # Errors
    /// A line that the session refuses.
    pub fn open(&self) -> Result<Session, Refusal> {
        let mut session = Session::ready(world(self.world).unwrap_or_else(Config::tutorial));
        for line in &self.prelude {
            let shell = line.shell.unwrap_or("author");
            let ticket = session.exec(shell, line.text, None)?;
            let until = session.now() + PATIENCE;
            while session.exec_poll(&ticket).status == Status::Running && session.now() < until {
                session.apply(Action::Advance(Micros::from_ms(1)))?;
            }
        }
        let opened = session.shells().into_iter().skip(1);
        for name in opened.map(|shell| shell.name) {
            session.apply(Action::CloseShell { name })?;
        }
        // A whole second, as a cluster's first moment is one.
        let second = Micros::from_secs(1).0;
        let to = Micros(session.now().0.div_ceil(second) * second);
        session.apply(Action::Advance(to.since(session.now())))?;
        Ok(session)
    }
}

impl Line<'_> {
    /// The line with the lease granted last in place of `$LEASE`; none where it needs one and
    /// there is none.
    #[must_use]
    pub fn filled(&self, session: &Session) -> Option<String> {
        if !self.text.contains(LEASE) {
            return Some(self.text.to_owned());
        }
        let lease = session.last_lease()?;
        Some(self.text.replace(LEASE, &lease.to_string()))
    }

    /// What runs it: a shell of its own is opened, and taken from what holds it; a line without
    /// one never waits behind what holds the first. Nothing where a lease is missing.
    #[must_use]
    pub fn actions(&self, session: &Session) -> Vec<Action> {
        let Some(line) = self.filled(session) else {
            return Vec::new();
        };
        let (shell, mut actions) = self.shell(session);
        let shell = shell.unwrap_or_else(|| session.free_shell_name());
        if session.shell_state(&shell).is_none() {
            let name = shell.clone();
            actions.push(Action::OpenShell { name });
        }
        actions.push(Action::Submit { shell, line });
        actions
    }

    /// Where it runs, and what frees the shell; none is a new one.
    fn shell(&self, session: &Session) -> (Option<String>, Vec<Action>) {
        let busy = [ShellState::Holding, ShellState::Reading];
        let Some(name) = self.shell else {
            let mut shells = session.shells().into_iter();
            let free = shells.find(|shell| !busy.contains(&shell.state));
            return (free.map(|shell| shell.name), Vec::new());
        };
        let held = session
            .shell_state(name)
            .is_some_and(|it| busy.contains(&it));
        let shell = name.to_owned();
        let freed = held.then(|| Action::Interrupt {
            shell: shell.clone(),
        });
        (Some(shell), freed.into_iter().collect())
    }
}

impl Session {
    /// Whether something has happened by the moment looked at.
    #[must_use]
    pub fn has_happened(&self, expect: &super::Expect<'_>) -> bool {
        expect.holds(&self.scene)
    }

    /// For each step of a story, whether it is done by the moment looked at.
    #[must_use]
    pub fn progress(&self, story: &Story<'_>) -> Vec<bool> {
        let steps = story.steps.iter();
        steps
            .map(|step| step.expects.iter().all(|it| it.holds(&self.scene)))
            .collect()
    }

    /// For each line of a step, whether it was typed by the moment looked at, whatever its lease.
    #[must_use]
    pub fn ran(&self, step: &Step<'_>) -> Vec<bool> {
        let same = |line: &Line<'_>, text: &str| match line.text.split_once(LEASE) {
            Some((begin, end)) => text.strip_prefix(begin).is_some_and(|it| it.ends_with(end)),
            None => text == line.text,
        };
        let typed = |line: &Line<'_>| {
            let mut lines = self.scene.transcripts().flat_map(|it| it.from(0));
            lines.any(|it| it.kind == LineKind::Command && same(line, &it.text))
        };
        step.lines.iter().map(typed).collect()
    }

    /// Differs, but for accidents, wherever some story's progress does.
    #[must_use]
    pub fn progress_stamp(&self) -> u64 {
        let mut hash = StateHash::new();
        for transcript in self.scene.transcripts() {
            hash.u64(transcript.hash());
        }
        for node in self.scene.world().nodes() {
            let store = &node.state().store;
            let leases = node.state().lessor.len();
            hash.u64(store.revision())
                .i64(store.compacted())
                .len(leases);
            hash.u64(node.power() as u64).u64(u64::from(node.epoch()));
        }
        hash.finish()
    }

    /// The lease granted last that is still there.
    #[must_use]
    pub fn last_lease(&self) -> Option<LeaseId> {
        let leases = self.leases().leases;
        let granted = leases.iter().max_by_key(|lease| {
            let ttl = Micros::from_secs(lease.ttl_seconds);
            (lease.expires.map(|at| at.since(ttl)), lease.id)
        });
        granted.map(|lease| lease.id)
    }

    /// The story whose world this visit is in, by its place among `stories`.
    #[must_use]
    pub fn story_of(&self, stories: &[Story<'_>]) -> Option<usize> {
        let config = self.world().config();
        let here = |story: &Story<'_>| world(story.world).as_ref() == Some(config);
        stories.iter().position(here)
    }
}
