//! The stage's title row: a small key, the legend's button, and the way to heal every link.

use yew::prelude::*;

use super::{legend, message_glyph::message_glyph};
use crate::{session::view::MessageKind, ui::words::Words};

/// The title row.
pub struct Props {
    /// The texts.
    pub words: &'static Words,
    /// Whether any link is cut.
    pub cut: bool,
    /// Heals every link.
    pub on_heal: Callback<()>,
}

/// One kind of message in the key.
fn kind(kind: MessageKind, name: &'static str, lost: bool) -> Html {
    html! {
        <li>
            <svg class="glyph-box" viewBox="-9 -9 18 18" aria-hidden="true">
                { message_glyph(kind, lost) }
            </svg>
            { name }
        </li>
    }
}

/// The title row.
pub fn head(props: &Props) -> Html {
    let onclick = props.on_heal.reform(|_: MouseEvent| ());
    html! {
        <header class="panel-head">
            <h2>{ props.words.app.cluster }</h2>
            <ul class="key" aria-hidden="true">
                { kind(MessageKind::Append, "MsgApp", false) }
                { kind(MessageKind::AppendResponse, "MsgAppResp", false) }
                { kind(MessageKind::Heartbeat, "MsgHeartbeat", false) }
                { kind(MessageKind::Vote, "MsgVote", false) }
            </ul>
            <span class="grow" />
            if props.cut {
                <button type="button" class="button" data-kind="quiet" {onclick}>
                    { props.words.stage.heal_all }
                </button>
            }
            <button type="button" class="button" data-kind="quiet" popovertarget={legend::ID}>
                { props.words.stage.legend }
            </button>
        </header>
    }
}
