//! The keyboard map: single keys press the button that names them in `aria-keyshortcuts`.
//!
//! They act outside text fields only and can be turned off. Keys of one panel's objects (arrows,
//! K, I, F on a member) belong to that panel; what it has handled is left alone.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement};
use yew::prelude::*;

use super::{
    browser,
    follow::{Follow, Thing},
    host::{Host, Session, Speed},
};
use crate::session::Seek;

/// What a key asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shortcut {
    /// The button of that name in `aria-keyshortcuts`.
    Button(String),
    /// A tab of the inspector, from 0.
    Tab(u32),
    /// The prompt.
    Prompt,
    /// A stop slower or faster.
    Speed(isize),
    /// A fork at the playhead.
    Fork,
}

/// Reads a key that no text field gets.
#[must_use]
pub fn shortcut(key: &str, shift: bool) -> Option<Shortcut> {
    let upper = key.to_ascii_uppercase();
    Some(match (upper.as_str(), shift) {
        ("`", _) => Shortcut::Prompt,
        ("[", _) => Shortcut::Speed(-1),
        ("]", _) => Shortcut::Speed(1),
        ("F", true) => Shortcut::Fork,
        (" ", false) => Shortcut::Button("Space".to_owned()),
        ("." | "," | "?", _) | ("C" | "E" | "H" | "L" | "S" | "X", false) => {
            Shortcut::Button(upper)
        }
        ("C" | "E" | "L", true) => Shortcut::Button(format!("Shift+{upper}")),
        ("1" | "2" | "3" | "4" | "5" | "6", _) => Shortcut::Tab(upper.parse::<u32>().ok()? - 1),
        (_, _) => return None,
    })
}

/// Presses the first element of a selector.
fn press(document: &Document, selector: &str) -> Option<()> {
    let found = document.query_selector(selector).ok()??;
    found.dyn_into::<HtmlElement>().ok()?.click();
    Some(())
}

/// Does what a key asks for; nothing where its button doesn't show.
fn act(host: &Host, document: &Document, shortcut: Shortcut) -> Option<()> {
    match shortcut {
        Shortcut::Button(name) => press(document, &format!("[aria-keyshortcuts=\"{name}\"]")),
        Shortcut::Tab(nth) => {
            let tabs = document.query_selector_all(".inspector [role=tab]").ok()?;
            let tab = tabs.item(nth)?.dyn_into::<HtmlElement>().ok()?;
            tab.click();
            tab.focus().ok()
        }
        Shortcut::Prompt => {
            browser::focus_id("command");
            Some(())
        }
        Shortcut::Speed(by) => {
            host.set_clock(|clock| {
                let stop = clock.speed.stop().saturating_add_signed(by);
                clock.speed = Speed::of_stop(stop);
            });
            Some(())
        }
        Shortcut::Fork => {
            host.fork();
            Some(())
        }
    }
}

/// Escape: what is open closes by itself; then the past is left, then what is followed.
fn escape(host: &Host, document: &Document, follow: &Follow) -> Option<()> {
    let open = document.query_selector(":popover-open, dialog[open]");
    if matches!(open, Ok(Some(_))) {
        return None;
    }
    if host.offer().is_some() {
        host.drop_offer();
    } else if host.read(Session::past) {
        host.seek(Seek::Now);
    } else if follow.thing != Thing::Nothing {
        follow.choose.emit(Thing::Nothing);
    } else {
        return None;
    }
    Some(())
}

/// The regions that F6 walks, in their order.
const REGIONS: &str = ".bar, .story, .panel.cluster, .panel.terminal, .panel.inspector, .timeline";
/// What can take the focus in a region: the prompt first, else what Tab would come to.
const STOPS: &str =
    "textarea, [tabindex=\"0\"], button:not([tabindex=\"-1\"]), input, select, a[href]";

/// F6: the focus goes to the next region that shows.
fn walk(document: &Document, back: bool) -> Option<()> {
    let all = document.query_selector_all(REGIONS).ok()?;
    let active = document.active_element();
    let mut stops: Vec<HtmlElement> = Vec::new();
    let mut at = None;
    for nth in 0..all.length() {
        let region = all.item(nth)?.dyn_into::<HtmlElement>().ok()?;
        if region.offset_width() == 0 {
            continue;
        }
        if region.contains(active.as_ref().map(AsRef::as_ref)) {
            at = Some(stops.len());
        }
        let field = region.query_selector("textarea").ok().flatten();
        let stop = field.or_else(|| region.query_selector(STOPS).ok().flatten());
        if let Some(stop) = stop {
            stops.push(stop.unchecked_into());
        }
    }
    let count = stops.len();
    let next = match (at, back) {
        (None, false) => 0,
        (None, true) => count.checked_sub(1)?,
        (Some(at), false) => (at + 1) % count.max(1),
        (Some(at), true) => (at + count.checked_sub(1)?) % count,
    };
    stops.get(next)?.focus().ok()
}

/// Whether an element is a text field, which gets every letter.
fn takes_text(element: &Element) -> bool {
    let chosen = element.get_attribute("type").unwrap_or_default();
    match element.tag_name().as_str() {
        "TEXTAREA" | "SELECT" => true,
        "INPUT" => !matches!(chosen.as_str(), "range" | "checkbox" | "radio" | "button"),
        _ => element.has_attribute("contenteditable"),
    }
}

/// Whether Space presses this element.
fn takes_space(element: &Element) -> bool {
    let pressed = "button, summary, a, input, [role=button], [role=tab], [role=menuitem]";
    element.matches(pressed).unwrap_or(false)
}

/// Handles a key that nobody has handled yet.
fn on_key(host: &Host, follow: &Follow, letters: bool, event: &KeyboardEvent) -> Option<()> {
    if event.default_prevented() || event.is_composing() {
        return None;
    }
    let document = browser::document()?;
    let key = event.key();
    if key == "F6" {
        return walk(&document, event.shift_key());
    }
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return None;
    }
    if key == "Escape" {
        return escape(host, &document, follow);
    }
    let target = event.target()?.dyn_into::<Element>().ok()?;
    if !letters || takes_text(&target) || (key == " " && takes_space(&target)) {
        return None;
    }
    act(host, &document, shortcut(&key, event.shift_key())?)
}

/// Listens to the keyboard for as long as the page stands.
#[hook]
pub fn use_shortcuts(host: &Host, follow: &Follow, letters: bool) {
    let (host, follow) = (host.clone(), follow.clone());
    use_effect_with((follow.thing.clone(), letters), move |_| {
        let listener = browser::window().map(|window| {
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&window, "keydown", options, move |event| {
                let event: &KeyboardEvent = event.unchecked_ref();
                if on_key(&host, &follow, letters, event).is_some() {
                    event.prevent_default();
                }
            })
        });
        move || drop(listener)
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_ask_for_what_the_dialog_lists() {
        let button = |name: &str| Some(Shortcut::Button(name.to_owned()));
        for (key, shift, asked) in [
            (" ", false, button("Space")),
            (".", false, button(".")),
            ("?", true, button("?")),
            ("c", false, button("C")),
            ("C", false, button("C")),
            ("L", true, button("Shift+L")),
            ("F", true, Some(Shortcut::Fork)),
            ("f", false, None),
            ("6", false, Some(Shortcut::Tab(5))),
            ("7", false, None),
            ("[", false, Some(Shortcut::Speed(-1))),
            ("q", false, None),
            ("Enter", false, None),
        ] {
            assert_eq!(shortcut(key, shift), asked, "{key} {shift}");
        }
    }
}
