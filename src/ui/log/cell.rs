//! One entry of one member's log.

use yew::prelude::*;

use super::kind::kind;
use crate::{
    session::view::{Entry, EntryState},
    ui::{
        geometry::{number, strips::CELL},
        words::Words,
    },
};

/// One entry.
pub struct Props<'a> {
    /// The entry.
    pub entry: Entry,
    /// The member's row.
    pub row: usize,
    /// The member's name.
    pub member: &'a str,
    /// Left edge of its column.
    pub x: f64,
    /// Width of its column.
    pub width: f64,
    /// Whether Tab comes here.
    pub tab_stop: bool,
    /// Whether it is followed.
    pub followed: bool,
    /// The texts.
    pub words: &'static Words,
    /// Follows it.
    pub on_follow: &'a Callback<Entry>,
    /// It is pointed at or has the focus.
    pub on_look: &'a Callback<(usize, Entry)>,
}

/// The word that markup, style and tests use for an entry's standing.
fn state(state: EntryState) -> &'static str {
    match state {
        EntryState::Committed => "committed",
        EntryState::Appended => "appended",
        EntryState::Missing => "missing",
        EntryState::Conflict => "conflict",
    }
}

/// One entry.
pub fn cell(props: &Props<'_>) -> Html {
    let entry = props.entry;
    let words = &props.words.log;
    let name = (words.entry)(entry.index.0, entry.term.0, kind(entry.kind, words));
    let odd = entry.term.0 % 2 == 1;
    let row = props.row;
    let width = props.width - 2.0;
    let middle = number(width / 2.0);
    let onclick = props.on_follow.reform(move |_: MouseEvent| entry);
    let onfocus = props.on_look.reform(move |_: FocusEvent| (row, entry));
    let onpointerenter = props.on_look.reform(move |_: PointerEvent| (row, entry));
    html! {
        <g key={entry.index.0} class="entry" role="button"
            tabindex={if props.tab_stop { "0" } else { "-1" }}
            aria-label={name} aria-pressed={props.followed.to_string()}
            data-testid={format!("entry-{}-{}", props.member, entry.index.0)}
            data-term={if odd { "odd" } else { "even" }} data-state={state(entry.state)}
            data-followed={props.followed.to_string()} data-row={row.to_string()}
            data-index={entry.index.0.to_string()}
            transform={format!("translate({} 0)", number(props.x + 1.0))}
            {onclick} {onfocus} {onpointerenter}>
            <rect width={number(width)} height={number(CELL)} rx={if odd { "7" } else { "2" }} />
            <text x={middle} y="14" text-anchor="middle">{ entry.index.to_string() }</text>
            if entry.state == EntryState::Conflict {
                <path class="strike" d={format!("M2 10H{}", number(width - 2.0))} />
            }
        </g>
    }
}
