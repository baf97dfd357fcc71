//! Every revision of one key, oldest first, a block for each generation; then what comes later.

use bytes::Bytes;
use yew::prelude::*;

use super::why::generation;
use crate::{
    session::view::{HistoryRow, KeyDetail},
    ui::{
        figures::{excerpt, moment},
        geometry::text::shorten,
        words::Words,
    },
    units::{Micros, Revision},
};

/// The history.
pub struct Props<'a> {
    /// The KeyValue whose history it is.
    pub detail: &'a KeyDetail,
    /// The newest revision at the moment looked at.
    pub head: u64,
    /// The moment looked at, and the name of the branch.
    pub now: (Micros, &'a str),
    /// The texts.
    pub words: &'static Words,
    /// Chooses a revision.
    pub on_choose: &'a Callback<(Bytes, Revision)>,
}

/// Rows shown: the newest.
const ROWS_MAX: usize = 50;
/// Characters of a value in a row.
const VALUE_MAX: usize = 30;

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

/// Who asked for a row's change.
fn who(row: &HistoryRow, words: &'static Words) -> String {
    match &row.shell {
        Some(shell) => words.shell_name(shell),
        None if row.ran_out => words.keys.ran_out.to_owned(),
        None => String::new(),
    }
}

/// One row's cells after its revision.
fn cells(row: &HistoryRow, note: String, words: &'static Words) -> Html {
    let (value, more) = excerpt(&row.value, VALUE_MAX * 2);
    let more = if more > 0 { "…" } else { "" };
    html! {
        <>
            <td>{ if row.tombstone { "–".to_owned() } else { format!("v{}", row.version) } }</td>
            <td>
                if !row.tombstone && !row.compacted {
                    <code>{ format!("\"{}\"", shorten(&format!("{value}{more}"), VALUE_MAX)) }
                    </code>
                }
            </td>
            <td class="dim">{ what(row, words) }</td>
            <td class="dim">{ note }</td>
            <td class="number dim">{ row.time.map(moment).unwrap_or_default() }</td>
        </>
    }
}

/// One row.
fn row(props: &Props<'_>, row: &HistoryRow) -> Html {
    let (key, revision) = (props.detail.key.clone(), row.revision);
    let onclick = props
        .on_choose
        .reform(move |_: MouseEvent| (key.clone(), revision));
    html! {
        <tr key={revision.to_string()} {onclick} data-compacted={row.compacted.to_string()}
            aria-current={(revision == props.detail.at).then_some("true")}>
            <td><button type="button" class="link">{ revision.to_string() }</button></td>
            { cells(row, who(row, props.words), props.words) }
        </tr>
    }
}

/// One generation.
fn block(props: &Props<'_>, rows: &[HistoryRow], more: &[HistoryRow]) -> Html {
    let (words, create) = (&props.words.keys, rows.first().map_or(0, |it| it.create));
    let (nth, _) = generation(props.detail, create);
    let puts = rows.iter().filter(|it| !it.tombstone).count();
    let end = rows.last().filter(|it| it.tombstone);
    let mut title = (words.generation)(nth, &format!("r{create}"));
    title.push_str(" · ");
    title.push_str(&(words.versions)(puts));
    if let Some(end) = end {
        title.push_str(" · ");
        title.push_str(&(words.ended)(&end.revision.to_string()));
    }
    html! {
        <tbody key={create}>
            <tr class="generation-head"><th colspan="6" scope="rowgroup">{ title }</th></tr>
            { for more.iter().map(|it| row(props, it)) }
        </tbody>
    }
}

/// What comes later on this branch, and what is planned.
fn later(props: &Props<'_>) -> Html {
    let words = &props.words.keys;
    let (now, branch) = props.now;
    let detail = props.detail;
    let rows = detail.later.iter().map(|it| {
        let after = it.time.map(|time| moment(time.since(now)));
        let note = after.map(|it| (words.after)(&it)).unwrap_or_default();
        html! {
            <tr key={it.revision.to_string()} class="later">
                <td>{ it.revision.to_string() }</td>
                { cells(it, note, props.words) }
            </tr>
        }
    });
    html! {
        <>
            if !detail.later.is_empty() {
                <tbody>
                    <tr class="generation-head">
                        <th colspan="6" scope="rowgroup">{ (words.then_on)(branch) }</th>
                    </tr>
                    { for rows }
                </tbody>
            } else if let Some(at) = detail.runs_out {
                <tbody>
                    <tr class="later">
                        <td>{ format!("≥ r{}", props.head + 1) }</td>
                        <td>{ "–" }</td><td><code>{ "DELETE" }</code></td>
                        <td class="dim" colspan="2">{ words.will_go }</td>
                        <td class="number dim">{ moment(at) }</td>
                    </tr>
                </tbody>
            }
        </>
    }
}

/// The history.
pub fn history(props: &Props<'_>) -> Html {
    let words = &props.words.revisions;
    let rows = &props.detail.history;
    let columns = words
        .columns
        .iter()
        .chain([&props.words.keys.who, &words.time])
        .map(|it| html! { <th scope="col">{ *it }</th> });
    let first = rows.len().saturating_sub(ROWS_MAX);
    let mut start = 0;
    let blocks = rows.chunk_by(|a, b| a.create == b.create).map(|rows| {
        let skip = first.saturating_sub(start).min(rows.len());
        start += rows.len();
        match &rows[skip..] {
            [] => html! {},
            shown => block(props, rows, shown),
        }
    });
    html! {
        <section class="history" aria-label={words.history}>
            <h3>{ words.history }</h3>
            <table>
                <thead class="unseen">
                    <tr>{ for columns }</tr>
                </thead>
                { for blocks }
                { later(props) }
            </table>
        </section>
    }
}
