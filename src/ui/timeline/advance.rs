//! Moves what moves with each frame: the playhead, its flag's text, and the veils.
//!
//! It sets what the compositor can move and reads no layout.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::{look::Look, playhead::FLAG};
use crate::{
    ui::{browser, figures::moment, geometry::number, motion::Frame},
    units::Micros,
};

/// Width of the words beside the branch's now.
const NOW: f64 = 84.0;

/// Moves an element sideways; it is a layer of its own, so nothing is painted.
fn put(parts: &Element, selector: &str, x: f64) -> Option<HtmlElement> {
    let part = parts.query_selector(selector).ok()??;
    let part: HtmlElement = part.unchecked_into();
    let at = format!("translateX({}px)", number(x));
    let style = part.style();
    if style.get_property_value("transform").as_deref() != Ok(at.as_str()) {
        drop(style.set_property("transform", &at));
    }
    Some(part)
}

/// Where the flag stands beside its line, so that no edge cuts it.
fn flag(x: f64, width: f64) -> f64 {
    x.clamp(FLAG.min(width), (width - FLAG).max(0.0)) - x
}

/// Moves everything to the moment of a frame.
pub fn advance(drawing: &NodeRef, look: &Look, (frame, end): (&Frame, Micros), width: f64) {
    let now = frame.now;
    let Some(parts) = drawing.cast::<Element>() else {
        return;
    };
    let shown = |at: Micros| look.lens.x(at, width).clamp(-4.0, width + 4.0);
    let (x, end) = (shown(now), shown(end));
    put(&parts, ".playhead", x);
    put(&parts, ".veil-later", x.max(0.0));
    put(&parts, ".veil-future", end.max(0.0));
    if let Some(now) = put(&parts, ".now", end) {
        let turned = end + NOW > width;
        browser::put_attribute(&now, "data-turned", &turned.to_string());
    }
    if let Some(flag) = put(&parts, ".flag", flag(x, width))
        && frame.texts
    {
        browser::write(&flag, &moment(now));
    }
}
