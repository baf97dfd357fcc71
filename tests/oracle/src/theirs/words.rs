//! Between the `raft` crate's protobuf types and those that are compared.

use protobuf::Message as _;
use raft_rs::eraftpb::{
    ConfChangeSingle, ConfChangeTransition, ConfChangeType, ConfChangeV2, ConfState, Entry,
    EntryType,
};

use crate::member::{Change, Conf, Item, Payload, Single, Transition};

/// A read's context; what a name of its own adds is left out.
pub(super) fn context(bytes: &[u8]) -> u64 {
    let bytes = bytes.first_chunk().expect("a context is a number");
    u64::from_le_bytes(*bytes)
}

pub(super) fn item(entry: &Entry) -> Item {
    let payload = if entry.get_entry_type() == EntryType::EntryNormal {
        Payload::Normal(entry.data.to_vec())
    } else {
        let mut change = ConfChangeV2::default();
        let read = change.merge_from_bytes(&entry.data);
        read.expect("only changes are proposed as changes");
        Payload::Change(from_change(&change))
    };
    Item {
        term: entry.term,
        index: entry.index,
        payload,
    }
}

fn sorted(ids: &[u64]) -> Vec<u64> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids
}

pub(super) fn conf(state: &ConfState) -> Conf {
    Conf {
        voters: sorted(&state.voters),
        outgoing: sorted(&state.voters_outgoing),
        learners: sorted(&state.learners),
        learners_next: sorted(&state.learners_next),
        auto_leave: state.auto_leave,
    }
}

pub(super) fn to_conf(conf: &Conf) -> ConfState {
    let mut state = ConfState::default();
    state.voters = conf.voters.clone();
    state.voters_outgoing = conf.outgoing.clone();
    state.learners = conf.learners.clone();
    state.learners_next = conf.learners_next.clone();
    state.auto_leave = conf.auto_leave;
    state
}

pub(super) fn to_change(change: &Change) -> ConfChangeV2 {
    let mut made = ConfChangeV2::default();
    made.set_transition(match change.transition {
        Transition::Auto => ConfChangeTransition::Auto,
        Transition::Implicit => ConfChangeTransition::Implicit,
        Transition::Explicit => ConfChangeTransition::Explicit,
    });
    for single in &change.singles {
        let (kind, id) = match *single {
            Single::Voter(id) => (ConfChangeType::AddNode, id),
            Single::Learner(id) => (ConfChangeType::AddLearnerNode, id),
            Single::Remove(id) => (ConfChangeType::RemoveNode, id),
        };
        let mut step = ConfChangeSingle::default();
        step.set_change_type(kind);
        step.node_id = id;
        made.changes.push(step);
    }
    made
}

fn from_change(change: &ConfChangeV2) -> Change {
    let single = |single: &ConfChangeSingle| match single.get_change_type() {
        ConfChangeType::AddNode => Single::Voter(single.node_id),
        ConfChangeType::AddLearnerNode => Single::Learner(single.node_id),
        ConfChangeType::RemoveNode => Single::Remove(single.node_id),
    };
    Change {
        transition: match change.get_transition() {
            ConfChangeTransition::Auto => Transition::Auto,
            ConfChangeTransition::Implicit => Transition::Implicit,
            ConfChangeTransition::Explicit => Transition::Explicit,
        },
        singles: change.changes.iter().map(single).collect(),
    }
}
