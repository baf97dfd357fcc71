//! A message's fields, in etcd's names, beside the message.

use yew::prelude::*;

use super::{beside::Beside, message_glyph::message_glyph};
use crate::{
    session::view::Message,
    ui::{
        figures::{milliseconds, moment},
        words::Words,
    },
    units::Micros,
};

/// A message's card.
pub struct Props<'a> {
    /// The message, as it was when its card was opened.
    pub message: &'a Message,
    /// The names of sender and receiver.
    pub names: (&'a str, &'a str),
    /// Virtual time now.
    pub now: Micros,
    /// The texts.
    pub words: &'static Words,
    /// The drawing that holds the message.
    pub drawing: &'a NodeRef,
    /// Closes the card.
    pub on_close: Callback<()>,
}

/// The selector of a message's target.
fn object(id: u64) -> String {
    format!("[data-testid=\"msg-{id}\"] .message-hit")
}

/// The card.
pub fn message_card(props: &Props<'_>) -> Html {
    let message = props.message;
    let words = &props.words.stage;
    let fate = match message.lost {
        Some(lost) => (words.lost_at)(&moment(lost)),
        None => {
            let left = message.arrives.since(props.now);
            (words.arrives)(&milliseconds(left), &moment(message.arrives))
        }
    };
    let (from, to) = props.names;
    let fields = message.parts.iter().flat_map(|it| &it.fields);
    let fields = fields.map(|(name, value)| {
        html! { <><dt>{ *name }</dt><dd>{ value }</dd></> }
    });
    let close = props.on_close.reform(|_: MouseEvent| ());
    let children = html! {
        <>
            <p class="menu-title">
                <svg class="glyph-box" viewBox="-9 -9 18 18" aria-hidden="true">
                    { message_glyph(message.kind, message.lost.is_some()) }
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
        <Beside key={object(message.id)} drawing={props.drawing.clone()}
            object={object(message.id)}
            others=".member-hit" role="dialog"
            label={format!("{}, {from} → {to}", message.name)}
            on_close={props.on_close.clone()} {children} />
    }
}
