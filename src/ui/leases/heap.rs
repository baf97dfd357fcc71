//! The lease heap drawn as the binary tree it is; the array index stands beside each node.

use yew::prelude::*;

use super::{
    heap_node::{self, heap_place},
    left::find,
};
use crate::{
    session::view::Leases,
    ui::{
        geometry::{
            curve::line,
            heap::{HeapLayout, layout, level, parent},
            number,
        },
        words::Words,
    },
    units::{LeaseId, Micros},
};

/// The heap.
pub struct Props<'a> {
    /// The leases.
    pub view: &'a Leases,
    /// The moment of drawing.
    pub now: Micros,
    /// Width of the drawing.
    pub width: f64,
    /// The lease that is followed.
    pub followed: Option<LeaseId>,
    /// The place that Tab comes to.
    pub tab_stop: usize,
    /// The texts.
    pub words: &'static Words,
    /// Follows a lease.
    pub on_follow: Callback<LeaseId>,
    /// A key was pressed on a place.
    pub on_key: Callback<(usize, KeyboardEvent)>,
    /// The drawing.
    pub drawing: NodeRef,
}

/// The edge from a place to its parent.
fn edge(layout: &HeapLayout, place: usize) -> Option<Html> {
    let own = *layout.places.get(place)?;
    let above = *layout.places.get(parent(place)?)?;
    let along = above.direction(own);
    let reach = layout.radius + 3.0;
    let start = above.moved(along.x * reach, along.y * reach);
    let end = own.moved(-along.x * reach, -along.y * reach);
    Some(html! { <path class="heap-edge" key={place} d={line(start, end)} /> })
}

/// One place.
fn node(props: &Props<'_>, layout: &HeapLayout, place: usize) -> Option<Html> {
    let node = *props.view.heap.get(place)?;
    let at = *layout.places.get(place)?;
    let deepest = level(place) == level(layout.places.len() - 1);
    let column = props.width / f64::from(1_u32 << level(place));
    Some(heap_place(&heap_node::Props {
        place,
        node,
        lease: find(props.view, node.lease),
        at,
        radius: layout.radius,
        column,
        deepest,
        now: props.now,
        tab_stop: props.tab_stop == place,
        followed: props.followed == Some(node.lease),
        words: props.words,
        on_follow: &props.on_follow,
        on_key: &props.on_key,
    }))
}

/// The heap.
pub fn heap(props: &Props<'_>) -> Html {
    let layout = layout(props.width, props.view.heap.len());
    let (w, h) = (number(layout.size.w), number(layout.size.h));
    let words = &props.words.leases;
    let count = layout.places.len();
    html! {
        <svg class="heap" ref={props.drawing.clone()} role="group" aria-label={words.title}
            width={w.clone()} height={h.clone()} viewBox={format!("0 0 {w} {h}")}>
            { for (1..count).filter_map(|it| edge(&layout, it)) }
            if let Some(root) = layout.places.first() {
                <text class="heap-root" x={number(root.x - layout.radius - 26.0)}
                    y={number(root.y + 4.0)} text-anchor="end">{ words.root }</text>
            }
            { for (0..count).filter_map(|it| node(props, &layout, it)) }
            if layout.hidden > 0 {
                <text class="heap-more" x={number(props.width - 8.0)}
                    y={number(layout.size.h - 3.0)} text-anchor="end">
                    { (words.deeper)(layout.hidden) }
                </text>
            }
        </svg>
    }
}
