//! Means of setting up the other case.

use etcdscope::{
    raft::{
        AppendDone, Body, ConfChange, Config, Configuration, Entry, Input, Message, Proposal, Raft,
        Reason, Role,
    },
    units::{Index, NodeId, Term},
};

/// A member in the other case, and the input that it is given there.
pub(super) type Case = (Raft, Input);

/// Steps and forgets the decisions.
pub(super) fn quietly(raft: &mut Raft, input: Input) {
    let _told = raft.step(input);
    raft.take_reasons();
}

pub(super) fn from(raft: &Raft, from: NodeId, body: Body) -> Input {
    let (to, term) = (raft.id(), raft.term());
    Input::Message(Message {
        from,
        to,
        term,
        body,
    })
}

/// Another voter than `ids`.
pub(super) fn other(raft: &Raft, ids: &[NodeId]) -> Option<NodeId> {
    let voters = raft.configuration().voters();
    voters.into_iter().find(|id| !ids.contains(id))
}

/// `peer` leads: in this member's own term, or in the next one if this member leads itself.
pub(super) fn led(raft: &Raft, peer: NodeId) -> Raft {
    let mut raft = raft.clone();
    let (to, own) = (raft.id(), raft.term());
    let leads = raft.role() == Role::Leader;
    let term = if leads || own.0 == 0 { own.next() } else { own };
    let body = Body::Heartbeat {
        commit: Index(0),
        context: None,
    };
    let heard = Input::Message(Message {
        from: peer,
        to,
        term,
        body,
    });
    quietly(&mut raft, heard);
    raft
}

/// Some peer leads.
pub(super) fn led_by_any(raft: &Raft) -> Raft {
    let own = raft.id();
    led(
        raft,
        if own == NodeId(1) {
            NodeId(2)
        } else {
            NodeId(1)
        },
    )
}

/// The same disk under other settings or in another configuration, the same leader if any.
pub(super) fn twin(raft: &Raft, config: Config, configuration: Configuration) -> Raft {
    let disk = (raft.hard_state(), raft.log().clone(), configuration);
    let mut twin = Raft::new(raft.id(), config, 1, disk);
    twin.take_reasons();
    let leader = raft.leader();
    if leader == NodeId::NONE || leader == raft.id() {
        return twin;
    }
    led(&twin, leader)
}

/// The disk and the application catch up with the log.
pub(super) fn settle(raft: &mut Raft) {
    for _ in 0..8 {
        work(raft);
        let log = raft.log();
        let (applied, committed) = (log.applied(), log.committed());
        if applied == committed {
            return;
        }
        for entry in log.slice(applied.next(), committed, usize::MAX) {
            if let Some(change) = ConfChange::read(entry.kind, &entry.data) {
                quietly(raft, Input::ApplyConfChange(change));
            }
        }
        quietly(raft, Input::Applied(committed));
    }
}

fn work(raft: &mut Raft) {
    quietly(raft, Input::Persisted);
    while let Some(ready) = raft.ready() {
        quietly(raft, Input::Persisted);
        for message in ready.after_write {
            if message.to == raft.id() {
                quietly(raft, Input::Message(message));
            }
        }
        if let Some(done) = ready.done {
            quietly(raft, Input::AppendDone(done));
        }
    }
    if raft.config().async_storage {
        // Whatever was under way has been written, too.
        let (log, term) = (raft.log(), raft.term());
        let last = Some((log.last_index(), log.last_term()));
        let snapshot = None;
        let done = AppendDone {
            term,
            last,
            snapshot,
        };
        quietly(raft, Input::AppendDone(done));
    }
}

/// What every other member could say.
pub(super) fn by_others(raft: &Raft, body: &Body) -> Vec<Input> {
    let ids = raft.configuration().members();
    let others = ids.into_iter().filter(|id| *id != raft.id());
    others.map(|id| from(raft, id, body.clone())).collect()
}

/// The case just before the one of `inputs`, given in turn, that leads to a decision `wanted`.
pub(super) fn until(
    mut raft: Raft,
    inputs: Vec<Input>,
    wanted: impl Fn(&Reason) -> bool,
) -> Option<Case> {
    for input in inputs {
        let before = raft.clone();
        let _told = raft.step(input.clone());
        if raft.take_reasons().iter().any(&wanted) {
            return Some((before, input));
        }
    }
    None
}

/// All others hold the whole log, which ends in the leader's term and is longer than committed.
pub(super) fn acknowledged(raft: &Raft) -> Option<Case> {
    let mut raft = raft.clone();
    if raft.log().last_index() == raft.log().committed() {
        quietly(&mut raft, Input::Propose(vec![proposal(0)]));
    }
    let index = raft.log().last_index();
    let acks = by_others(&raft, &Body::Appended { index });
    until(
        raft,
        acks,
        |it| matches!(it, Reason::Committed { to, .. } if *to == index),
    )
}

pub(super) fn proposal(bytes: usize) -> Proposal {
    Proposal {
        kind: etcdscope::raft::EntryKind::Normal,
        data: vec![b'y'; bytes].into(),
    }
}

/// The message of an input, to be changed.
pub(super) fn message(input: &mut Input) -> Option<&mut Message> {
    match input {
        Input::Message(message) => Some(message),
        _ => None,
    }
}

/// The proposals of an input, to be changed.
pub(super) fn proposals(input: &mut Input) -> Option<&mut Vec<Proposal>> {
    match input {
        Input::Propose(proposals) => Some(proposals),
        Input::Message(message) => match &mut message.body {
            Body::Propose(proposals) => Some(proposals),
            _ => None,
        },
        _ => None,
    }
}

/// One entry after `index`.
pub(super) fn entry(index: Index, term: Term) -> Entry {
    Entry {
        term,
        index: index.next(),
        ..Entry::default()
    }
}

/// All that would leave the member.
pub(super) fn sent(raft: &Raft) -> Vec<Message> {
    let mut raft = raft.clone();
    quietly(&mut raft, Input::Persisted);
    let ready = raft.ready().unwrap_or_default();
    let mut all = ready.messages;
    all.extend(ready.after_write);
    all
}
