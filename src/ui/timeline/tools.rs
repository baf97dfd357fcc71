//! The column before the axis: zoom buttons beside the ruler, then the lanes' names, each with the
//! ways to its mark before and after the playhead.

use yew::prelude::*;

use super::{hands::Hands, list};
use crate::{
    session::{Seek, view::Landmark},
    ui::{
        geometry::time::Lane,
        icon::{Glyph, icon},
        words::Words,
    },
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

/// A way to a lane's mark before or after the playhead.
fn way(
    hands: &Hands,
    which: Landmark,
    (name, key): (&'static str, Option<&'static str>),
    forward: bool,
) -> Html {
    let at_end = forward && !hands.look.borrow().view.past;
    let host = hands.host.clone();
    let onclick = Callback::from(move |_: MouseEvent| {
        if !at_end {
            host.seek(Seek::Landmark { which, forward });
        }
    });
    html! {
        <button type="button" class="way-to" aria-label={name} title={name}
            aria-keyshortcuts={key} aria-disabled={at_end.to_string()} {onclick}>
            { if forward { "›" } else { "‹" } }
        </button>
    }
}

/// A lane's name and ways.
fn name(hands: &Hands, lane: Lane, words: &'static Words) -> Html {
    let words = &words.timeline;
    let (name, which, key) = match lane {
        Lane::Terms => (words.terms, Landmark::Election, Some("Shift+E")),
        Lane::Faults => (words.faults, Landmark::Fault, None),
        Lane::Commits => (words.commits, Landmark::Commit, Some("Shift+C")),
        Lane::Commands => (words.commands, Landmark::Command, None),
        Lane::Leases => (words.leases, Landmark::Expiry, Some("Shift+L")),
        Lane::Branches => {
            let title = words.branch_list;
            return html! {
                <button type="button" class="lane-name" {title} popovertarget={list::ID}>
                    { words.branches }
                </button>
            };
        }
    };
    let [before, after] = (words.ways)(which);
    html! {
        <div class="lane-name">
            <span>{ name }</span>
            { way(hands, which, (before, key), false) }
            { way(hands, which, (after, None), true) }
        </div>
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
            { for lanes.iter().map(|it| name(hands, *it, words)) }
        </div>
    }
}
