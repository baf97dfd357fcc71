//! The one file that asks the browser: time, address, storage, preferences, focus.
//!
//! Everything answers `None` or nothing where there is no browser (components render natively in
//! tests) or where the browser refuses (storage in a sandboxed frame).

use wasm_bindgen::{JsCast, JsValue};
use yew::prelude::*;

/// Whether there is a browser at all.
const BROWSER: bool = cfg!(target_arch = "wasm32");

/// The window, if there is one.
#[must_use]
pub fn window() -> Option<web_sys::Window> {
    if BROWSER { web_sys::window() } else { None }
}

/// The document, if there is one.
#[must_use]
pub fn document() -> Option<web_sys::Document> {
    window()?.document()
}

/// Wall time in milliseconds since the page was opened.
#[must_use]
pub fn wall_ms() -> f64 {
    window()
        .and_then(|it| it.performance())
        .map_or(0.0, |it| it.now())
}

/// The page's address without its fragment.
#[must_use]
pub fn address() -> Option<String> {
    let href = window()?.location().href().ok()?;
    Some(href.split('#').next().unwrap_or_default().to_owned())
}

/// What stands behind the `#` of the page's address.
#[must_use]
pub fn fragment() -> Option<String> {
    let fragment = window()?.location().hash().ok()?;
    (fragment.len() > 1).then_some(fragment)
}

/// Changes the page's address without a step in its history.
pub fn replace_address(address: &str) {
    let history = window().and_then(|it| it.history().ok());
    if let Some(history) = history {
        let null = wasm_bindgen::JsValue::NULL;
        // A frame that may not change its address keeps the old one.
        drop(history.replace_state_with_url(&null, "", Some(address)));
    }
}

/// Gives the focus to the field with this id and selects all of its text.
pub fn select_id(id: &str) {
    let element = document().and_then(|it| it.get_element_by_id(id));
    if let Some(field) = element.and_then(|it| it.dyn_into::<web_sys::HtmlInputElement>().ok()) {
        drop(field.focus());
        field.select();
    }
}

/// A parameter of the page's address.
#[must_use]
pub fn parameter(name: &str) -> Option<String> {
    let search = window()?.location().search().ok()?;
    web_sys::UrlSearchParams::new_with_str(&search)
        .ok()?
        .get(name)
}

/// Changes a parameter of the page's address, if the address has it: a reload must not undo what
/// the visitor chose since.
pub fn change_parameter(name: &str, value: &str) {
    if parameter(name).is_some_and(|it| it != value) {
        // An address that cannot be changed only matters at the next reload.
        let _unchanged = try_change_parameter(name, value);
    }
}

fn try_change_parameter(name: &str, value: &str) -> Option<()> {
    let window = window()?;
    let url = web_sys::Url::new(&window.location().href().ok()?).ok()?;
    url.search_params().set(name, value);
    let history = window.history().ok()?;
    history
        .replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&url.href()))
        .ok()
}

/// Begins a new visit: the page without the fragment that may hold a shared one.
pub fn start_anew() {
    if let Some(location) = window().map(|it| it.location()) {
        drop(location.set_hash(""));
        drop(location.reload());
    }
}

/// Begins a new visit of a cluster of so many members.
pub fn start_with_members(count: usize) {
    let start = || {
        let location = window()?.location();
        let url = web_sys::Url::new(&location.href().ok()?).ok()?;
        url.search_params().set("members", &count.to_string());
        url.search_params().delete("world");
        url.set_hash("");
        location.set_href(&url.href()).ok()
    };
    let _stays = start();
}

/// A value that an earlier visit stored.
#[must_use]
pub fn stored(key: &str) -> Option<String> {
    window()?.local_storage().ok()??.get_item(key).ok()?
}

/// Stores a value for later visits; where storage is refused, this visit goes on without.
pub fn store(key: &str, value: &str) {
    let storage = window().and_then(|it| it.local_storage().ok().flatten());
    if let Some(storage) = storage {
        drop(storage.set_item(key, value));
    }
}

/// The languages the visitor prefers, best first.
#[must_use]
pub fn languages() -> Vec<String> {
    let Some(window) = window() else {
        return Vec::new();
    };
    window
        .navigator()
        .languages()
        .iter()
        .filter_map(|it| it.as_string())
        .collect()
}

/// Whether a media query holds.
#[must_use]
pub fn media(query: &str) -> bool {
    window()
        .and_then(|it| it.match_media(query).ok().flatten())
        .is_some_and(|it| it.matches())
}

/// Sets an attribute of the page's root element.
pub fn set_root(name: &str, value: &str) {
    if let Some(root) = document().and_then(|it| it.document_element()) {
        drop(root.set_attribute(name, value));
    }
}

/// Sets the page's title.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Whether the page shows inside another one: it then never takes the focus by itself.
#[must_use]
pub fn framed() -> bool {
    let Some(window) = window() else { return false };
    match window.parent() {
        Ok(Some(parent)) => parent != window,
        Ok(None) | Err(_) => true,
    }
}

/// Whether the visitor has selected some text on the page.
#[must_use]
pub fn something_selected() -> bool {
    let selection = window().and_then(|it| it.get_selection().ok().flatten());
    selection.is_some_and(|it| !it.is_collapsed())
}

/// Writes text into the element behind `node`, unless it is there already.
pub fn set_text(node: &NodeRef, text: &str) {
    if let Some(node) = node.cast::<web_sys::Node>() {
        write(&node, text);
    }
}

