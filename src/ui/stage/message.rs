//! One message on its way: shape, label and a large invisible target.

use yew::prelude::*;

use super::{
    flight,
    message_glyph::{message_glyph, points},
};
use crate::{
    session::view::{Message, MessageKind},
    ui::{
        geometry::{Point, number},
        words::Words,
    },
};

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
    /// Opens its card.
    pub on_open: &'a Callback<Message>,
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
    let open = {
        let message = message.clone();
        props.on_open.reform(move |_: MouseEvent| message.clone())
    };
    html! {
        <g key={message.id} class="message" role="button" tabindex="-1" onclick={open}
            aria-label={name(message, props.names, props.words)}
            data-followed={props.followed.then_some("true")}
            data-testid={format!("msg-{}", message.id)}
            data-sent={message.sent.0.to_string()} data-arrives={message.arrives.0.to_string()}
            transform={format!("translate({})", props.at.words())}>
            <circle class="message-hit" r="14" />
            <g transform={turn}>
                { message_glyph(message.kind, message.lost.is_some()) }
            </g>
            if let Some(label) = flight::label(message).filter(|_| props.labelled) {
                <text class="message-label" y="-11" text-anchor="middle">{ label }</text>
            }
        </g>
    }
}
