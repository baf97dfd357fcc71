//! Revisions by key. It draws what `session` says and decides nothing.

use yew::prelude::*;

use super::Pane;

/// Revisions by key.
#[component]
pub fn Revisions(pane: &Pane) -> Html {
    let _ = pane;
    html! {}
}
