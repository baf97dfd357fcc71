//! Shells: what their tabs say, their transcripts, and what a waiting command waits for.

use super::{Entries, leader, raft};
use crate::{
    etcd::{Server, record::InternalRequest},
    session::{
        scene::Scene,
        shell::{LEASE, Shell},
        view::{self, Line, LineKind, ShellState, Waiting},
        words::Gathering,
    },
    sim::{CallPlace, Node, Owner},
    units::{Index, NodeId},
};

/// Uncommitted entries looked through for a request.
const ENTRIES_MAX: u64 = 1_000;

pub(in crate::session) fn shells(scene: &Scene) -> Vec<view::Shell> {
    scene.shells().map(|shell| head(scene, shell)).collect()
}

pub(in crate::session) fn shell(scene: &Scene, name: &str) -> Option<view::Shell> {
    let shell = scene.shell(name)?;
    let lines = all_lines(scene, shell, 0);
    Some(view::Shell {
        lines,
        ..head(scene, shell)
    })
}

pub(in crate::session) fn lines(scene: &Scene, name: &str, from: u64) -> Vec<Line> {
    scene
        .shell(name)
        .map_or_else(Vec::new, |shell| all_lines(scene, shell, from))
}

/// The lines, with what is known so far of the command that runs.
fn all_lines(scene: &Scene, shell: &Shell, from: u64) -> Vec<Line> {
    let mut lines: Vec<Line> = shell.transcript.from(from).cloned().collect();
    for line in &mut lines {
        update(scene, shell, line);
    }
    lines.extend(gathering(scene, shell));
    lines
}

/// One line, with what is known so far of its command.
pub(super) fn line(scene: &Scene, shell: &str, id: u64) -> Option<Line> {
    let shell = scene.shell(shell)?;
    let line = shell.transcript.from(id).next();
    let mut line = line.filter(|line| line.id == id)?.clone();
    update(scene, shell, &mut line);
    Some(line)
}

/// A here-document that is being typed; its lines get these numbers for good once it ends.
fn gathering(scene: &Scene, shell: &Shell) -> impl Iterator<Item = Line> {
    let (time, next) = (scene.world().now(), shell.transcript.next());
    let typed = shell.gathering.iter().flat_map(Gathering::lines);
    typed.zip(next..).map(move |(text, id)| Line {
        id,
        time,
        kind: if id == next {
            LineKind::Command
        } else {
            LineKind::Input
        },
        text,
        did: None,
        happening: None,
    })
}

/// Says what the command that runs did so far. One that gave up may have been done all the same:
/// then its line says so.
fn update(scene: &Scene, shell: &Shell, line: &mut Line) {
    if line.kind != LineKind::Command {
        return;
    }
    if let Some(running) = shell.running.as_ref().filter(|it| it.line == line.id) {
        line.did = Some(scene.did(running.run, running.began));
        return;
    }
    let run = shell.unsettled.iter().find(|it| it.1 == line.id);
    if let (Some((run, _)), Some(did)) = (run, line.did.as_mut()) {
        let since = scene.did(*run, scene.world().now());
        (did.term, did.index, did.revision) = (since.term, since.index, since.revision);
    }
}

fn head(scene: &Scene, shell: &Shell) -> view::Shell {
    view::Shell {
        name: shell.name.clone(),
        title: shell.title().to_owned(),
        endpoint: shell.endpoint.clone(),
        state: shell.state(),
        lines: Vec::new(),
        queued: shell.pending.len(),
        lease: shell.environment.get(LEASE).cloned(),
        waiting: waiting(scene, shell),
    }
}

fn waiting(scene: &Scene, shell: &Shell) -> Option<Waiting> {
    let running = shell.running.as_ref()?;
    if shell.state() != ShellState::Running {
        return None;
    }
    let owner = Owner(running.run);
    let call = scene.world().calls_of(owner).last()?;
    let Some(node) = call.member.and_then(|place| scene.world().node(place)) else {
        return Some(if call.refused {
            Waiting::Connection {
                endpoints: call.endpoints.join(","),
            }
        } else {
            Waiting::Answer
        });
    };
    let index = request(scene, &call).and_then(|request| proposed(scene, request));
    let quorum = index.map(|index| held(scene, index));
    Some(quorum.unwrap_or_else(|| {
        let lost = raft(node).is_some_and(|raft| raft.leader() == NodeId::NONE);
        let blocked = lost || is_blocked(scene, node, &call);
        if blocked {
            Waiting::Leader {
                member: node.identity().name.clone(),
            }
        } else {
            Waiting::Answer
        }
    }))
}

fn request(scene: &Scene, call: &CallPlace) -> Option<u64> {
    let mut trails = scene.world().trails_of(call.owner);
    trails
        .find(|trail| trail.call == call.number)
        .map(|trail| trail.request)
}

fn is_blocked(scene: &Scene, node: &Node, call: &CallPlace) -> bool {
    let blocks =
        |server: &Server| request(scene, call).is_some_and(|request| server.is_blocked(request));
    node.server().is_some_and(blocks)
}

/// The index of a request's entry in the leader's log, while it isn't committed.
pub(super) fn proposed(scene: &Scene, request: u64) -> Option<Index> {
    let entries = Entries::of(scene.world().node(leader(scene)?)?);
    let first = entries.commit().0 + 1;
    let last = entries.last().0.min(first + ENTRIES_MAX - 1);
    let is = |index: &Index| {
        let entry = entries.get(*index);
        let found = entry.and_then(|entry| InternalRequest::from_bytes(&entry.data));
        found
            .and_then(|it| it.header)
            .is_some_and(|header| header.id == request)
    };
    (first..=last).map(Index).find(is)
}

/// How many members hold an entry durably, as its leader knows.
fn held(scene: &Scene, index: Index) -> Waiting {
    let world = scene.world();
    let raft = leader(scene)
        .and_then(|place| world.node(place))
        .and_then(raft);
    let voters = raft.map_or_else(Vec::new, |raft| raft.configuration().voters());
    let holds = |id: &&NodeId| {
        let progress = raft.and_then(|raft| raft.progress(**id));
        progress.is_some_and(|progress| progress.matched >= index)
    };
    let acks = voters.iter().filter(holds).count();
    Waiting::Quorum {
        index,
        acks,
        needed: voters.len() / 2 + 1,
    }
}
