//! Searching a shell's output: what is looked for, how often it is there, and the ways through.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::{body::Props, lines::Lines};
use crate::{
    session::view::Line,
    ui::{
        browser,
        icon::{Glyph, icon},
    },
};

/// The id of the field.
const ID: &str = "find";

/// Whether a line holds a text of small letters, as it is drawn.
fn holds(line: &Line, find: &str) -> bool {
    line.text.to_ascii_lowercase().contains(find)
}

/// What is searched for with the key of the row where the search stands, and the bar.
#[hook]
pub(super) fn use_find(
    props: &Props,
    lines: &Lines,
    scroller: &NodeRef,
) -> ((AttrValue, Option<String>), Html) {
    // The text, and how many matches the search stands before the last one.
    let asked = use_state(|| (AttrValue::default(), 0_usize));
    let find = if props.finding {
        asked.0.clone()
    } else {
        AttrValue::default()
    };
    let matches: Vec<&String> = lines
        .rows
        .iter()
        .filter(|(_, line)| !find.is_empty() && holds(line, &find))
        .map(|(key, _)| key)
        .collect();
    let count = matches.len();
    let back = if count == 0 { 0 } else { asked.1 % count };
    let here = (count > 0).then(|| matches[count - 1 - back].clone());
    use_effect_with(props.finding, |finding| {
        if *finding {
            browser::focus_id(ID);
        }
    });
    let scroller = scroller.clone();
    use_effect_with(here.clone(), move |here| {
        let shell = scroller.cast::<web_sys::Element>();
        let row = shell.and_then(|it| it.query_selector("[data-found]").ok().flatten());
        if let Some(row) = row.filter(|_| here.is_some()) {
            row.scroll_into_view();
        }
    });
    if !props.finding {
        return ((find, None), Html::default());
    }
    let walk = {
        let asked = asked.clone();
        Callback::from(move |older: bool| {
            let step = if older { 1 } else { count.max(1) - 1 };
            asked.set((asked.0.clone(), (back + step) % count.max(1)));
        })
    };
    let place = if count == 0 { 0 } else { count - back };
    let input = Callback::from(move |event: InputEvent| {
        let field: HtmlInputElement = event.target_unchecked_into();
        asked.set((field.value().to_ascii_lowercase().into(), 0));
    });
    let bar = bar(props, &walk, input, &format!("{place}/{count}"));
    ((find, here), bar)
}

/// The field, how many there are, and the buttons.
fn bar(props: &Props, walk: &Callback<bool>, oninput: Callback<InputEvent>, count: &str) -> Html {
    let words = &props.words.terminal;
    let close = {
        let on_find = props.on_find.clone();
        Callback::from(move |()| {
            on_find.emit(false);
            browser::focus_id("command");
        })
    };
    let keys = {
        let (walk, close) = (walk.clone(), close.clone());
        Callback::from(move |event: KeyboardEvent| {
            match event.key().as_str() {
                "Enter" => walk.emit(!event.shift_key()),
                "Escape" => close.emit(()),
                _ => return,
            }
            event.prevent_default();
            event.stop_propagation();
        })
    };
    let button = |name: &'static str, text: &'static str, older: bool| {
        let onclick = walk.reform(move |_: MouseEvent| older);
        html! {
            <button class="button" data-kind="quiet" data-shape="square" aria-label={name}
                title={name} {onclick}>{ text }</button>
        }
    };
    html! {
        <div class="find" role="search" aria-label={words.find}>
            { icon(Glyph::Find) }
            <input id={ID} type="text" aria-label={words.find} {oninput} onkeydown={keys}
                autocomplete="off" spellcheck="false" />
            <span role="status">{ count }</span>
            { button(words.find_older, "↑", true) }
            { button(words.find_newer, "↓", false) }
            <button class="button" data-kind="quiet" data-shape="square"
                aria-label={words.find_close} title={words.find_close}
                onclick={close.reform(|_: MouseEvent| ())}>{ icon(Glyph::Cross) }</button>
        </div>
    }
}

/// Ctrl-F anywhere in a shell begins a search.
pub(super) fn ctrl_f(on_find: &Callback<bool>) -> Callback<KeyboardEvent> {
    let on_find = on_find.clone();
    Callback::from(move |event: KeyboardEvent| {
        let find = matches!(event.key().as_str(), "f" | "F");
        if find && (event.ctrl_key() || event.meta_key()) && !event.alt_key() {
            event.prevent_default();
            on_find.emit(true);
        }
    })
}
