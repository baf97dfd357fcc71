//! The keys of the stage: arrows walk between members and messages, letters act on the member in
//! focus.

use wasm_bindgen::JsCast;
use web_sys::{Element, SvgElement};
use yew::prelude::*;

use super::{node_menu::Deed, open::Open};

/// What a key on a member or a message does.
pub enum Pressed {
    /// The focus went elsewhere.
    Walked,
    /// Its menu opens.
    Menu,
    /// Something is done to it.
    Deed(Deed),
}

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

/// Moves the focus among members and messages.
fn walk(drawing: &NodeRef, key: &str) -> Option<()> {
    let drawing = drawing.cast::<Element>()?;
    let spots = drawing.query_selector_all(".member, .message").ok()?;
    let count = spots.length();
    let active = drawing.owner_document()?.active_element();
    let spot = |nth: u32| spots.get(nth)?.dyn_into::<SvgElement>().ok();
    let at = (0..count).find(|it| spot(*it).is_some_and(|it| active.as_ref() == Some(&it)));
    let next = match key {
        "ArrowRight" | "ArrowDown" => at.map_or(0, |it| (it + 1) % count),
        "ArrowLeft" | "ArrowUp" => at.map_or(0, |it| (it + count - 1) % count),
        "Home" => 0,
        "End" => count.checked_sub(1)?,
        _ => return None,
    };
    spot(next)?.focus().ok()
}

/// Reads a key on a member or a message.
#[must_use]
pub fn pressed(event: &KeyboardEvent, spot: Open, drawing: &NodeRef) -> Option<Pressed> {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return None;
    }
    let key = event.key();
    match key.as_str() {
        "Enter" | " " => Some(Pressed::Menu),
        key if walk(drawing, key).is_some() => Some(Pressed::Walked),
        key if matches!(spot, Open::Member(_)) => Deed::of_key(key).map(Pressed::Deed),
        _ => None,
    }
}
