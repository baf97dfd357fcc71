//! The rows above the lanes: what is read at, which keys, and whose store is looked at.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::ui::{
    icon::{Glyph, icon},
    words::Words,
};

/// The rows.
pub struct Props {
    /// The members' names.
    pub members: Vec<AttrValue>,
    /// The member looked at.
    pub member: usize,
    /// Keys alive.
    pub alive: usize,
    /// Keys without a lane.
    pub hidden: usize,
    /// The revision that is read at, and the newest.
    pub read: (u64, u64),
    /// Whether keys are grouped by prefix.
    pub tree: bool,
    /// Whether the newest revisions are out of sight.
    pub scrolled: bool,
    /// Whether earlier revisions can be shown.
    pub earlier: bool,
    /// Whether revisions are drawn smaller than they could be.
    pub zoomed: bool,
    /// The texts.
    pub words: &'static Words,
    /// Changes what is looked at.
    pub on_look: Callback<Look>,
}

/// A way to look at the keys.
#[derive(Clone, Debug, PartialEq)]
pub enum Look {
    /// At another member's store.
    Member(usize),
    /// At keys like this.
    Filter(String),
    /// At the first key of those.
    First,
    /// As a tree, or flat.
    Tree(bool),
    /// At earlier revisions.
    Earlier,
    /// At the newest.
    Newest,
    /// At more or fewer of them at once.
    Zoom(bool),
    /// As of a revision; none for the newest.
    Read(Option<u64>),
}

/// The member's picker.
fn picker(props: &Props) -> Html {
    let onchange = props.on_look.reform(|event: Event| {
        let select = event.target_unchecked_into::<HtmlSelectElement>();
        Look::Member(usize::try_from(select.selected_index()).unwrap_or(0))
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

/// The filter's field.
fn filter(props: &Props) -> Html {
    let words = &props.words.keys;
    let oninput = props.on_look.reform(|event: InputEvent| {
        let field = event.target_unchecked_into::<HtmlInputElement>();
        Look::Filter(field.value())
    });
    let on_look = props.on_look.clone();
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        let field: HtmlInputElement = event.target_unchecked_into();
        match event.key().as_str() {
            "Enter" => on_look.emit(Look::First),
            "Escape" if !field.value().is_empty() => {
                event.prevent_default();
                field.set_value("");
                on_look.emit(Look::Filter(String::new()));
            }
            _ => {}
        }
    });
    html! {
        <input class="filter" type="text" aria-label={words.filter} title={words.filter_help}
            placeholder="filter --prefix \"\"" spellcheck="false" autocomplete="off"
            autocapitalize="off" {oninput} {onkeydown} />
    }
}

/// A small button.
fn button(props: &Props, text: &'static str, name: &'static str, look: Look) -> Html {
    let onclick = props.on_look.reform(move |_: MouseEvent| look.clone());
    html! {
        <button type="button" class="button" data-kind="quiet" title={name} aria-label={name}
            {onclick}>{ text }</button>
    }
}

/// The rows.
pub fn head(props: &Props) -> Html {
    let (words, keys) = (&props.words.revisions, &props.words.keys);
    let (read, head) = props.read;
    let tree = {
        let look = Look::Tree(!props.tree);
        props.on_look.reform(move |_: MouseEvent| look.clone())
    };
    html! {
        <>
        <div class="lanes-head">
            <span class="read-at">
                { icon(Glyph::Eye) }{ keys.read_at }{ " " }<b>{ format!("r{read}") }</b>
                if read == head {
                    <span class="dim">{ keys.head }</span>
                }
            </span>
            if read != head {
                { button(props, keys.to_head, keys.to_head, Look::Read(None)) }
            }
            { filter(props) }
            <span class="dim">{ (words.alive)(props.alive) }</span>
            if props.hidden > 0 {
                <span class="dim">{ (words.hidden)(props.hidden) }</span>
            }
        </div>
        <div class="lanes-head">
            if props.members.len() > 1 {
                { picker(props) }
            }
            <button type="button" class="button" data-kind="quiet" onclick={tree}
                aria-pressed={props.tree.to_string()}>{ keys.tree }</button>
            if props.earlier {
                { button(props, "‹", words.earlier, Look::Earlier) }
                { button(props, "−", keys.wider, Look::Zoom(true)) }
            }
            if props.zoomed {
                { button(props, "+", keys.closer, Look::Zoom(false)) }
            }
            if props.scrolled {
                { button(props, words.newest, words.newest, Look::Newest) }
            }
        </div>
        </>
    }
}
