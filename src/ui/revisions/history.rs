//! Every revision of one key, oldest first.

use bytes::Bytes;
use yew::prelude::*;

use crate::{
    session::view::{HistoryRow, KeyDetail},
    ui::{
        figures::{excerpt, moment},
        geometry::text::shorten,
        words::Words,
    },
    units::Revision,
};

/// The history.
pub struct Props<'a> {
    /// The KeyValue whose history it is.
    pub detail: &'a KeyDetail,
    /// The texts.
    pub words: &'static Words,
    /// Chooses a revision.
    pub on_choose: &'a Callback<(Bytes, Revision)>,
}

/// Rows shown: the newest.
const ROWS_MAX: usize = 50;
/// Characters of a value in a row.
const VALUE_MAX: usize = 36;

/// What a row's change was.
fn what(row: &HistoryRow, words: &'static Words) -> &'static str {
    let words = &words.revisions;
    match row {
        HistoryRow {
            compacted: true, ..
        } => words.compacted,
        HistoryRow {
            tombstone: true, ..
        } => words.deleted,
        HistoryRow { version: 1, .. } => words.created,
        HistoryRow { .. } => words.changed,
    }
}

/// One row.
fn row(props: &Props<'_>, row: &HistoryRow) -> Html {
    let (key, revision) = (props.detail.key.clone(), row.revision);
    let onclick = props
        .on_choose
        .reform(move |_: MouseEvent| (key.clone(), revision));
    let (value, more) = excerpt(&row.value, VALUE_MAX * 2);
    let value = if more > 0 {
        format!("{value}…")
    } else {
        value
    };
    html! {
        <tr key={revision.to_string()} {onclick} data-compacted={row.compacted.to_string()}
            aria-current={(revision == props.detail.at).then_some("true")}>
            <td>{ revision.to_string() }</td>
            <td>{ if row.tombstone { "–".to_owned() } else { format!("v{}", row.version) } }</td>
            <td>
                if !row.tombstone && !row.compacted {
                    <code>{ format!("\"{}\"", shorten(&value, VALUE_MAX)) }</code>
                }
            </td>
            <td class="dim">{ what(row, props.words) }</td>
            <td class="number dim">{ row.time.map(moment).unwrap_or_default() }</td>
        </tr>
    }
}

/// The history.
pub fn history(props: &Props<'_>) -> Html {
    let words = &props.words.revisions;
    let rows = &props.detail.history;
    let columns = words
        .columns
        .iter()
        .map(|it| html! { <th scope="col">{ *it }</th> });
    let newest = rows.iter().skip(rows.len().saturating_sub(ROWS_MAX));
    html! {
        <section class="history" aria-label={words.history}>
            <h3>{ words.history }</h3>
            <table>
                <thead class="unseen">
                    <tr>
                        { for columns }
                        <th scope="col">{ words.time }</th>
                    </tr>
                </thead>
                <tbody>{ for newest.map(|it| row(props, it)) }</tbody>
            </table>
        </section>
    }
}
