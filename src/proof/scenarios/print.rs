//! Facts as etcd's test data prints them.

use crate::raft::{
    ChangeKind, ConfChange, Config, Configuration, Entry, EntryKind, HardState, Progress,
    ProgressState, Raft, Role,
};
use crate::units::NodeId;

fn ids(ids: &[NodeId]) -> String {
    let ids: Vec<String> = ids.iter().map(|id| format!("{:x}", id.0)).collect();
    format!("({})", ids.join(" "))
}

/// A configuration.
#[must_use]
pub(super) fn configuration(it: &Configuration) -> String {
    let mut text = format!("voters={}", ids(&it.voters.incoming));
    if it.is_joint() {
        text += &format!("&&{}", ids(&it.voters.outgoing));
    }
    if !it.learners.is_empty() {
        text += &format!(" learners={}", ids(&it.learners));
    }
    if !it.learners_next.is_empty() {
        text += &format!(" learners_next={}", ids(&it.learners_next));
    }
    if it.auto_leave {
        text += " autoleave";
    }
    text
}

/// A hard state.
#[must_use]
pub(super) fn hard_state(it: &HardState) -> String {
    let vote = match it.vote {
        NodeId::NONE => String::new(),
        vote => format!(" Vote:{}", vote.0),
    };
    format!("Term:{}{vote} Commit:{}", it.term.0, it.commit.0)
}

/// A member's role, vote, term and leader.
#[must_use]
pub(super) fn state(raft: &Raft) -> String {
    let role = match raft.role() {
        Role::Follower => "StateFollower",
        Role::PreCandidate => "StatePreCandidate",
        Role::Candidate => "StateCandidate",
        Role::Leader => "StateLeader",
    };
    let voter = if raft.configuration().is_voter(raft.id()) {
        "(Voter)"
    } else {
        "(Non-Voter)"
    };
    let (id, term, leader) = (raft.id().0, raft.term().0, raft.leader().0);
    format!("{id}: {role} {voter} Term:{term} Lead:{leader}")
}

/// What a leader believes of one peer.
#[must_use]
pub(super) fn progress(id: NodeId, it: &Progress, config: &Config) -> String {
    let state = match it.state {
        ProgressState::Probe => "StateProbe",
        ProgressState::Replicate => "StateReplicate",
        ProgressState::Snapshot => "StateSnapshot",
    };
    let (matched, next) = (it.matched.0, it.next.0);
    let mut text = format!("{}: {state} match={matched} next={next}", id.0);
    for (said, word) in [(it.learner, " learner"), (it.is_paused(), " paused")] {
        text += if said { word } else { "" };
    }
    if it.pending_snapshot.0 > 0 {
        text += &format!(" pendingSnap={}", it.pending_snapshot.0);
    }
    text += if it.recent_active { "" } else { " inactive" };
    if !it.inflight.is_empty() {
        text += &format!(" inflight={}", it.inflight.len());
        let full = it
            .inflight
            .is_full(config.inflight_max, config.inflight_bytes_max);
        text += if full { "[full]" } else { "" };
    }
    text
}

/// An entry.
#[must_use]
pub(super) fn entry(it: &Entry) -> String {
    let (kind, data) = match it.kind {
        EntryKind::Normal => {
            let data = String::from_utf8_lossy(&it.data);
            ("EntryNormal", format!("{data:?}"))
        }
        EntryKind::ConfChange => ("EntryConfChange", change(it)),
        EntryKind::ConfChangeV2 => ("EntryConfChangeV2", change(it)),
    };
    let text = format!("{}/{} {kind} {data}", it.term.0, it.index.0);
    text.trim_end().to_owned()
}

fn change(entry: &Entry) -> String {
    let change = ConfChange::read(entry.kind, &entry.data).unwrap_or_default();
    let words = change.changes.iter().map(|it| {
        let letter = match it.kind {
            ChangeKind::AddVoter => 'v',
            ChangeKind::AddLearner => 'l',
            ChangeKind::Remove => 'r',
            ChangeKind::Update => 'u',
        };
        format!("{letter}{}", it.node.0)
    });
    words.collect::<Vec<_>>().join(" ")
}
