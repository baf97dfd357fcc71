//! One message between members, in etcd's names and fields.

use crate::{
    etcd::{self, LeaseMessage, LeaseQuestion},
    raft::{self, Body},
    session::view::{Message, MessageKind},
    sim::{Packet, Payload},
    units::{Index, LeaseId, Term},
};

type Fields = Vec<(&'static str, String)>;

/// Messages drawn of one packet: what leaves together lies on one place anyway.
const MESSAGES_MAX: usize = 32;

/// The messages of one packet; numbers stay unique in the world.
pub(super) fn messages(packet: &Packet) -> Vec<Message> {
    let number = |place: usize| packet.id * MESSAGES_MAX as u64 + place as u64;
    match &packet.payload {
        Payload::Raft(messages) => {
            let shown = messages.iter().take(MESSAGES_MAX).enumerate();
            shown
                .map(|(place, (message, _))| raft(packet, number(place), message))
                .collect()
        }
        Payload::Lease(message) => {
            let (name, fields) = lease(message);
            let body = Message {
                kind: MessageKind::Lease,
                name,
                fields,
                ..blank(packet)
            };
            vec![Message {
                id: number(0),
                ..body
            }]
        }
    }
}

fn raft(packet: &Packet, id: u64, message: &raft::Message) -> Message {
    Message {
        id,
        kind: kind(&message.body),
        name: message.name(),
        entries: entries(&message.body),
        term: message.term,
        fields: fields(message),
        ..blank(packet)
    }
}

/// What every message of a packet has in common.
fn blank(packet: &Packet) -> Message {
    Message {
        id: 0,
        kind: MessageKind::Heartbeat,
        name: "",
        from: packet.from,
        to: packet.to,
        sent: packet.sent,
        arrives: packet.arrives,
        lost: packet.lost,
        entries: None,
        term: Term(0),
        fields: Vec::new(),
    }
}

fn kind(body: &Body) -> MessageKind {
    match body {
        Body::Propose(_) => MessageKind::Proposal,
        Body::Append { .. } => MessageKind::Append,
        Body::Appended { .. } | Body::AppendRejected(_) => MessageKind::AppendResponse,
        Body::Vote { pre: false, .. } => MessageKind::Vote,
        Body::Vote { pre: true, .. } => MessageKind::PreVote,
        Body::VoteAnswer { pre: false, .. } => MessageKind::VoteResponse,
        Body::VoteAnswer { pre: true, .. } => MessageKind::PreVoteResponse,
        Body::Heartbeat { .. } => MessageKind::Heartbeat,
        Body::HeartbeatAnswer { .. } => MessageKind::HeartbeatResponse,
        Body::Snapshot(_) => MessageKind::Snapshot,
        Body::ReadIndex { .. } => MessageKind::ReadIndex,
        Body::ReadIndexAnswer { .. } => MessageKind::ReadIndexResponse,
        Body::TransferLeader => MessageKind::TransferLeader,
        Body::TimeoutNow => MessageKind::TimeoutNow,
    }
}

fn entries(body: &Body) -> Option<(Index, Index)> {
    let Body::Append { entries, .. } = body else {
        return None;
    };
    Some((entries.first()?.index, entries.last()?.index))
}

/// The fields of `raftpb.Message` that this kind uses, but for From and To.
fn fields(message: &raft::Message) -> Fields {
    let mut fields = vec![("Term", message.term.0.to_string())];
    let mut add = |name, value: u64| fields.push((name, value.to_string()));
    match &message.body {
        Body::Propose(proposals) => add("Entries", proposals.len() as u64),
        Body::Append {
            prev_index,
            prev_term,
            entries,
            commit,
        } => {
            add("LogTerm", prev_term.0);
            add("Index", prev_index.0);
            add("Entries", entries.len() as u64);
            add("Commit", commit.0);
        }
        Body::Appended { index } => add("Index", index.0),
        Body::AppendRejected(rejection) => {
            add("LogTerm", rejection.hint_term.0);
            add("Index", rejection.index.0);
            add("RejectHint", rejection.hint.0);
            fields.push(("Reject", "true".to_owned()));
        }
        Body::Vote {
            last_index,
            last_term,
            transfer,
            ..
        } => {
            add("LogTerm", last_term.0);
            add("Index", last_index.0);
            if *transfer {
                fields.push(("Context", "CampaignTransfer".to_owned()));
            }
        }
        Body::VoteAnswer { reject, .. } => fields.push(("Reject", reject.to_string())),
        Body::Heartbeat { commit, context } => {
            add("Commit", commit.0);
            fields.extend(context.map(|context| ("Context", format!("{:x}", context.0))));
        }
        Body::HeartbeatAnswer { context } => {
            fields.extend(context.map(|context| ("Context", format!("{:x}", context.0))));
        }
        Body::Snapshot(snapshot) => {
            add("Snapshot.Index", snapshot.index.0);
            add("Snapshot.Term", snapshot.term.0);
        }
        Body::ReadIndex { context } => fields.push(("Context", format!("{:x}", context.0))),
        Body::ReadIndexAnswer { context, index } => {
            add("Index", index.0);
            fields.push(("Context", format!("{:x}", context.0)));
        }
        Body::TransferLeader | Body::TimeoutNow => {}
    }
    fields
}

/// What members say about leases, over HTTP beside Raft.
fn lease(message: &LeaseMessage) -> (&'static str, Fields) {
    match message {
        etcd::LeaseMessage::Ask { question, .. } => {
            let (name, lease) = match question {
                LeaseQuestion::Renew(lease) => ("LeaseKeepAlive", *lease),
                LeaseQuestion::TimeToLive(ask) => ("LeaseTimeToLive", LeaseId(ask.id)),
            };
            (name, vec![("ID", lease.to_string())])
        }
        etcd::LeaseMessage::Tell { answer, .. } => {
            let text = match answer {
                None => "not the primary lessor".to_owned(),
                Some(Ok(_)) => "ok".to_owned(),
                Some(Err(error)) => error.to_string(),
            };
            ("Lease answer", vec![("Answer", text)])
        }
    }
}
