//! Decisions in the stage's menus: a member's last ones, and those about a message.

use yew::prelude::*;

use super::line::said;
use crate::{
    session::view::Cluster,
    sim::Decision,
    ui::{Pane, figures::moment},
};

/// Decisions in one menu.
const MOST: usize = 3;

fn list(pane: &Pane, view: &Cluster, decisions: &[Decision], times: bool) -> Html {
    let row = |it: &Decision| {
        html! {
            <p class="menu-why">
                if times {
                    <small>{ moment(it.at) }</small>
                }
                { said(it, view, pane.words) }
            </p>
        }
    };
    html! { { for decisions.iter().take(MOST).map(row) } }
}

/// What the member at place `nth` decided lately, newest first.
pub fn lately(pane: &Pane, view: &Cluster, nth: usize) -> Html {
    let decisions = pane.host.read(|it| it.decisions(Some(nth), MOST));
    list(pane, view, &decisions, true)
}

/// What the sender of a message decided when it sent it, and what its receiver will decide.
pub fn about(pane: &Pane, view: &Cluster, message: u64) -> Html {
    let words = &pane.words.why;
    let Some(found) = view.messages.iter().find(|it| it.id == message) else {
        return Html::default();
    };
    let name = |place: usize| view.members.get(place).map_or("", |it| it.name.as_str());
    let before = pane.host.read(|it| it.decided_when_sent(message));
    let after = pane.host.read(|it| it.decided_when_arrived(message));
    html! {
        <>
            if !before.is_empty() {
                <p class="menu-note">{ (words.when_sent)(name(found.from)) }</p>
                { list(pane, view, &before, false) }
            }
            if let Some(after) = after {
                <p class="menu-note">
                    { (words.when_arrived)(name(found.to)) }
                    if after.is_empty() {
                        { words.takes_it }
                    }
                </p>
                { list(pane, view, &after, false) }
            }
        </>
    }
}
