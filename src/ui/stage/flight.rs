//! Which messages are drawn and where each is at a moment: a function of the view and the time.
//!
//! Pure. A lane that holds too many messages shows them as one glyph with their number.

use crate::{
    session::view::{Cluster, Message, MessageKind},
    ui::geometry::{
        Point, part, quarters,
        stage::{Layout, lane},
    },
    units::Micros,
};

/// More messages than this on one lane are drawn as one.
const LANE_MAX: usize = 24;

/// The messages drawn one by one, and the lanes drawn as a number: from, to, count.
#[must_use]
pub fn sorted(view: &Cluster) -> (Vec<Message>, Vec<(usize, usize, usize)>) {
    let count = |from: usize, to: usize| {
        view.messages
            .iter()
            .filter(|it| it.from == from && it.to == to)
            .count()
    };
    let lanes = view
        .links
        .iter()
        .map(|it| (it.from, it.to, count(it.from, it.to)));
    let full: Vec<_> = lanes.filter(|(_, _, count)| *count > LANE_MAX).collect();
    let is_full = |it: &Message| {
        full.iter()
            .any(|(from, to, _)| (*from, *to) == (it.from, it.to))
    };
    let single = view
        .messages
        .iter()
        .filter(|it| !is_full(it))
        .cloned()
        .collect();
    (single, full)
}

/// Where a message is at `now`; a lost one stays where it was lost, a held one where it is held.
#[must_use]
pub fn place(layout: &Layout, message: &Message, now: Micros, reduced: bool) -> Point {
    let at = message.held.or(message.lost).unwrap_or(now).min(now);
    let (since, behind) = message.leg;
    let behind = f64::from(behind) / 1e6;
    let part = behind + (1.0 - behind) * part(since, message.arrives, at);
    let part = if reduced { quarters(part) } else { part };
    lane(layout, message.from, message.to).at(part)
}

/// The angle of a message's way, for shapes that point.
#[must_use]
pub fn angle(layout: &Layout, message: &Message) -> f64 {
    lane(layout, message.from, message.to).angle()
}

/// The messages whose labels are drawn: the newest of each lane, so that none covers another.
#[must_use]
pub fn labelled(messages: &[Message]) -> Vec<u64> {
    let newer = |it: &Message, other: &Message| {
        (it.from, it.to) == (other.from, other.to)
            && (it.sent, it.id) < (other.sent, other.id)
            && label(other).is_some()
    };
    let newest = |it: &&Message| !messages.iter().any(|other| newer(it, other));
    messages.iter().filter(newest).map(|it| it.id).collect()
}

/// The label beside a message: only appends with entries, votes and snapshots on their way have
/// one.
#[must_use]
pub fn label(message: &Message) -> Option<String> {
    if message.lost.is_some() {
        return None;
    }
    let entries = message.entries.map(|(first, last)| {
        if first == last {
            first.to_string()
        } else {
            format!("{first}–{}", last.0)
        }
    });
    match message.kind {
        MessageKind::Append | MessageKind::Snapshot | MessageKind::Proposal => {
            entries.map(|it| format!("{} {it}", message.name))
        }
        MessageKind::Vote | MessageKind::PreVote => {
            Some(format!("{} {}", message.name, message.term))
        }
        MessageKind::AppendResponse
        | MessageKind::Heartbeat
        | MessageKind::HeartbeatResponse
        | MessageKind::VoteResponse
        | MessageKind::PreVoteResponse
        | MessageKind::ReadIndex
        | MessageKind::ReadIndexResponse
        | MessageKind::TransferLeader
        | MessageKind::TimeoutNow
        | MessageKind::Lease => None,
    }
}
