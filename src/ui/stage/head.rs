//! The stage's title row: a small key, the legend's button, and the ways to cut and heal links.

use yew::prelude::*;

use super::{
    force::in_force,
    legend,
    machine::amiss,
    message_glyph::message_glyph,
    open::{Act, Open},
};
use crate::{
    session::view::{Cluster, MessageKind},
    ui::{rules, words::Words},
};

/// The title row.
pub struct Props<'a> {
    /// The texts.
    pub words: &'static Words,
    /// The cluster.
    pub view: &'a Cluster,
    /// What is open.
    pub open: Open,
    /// Does what is pressed.
    pub on_act: &'a Callback<Act>,
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
pub fn head(props: &Props<'_>) -> Html {
    let (words, view) = (&props.words.stage, props.view);
    let held = view.messages.iter().any(|it| it.held.is_some());
    let links = held || view.links.iter().any(in_force);
    let faulty = links || view.members.iter().any(amiss);
    let open = matches!(props.open, Open::Split(_));
    let split = props
        .on_act
        .reform(|_: MouseEvent| Act::Open(Open::Split(0)));
    let heal = props
        .on_act
        .reform(|_: MouseEvent| Act::Lines(vec!["sim heal".to_owned()]));
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
            if view.members.len() > 1 {
                <button type="button" class="button" data-kind="quiet" data-act="split"
                    aria-haspopup="dialog" aria-expanded={open.to_string()}
                    aria-keyshortcuts="X" onclick={split}>
                    { words.cut_links }
                </button>
            }
            if faulty {
                <button type="button" class="button" data-kind="quiet" data-act="heal"
                    aria-keyshortcuts="H" onclick={heal}>
                    { words.heal_all }
                </button>
            }
            <button type="button" class="button" data-kind="quiet" aria-haspopup="dialog"
                popovertarget={rules::ID}>
                { props.words.rules.title }
            </button>
            <button type="button" class="button" data-kind="quiet" popovertarget={legend::ID}>
                { words.legend }
            </button>
        </header>
    }
}
