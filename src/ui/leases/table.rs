//! The leases as a table, in the heap's order: for reading aloud and copying.

use yew::prelude::*;

use super::left::find;
use crate::{
    session::view::{Lease, Leases},
    ui::{
        figures::{bytes, countdown},
        geometry::text::shorten,
        words::Words,
    },
    units::{LeaseId, Micros},
};

/// The table.
pub struct Props<'a> {
    /// The leases.
    pub view: &'a Leases,
    /// The moment of drawing.
    pub now: Micros,
    /// Most rows drawn.
    pub most: usize,
    /// The lease that is followed.
    pub followed: Option<LeaseId>,
    /// The texts.
    pub words: &'static Words,
    /// Follows a lease.
    pub on_follow: &'a Callback<LeaseId>,
}

/// Keys named in a row.
const KEYS_MAX: usize = 3;
/// Characters of a key in a row.
const KEY_MAX: usize = 20;

/// The keys and what happens to the lease.
fn keys(lease: &Lease, words: &'static Words) -> Html {
    let words = &words.leases;
    let named = lease.keys.iter().take(KEYS_MAX).map(|it| {
        let key = bytes(it);
        html! { <><code title={key.clone()}>{ shorten(&key, KEY_MAX) }</code>{ " " }</> }
    });
    let more = lease
        .keys_count
        .saturating_sub(lease.keys.len().min(KEYS_MAX));
    html! {
        <td>
            if lease.keys_count == 0 {
                <span class="dim">{ words.no_keys }</span>
            }
            { for named }
            if more > 0 {
                <span class="dim">{ (words.more_keys)(more) }</span>
            }
            if lease.revoking {
                <span class="lease-note warn">{ words.revoking }</span>
            } else if lease.kept_alive {
                <span class="lease-note">{ words.kept_alive }</span>
            }
        </td>
    }
}

/// The time left in words.
fn left(props: &Props<'_>, expires: Option<Micros>) -> String {
    let words = &props.words.leases;
    match expires {
        None => words.unknown.to_owned(),
        Some(at) if at <= props.now => words.ran_out.to_owned(),
        Some(at) => format!("{} s", countdown(at.since(props.now))),
    }
}

/// One row.
fn row(props: &Props<'_>, place: Option<usize>, lease: &Lease) -> Html {
    let id = lease.id;
    let followed = props.followed == Some(id);
    let onclick = props.on_follow.reform(move |_: MouseEvent| id);
    let place = place.map_or_else(String::new, |it| format!("[{it}]"));
    html! {
        <tr key={id.0} data-followed={followed.to_string()} {onclick}>
            <td class="dim">{ place }</td>
            <td><code>{ id.to_string() }</code></td>
            <td class="number">{ format!("{} s", lease.ttl_seconds) }</td>
            <td class="number">{ left(props, lease.expires.filter(|_| props.view.primary)) }</td>
            { keys(lease, props.words) }
        </tr>
    }
}

/// The table.
pub fn table(props: &Props<'_>) -> Html {
    let words = &props.words.leases;
    let view = props.view;
    // A member that isn't primary has no heap: its leases stand by id.
    let heap = view.heap.iter().enumerate().filter(|_| view.primary);
    let mut rows: Vec<Html> = heap
        .take(props.most)
        .filter_map(|(place, it)| Some(row(props, Some(place), find(view, it.lease)?)))
        .collect();
    if rows.is_empty() {
        rows.extend(
            view.leases
                .iter()
                .take(props.most)
                .map(|it| row(props, None, it)),
        );
    }
    html! {
        <table class="lease-table">
            <thead>
                <tr>
                    <th scope="col">{ words.place }</th>
                    <th scope="col">{ words.lease }</th>
                    <th scope="col" class="number">{ words.ttl }</th>
                    <th scope="col" class="number">{ words.left }</th>
                    <th scope="col">{ words.keys }</th>
                </tr>
            </thead>
            <tbody>{ for rows }</tbody>
        </table>
    }
}
