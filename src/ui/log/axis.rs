//! Above the rows: which term and leader each run of entries is of, and the revisions they made.

use yew::prelude::*;

use crate::{
    session::view::{Log, TermBand},
    ui::{
        geometry::{
            number,
            strips::{Columns, HEAD},
            text,
        },
        words::Words,
    },
    units::Index,
};

/// The axis.
pub struct Props<'a> {
    /// The log.
    pub view: &'a Log,
    /// The columns.
    pub columns: Columns,
    /// The index that is followed.
    pub followed: Option<Index>,
    /// The texts.
    pub words: &'static Words,
}

/// The label of a band: as much as fits, the term first.
fn label(band: &TermBand, room: f64) -> String {
    let term = band.term.to_string();
    let whole = match &band.leader {
        Some(leader) => format!("{term} · {leader}"),
        None => term.clone(),
    };
    if text::sans(&whole, 11.5) <= room {
        whole
    } else {
        term
    }
}

/// One band.
fn band(props: &Props<'_>, band: &TermBand) -> Html {
    let columns = &props.columns;
    let (first, last) = (
        band.first.0.max(columns.first),
        band.last.0.min(columns.last),
    );
    if first > last {
        return html! {};
    }
    let (start, end) = (columns.x(first) + 1.0, columns.end(last) - 1.0);
    let parity = if band.term.0 % 2 == 1 { "odd" } else { "even" };
    // The last band's label may run on over the free space behind it.
    let room = if last == columns.last {
        200.0
    } else {
        end - start
    };
    html! {
        <g class="band" data-term={parity}>
            <text x={number(start)} y="11">{ label(band, room) }</text>
            <path d={format!("M{} 16.5H{}", number(start), number(end))} />
        </g>
    }
}

/// The axis.
pub fn axis(props: &Props<'_>) -> Html {
    let columns = &props.columns;
    let entries = props.view.rows.iter().flat_map(|it| &it.entries);
    let entries = entries
        .filter_map(|it| Some((it.index.0, it.revision?)))
        .filter(|(index, _)| columns.first <= *index && *index <= columns.last);
    // The same few entries stand in every row; each is told once, in order.
    let mut made: Vec<(u64, u64)> = Vec::new();
    for entry in entries {
        if let Err(place) = made.binary_search(&entry) {
            made.insert(place, entry);
        }
    }
    let revisions = made.iter().map(|(index, revision)| {
        let followed = props.followed == Some(Index(*index));
        html! {
            <text key={*index} class="axis-revision" data-followed={followed.to_string()}
                x={number(columns.x(*index) + columns.width / 2.0)} y={number(HEAD - 6.0)}
                text-anchor="middle">{ format!("r{revision}") }</text>
        }
    });
    html! {
        <g class="axis">
            { for props.view.terms.iter().map(|it| band(props, it)) }
            <text class="axis-name" x="26" y={number(HEAD - 6.0)}>
                { props.words.log.revision }
            </text>
            { for revisions }
        </g>
    }
}
