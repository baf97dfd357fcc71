//! The part of the legend for log and revisions: every mark of theirs, with its name.

use yew::prelude::*;

use super::legend::entry;
use crate::ui::words::Words;

/// An entry of the log.
fn cell(term: &'static str, state: &'static str, followed: bool) -> Html {
    let round = if term == "odd" { "5" } else { "1.5" };
    html! {
        <g class="entry" data-term={term} data-state={state} data-followed={followed.to_string()}>
            <rect x="-8" y="-7" width="16" height="14" rx={round} />
            if state == "conflict" {
                <path class="strike" d="M-7 0H7" />
            }
        </g>
    }
}

/// The log's marks.
fn log(words: &'static Words) -> Html {
    let words = &words.log;
    html! {
        <section>
            <h3>{ words.legend }</h3>
            <ul>
                { entry(cell("even", "committed", false), words.even_term) }
                { entry(cell("odd", "committed", false), words.odd_term) }
                { entry(cell("even", "appended", false), words.is_appended) }
                { entry(cell("even", "missing", false), words.is_missing) }
                { entry(cell("even", "conflict", false), words.is_conflict) }
                { entry(cell("even", "committed", true), words.followed) }
                { entry(html! { <><path class="commit" d="M4 8V-7" />
                    <path class="commit-flag" d="M4-8h-7l7 7z" /></> }, words.commit) }
                { entry(html! { <path class="applied" d="M-8 0H8" /> }, words.applied) }
                { entry(html! { <path class="match" d="M0-4l4.5 8h-9z" /> }, "Match") }
                { entry(html! { <path class="next" d="M-4-4.5l8 4.5-8 4.5z" /> }, "Next") }
                { entry(html! { <g class="fold"><rect x="-8" y="-6" width="16" height="12"
                    rx="3" /></g> }, words.folded) }
            </ul>
        </section>
    }
}

/// A revision.
fn dot(shape: Html, compacted: bool) -> Html {
    html! { <g class="dot" data-compacted={compacted.to_string()}>{ shape }</g> }
}

/// The revisions' marks.
fn revisions(words: &'static Words) -> Html {
    let words = &words.revisions;
    let put = || html! { <rect class="put" x="-7.5" y="-7.5" width="15" height="15" rx="7.5" /> };
    let tombstone = html! {
        <>
            <rect class="tombstone" x="-7" y="-7" width="14" height="14" rx="2" />
            <path class="cross" d="M-3-3 3 3M3-3-3 3" />
        </>
    };
    let proposed = html! { <g class="dot proposed"><circle r="7.5" /></g> };
    let lease = html! {
        <g class="dot-lease"><circle r="4.5" /><path d="M0-2.4V0l1.6 1.2" /></g>
    };
    let generation = html! {
        <rect class="generation" x="-9" y="-5" width="18" height="10" rx="5" />
    };
    html! {
        <section>
            <h3>{ words.legend }</h3>
            <ul>
                { entry(dot(put(), false), words.is_put) }
                { entry(dot(tombstone, false), words.is_tombstone) }
                { entry(proposed, words.is_proposed) }
                { entry(dot(put(), true), words.compacted) }
                { entry(generation, words.generation) }
                { entry(lease, words.lease_attached) }
            </ul>
        </section>
    }
}

/// The marks.
pub fn legend_marks(words: &'static Words) -> Html {
    html! { <>{ log(words) }{ revisions(words) }</> }
}
