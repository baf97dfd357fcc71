//! Terms: a band under each leader, a diamond at its election, hatch where nobody leads.

use yew::prelude::*;

use super::{
    mark::{Mark, Sign, mark},
    picture::{Picture, lane},
};
use crate::{
    session::view::TermSpan,
    ui::geometry::{Point, number, text, time::Lane},
};

/// The band of a term, up to its end or to where the veil begins.
fn band(it: &Picture<'_>, span: &TermSpan, y: f64) -> Html {
    let start = it.x(span.from);
    let end = span.to.map_or(it.width, |to| it.x(to));
    let parity = if span.term.0 % 2 == 1 { "odd" } else { "even" };
    html! {
        <rect class="term" data-term={parity} x={number(start)} y={number(y - 9.0)}
            width={number((end - start).max(0.0))} height="18" />
    }
}

/// What stands on a band: as much as it has room for, the term first.
fn label(it: &Picture<'_>, span: &TermSpan, y: f64) -> Html {
    let start = it.x(span.from).max(-4.0);
    let end = it.x(span.to.unwrap_or(it.view.end));
    let room = end - start - 16.0;
    let term = span.term.to_string();
    let whole = format!("{term} · {}", it.member(span.leader));
    let fits = |label: &String| text::sans(label, 11.5) <= room;
    let label = [whole, term].into_iter().find(fits).unwrap_or_default();
    html! {
        <text class="term-name" x={number(start + 14.0)} y={number(y + 4.0)}>{ label }</text>
    }
}

/// The election that a term began with.
fn election(it: &Picture<'_>, span: &TermSpan, y: f64) -> Html {
    mark(Mark {
        kind: "election",
        at: Point::new(it.x(span.from), y),
        moment: span.from,
        name: (it.words.timeline.elected)(&span.term.to_string(), it.member(span.leader)),
        sign: Sign::None,
        followed: false,
        tab_stop: false,
        glyph: html! { <path d="M0-6.5L6.5 0 0 6.5-6.5 0z" /> },
    })
}

/// The lane.
pub fn terms(it: &Picture<'_>) -> Html {
    let Some(y) = it.middle(Lane::Terms) else {
        return html! {};
    };
    let shown = || {
        let spans = it.view.terms.iter();
        spans.filter(|span| span.from <= it.lens.to() && span.to.is_none_or(|to| it.lens.from < to))
    };
    let elections = shown().filter(|span| it.lens.shows(span.from));
    html! {
        <>
            <rect class="leaderless" y={number(y - 9.0)} width={number(it.width)} height="18" />
            { for shown().map(|span| band(it, span, y)) }
            { for shown().map(|span| label(it, span, y)) }
            { lane(it.words.timeline.terms, elections.map(|span| election(it, span, y))) }
        </>
    }
}
