//! The column before the axis: zoom buttons beside the ruler, then the lanes' names.

use yew::prelude::*;

use super::hands::Hands;
use crate::ui::{
    geometry::time::Lane,
    icon::{Glyph, icon},
    words::Words,
};

/// One button.
fn button(name: &'static str, glyph: Glyph, onclick: Callback<MouseEvent>) -> Html {
    html! {
        <button type="button" class="button" data-kind="quiet" aria-label={name} title={name}
            {onclick}>
            { icon(glyph) }
        </button>
    }
}

/// A lane's name.
fn name(lane: Lane, words: &'static Words) -> &'static str {
    let words = &words.timeline;
    match lane {
        Lane::Terms => words.terms,
        Lane::Faults => words.faults,
        Lane::Commits => words.commits,
        Lane::Commands => words.commands,
        Lane::Leases => words.leases,
        Lane::Branches => words.branches,
    }
}

/// The column.
pub fn column(hands: &Hands, lanes: &[Lane], words: &'static Words) -> Html {
    let zoom = |percent| {
        let hands = hands.clone();
        Callback::from(move |_: MouseEvent| hands.zoom(percent))
    };
    let fit = {
        let hands = hands.clone();
        Callback::from(move |_: MouseEvent| hands.fit())
    };
    let text = &words.timeline;
    html! {
        <div class="axis-names">
            <div class="axis-tools">
                { button(text.zoom_out, Glyph::Minus, zoom(200)) }
                { button(text.zoom_in, Glyph::Plus, zoom(50)) }
                { button(text.fit_all, Glyph::Fit, fit) }
            </div>
            { for lanes.iter().map(|it| html! { <span>{ name(*it, words) }</span> }) }
        </div>
    }
}
