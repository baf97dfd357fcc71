//! Moves what moves with virtual time: messages along their lanes, timers around their rings.
//!
//! It sets SVG attributes only and reads no layout.

use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

use super::{flight, ring};
use crate::{
    raft::Role,
    session::view::{Cluster, Member},
    ui::{
        browser,
        geometry::{dash, stage::Layout},
        motion::Frame,
    },
};

/// From this speed on, in thousandths, a heartbeat's interval takes less than a third of a second.
const FAST: u64 = 300;

/// Moves messages and rings to where they are in a frame.
pub fn advance(
    frame: &Frame,
    view: &Cluster,
    layout: &Layout,
    (drawing, messages): &(NodeRef, NodeRef),
) {
    let (single, _) = flight::sorted(view);
    if let Some(group) = messages.cast::<Element>() {
        let children = group.children();
        for (nth, message) in (0..).zip(&single) {
            let at = flight::place(layout, message, frame.now, frame.reduced);
            if let Some(child) = children.item(nth) {
                let at = format!("translate({})", at.words());
                browser::put_attribute(&child, "transform", &at);
            }
        }
    }
    let rings = drawing
        .cast::<Element>()
        .and_then(|it| it.query_selector_all(".ring-run").ok());
    let Some(rings) = rings else { return };
    let running = view
        .members
        .iter()
        .filter_map(|it| Some((it, shown(frame, it)?)));
    for (nth, (member, part)) in (0..).zip(running) {
        let Some(circle) = rings.item(nth).and_then(|it| it.dyn_into::<Element>().ok()) else {
            continue;
        };
        let heartbeat = member.role == Role::Leader;
        browser::put_attribute(&circle, "stroke-dasharray", &dash(layout.ring, part));
        let late = if ring::late(heartbeat, part) {
            "true"
        } else {
            "false"
        };
        browser::put_attribute(&circle, "data-late", late);
    }
}

/// How much of a ring a frame shows.
fn shown(frame: &Frame, member: &Member) -> Option<f64> {
    if frame.playing && frame.speed >= FAST {
        ring::coarse(member)
    } else {
        ring::part(member, frame.now)
    }
}
