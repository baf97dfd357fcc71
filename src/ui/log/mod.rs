//! The replicated log strips. It draws what `session` says and decides nothing.

use yew::prelude::*;

use super::Pane;

/// The replicated log strips.
#[component]
pub fn Log(pane: &Pane) -> Html {
    let _ = pane;
    html! {}
}
