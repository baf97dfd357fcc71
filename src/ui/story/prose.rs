//! A paragraph; what stands between backticks is code.

use yew::prelude::*;

/// A paragraph's parts.
pub(super) fn prose(text: &str) -> Html {
    let parts = text.split('`').enumerate();
    let part = |(place, part): (usize, &str)| {
        if place % 2 == 1 {
            html! { <code>{ part }</code> }
        } else {
            html! { { part } }
        }
    };
    parts.map(part).collect()
}