/// Writes text into a node, unless it is there already.
pub fn write(node: &web_sys::Node, text: &str) {
    if node.text_content().as_deref() != Some(text) {
        node.set_text_content(Some(text));
    }
}

/// Gives the focus to the element with this id.
pub fn focus_id(id: &str) {
    let element = document().and_then(|it| it.get_element_by_id(id));
    if let Some(element) = element.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
        drop(element.focus());
    }
}

/// Gives the focus to what a selector finds, and scrolls the item around it to the top.
pub fn go_to(selector: &str) {
    let Some(element) = find(selector) else {
        return;
    };
    if let Ok(Some(item)) = element.closest("li") {
        item.scroll_into_view();
    }
    drop(element.focus());
}

/// Presses the first element that a selector finds.
pub fn press(selector: &str) {
    if let Some(element) = find(selector) {
        element.click();
    }
}

/// Types a text into the field with this id, in place of what stands there; the browser's undo
/// brings that back.
pub fn type_in(id: &str, text: &str) {
    let field = document().and_then(|it| it.get_element_by_id(id));
    let field = field.and_then(|it| it.dyn_into::<web_sys::HtmlTextAreaElement>().ok());
    let (Some(field), Some(document)) = (field, document()) else {
        return;
    };
    drop(field.focus());
    field.select();
    let document: web_sys::HtmlDocument = document.unchecked_into();
    drop(document.exec_command_with_show_ui_and_value("insertText", false, text));
}

/// Copies a text; where the browser doesn't let the page do so, it is typed at the prompt.
pub fn copy(text: &str) {
    let Some(navigator) = window().map(|it| it.navigator()) else {
        return;
    };
    // A page that is not served securely has no clipboard at all.
    let has = js_sys::Reflect::has(&navigator, &"clipboard".into()).unwrap_or(false);
    let text = text.to_owned();
    wasm_bindgen_futures::spawn_local(async move {
        let copied = match has.then(|| navigator.clipboard().write_text(&text)) {
            Some(copying) => wasm_bindgen_futures::JsFuture::from(copying).await.is_ok(),
            None => false,
        };
        if !copied {
            type_in("command", &text);
        }
    });
}

/// Gives the focus to the next or last element of a kind in the element that listens; whether it
/// had it and there is one.
pub fn focus_beside(event: &web_sys::Event, kind: &str, back: bool) -> bool {
    let beside = || {
        let target: web_sys::Element = event.target()?.dyn_into().ok()?;
        let here = target.closest(kind).ok()??;
        let all = document()?.query_selector_all(kind).ok()?;
        let place = (0..all.length()).find(|it| all.get(*it).as_ref() == Some(&here))?;
        let to = if back {
            place.checked_sub(1)?
        } else {
            place + 1
        };
        all.get(to)
    };
    let beside: Option<web_sys::Node> = beside();
    let found = beside.is_some();
    if let Some(element) = beside {
        drop(element.unchecked_into::<web_sys::HtmlElement>().focus());
    }
    found
}

/// Calls an object's method.
pub fn call(object: &JsValue, method: &str, argument: &JsValue) -> Option<JsValue> {
    let method = js_sys::Reflect::get(object, &method.into()).ok()?;
    let method: js_sys::Function = method.dyn_into().ok()?;
    method.call1(object, argument).ok()
}

/// The first element that a selector finds.
fn find(selector: &str) -> Option<web_sys::HtmlElement> {
    let found = document()?.query_selector(selector).ok()??;
    // A drawn element has the same `focus` and is never clicked.
    Some(found.unchecked_into())
}

/// A selector of an attribute's exact value.
#[must_use]
pub fn selector(name: &str, value: &str) -> String {
    let value = value.replace('\\', "\\\\").replace('"', "\\\"");
    format!("[{name}=\"{value}\"]")
}

/// Presses an element, if it is there, and gives the focus to another once that is drawn.
pub fn press_and_focus(press: &str, focus: String) {
    self::press(press);
    if BROWSER {
        wasm_bindgen_futures::spawn_local(async move {
            pause(0).await;
            if let Some(element) = find(&focus) {
                drop(element.focus());
            }
        });
    }
}

/// Presses elements one after another, once what the one before did is drawn.
pub fn press_each(selectors: Vec<String>) {
    if BROWSER {
        wasm_bindgen_futures::spawn_local(async move {
            for selector in selectors {
                press(&selector);
                pause(0).await;
            }
        });
    }
}

/// Lets the page have its turn, for at least so long.
pub async fn pause(ms: i32) {
    let Some(window) = window() else { return };
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        let timer = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms);
        drop(timer);
    });
    drop(wasm_bindgen_futures::JsFuture::from(promise).await);
}

/// Whether the focus is on nothing: what had it is gone.
#[must_use]
pub fn nothing_has_focus() -> bool {
    document().is_some_and(|it| {
        let active = it.active_element();
        active.is_none_or(|active| it.body().is_some_and(|body| *body == active))
    })
}

/// Sets an attribute unless it has this value already: setting it again costs style and paint.
pub fn put_attribute(element: &web_sys::Element, name: &str, value: &str) {
    if element.get_attribute(name).as_deref() != Some(value) {
        // Names and values are ours; they are always well formed.
        drop(element.set_attribute(name, value));
    }
}
