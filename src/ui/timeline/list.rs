//! The branches as a list: each can be looked at and renamed, however narrow the axis is.

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

use super::{branches::name, hands::Hands};
use crate::{
    session::{Action, view::BranchLine},
    ui::{
        browser,
        icon::{Glyph, icon},
        words::Words,
    },
};

/// The id that opens the list.
pub const ID: &str = "branches";
/// The field that renames.
const FIELD: &str = "branch-name";

/// The field gets the focus as soon as a branch is to be renamed, wherever that was asked for.
#[hook]
pub fn use_renaming(renaming: Option<usize>) {
    use_effect_with(renaming, |renaming| {
        if renaming.is_some() {
            let list = browser::document().and_then(|it| it.get_element_by_id(ID));
            if let Some(list) = list.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
                // It may be open already.
                drop(list.show_popover());
            }
            browser::focus_id(FIELD);
        }
    });
}

/// The field.
fn field(hands: &Hands, branch: &BranchLine, words: &'static Words) -> Html {
    let (hands, from) = (hands.clone(), branch.name.clone());
    let leave = hands.rename.clone();
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if event.key() == "Enter" {
            let field: HtmlInputElement = event.target_unchecked_into();
            hands.host.apply(Action::RenameBranch {
                from: from.clone(),
                to: field.value(),
            });
        }
        if matches!(event.key().as_str(), "Enter" | "Escape") {
            event.prevent_default();
            hands.rename.emit(None);
        }
    });
    html! {
        <input id={FIELD} aria-label={words.timeline.branch_name} value={branch.name.clone()}
            maxlength="40" {onkeydown} onblur={move |_: FocusEvent| leave.emit(None)} />
    }
}

/// One branch.
fn item(hands: &Hands, nth: usize, branch: &BranchLine, words: &'static Words) -> Html {
    let look = {
        let (hands, name) = (hands.clone(), branch.name.clone());
        Callback::from(move |_: MouseEvent| hands.host.switch(&name))
    };
    let rename = {
        let rename = hands.rename.clone();
        Callback::from(move |_: MouseEvent| rename.emit(Some(nth)))
    };
    let on_f2 = {
        let rename = hands.rename.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "F2" {
                rename.emit(Some(nth));
            }
        })
    };
    let looked = nth == hands.look.borrow().view.branch;
    let label = (words.timeline.rename)(&branch.name);
    html! {
        <>
            <button type="button" aria-pressed={looked.to_string()} onclick={look}
                onkeydown={on_f2}>
                <i class="dot" />{ name(branch, words) }
            </button>
            <button type="button" class="button" data-kind="quiet" data-shape="square"
                aria-label={label.clone()} title={label} onclick={rename}>
                { icon(Glyph::Pen) }
            </button>
        </>
    }
}

/// The list.
pub fn list(hands: &Hands, renaming: Option<usize>, words: &'static Words) -> Html {
    let view = hands.look.borrow().view.clone();
    let rows = view.branches.iter().enumerate().map(|(nth, branch)| {
        html! {
            <li key={nth}>
                if renaming == Some(nth) {
                    { field(hands, branch, words) }
                } else {
                    { item(hands, nth, branch, words) }
                }
            </li>
        }
    });
    html! {
        <div class="beside branch-list" id={ID} popover="auto" role="dialog"
            aria-label={words.timeline.branches}>
            <ul>{ for rows }</ul>
        </div>
    }
}
