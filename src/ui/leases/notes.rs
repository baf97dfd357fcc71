//! What will happen to the leases, and what happened to all of them: sentences from state.

use yew::prelude::*;

use super::left::{find, tail};
use crate::{
    session::view::Leases,
    ui::{
        figures::{bytes, moment},
        geometry::text::shorten,
        words::Words,
    },
};

/// The sentences.
pub struct Props<'a> {
    /// The leases.
    pub view: &'a Leases,
    /// The name of the member whose leases these are.
    pub member: &'a str,
    /// The texts.
    pub words: &'static Words,
}

/// Keys named in a sentence.
const KEYS_MAX: usize = 3;
/// Characters of a key in a sentence.
const KEY_MAX: usize = 32;

/// What the root's end will do.
fn next(props: &Props<'_>) -> Option<String> {
    let words = &props.words.leases;
    let root = props.view.heap.first()?;
    let lease = find(props.view, root.lease)?;
    let what = (words.next)(&moment(root.expires), &tail(root.lease, 8), props.member);
    if lease.keys.is_empty() {
        return Some(format!("{what} {}", words.then_nothing));
    }
    let keys = lease.keys.iter().take(KEYS_MAX);
    let keys: Vec<String> = keys.map(|it| shorten(&bytes(it), KEY_MAX)).collect();
    let more = lease.keys_count - keys.len().min(lease.keys_count);
    let mut keys = keys.join(words.comma);
    if more > 0 {
        keys.push_str(&format!(" {}", (words.more_keys)(more)));
    }
    Some(format!("{what} {}", (words.then)(&keys)))
}

/// The sentences.
pub fn notes(props: &Props<'_>) -> Html {
    let words = &props.words.leases;
    html! {
        <div class="lease-notes">
            if props.view.primary {
                if let Some(next) = next(props) {
                    <p>{ next }</p>
                }
                if props.view.heap.len() > 1 {
                    <p>{ words.heap_rule }</p>
                }
                if let Some(at) = props.view.promoted_at {
                    <p>{ (words.promoted)(props.member, &moment(at)) }</p>
                }
            }
        </div>
    }
}
