//! The cluster stage: members, links, messages in flight. It draws what `session` says and decides nothing.

use yew::prelude::*;

use super::Pane;

/// The cluster stage: members, links, messages in flight.
#[component]
pub fn Stage(pane: &Pane) -> Html {
    let _ = pane;
    html! {}
}
