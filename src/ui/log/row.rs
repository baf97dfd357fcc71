//! One member's row: its name, its entries, how far it has committed and applied.

use yew::prelude::*;

use super::{
    cell::{self, cell},
    progress,
};
use crate::{
    raft::Role,
    session::view::{Entry, LogRow, Power},
    ui::{
        geometry::{
            number,
            strips::{CELL, Columns, NAMES, row},
            text::shorten,
        },
        stage::role_glyph::role_glyph,
        words::Words,
    },
    units::Index,
};

/// What stands before a row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Head {
    /// The member's name.
    pub name: AttrValue,
    /// Its role.
    pub role: Role,
    /// Whether it runs.
    pub power: Power,
}

/// One row.
pub struct Props<'a> {
    /// The member's log.
    pub log: &'a LogRow,
    /// Its place among the rows.
    pub nth: usize,
    /// What stands before it.
    pub head: Head,
    /// The columns.
    pub columns: Columns,
    /// The index that Tab comes to in this row.
    pub tab_stop: Option<Index>,
    /// The index that is followed.
    pub followed: Option<Index>,
    /// The texts.
    pub words: &'static Words,
    /// Follows an entry.
    pub on_follow: &'a Callback<Entry>,
    /// An entry is pointed at or has the focus.
    pub on_look: &'a Callback<(usize, Entry)>,
    /// Shows earlier entries.
    pub on_earlier: &'a Callback<()>,
}

/// Top of the entries inside the row.
const TOP: f64 = 3.0;
/// The rail of applied entries.
const RAIL: f64 = TOP + CELL + 4.0;

/// The indexes left of the window: how many, and whether they are only in a snapshot.
fn fold(props: &Props<'_>) -> Html {
    let columns = &props.columns;
    if columns.fold <= 0.0 {
        return html! {};
    }
    let last = columns.first - 1;
    let kept = props.log.first.0 <= last;
    let width = columns.fold - 6.0;
    let label = if kept {
        (props.words.log.earlier)(props.log.first.0.max(1), last)
    } else {
        (props.words.log.snapshot)(&props.head.name, props.log.first.0.saturating_sub(1))
    };
    let onclick = props.on_earlier.reform(|_: MouseEvent| ());
    html! {
        <g class="fold" role="button" tabindex="-1" aria-label={label.clone()} {onclick}
            data-snapshot={(!kept).to_string()}
            transform={format!("translate({} {})", number(NAMES), number(TOP))}>
            <title>{ label }</title>
            <rect width={number(width)} height={number(CELL)} rx="3" />
            <text x={number(width / 2.0)} y="14" text-anchor="middle">
                { if last == 1 { "#1".to_owned() } else { format!("#1–{last}") } }
            </text>
        </g>
    }
}

/// Columns that this member only has in its snapshot.
fn snapshot(props: &Props<'_>) -> Html {
    let columns = &props.columns;
    if props.log.first.0 <= columns.first {
        return html! {};
    }
    let end = columns.x(props.log.first.0);
    html! {
        <rect class="snapshot" x={number(columns.left)} y={number(TOP)}
            width={number(end - columns.left - 2.0)} height={number(CELL)} rx="3" />
    }
}

/// The commit flag and the rail of applied entries.
fn marks(props: &Props<'_>) -> Html {
    let columns = &props.columns;
    let commit = number(columns.end(props.log.commit.0));
    let start = number(NAMES);
    let applied = number(columns.end(props.log.applied.0));
    let foot = number(RAIL);
    html! {
        <>
            if props.log.applied.0 > 0 {
                <path class="applied" d={format!("M{start} {foot}H{applied}")} />
            }
            if props.log.commit.0 >= columns.first && props.log.commit.0 <= columns.last {
                <path class="commit" d={format!("M{commit} {foot}V-1")} />
                <path class="commit-flag" d={format!("M{commit}-2h-6l6 6z")} />
            }
        </>
    }
}

/// One row.
pub fn member_row(props: &Props<'_>) -> Html {
    let columns = &props.columns;
    let shown = |it: &&Entry| columns.first <= it.index.0 && it.index.0 <= columns.last;
    let cells = props.log.entries.iter().filter(shown).map(|it| {
        cell(&cell::Props {
            entry: *it,
            row: props.nth,
            member: &props.head.name,
            x: columns.x(it.index.0),
            width: columns.width,
            tab_stop: props.tab_stop == Some(it.index),
            followed: props.followed == Some(it.index),
            words: props.words,
            on_follow: props.on_follow,
            on_look: props.on_look,
        })
    });
    let place = format!("translate(0 {})", number(row(props.nth)));
    html! {
        <g key={props.head.name.to_string()} class="row" role="group"
            aria-label={props.head.name.clone()} transform={place}
            data-power={if props.head.power == Power::Down { "down" } else { "up" }}>
            <g transform="translate(13 13)">
                { role_glyph(props.head.role, props.head.power, 6.5) }
            </g>
            <text class="row-name" x="26" y="17">{ shorten(&props.head.name, 9) }</text>
            { fold(props) }
            { snapshot(props) }
            <g transform={format!("translate(0 {})", number(TOP))}>{ for cells }</g>
            { marks(props) }
            if let Some(progress) = props.log.progress {
                { progress::marks(progress, *columns) }
            }
        </g>
    }
}
