//! The row above the lanes: whose store is looked at, and how many keys live in it.

use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::ui::words::Words;

/// The row.
pub struct Props {
    /// The members' names.
    pub members: Vec<AttrValue>,
    /// The member looked at.
    pub member: usize,
    /// Keys alive.
    pub alive: usize,
    /// Keys without a lane.
    pub hidden: usize,
    /// Whether the newest revisions are out of sight.
    pub scrolled: bool,
    /// Whether earlier revisions can be shown.
    pub earlier: bool,
    /// The texts.
    pub words: &'static Words,
    /// Looks at another member.
    pub on_member: Callback<usize>,
    /// Shows earlier revisions.
    pub on_earlier: Callback<()>,
    /// Goes back to the newest.
    pub on_newest: Callback<()>,
}

/// The member's picker.
fn picker(props: &Props) -> Html {
    let onchange = props.on_member.reform(|event: Event| {
        let select = event
            .target()
            .and_then(|it| it.dyn_into::<HtmlSelectElement>().ok());
        select.map_or(0, |it| usize::try_from(it.selected_index()).unwrap_or(0))
    });
    let option = |(nth, name): (usize, &AttrValue)| {
        html! { <option selected={nth == props.member}>{ name.clone() }</option> }
    };
    html! {
        <label class="store-of">
            <span>{ props.words.revisions.store_of }</span>
            <select {onchange}>{ for props.members.iter().enumerate().map(option) }</select>
        </label>
    }
}

/// The row.
pub fn head(props: &Props) -> Html {
    let words = &props.words.revisions;
    let earlier = props.on_earlier.reform(|_: MouseEvent| ());
    let newest = props.on_newest.reform(|_: MouseEvent| ());
    html! {
        <div class="lanes-head">
            if props.members.len() > 1 {
                { picker(props) }
            }
            if props.earlier {
                <button type="button" class="button" data-kind="quiet" onclick={earlier}>
                    { words.earlier }
                </button>
            }
            if props.scrolled {
                <button type="button" class="button" data-kind="quiet" onclick={newest}>
                    { words.newest }
                </button>
            }
            <span class="grow" />
            <span class="dim">{ (words.alive)(props.alive) }</span>
            if props.hidden > 0 {
                <span class="dim">{ (words.hidden)(props.hidden) }</span>
            }
        </div>
    }
}
