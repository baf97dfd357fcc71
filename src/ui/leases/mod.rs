//! Leases: the heap of the primary lessor as the binary tree it is, and a table of the same.
//!
//! It draws what `session` says and decides nothing: when a lease runs out, and which is next, is
//! the engine's. [`panel::use_panel`] is the drawing; [`Leases`] reads the host.

use std::rc::Rc;

use yew::prelude::*;

use super::{Pane, follow::Thing, geometry::Size, measure::use_size};
use crate::units::{Micros, Term};

pub mod heap;
pub mod heap_node;
pub mod left;
pub mod notes;
pub mod panel;
pub mod table;

use panel::use_panel;

/// What is drawn before the panel is measured, and in tests.
pub const SIZE: Size = Size::new(480.0, 600.0);

/// The term of a new cluster's first leader.
const FIRST: Term = Term(2);

/// Countdowns show tenths: nothing is drawn anew in between.
fn tenths(now: Micros) -> Micros {
    Micros(now.0 / 100_000 * 100_000)
}

/// The leases.
#[component]
pub fn Leases(pane: &Pane) -> Html {
    let cluster = pane.host.read(|it| it.cluster());
    let mut view = pane.host.read(|it| it.leases());
    // The first leader of a new cluster took over nothing.
    view.promoted_at = view.promoted_at.filter(|_| cluster.term > FIRST);
    let body = use_node_ref();
    let size = use_size(&body, SIZE);
    let member = cluster
        .members
        .get(view.member)
        .map_or("", |it| it.name.as_str())
        .to_owned();
    let followed = pane.follow.thread.lease;
    let on_follow = pane.follow.toggle().reform(Thing::Lease);
    let panel = use_panel(&panel::Props {
        view: Rc::new(view),
        member: member.into(),
        now: tenths(cluster.now),
        width: size.w,
        followed,
        words: pane.words,
        on_follow,
    });
    html! { <div class="leases" ref={body}>{ panel }</div> }
}
