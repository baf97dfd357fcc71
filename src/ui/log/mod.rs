//! The replicated log: one strip per member on one index axis, so that lag is a visible gap.
//!
//! It draws what `session` says and decides nothing. [`strips::strips`] is the drawing as a pure
//! function; [`Log`] reads the host, measures, scrolls and follows.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, SvgElement};
use yew::prelude::*;

use super::{
    Pane,
    follow::Thing,
    geometry::{
        Size,
        strips::{COLUMNS_MAX, Columns},
    },
    measure::use_size,
};
use crate::{
    session::view::{self, Entry},
    units::Index,
};

pub mod axis;
pub mod cell;
pub mod detail;
pub mod kind;
pub mod progress;
pub mod row;
pub mod strips;

use detail::detail;
use row::Head;
use strips::strips;

/// What is drawn before the panel is measured, and in tests.
pub const SIZE: Size = Size::new(640.0, 180.0);

/// What stands before the rows.
fn heads(cluster: &view::Cluster) -> Vec<Head> {
    let head = |it: &view::Member| Head {
        name: it.name.clone().into(),
        role: it.role,
        power: it.power,
    };
    cluster.members.iter().map(head).collect()
}

/// Where a key leads from an entry: a row and an index.
#[must_use]
pub fn step(key: &str, (row, index): (usize, Index), view: &view::Log) -> Option<(usize, Index)> {
    let last = view.rows.len().saturating_sub(1);
    let to = match key {
        "ArrowLeft" => (row, index.prev()),
        "ArrowRight" => (row, index.next()),
        "ArrowUp" => (row.saturating_sub(1), index),
        "ArrowDown" => ((row + 1).min(last), index),
        "Home" => (row, view.first),
        "End" => (row, view.last),
        _ => return None,
    };
    let there = view
        .rows
        .get(to.0)?
        .entries
        .iter()
        .any(|it| it.index == to.1);
    there.then_some(to)
}

/// The row and index of the entry that has the focus.
fn focused(event: &KeyboardEvent) -> Option<(usize, Index)> {
    let element = event.target()?.dyn_into::<Element>().ok()?;
    let number = |name: &str| element.get_attribute(name)?.parse().ok();
    Some((
        usize::try_from(number("data-row")?).ok()?,
        Index(number("data-index")?),
    ))
}

/// Gives the focus to an entry, once it is drawn.
fn focus(drawing: &NodeRef, (row, index): (usize, Index)) {
    let selector = format!("[data-row=\"{row}\"][data-index=\"{}\"]", index.0);
    let entry = drawing
        .cast::<Element>()
        .and_then(|it| it.query_selector(&selector).ok()?);
    if let Some(entry) = entry.and_then(|it| it.dyn_into::<SvgElement>().ok()) {
        drop(entry.focus());
    }
}

/// The title row.
fn head(pane: &Pane, view: &view::Log, heads: &[Head], back: &UseStateHandle<u64>) -> Html {
    let words = &pane.words.log;
    let leader = view
        .seen_by
        .and_then(|it| heads.get(it))
        .map(|it| (words.seen_by)(&it.name));
    let newest = {
        let back = back.setter();
        Callback::from(move |_: MouseEvent| back.set(0))
    };
    html! {
        <header class="log-head">
            <h3>{ words.title }</h3>
            <ul class="key" aria-hidden="true">
                <li><svg class="glyph-box" viewBox="-9 -9 18 18">
                    <path class="commit" d="M4 8V-7" /><path class="commit-flag" d="M4-8h-7l7 7z" />
                </svg>{ words.commit }</li>
                <li><svg class="glyph-box" viewBox="-9 -9 18 18">
                    <path class="applied" d="M-8 0H8" /></svg>{ words.applied }</li>
                <li><svg class="glyph-box" viewBox="-9 -9 18 18">
                    <path class="match" d="M0-4l4.5 8h-9z" /></svg>{ "Match" }</li>
                <li><svg class="glyph-box" viewBox="-9 -9 18 18">
                    <path class="next" d="M-4-4.5l8 4.5-8 4.5z" /></svg>{ "Next" }</li>
            </ul>
            <span class="grow" />
            if **back > 0 {
                <button type="button" class="button" data-kind="quiet" onclick={newest}>
                    { words.newest }
                </button>
            }
            if let Some(leader) = leader {
                <span class="log-view">{ leader }</span>
            }
        </header>
    }
}

