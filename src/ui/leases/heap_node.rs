//! One place of the heap: a ring of the time left, the seconds in it, its lease beside it.

use yew::prelude::*;

use super::left::{part, soon, tail};
use crate::{
    session::view::{HeapNode, Lease},
    ui::{
        figures::{bytes, countdown},
        geometry::{Point, dash, number, text::shorten},
        words::Words,
    },
    units::{LeaseId, Micros},
};

/// One place.
pub struct Props<'a> {
    /// Its place in the array.
    pub place: usize,
    /// What stands there.
    pub node: HeapNode,
    /// The lease.
    pub lease: Option<&'a Lease>,
    /// Where it is drawn.
    pub at: Point,
    /// Radius of the ring.
    pub radius: f64,
    /// Width of its column.
    pub column: f64,
    /// Whether it is on the last level: its label then hangs below it.
    pub deepest: bool,
    /// The moment of drawing.
    pub now: Micros,
    /// Whether Tab comes here.
    pub tab_stop: bool,
    /// Whether it is followed.
    pub followed: bool,
    /// The texts.
    pub words: &'static Words,
    /// Follows the lease.
    pub on_follow: &'a Callback<LeaseId>,
    /// A key was pressed on it.
    pub on_key: &'a Callback<(usize, KeyboardEvent)>,
}

/// The keys of a lease in few characters.
fn keys(props: &Props<'_>, room: usize) -> String {
    let words = &props.words.leases;
    let Some(lease) = props.lease else {
        return String::new();
    };
    let Some(first) = lease.keys.first() else {
        return words.no_keys.to_owned();
    };
    let more = lease.keys_count.saturating_sub(1);
    let first = bytes(first);
    if more == 0 {
        return shorten(&first, room);
    }
    let more = (words.more_keys)(more);
    format!(
        "{} {more}",
        shorten(&first, room.saturating_sub(more.len() + 1).max(4))
    )
}

/// The label: as much as its place has room for.
fn label(props: &Props<'_>) -> Html {
    let id = props.node.lease;
    let beside = props.column / 2.0 - props.radius - 8.0;
    let under = props.radius + 15.0;
    let (x, y, anchor, digits, with_keys) = if beside >= 80.0 {
        (props.radius + 8.0, -3.0, "start", 8, true)
    } else if props.deepest && props.column >= 84.0 {
        (0.0, under, "middle", 8, true)
    } else if props.deepest && props.column >= 44.0 {
        (0.0, under, "middle", 4, false)
    } else if !props.deepest && beside >= 36.0 {
        (props.radius + 5.0, 4.0, "start", 4, false)
    } else {
        return html! {};
    };
    let room = if anchor == "start" {
        beside
    } else {
        props.column - 8.0
    };
    // A character of 11.5 px mono is 7 px wide; the room is positive here.
    let room = (room / 7.0) as usize;
    html! {
        <g class="heap-label" text-anchor={anchor}>
            <text class="heap-id" x={number(x)} y={number(y)}>{ tail(id, digits) }</text>
            if with_keys {
                <text class="heap-keys" x={number(x)} y={number(y + 15.0)}>
                    { keys(props, room) }
                </text>
            }
        </g>
    }
}

/// The seconds left: tenths where there is room.
fn seconds(props: &Props<'_>) -> String {
    let left = props.node.expires.since(props.now);
    if props.radius < 15.0 {
        left.as_secs().to_string()
    } else {
        countdown(left)
    }
}

/// One place.
pub fn heap_place(props: &Props<'_>) -> Html {
    let r = number(props.radius);
    let (id, place) = (props.node.lease, props.place);
    let part = part(&props.node, props.lease, props.now);
    let soon = soon(&props.node, props.lease, props.now);
    let onclick = props.on_follow.reform(move |_: MouseEvent| id);
    let onkeydown = props
        .on_key
        .reform(move |event: KeyboardEvent| (place, event));
    let beside = props.radius + if props.radius > 20.0 { 7.0 } else { 4.0 };
    let left = countdown(props.node.expires.since(props.now));
    html! {
        <g key={place} class="heap-node" role="button"
            tabindex={if props.tab_stop { "0" } else { "-1" }}
            aria-label={(props.words.leases.node)(&id.to_string())}
            aria-pressed={props.followed.to_string()} data-place={place.to_string()}
            data-testid={format!("lease-{id}")} data-soon={soon.to_string()}
            data-small={(props.radius < 15.0).to_string()}
            data-followed={props.followed.to_string()}
            transform={format!("translate({})", props.at.words())} {onclick} {onkeydown}>
            <title>{ (props.words.leases.node_detail)(place, &left) }</title>
            <circle class="heap-ground" r={r.clone()} />
            <circle class="heap-run" {r} transform="rotate(-90)"
                stroke-dasharray={dash(props.radius, part)} />
            <text class="heap-seconds" y="4.5" text-anchor="middle">{ seconds(props) }</text>
            if props.radius > 15.0 {
                <text class="heap-place" x={number(-beside)} y="4"
                    text-anchor="end">{ format!("[{place}]") }</text>
            }
            { label(props) }
        </g>
    }
}
