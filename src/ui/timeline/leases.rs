//! Leases: a dot at the grant, a dotted line to the end.

use yew::prelude::*;

use super::{
    mark::{Mark, Sign, mark},
    picture::{Picture, lane},
};
use crate::{
    session::view::LeaseSpan,
    ui::geometry::{Point, number, time::Lane},
    units::LeaseId,
};

/// How far a lease's line stands from the lane's middle: the first in the middle, the next two
/// below and above it.
pub fn row(it: &Picture<'_>, lease: LeaseId) -> f64 {
    let place = it.view.leases.iter().position(|span| span.lease == lease);
    match place.unwrap_or_default() % 3 {
        0 => 0.0,
        1 => 6.0,
        _ => -6.0,
    }
}

/// The line of a lease and its end, if that came.
fn line(it: &Picture<'_>, span: &LeaseSpan) -> Html {
    let (start, end) = (it.x(span.from), span.to.map_or(it.width, |to| it.x(to)));
    let way = format!("M{} 0H{}", number(4.0), number((end - start).max(4.0)));
    // What ran out ends in a cross, what was revoked in a bar.
    let last = if span.expired {
        "m-3-3l6 6m0-6l-6 6"
    } else {
        "m0-3v6"
    };
    html! {
        <>
            <path class="lease-line" d={way} />
            if span.to.is_some() {
                <path class="lease-end" d={format!("M{} 0{last}", number(end - start))} />
            }
            <circle class="lease-dot" r="3" />
        </>
    }
}

/// The lane.
pub fn leases(it: &Picture<'_>) -> Html {
    let Some(y) = it.middle(Lane::Leases) else {
        return html! {};
    };
    let spans = it.view.leases.iter();
    let shown = spans
        .filter(|span| span.from <= it.lens.to() && span.to.is_none_or(|to| it.lens.from <= to));
    let marks = shown.map(|span| {
        let words = &it.words.timeline;
        let id = span.lease.to_string();
        let name = match span.to {
            Some(to) if span.expired => (words.lease_ran_out)(&id, to),
            Some(to) => (words.lease_revoked)(&id, to),
            None => (words.lease)(&id),
        };
        mark(Mark {
            kind: "lease",
            at: Point::new(it.x(span.from), y + row(it, span.lease)),
            moment: span.from,
            name,
            sign: Sign::Lease(span.lease),
            followed: it.follows_lease(span.lease),
            tab_stop: false,
            glyph: line(it, span),
        })
    });
    lane(it.words.timeline.leases, marks)
}