/// The keys of the strips.
fn on_key(
    view: &Rc<view::Log>,
    wanted: UseStateSetter<Option<(usize, Index)>>,
    follow: Callback<Thing>,
) -> Callback<KeyboardEvent> {
    let view = view.clone();
    Callback::from(move |event: KeyboardEvent| {
        let Some(at) = focused(&event) else { return };
        if matches!(event.key().as_str(), "Enter" | " ") {
            event.prevent_default();
            follow.emit(Thing::Entry(at.1));
        } else if let Some(to) = step(&event.key(), at, &view) {
            event.prevent_default();
            wanted.set(Some(to));
        }
    })
}

/// Keeps the entry that a key led to in sight, and gives it the focus once.
#[hook]
fn use_walk(
    wanted: &UseStateHandle<Option<(usize, Index)>>,
    back: &UseStateHandle<u64>,
    shown: Columns,
    last: u64,
    drawing: &NodeRef,
) {
    let (walk, back, drawing) = (wanted.setter(), back.clone(), drawing.clone());
    use_effect_with(
        (**wanted, shown.first, shown.last),
        move |(wanted, first, end)| {
            let Some((row, index)) = *wanted else { return };
            if index.0 < *first {
                back.set(*back + (*first - index.0));
            } else if index.0 > *end {
                back.set(last.saturating_sub(index.0));
            } else {
                focus(&drawing, (row, index));
                walk.set(None);
            }
        },
    );
}

/// Where Tab enters the strips: the entry looked at, else the newest in sight.
fn tab_stop(view: &view::Log, looked: Option<(usize, Entry)>, last: u64) -> (usize, Index) {
    if let Some((row, entry)) = looked {
        return (row, entry.index);
    }
    let has = |it: &view::LogRow| it.entries.iter().any(|it| it.index.0 == last);
    (view.rows.iter().position(has).unwrap_or(0), Index(last))
}

/// The replicated log.
#[component]
pub fn Log(pane: &Pane) -> Html {
    let back = use_state_eq(|| 0_u64);
    let looked = use_state_eq(|| None::<(usize, Entry)>);
    let wanted = use_state_eq(|| None::<(usize, Index)>);
    let (body, drawing) = (use_node_ref(), use_node_ref());
    let size = use_size(&body, SIZE);
    let heads = Rc::new(pane.host.read(|it| heads(&it.cluster())));
    // Enough columns for the widest panel, and some that a key may lead to.
    let ask = *back + COLUMNS_MAX + 20;
    let view = Rc::new(pane.host.read(|it| it.log(ask)));
    let shown = strips::columns(&view, size.w, *back);
    use_walk(&wanted, &back, shown, view.last.0, &drawing);
    let (scroll, page) = (back.clone(), shown.last + 1 - shown.first);
    let on_earlier = Callback::from(move |()| scroll.set(*scroll + page));
    let followed = pane.follow.thread.entry.map(|it| it.0);
    let choose = pane.follow.toggle();
    let on_follow = choose.reform(|entry: Entry| Thing::Entry(entry.index));
    let look = looked.setter();
    let on_look = Callback::from(move |it| look.set(Some(it)));
    let unlook = looked.setter();
    let onpointerleave = Callback::from(move |_: PointerEvent| unlook.set(None));
    let tab_stop = tab_stop(&view, *looked, shown.last);
    let onkeydown = on_key(&view, wanted.setter(), choose);
    let line = detail::Props {
        view: view.clone(),
        heads: heads.clone(),
        looked: *looked,
        words: pane.words,
    };
    html! {
        <div class="log" {onpointerleave}>
            { head(pane, &view, &heads, &back) }
            <div class="log-body" ref={body}>
                if view.rows.is_empty() {
                    <p class="hint">{ pane.words.log.nothing }</p>
                } else {
                    { strips(&strips::Props {
                        view, heads, width: size.w, back: *back, tab_stop, followed,
                        words: pane.words, on_follow, on_look, on_earlier, onkeydown, drawing,
                    }) }
                }
            </div>
            { detail(&line) }
        </div>
    }
}
