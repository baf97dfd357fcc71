//! The keys of the stage: arrows walk between members, letters act on the one in focus.

use wasm_bindgen::JsCast;
use web_sys::{Element, SvgElement};
use yew::prelude::*;

use super::menu::Deed;

/// Gives the focus to a member.
pub fn focus(drawing: &NodeRef, nth: usize) {
    let selector = format!("[data-member=\"{nth}\"]");
    let member = drawing
        .cast::<Element>()
        .and_then(|it| it.query_selector(&selector).ok()?);
    if let Some(member) = member.and_then(|it| it.dyn_into::<SvgElement>().ok()) {
        drop(member.focus());
    }
}

/// What a key on a member does.
pub enum Pressed {
    /// The focus goes to another member.
    Walk(usize),
    /// Its menu opens.
    Menu,
    /// Something is done to it.
    Deed(Deed),
}

/// Reads a key on member `nth` of `count`.
#[must_use]
pub fn pressed(event: &KeyboardEvent, nth: usize, count: usize) -> Option<Pressed> {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return None;
    }
    match event.key().as_str() {
        "ArrowRight" | "ArrowDown" => Some(Pressed::Walk((nth + 1) % count)),
        "ArrowLeft" | "ArrowUp" => Some(Pressed::Walk((nth + count - 1) % count)),
        "Home" => Some(Pressed::Walk(0)),
        "End" => Some(Pressed::Walk(count - 1)),
        "Enter" | " " => Some(Pressed::Menu),
        key => Deed::of_key(key).map(Pressed::Deed),
    }
}
