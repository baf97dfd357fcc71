//! The list of completions above the caret's word.

use web_sys::HtmlElement;
use yew::prelude::*;

use super::aid::Popup;
use crate::ui::{browser, words::Words};

/// Rows shown at once; the list moves along with the chosen one.
const ROWS: usize = 8;
/// Room that the list needs above the prompt, in CSS pixels; below it where there is less.
const HEIGHT: i32 = 240;

/// The id of a pick's row.
pub(super) fn pick_id(at: usize) -> String {
    format!("pick-{at}")
}

/// The list; `take` is called with the place of a pick that was clicked.
pub(super) fn listbox(
    popup: &Popup,
    words: &'static Words,
    node: &NodeRef,
    take: &Callback<usize>,
) -> Html {
    let words = &words.terminal;
    let count = popup.picks.len();
    let first = popup
        .at
        .saturating_sub(ROWS / 2)
        .min(count.saturating_sub(ROWS));
    // The prompt keeps the focus.
    let stay = Callback::from(|event: MouseEvent| event.prevent_default());
    let rows = (first..count).take(ROWS).map(|at| row(popup, at, take));
    html! {
        <div class="completions" ref={node} onmousedown={stay}>
            <div role="listbox" id="completions" aria-label={words.completions}>
                { for rows }
            </div>
            <p aria-hidden="true">
                <kbd>{ "Tab" }</kbd>{ words.accept }
                <kbd>{ "↑↓" }</kbd>{ words.choose }
                <kbd>{ "Esc" }</kbd>{ words.dismiss }
                if count > ROWS { <span class="grow" />{ format!("{}/{count}", popup.at + 1) } }
            </p>
        </div>
    }
}

/// One pick: what was typed of it, the rest, what it is.
fn row(popup: &Popup, at: usize, take: &Callback<usize>) -> Html {
    let pick = &popup.picks[at];
    let (typed, rest) = match pick.text.strip_prefix(popup.word()) {
        Some(rest) => (popup.word(), rest),
        None => ("", pick.text.as_str()),
    };
    let onclick = take.reform(move |_: MouseEvent| at);
    html! {
        <div key={at} role="option" id={pick_id(at)} class="pick" {onclick}
            aria-selected={(at == popup.at).to_string()}
            aria-setsize={popup.picks.len().to_string()} aria-posinset={(at + 1).to_string()}>
            <span class="pick-text" lang="en"><b>{ typed }</b>{ rest }</span>
            <span class="pick-note">{ &pick.note }</span>
        </div>
    }
}

/// Puts the list at its word: above the prompt if there is room.
pub(super) fn place(list: &NodeRef, field: &NodeRef, column: usize) {
    let (Some(list), Some(field)) = (list.cast::<HtmlElement>(), field.cast::<web_sys::Element>())
    else {
        return;
    };
    let rect = field.get_bounding_client_rect();
    let (top, bottom, left) = (whole(rect.top()), whole(rect.bottom()), whole(rect.left()));
    let height = browser::window().and_then(|it| it.inner_height().ok()?.as_f64());
    let side = if top < HEIGHT { "below" } else { "above" };
    let away = if top < HEIGHT {
        bottom
    } else {
        whole(height.unwrap_or_default()) - top
    };
    drop(list.set_attribute("data-side", side));
    let style = list.style();
    drop(style.set_property("--away", &format!("{away}px")));
    drop(style.set_property("--left", &format!("{left}px")));
    drop(style.set_property("--column", &column.to_string()));
}

fn whole(pixels: f64) -> i32 {
    pixels as i32
}
