//! The shape of a message: filled asks, hollow answers, dashed is provisional.

use yew::prelude::*;

use crate::session::view::MessageKind;

/// A tag that points where it goes.
const TAG: &str = "M-8-5.5H2L8.5 0 2 5.5H-8Z";
/// A dot.
const DOT: &str = "M-4.2 0a4.2 4.2 0 1 0 8.4 0a4.2 4.2 0 1 0-8.4 0Z";
/// A diamond.
const DIAMOND: &str = "M0-7 7 0 0 7-7 0Z";
/// A diamond with a dot in it.
const DIAMOND_DOT: &str = "M0-7 7 0 0 7-7 0ZM-1.2 0a1.2 1.2 0 1 0 2.4 0a1.2 1.2 0 1 0-2.4 0Z";
/// A square before another one.
const STACK: &str = "M-7-3.5H3.5V7H-7ZM-3.5-3.5V-7H7V3.5H3.5";
/// A triangle that points where it goes.
const TRIANGLE: &str = "M-5-5.5 7 0-5 5.5Z";
/// A dot under an arc.
const EYE: &str = "M-3 1.5a3 3 0 1 0 6 0a3 3 0 1 0-6 0ZM-7 1A8 8 0 0 1 7 1";
/// An hourglass.
const HOURGLASS: &str = "M-5-7H5L-5 7H5Z";
/// A clock.
const CLOCK: &str = "M-5.5 0a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0-11 0ZM0-3V0L2.2 1.6";

/// The path of a kind.
fn path(kind: MessageKind) -> &'static str {
    match kind {
        MessageKind::Append | MessageKind::AppendResponse => TAG,
        MessageKind::Heartbeat | MessageKind::HeartbeatResponse => DOT,
        MessageKind::Vote | MessageKind::VoteResponse | MessageKind::PreVote => DIAMOND,
        MessageKind::PreVoteResponse => DIAMOND_DOT,
        MessageKind::Snapshot => STACK,
        MessageKind::Proposal => TRIANGLE,
        MessageKind::ReadIndex | MessageKind::ReadIndexResponse => EYE,
        MessageKind::TransferLeader | MessageKind::TimeoutNow => HOURGLASS,
        MessageKind::Lease => CLOCK,
    }
}

/// The class of a kind: its hue and whether it is filled, hollow or dashed.
fn class(kind: MessageKind) -> &'static str {
    match kind {
        MessageKind::Append | MessageKind::Snapshot => "glyph append filled",
        MessageKind::AppendResponse | MessageKind::Proposal => "glyph append hollow",
        MessageKind::Heartbeat | MessageKind::ReadIndex => "glyph beat filled",
        MessageKind::HeartbeatResponse | MessageKind::ReadIndexResponse => "glyph beat hollow",
        MessageKind::Vote | MessageKind::TimeoutNow => "glyph vote filled",
        MessageKind::VoteResponse | MessageKind::TransferLeader => "glyph vote hollow",
        MessageKind::PreVote | MessageKind::PreVoteResponse => "glyph vote dashed",
        MessageKind::Lease => "glyph lease hollow",
    }
}

/// Whether the shape points where it goes.
#[must_use]
pub fn points(kind: MessageKind) -> bool {
    matches!(path(kind), TAG | TRIANGLE)
}

/// A message's shape around the origin, pointing right.
pub fn message_glyph(kind: MessageKind, lost: bool) -> Html {
    html! {
        <path class={class(kind)} data-lost={lost.then_some("true")} d={path(kind)} />
    }
}
