//! A paragraph, whose code stands between backticks; and code that breaks only where it may.

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

/// A line to run: it may break after a blank, `,` and `=`.
pub(super) fn line(text: &str) -> Html {
    text.split_inclusive([' ', ',', '=']).map(bit).collect()
}

/// A call: it may break after a blank and an opening bracket, but never before a closing one.
pub(super) fn call(text: &str) -> Html {
    let mut bits: Vec<String> = Vec::new();
    for part in text.split_inclusive([' ', '(', '{']) {
        match bits.last_mut() {
            Some(last) if part.starts_with([')', '}']) => last.push_str(part),
            _ => bits.push(part.to_owned()),
        }
    }
    bits.iter().map(|it| bit(it)).collect()
}

fn bit(text: &str) -> Html {
    html! { <><span class="bit">{ text }</span><wbr /></> }
}
