//! The lease heap. It draws what `session` says and decides nothing.

use yew::prelude::*;

use super::Pane;

/// The lease heap.
#[component]
pub fn Leases(pane: &Pane) -> Html {
    let _ = pane;
    html! {}
}
