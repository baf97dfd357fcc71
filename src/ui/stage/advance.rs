//! Moves what moves with virtual time: messages along their lanes, timers around their rings.
//!
//! It sets SVG attributes only and reads no layout.

use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

use super::{flight, ring};
use crate::{
    raft::Role,
    session::view::Cluster,
    ui::{
        geometry::{dash, stage::Layout},
        motion::Frame,
    },
};

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
                drop(child.set_attribute("transform", &format!("translate({})", at.words())));
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
        .filter_map(|it| Some((it, ring::part(it, frame.now)?)));
    for (nth, (member, part)) in (0..).zip(running) {
        let Some(circle) = rings.item(nth).and_then(|it| it.dyn_into::<Element>().ok()) else {
            continue;
        };
        let heartbeat = member.role == Role::Leader;
        drop(circle.set_attribute("stroke-dasharray", &dash(layout.ring, part)));
        drop(circle.set_attribute("data-late", &ring::late(heartbeat, part).to_string()));
    }
}
