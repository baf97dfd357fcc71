//! What entries and commands wait for, as the leader's and the asked member's state have it.

use super::{Entries, leader, raft};
use crate::{
    etcd::{ReadStage, Server, record::InternalRequest},
    raft::{Raft, ReadContext, ReadProgress},
    session::{
        scene::Scene,
        shell::Shell,
        view::{ShellState, Wait, Waiting},
    },
    sim::{CallPlace, Node, Owner},
    units::{Index, NodeId},
};

/// Uncommitted entries looked through for a request.
const ENTRIES_MAX: u64 = 1_000;

/// Why an entry of the leader's log is not committed; `None` if it is, or nobody leads.
pub(super) fn wait(scene: &Scene, index: Index) -> Option<Wait> {
    let leader = scene.world().node(leader(scene)?)?;
    wait_at(scene, leader, index)
}

fn wait_at(scene: &Scene, leader: &Node, index: Index) -> Option<Wait> {
    let raft = raft(leader)?;
    if index <= raft.log().committed() {
        return None;
    }
    let (term, own) = (Entries::of(leader).get(index)?.term, raft.term());
    let voters = raft.configuration().voters();
    let holds = |id: NodeId| {
        let progress = raft.progress(id);
        progress.is_some_and(|progress| progress.matched >= index)
    };
    let needed = voters.len() / 2 + 1;
    let missing: Vec<NodeId> = voters.iter().copied().filter(|id| !holds(*id)).collect();
    let acks = voters.len() - missing.len();
    if acks >= needed && term < own {
        return Some(Wait::OwnTerm { index, term, own });
    }
    let missing = missing.iter().map(|id| name(scene, *id)).collect();
    Some(Wait::Quorum {
        index,
        acks,
        needed,
        missing,
    })
}

/// Why each of these entries is not committed.
pub(super) fn waits(scene: &Scene, leader: Option<&Node>, last: Index) -> Vec<Wait> {
    let Some(leader) = leader else {
        return Vec::new();
    };
    let first = Entries::of(leader).commit().0 + 1;
    let indexes = (first..=last.0).map(Index);
    indexes
        .filter_map(|index| wait_at(scene, leader, index))
        .collect()
}

fn name(scene: &Scene, id: NodeId) -> String {
    let node = scene.world().nodes().find(|node| node.identity().id == id);
    node.map_or_else(|| id.to_string(), |node| node.identity().name.clone())
}

/// What the command that runs in a shell waits for; `None` if it waits for nothing.
pub(in crate::session) fn waiting(scene: &Scene, shell: &Shell) -> Option<Waiting> {
    let running = shell.running.as_ref()?;
    if shell.state() != ShellState::Running {
        return None;
    }
    let call = scene.world().calls_of(Owner(running.run)).last()?;
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
    let commit = index.and_then(|index| wait(scene, index));
    Some(match commit {
        Some(wait) => Waiting::Commit(wait),
        None => asked(scene, node, &call),
    })
}

/// What a call that has no entry yet waits for at the member that has it.
fn asked(scene: &Scene, node: &Node, call: &CallPlace) -> Waiting {
    let member = || node.identity().name.clone();
    let Some((server, raft)) = node.server().zip(raft(node)) else {
        return Waiting::Answer;
    };
    let stage = server.read_stage(call.key);
    if let Some(ReadStage::Applies(index)) = stage {
        return Waiting::Apply {
            member: member(),
            applied: Entries::of(node).applied(),
            index,
        };
    }
    let lost = raft.leader() == NodeId::NONE;
    if lost || is_blocked(scene, server, call) {
        return Waiting::Leader { member: member() };
    }
    match stage {
        Some(ReadStage::NextRound) => Waiting::NextRound { member: member() },
        Some(ReadStage::Asked(context)) => confirmed(scene, raft, context),
        Some(ReadStage::Applies(_)) | None => Waiting::Answer,
    }
}

/// What a read waits for at the leader that its member knows.
fn confirmed(scene: &Scene, asked: &Raft, context: ReadContext) -> Waiting {
    let world = scene.world();
    let node = world
        .place_of(asked.leader())
        .and_then(|place| world.node(place));
    let leader = name(scene, asked.leader());
    let raft = node.and_then(raft);
    let progress = raft.and_then(|raft| Some((raft.term(), raft.read_progress(context)?)));
    match progress {
        None => Waiting::ReadIndex { leader },
        Some((term, ReadProgress::OwnTerm)) => Waiting::OwnTerm { leader, term },
        Some((_, ReadProgress::Acks { acks, needed })) => Waiting::Leadership {
            leader,
            acks,
            needed,
        },
    }
}

fn request(scene: &Scene, call: &CallPlace) -> Option<u64> {
    let mut trails = scene.world().trails_of(call.owner);
    trails
        .find(|trail| trail.call == call.number)
        .map(|trail| trail.request)
}

fn is_blocked(scene: &Scene, server: &Server, call: &CallPlace) -> bool {
    request(scene, call).is_some_and(|request| server.is_blocked(request))
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
