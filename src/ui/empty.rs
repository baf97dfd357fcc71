//! An instrument that has nothing yet: one sentence of what it will hold, and what to type.

use yew::prelude::*;

/// An empty instrument.
#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    /// What it will hold.
    pub will: AttrValue,
    /// What to do.
    pub how: AttrValue,
    /// The line to type.
    pub line: AttrValue,
}

/// An empty instrument.
#[component]
pub fn Empty(props: &Props) -> Html {
    html! {
        <div class="empty">
            <p class="empty-will">{ &props.will }</p>
            <p class="empty-how">{ &props.how }{ " " }<code>{ &props.line }</code></p>
        </div>
    }
}
