//! The whole panel of leases: header, heap, table and notes, from the view alone.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, SvgElement};
use yew::prelude::*;

use super::{
    heap::{self, heap},
    notes::{self, notes},
    table::{self, table},
};
use crate::{
    session::view::Leases,
    ui::{
        empty::empty,
        geometry::heap::{PLACES_MAX, parent},
        words::Words,
    },
    units::{LeaseId, Micros},
};

/// The panel.
#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    /// The leases.
    pub view: Rc<Leases>,
    /// The name of the member whose leases these are.
    pub member: AttrValue,
    /// The moment of drawing.
    pub now: Micros,
    /// Width of the panel.
    pub width: f64,
    /// The lease that is followed.
    #[prop_or_default]
    pub followed: Option<LeaseId>,
    /// The texts.
    pub words: &'static Words,
    /// Follows a lease.
    #[prop_or_default]
    pub on_follow: Callback<LeaseId>,
}

/// Rows that a page of the table has.
const PAGE: usize = 50;
/// Left and right of the heap.
const MARGIN: f64 = 16.0;

/// Where a key leads from a place of the heap.
#[must_use]
pub fn step(key: &str, place: usize, count: usize) -> Option<usize> {
    let drawn = count.min(PLACES_MAX);
    let to = match key {
        "ArrowUp" => parent(place)?,
        "ArrowDown" => 2 * place + 1,
        "ArrowLeft" => place.checked_sub(1)?,
        "ArrowRight" => place + 1,
        "Home" => 0,
        "End" => drawn.checked_sub(1)?,
        _ => return None,
    };
    (to < drawn).then_some(to)
}

/// Gives the focus to a place of the heap.
fn focus(drawing: &NodeRef, place: usize) {
    let selector = format!("[data-place=\"{place}\"]");
    let node = drawing
        .cast::<Element>()
        .and_then(|it| it.query_selector(&selector).ok()?);
    if let Some(node) = node.and_then(|it| it.dyn_into::<SvgElement>().ok()) {
        drop(node.focus());
    }
}

/// The header: how many leases on whose heap.
fn header(props: &Props) -> Html {
    let words = &props.words.leases;
    html! {
        <p class="lease-head">
            if props.view.primary {
                <strong>{ (words.on_heap)(props.view.count, &props.member) }</strong>
                { " " }{ words.followers }
            } else {
                { (words.no_primary)(&props.member) }
            }
        </p>
    }
}

/// The button that shows more rows.
fn more(props: &Props, rows: &UseStateHandle<usize>) -> Html {
    let left = props.view.leases.len().saturating_sub(**rows);
    if left == 0 {
        return html! {};
    }
    let onclick = {
        let rows = rows.clone();
        Callback::from(move |_: MouseEvent| rows.set(*rows + PAGE))
    };
    html! {
        <button type="button" class="button lease-more" {onclick}>
            { (props.words.leases.more_rows)(left.min(PAGE)) }
        </button>
    }
}

/// The panel. It is drawn inside the component that reads the host, and keeps its state there.
#[hook]
pub fn use_panel(props: &Props) -> Html {
    let rows = use_state_eq(|| PAGE);
    let tab_stop = use_state_eq(|| 0_usize);
    let drawing = use_node_ref();
    let words = &props.words.leases;
    if props.view.leases.is_empty() {
        return empty(words.nothing, words.type_this, "etcdctl lease grant 60");
    }
    let count = props.view.heap.len();
    let on_key = {
        let (stop, drawing, follow) = (tab_stop.setter(), drawing.clone(), props.on_follow.clone());
        let view = props.view.clone();
        Callback::from(move |(place, event): (usize, KeyboardEvent)| {
            let key = event.key();
            if let ("Enter" | " ", Some(node)) = (key.as_str(), view.heap.get(place)) {
                event.prevent_default();
                follow.emit(node.lease);
            } else if let Some(to) = step(&key, place, count) {
                event.prevent_default();
                stop.set(to);
                focus(&drawing, to);
            }
        })
    };
    let tab_stop = (*tab_stop).min(count.saturating_sub(1));
    let (view, now, words, followed) = (&*props.view, props.now, props.words, props.followed);
    let on_follow = &props.on_follow;
    html! {
        <>
            { header(props) }
            if count > 0 && view.primary {
                { heap(&heap::Props {
                    view, now, width: (props.width - 2.0 * MARGIN).max(200.0), followed,
                    tab_stop, words, on_follow: on_follow.clone(), on_key, drawing,
                }) }
            }
            { table(&table::Props { view, now, most: *rows, followed, words, on_follow }) }
            { more(props, &rows) }
            { notes(&notes::Props { view, member: &props.member, words }) }
        </>
    }
}
