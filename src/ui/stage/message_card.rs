//! A message's fields, in etcd's names, beside the message.

use yew::prelude::*;

use super::{beside::Beside, message_glyph::MessageGlyph};
use crate::{
    session::view::Message,
    ui::{
        figures::{milliseconds, moment},
        words::Words,
    },
    units::Micros,
};

/// A message's card.
#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    /// The message, as it was when its card was opened.
    pub message: Message,
    /// The names of sender and receiver.
    pub names: (String, String),
    /// Virtual time now.
    pub now: Micros,
    /// The texts.
    pub words: &'static Words,
    /// The drawing that holds the message.
    pub drawing: NodeRef,
    /// Closes the card.
    pub on_close: Callback<()>,
}

/// The card.
#[component]
pub fn MessageCard(props: &Props) -> Html {
    let message = &props.message;
    let words = &props.words.stage;
    let fate = match message.lost {
        Some(lost) => (words.lost_at)(&moment(lost)),
        None => {
            let left = message.arrives.since(props.now);
            (words.arrives)(&milliseconds(left), &moment(message.arrives))
        }
    };
    let (from, to) = &props.names;
    let fields = message.fields.iter().map(|(name, value)| {
        html! { <><dt>{ *name }</dt><dd>{ value }</dd></> }
    });
    let close = props.on_close.reform(|_: MouseEvent| ());
    let children = html! {
        <>
            <p class="menu-title">
                <svg class="glyph-box" viewBox="-9 -9 18 18" aria-hidden="true">
                    <MessageGlyph kind={message.kind} lost={message.lost.is_some()} />
                </svg>
                <strong>{ message.name }</strong>
                <code>{ format!("{from} → {to}") }</code>
            </p>
            <dl class="menu-facts wide">{ for fields }</dl>
            <p class="menu-note">{ fate }</p>
            <button type="button" class="menu-close" onclick={close}>{ words.close }</button>
        </>
    };
    html! {
        <Beside drawing={props.drawing.clone()}
            object={format!("[data-testid=\"msg-{}\"] .message-hit", message.id)}
            others=".member-hit" role="dialog"
            label={format!("{}, {from} → {to}", message.name)}
            on_close={props.on_close.clone()} {children} />
    }
}
