//! The thread of one followed thing: from whatever was picked to all that hangs together with it.

use super::{Entries, entries, leader, shells, waits};
use crate::{
    etcd::{
        State,
        record::{Act, InternalRequest},
    },
    raft,
    session::{
        scene::Scene,
        view::{Asked, LineKind, Thing, Thread, Waiting},
    },
    units::{Index, LeaseId, Micros, Term},
};

/// Changes of one revision, and lines that tell of it, in one picture.
const LINKS_MAX: usize = 100;

pub(in crate::session) fn thread(scene: &Scene, thing: &Thing) -> Thread {
    let mut known = Known::new(scene);
    match thing {
        Thing::Nothing => {}
        Thing::Line { shell, line } => known.line(shell, *line),
        Thing::Entry(index) => known.index(*index),
        Thing::Revision(_, revision) => known.revision(revision.main),
        Thing::Lease(lease) => known.lease(*lease),
    }
    known.finish()
}

/// What is known so far.
struct Known<'a> {
    scene: &'a Scene,
    /// The applied state that is furthest.
    state: Option<&'a State>,
    request: u64,
    thread: Thread,
}

impl<'a> Known<'a> {
    fn new(scene: &'a Scene) -> Self {
        let states = scene.world().nodes().map(|node| node.state());
        Self {
            scene,
            state: states.max_by_key(|state| state.consistent_index()),
            request: 0,
            thread: Thread::default(),
        }
    }

    fn line(&mut self, shell: &str, id: u64) {
        let Some(line) = shells::line(self.scene, shell, id) else {
            return;
        };
        let did = line.did.unwrap_or_default();
        if line.kind == LineKind::Command {
            self.thread.command = Some(Asked {
                shell: shell.to_owned(),
                line: id,
                text: line.text,
            });
        }
        self.thread.entry = did.index.zip(did.term);
        self.request = did.request.unwrap_or_default();
        if let Some(main) = did.revision {
            self.revision(main);
        }
    }

    fn index(&mut self, index: Index) {
        let Some(entry) = self.entry(index) else {
            return;
        };
        self.thread.entry = Some((index, entry.term));
        let request = InternalRequest::from_bytes(&entry.data);
        self.request = request.and_then(|it| it.header).map_or(0, |it| it.id);
        let applied = self.state.filter(|state| state.consistent_index() >= index);
        self.thread.revision = applied.and_then(|state| entries::revision_of(state, index));
    }

    fn revision(&mut self, main: u64) {
        let Some(origin) = self.state.and_then(|state| state.origin(main)) else {
            return;
        };
        self.thread.revision = Some(main);
        self.thread.entry = Some((origin.index, origin.term));
        self.request = origin.request;
    }

    fn lease(&mut self, lease: LeaseId) {
        self.thread.lease = Some(lease);
        let mut trails = self.scene.world().trails();
        let grants = trails.find(|trail| {
            let entry = trail.entry.filter(|_| trail.revision.is_none());
            let act = entry.and_then(|(_, index)| self.act(index));
            matches!(act, Some(Act::LeaseGrant(grant)) if grant.id == lease.0)
        });
        if let Some(trail) = grants {
            self.request = trail.request;
        }
    }

    /// An entry, in the leader's log if it has it, else in whose log it is.
    fn entry(&self, index: Index) -> Option<&'a raft::Entry> {
        let world = self.scene.world();
        let leading = leader(self.scene).and_then(|place| world.node(place));
        let mut nodes = leading.into_iter().chain(world.nodes());
        nodes.find_map(|node| Entries::of(node).get(index))
    }

    fn act(&self, index: Index) -> Option<Act> {
        InternalRequest::from_bytes(&self.entry(index)?.data)?.act
    }

    /// Follows the trail of the request both ways.
    fn finish(mut self) -> Thread {
        let Some(trail) = self.scene.world().trail(self.request) else {
            return self.with_entry();
        };
        if let Some(typed) = self.scene.typed(trail.owner.0)
            && self.thread.command.is_none()
        {
            self.thread.command = Some(Asked {
                shell: typed.shell.clone(),
                line: typed.line,
                text: typed.text.clone(),
            });
        }
        self.thread.entry = self
            .thread
            .entry
            .or(trail.entry.map(|(term, index)| (index, term)));
        self.thread.entry = self.thread.entry.or_else(|| self.proposed());
        self.thread.revision = self.thread.revision.or(trail.revision);
        self.thread.applied = trail.applied;
        self.thread.sent = trail.events;
        self.with_entry()
    }

    /// Where the request stands in the leader's log while it isn't applied.
    fn proposed(&self) -> Option<(Index, Term)> {
        let index = waits::proposed(self.scene, self.request)?;
        Some((index, self.entry(index)?.term))
    }

    /// What the entry itself says, and what its revision changed.
    fn with_entry(mut self) -> Thread {
        if let Some((index, _)) = self.thread.entry {
            self.thread.kind = self.entry(index).map(entries::kind);
            let lease = match self.act(index) {
                Some(Act::Put(put)) => put.lease,
                Some(Act::LeaseGrant(grant)) => grant.id,
                Some(Act::LeaseRevoke(revoke)) => revoke.id,
                Some(_) | None => 0,
            };
            let lease = Some(LeaseId(lease)).filter(|it| *it != LeaseId::NONE);
            self.thread.lease = self.thread.lease.or(lease);
        }
        if let (Some(main), Some(state)) = (self.thread.revision, self.state) {
            let changes = state.store.revisions(main..=main).take(LINKS_MAX);
            self.thread.changes = changes
                .map(|change| (change.key().clone(), change.revision()))
                .collect();
            self.thread.events = self.told(main);
        }
        self.thread.waiting = self.waiting();
        self.thread
    }

    /// What the command waits for, or else its entry.
    fn waiting(&self) -> Option<Waiting> {
        let command = self.thread.command.as_ref().and_then(|asked| {
            let shell = self.scene.shell(&asked.shell)?;
            let running = shell.running.as_ref();
            let runs = running.is_some_and(|it| it.line == asked.line);
            waits::waiting(self.scene, shell).filter(|_| runs)
        });
        command.or_else(|| {
            let (index, _) = self.thread.entry?;
            waits::wait(self.scene, index).map(Waiting::Commit)
        })
    }

    /// The lines of transcripts that tell of a revision's events.
    fn told(&self, main: u64) -> Vec<(String, u64)> {
        let since = self.thread.applied.unwrap_or(Micros::ZERO);
        let lines = self.scene.shells().flat_map(|shell| {
            let newest = shell.transcript.from(0).rev();
            let told = newest
                .take_while(move |line| line.time >= since)
                .filter(|line| line.kind == LineKind::Out)
                .filter(move |line| line.did.is_some_and(|did| did.revision == Some(main)));
            told.map(|line| (shell.name.clone(), line.id))
        });
        lines.take(LINKS_MAX).collect()
    }
}
