//! One message between members, in etcd's names and fields.

use std::sync::Arc;

use crate::{
    etcd::{self, LeaseMessage, LeaseQuestion},
    raft::{self, Body},
    session::view::{Message, MessageKind, Part},
    sim::{Packet, Payload},
    units::{Index, LeaseId, Term},
};

type Fields = Vec<(&'static str, String)>;

/// The message that a packet is drawn as: the most telling one of those that travel together.
pub(super) fn message(packet: &Packet) -> Message {
    let (kind, name, term, mut parts) = match &packet.payload {
        Payload::Raft(messages) => {
            let chosen = most_telling(messages);
            let parts: Vec<Part> = messages
                .iter()
                .map(|(message, _)| Part {
                    name: message.name(),
                    fields: fields(message),
                })
                .collect();
            let kind = chosen.map_or(MessageKind::Heartbeat, |it| kind(&it.body));
            let term = chosen.map_or(Term(0), |it| it.term);
            (kind, name_of(packet), term, parts)
        }
        Payload::Lease(message) => {
            let (name, fields) = lease(message);
            let part = Part { name, fields };
            (MessageKind::Lease, name, Term(0), vec![part])
        }
    };
    // The one it is named after comes first.
    let first = parts.iter().position(|part| part.name == name);
    parts[..=first.unwrap_or_default()].rotate_right(1);
    Message {
        id: packet.id,
        kind,
        name,
        from: packet.from,
        to: packet.to,
        sent: packet.sent,
        arrives: packet.arrives,
        lost: packet.lost,
        held: packet.held,
        leg: packet.leg,
        entries: entries(packet),
        term,
        parts,
    }
}

/// The type of the message that a packet is drawn as.
pub(in crate::session) fn name_of(packet: &Packet) -> &'static str {
    match &packet.payload {
        Payload::Raft(messages) => most_telling(messages).map_or("", raft::Message::name),
        Payload::Lease(message) => lease(message).0,
    }
}

type Together = [(raft::Message, Option<Arc<etcd::State>>)];

/// The first of the most telling ones.
fn most_telling(messages: &Together) -> Option<&raft::Message> {
    let messages = messages.iter().map(|(message, _)| message).rev();
    messages.max_by_key(|message| telling_of(&message.body))
}

/// How telling a message is among those that travel with it.
fn telling_of(body: &Body) -> u8 {
    match body {
        Body::Append { entries, .. } if !entries.is_empty() => 7,
        Body::Snapshot(_) => 6,
        Body::Vote { .. } | Body::VoteAnswer { .. } => 5,
        Body::Propose(_) | Body::TimeoutNow | Body::TransferLeader => 4,
        Body::Appended { .. } | Body::AppendRejected(_) | Body::Append { .. } => 3,
        Body::ReadIndex { .. } | Body::ReadIndexAnswer { .. } => 2,
        Body::Heartbeat { .. } | Body::HeartbeatAnswer { .. } => 1,
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

/// First and last index of all entries in a packet.
fn entries(packet: &Packet) -> Option<(Index, Index)> {
    let Payload::Raft(messages) = &packet.payload else {
        return None;
    };
    let mut all = messages.iter().filter_map(|(message, _)| {
        let Body::Append { entries, .. } = &message.body else {
            return None;
        };
        Some((entries.first()?.index, entries.last()?.index))
    });
    let first = all.next()?;
    Some(all.fold(first, |(low, high), (first, last)| {
        (low.min(first), high.max(last))
    }))
}

/// The fields of `raftpb.Message` that this kind uses, but for From and To.
fn fields(message: &raft::Message) -> Fields {
    let mut fields = vec![("Term", message.term.to_string())];
    let mut add = |name, value: String| fields.push((name, value));
    match &message.body {
        Body::Propose(proposals) => add("Entries", proposals.len().to_string()),
        Body::Append {
            prev_index,
            prev_term,
            entries,
            commit,
        } => {
            add("LogTerm", prev_term.to_string());
            add("Index", prev_index.to_string());
            add("Entries", span(entries));
            add("Commit", commit.to_string());
        }
        Body::Appended { index } => add("Index", index.to_string()),
        Body::AppendRejected(rejection) => {
            add("LogTerm", rejection.hint_term.to_string());
            add("Index", rejection.index.to_string());
            add("RejectHint", rejection.hint.to_string());
            fields.push(("Reject", "true".to_owned()));
        }
        Body::Vote {
            last_index,
            last_term,
            transfer,
            ..
        } => {
            add("LogTerm", last_term.to_string());
            add("Index", last_index.to_string());
            if *transfer {
                fields.push(("Context", "CampaignTransfer".to_owned()));
            }
        }
        Body::VoteAnswer { reject, .. } => fields.push(("Reject", reject.to_string())),
        Body::Heartbeat { commit, context } => {
            add("Commit", commit.to_string());
            fields.extend(context.map(|context| ("Context", format!("{:x}", context.0))));
        }
        Body::HeartbeatAnswer { context } => {
            fields.extend(context.map(|context| ("Context", format!("{:x}", context.0))));
        }
        Body::Snapshot(snapshot) => {
            add("Snapshot.Index", snapshot.index.to_string());
            add("Snapshot.Term", snapshot.term.to_string());
        }
        Body::ReadIndex { context } => fields.push(("Context", format!("{:x}", context.0))),
        Body::ReadIndexAnswer { context, index } => {
            add("Index", index.to_string());
            fields.push(("Context", format!("{:x}", context.0)));
        }
        Body::TransferLeader | Body::TimeoutNow => {}
    }
    fields
}

/// `#28`, `#28–30`, `0`.
fn span(entries: &[raft::Entry]) -> String {
    match entries {
        [] => "0".to_owned(),
        [one] => one.index.to_string(),
        [first, .., last] => format!("{}–{}", first.index, last.index.0),
    }
}

/// What members say about leases, over HTTP beside Raft.
fn lease(message: &LeaseMessage) -> (&'static str, Fields) {
    match message {
        etcd::LeaseMessage::Ask { question, .. } => {
            let (name, id) = match question {
                LeaseQuestion::Renew(lease) => ("LeaseKeepAlive", lease.to_string()),
                LeaseQuestion::TimeToLive(ask) => ("LeaseTimeToLive", LeaseId(ask.id).to_string()),
                LeaseQuestion::Promote(member) => ("MemberPromote", member.to_string()),
            };
            (name, vec![("ID", id)])
        }
        etcd::LeaseMessage::Tell { answer, .. } => {
            let text = match answer {
                None => "not the leader".to_owned(),
                Some(Ok(_)) => "ok".to_owned(),
                Some(Err(error)) => error.to_string(),
            };
            ("Lease answer", vec![("Answer", text)])
        }
    }
}
