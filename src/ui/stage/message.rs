//! One message on its way: shape, label and a large invisible target.

use yew::prelude::*;

use super::{
    flight,
    message_glyph::{message_glyph, points},
    open::{Act, Open},
};
use crate::{
    session::view::{Message, MessageKind},
    ui::{
        geometry::{Point, number},
        words::Words,
    },
};

/// Two bars below a message that is held up.
pub const HELD: &str = "M-2.5 9.5v5.5M2.5 9.5v5.5";

/// One message.
pub struct Props<'a> {
    /// The message.
    pub message: &'a Message,
    /// Where it is at the moment of drawing.
    pub at: Point,
    /// The angle of its way.
    pub angle: f64,
    /// The names of sender and receiver.
    pub names: (&'a str, &'a str),
    /// Whether it carries the entry that is followed.
    pub followed: bool,
    /// Whether its label is drawn.
    pub labelled: bool,
    /// The texts.
    pub words: &'static Words,
    /// Whether its menu is open.
    pub open: bool,
    /// Opens its menu.
    pub on_act: &'a Callback<Act>,
    /// A key was pressed on it.
    pub on_key: &'a Callback<(Open, KeyboardEvent)>,
    /// It got the focus.
    pub on_focus: &'a Callback<Open>,
}

/// Where a label goes: above, but below on level lanes, so that what one member sends to two
/// others at once stays readable.
fn label_y(props: &Props<'_>) -> &'static str {
    let level = !(5.0..175.0).contains(&props.angle.abs());
    match (level, props.message.held.is_some()) {
        (false, _) => "-11",
        (true, false) => "20",
        (true, true) => "28",
    }
}

/// What a message carries, in words.
fn carries(message: &Message, words: &'static Words) -> String {
    if let Some((first, last)) = message.entries {
        return (words.stage.with_entries)(first.0, last.0);
    }
    match message.kind {
        MessageKind::Vote
        | MessageKind::VoteResponse
        | MessageKind::PreVote
        | MessageKind::PreVoteResponse
        | MessageKind::TimeoutNow => (words.stage.with_term)(message.term.0),
        MessageKind::Append
        | MessageKind::AppendResponse
        | MessageKind::Heartbeat
        | MessageKind::HeartbeatResponse
        | MessageKind::Snapshot
        | MessageKind::Proposal
        | MessageKind::ReadIndex
        | MessageKind::ReadIndexResponse
        | MessageKind::TransferLeader
        | MessageKind::Lease => String::new(),
    }
}

/// The accessible name of a message.
#[must_use]
pub fn name(message: &Message, (from, to): (&str, &str), words: &'static Words) -> String {
    (words.stage.message)(message.name, &carries(message, words), from, to)
}

/// One message.
pub fn flying(props: &Props<'_>) -> Html {
    let message = props.message;
    let turn = points(message.kind).then(|| format!("rotate({})", number(props.angle)));
    let own = Open::Message(message.id);
    let onclick = props.on_act.reform(move |_: MouseEvent| Act::Open(own));
    let onkeydown = props.on_key.reform(move |event| (own, event));
    let onfocus = props.on_focus.reform(move |_: FocusEvent| own);
    html! {
        <g key={message.id} class="message" role="button" tabindex="-1"
            {onclick} {onkeydown} {onfocus}
            aria-haspopup="menu" aria-expanded={props.open.to_string()}
            aria-label={name(message, props.names, props.words)}
            data-followed={props.followed.then_some("true")}
            data-testid={format!("msg-{}", message.id)}
            data-sent={message.sent.0.to_string()} data-arrives={message.arrives.0.to_string()}
            transform={format!("translate({})", props.at.words())}>
            <circle class="message-hit" r="14" />
            <g transform={turn}>
                { message_glyph(message.kind, message.lost.is_some()) }
            </g>
            if message.held.is_some() {
                <path class="held" d={HELD} />
            }
            if let Some(label) = flight::label(message).filter(|_| props.labelled) {
                <text class="message-label" y={label_y(props)} text-anchor="middle">{ label }</text>
            }
        </g>
    }
}
