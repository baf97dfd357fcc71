//! The keyboard map as a dialog.

use yew::prelude::*;

use crate::ui::words::Words;

/// The id that opens it.
pub const ID: &str = "keyboard-map";

/// The keys, in the order of their texts in [`crate::ui::words::menu`].
pub const KEYS: [&str; 15] = [
    "Space", ", .", "C E L", "[ ]", "Esc", "`", "1…6", "S", "F6", "Shift F", "K I F N", "X H",
    "← →", "F2", "?",
];

/// The dialog; Escape or a click elsewhere closes it.
pub(super) fn map(words: &'static Words) -> Html {
    let rows = KEYS.iter().zip(words.menu.keys).map(|(keys, text)| {
        let keys = keys.split(' ').map(|it| html! { <kbd>{ it }</kbd> });
        html! { <><dt>{ for keys }</dt><dd>{ text }</dd></> }
    });
    html! {
        <div class="map" id={ID} popover="auto" role="dialog" aria-labelledby="map-title">
            <div class="map-head">
                <h2 id="map-title">{ words.menu.shortcuts }</h2>
                <button type="button" class="button" autofocus={true} popovertarget={ID}
                    popovertargetaction="hide">{ words.menu.close }</button>
            </div>
            <dl>{ for rows }</dl>
        </div>
    }
}
