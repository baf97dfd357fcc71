//! An instrument that has nothing yet: one sentence of what it will hold, and what to type.

use yew::prelude::*;

/// An empty instrument: what it will hold, what to do, and the line to type.
pub fn empty(will: &'static str, how: &'static str, line: &'static str) -> Html {
    html! {
        <div class="empty">
            <p class="empty-will">{ will }</p>
            <p class="empty-how">{ how }{ " " }<code>{ line }</code></p>
        </div>
    }
}
