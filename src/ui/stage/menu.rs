//! What all menus of the stage are made of: items, rows of small ones, and the keys between them.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::{
    beside::{Beside, give_back},
    open::{Act, Menu},
};

/// One thing to press.
#[derive(Clone, Debug, Default)]
pub struct Item {
    /// Its name in markup.
    pub deed: &'static str,
    /// What it says.
    pub label: String,
    /// Its accessible name, where that says more than the label.
    pub name: Option<String>,
    /// The key that presses it while the menu is open.
    pub key: &'static str,
    /// Why it can't be pressed now.
    pub refused: Option<&'static str>,
    /// Whether it is what is in force.
    pub checked: Option<bool>,
}

/// An item that does `act`.
pub fn item(menu: &Menu<'_>, item: Item, act: Act) -> Html {
    let onclick = {
        let (on_act, stage) = (menu.on_act.clone(), menu.stage.clone());
        let (possible, object) = (item.refused.is_none(), menu.open.object());
        Callback::from(move |_: MouseEvent| {
            if possible {
                give_back(&stage, &object);
                on_act.emit(act.clone());
            }
        })
    };
    let role = item.checked.map_or("menuitem", |_| "menuitemradio");
    html! {
        <button type="button" {role} tabindex="-1" data-deed={item.deed} data-key={item.key}
            aria-label={item.name} aria-checked={item.checked.map(|it| it.to_string())}
            aria-disabled={item.refused.is_some().to_string()} {onclick}>
            <span>{ item.label }</span>
            if let Some(why) = item.refused {
                <small>{ why }</small>
            } else if !item.key.is_empty() {
                <kbd aria-hidden="true">{ if item.key == "Delete" { "⌫" } else { item.key } }</kbd>
            }
        </button>
    }
}

/// A row: its label, then small items.
pub fn row(label: &str, small: Vec<Html>) -> Html {
    html! {
        <div class="menu-row" role="group" aria-label={label.to_owned()}>
            <span aria-hidden="true">{ label }</span>
            { for small }
        </div>
    }
}

/// Names and values. They stand in a menu, where a list of terms has no place.
pub fn facts(facts: Vec<(&'static str, String)>, wide: bool) -> Html {
    let facts = facts.into_iter().map(|(name, value)| {
        html! { <><span>{ name }</span><b>{ value }</b></> }
    });
    html! { <div class={classes!("menu-facts", wide.then_some("wide"))}>{ for facts }</div> }
}

/// Moves the focus among the items of the menu that an event comes from, or presses the one whose
/// key it is.
pub fn walk(event: &KeyboardEvent) -> Option<()> {
    let menu = event
        .target()?
        .dyn_into::<Element>()
        .ok()?
        .closest("[role=menu]")
        .ok()??;
    let items = menu.query_selector_all("[role^=menuitem]").ok()?;
    let count = items.length();
    let item = |nth: u32| items.get(nth)?.dyn_into::<HtmlElement>().ok();
    let active = menu.owner_document()?.active_element();
    let at = (0..count).find(|it| item(*it).is_some_and(|it| active.as_ref() == Some(&it)));
    let next = match event.key().as_str() {
        "ArrowDown" | "ArrowRight" => at.map_or(0, |it| (it + 1) % count),
        "ArrowUp" | "ArrowLeft" => at.map_or(count - 1, |it| (it + count - 1) % count),
        "Home" => 0,
        "End" => count - 1,
        _ if event.ctrl_key() || event.meta_key() || event.alt_key() => return None,
        key => {
            let key = if key == "Backspace" { "Delete" } else { key };
            let is_it = |it: &HtmlElement| {
                let own = it.get_attribute("data-key").unwrap_or_default();
                own.eq_ignore_ascii_case(key)
            };
            let pressed = (0..count).filter_map(item).find(is_it)?;
            event.prevent_default();
            event.stop_propagation();
            pressed.click();
            return Some(());
        }
    };
    event.prevent_default();
    item(next)?.focus().ok()
}

/// The menu around its items.
pub fn menu(menu: &Menu<'_>, label: String, children: Html) -> Html {
    beside(menu, ("menu", label), children)
}

/// A popover beside the open object; Escape, Tab or a press elsewhere closes it.
pub fn beside(menu: &Menu<'_>, (role, label): (&'static str, String), children: Html) -> Html {
    let onkeydown = Callback::from(|event: KeyboardEvent| {
        // Other keys have no meaning here.
        let _ = walk(&event);
    });
    let open = menu.open;
    let on_close = menu.on_act.reform(|()| Act::Close);
    html! {
        <Beside key={open.object()} drawing={menu.stage.clone()} object={open.object()}
            others=".member-hit, .member-label, .wall path"
            {role} {label} {on_close} {onkeydown} {children} />
    }
}
