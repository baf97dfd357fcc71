//! Moves what moves with each frame: the playhead, its flag's text, and the veils.
//!
//! It sets attributes only and reads no layout.

use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

use super::{look::Look, playhead::FLAG};
use crate::{
    ui::{browser, figures::moment, geometry::number, motion::Frame},
    units::Micros,
};

/// The element of a class inside the drawing.
fn find(drawing: &Element, selector: &str) -> Option<Element> {
    drawing.query_selector(selector).ok()?
}

/// Moves an element sideways.
fn put(drawing: &Element, selector: &str, x: f64) {
    if let Some(element) = find(drawing, selector) {
        let at = format!("translate({} 0)", number(x));
        browser::put_attribute(&element, "transform", &at);
    }
}

/// Where the flag stands beside its line, so that no edge cuts it.
fn flag(x: f64, width: f64) -> f64 {
    x.clamp(FLAG.min(width), (width - FLAG).max(0.0)) - x
}

/// Moves everything to the moment of a frame.
pub fn advance(drawing: &NodeRef, look: &Look, (frame, end): (&Frame, Micros), width: f64) {
    let now = frame.now;
    let Some(drawing) = drawing.cast::<Element>() else {
        return;
    };
    let shown = |at: Micros| look.lens.x(at, width).clamp(-4.0, width + 4.0);
    let (x, end) = (shown(now), shown(end));
    put(&drawing, ".playhead", x);
    put(&drawing, ".veil-later", x.max(0.0));
    put(&drawing, ".veil-future", end.max(0.0));
    put(&drawing, ".now", end);
    if let Some(text) = find(&drawing, ".now text") {
        let (x, anchor) = if end + 84.0 > width {
            ("-5", "end")
        } else {
            ("5", "start")
        };
        browser::put_attribute(&text, "x", x);
        browser::put_attribute(&text, "text-anchor", anchor);
    }
    put(&drawing, ".flag", flag(x, width));
    if frame.texts
        && let Some(text) = find(&drawing, ".flag text")
    {
        let text: web_sys::Node = text.unchecked_into();
        browser::write(&text, &moment(now));
    }
}
