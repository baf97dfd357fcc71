//! Faults: what was broken, from when to when.

use yew::prelude::*;

use super::{
    mark::{Mark, Sign, mark},
    picture::{Picture, lane},
};
use crate::{
    session::view::FaultSpan,
    ui::geometry::{Point, number, text, time::Lane},
};

/// Size of a label.
const SIZE: f64 = 11.5;

/// Where the label of a fault stands: inside and before the next one begins, else before, else
/// behind it, else nowhere.
fn place(name: &str, start: f64, end: f64, free: (f64, f64)) -> Option<(f64, &'static str)> {
    let wide = text::sans(name, SIZE);
    if wide + 12.0 <= end.min(free.1) - start.max(0.0) {
        Some((start.max(0.0) + 6.0, "start"))
    } else if start - wide - 8.0 >= free.0 {
        Some((start - 5.0, "end"))
    } else if end + wide + 8.0 <= free.1 {
        Some((end + 5.0, "start"))
    } else {
        None
    }
}

/// One fault.
fn fault(it: &Picture<'_>, span: &FaultSpan, y: f64, free: (f64, f64)) -> Html {
    let (start, end) = (it.x(span.from), it.x(span.to.unwrap_or(it.view.end)));
    let name = (it.words.terminal.happening)(&span.what);
    let whole = match span.to {
        Some(to) if to > span.from => (it.words.timeline.until)(&name, to),
        Some(_) | None => name.clone(),
    };
    let place = place(&name, start, end, free);
    // What is still broken goes on under the veil.
    let wide = if span.to.is_none() {
        it.width + 9.0
    } else {
        end
    } - start;
    let glyph = html! {
        <>
            <rect class="fault" x="0" y="-8" width={number(wide.max(3.0))} height="16" rx="3" />
            if let Some((x, anchor)) = place {
                <text x={number(x - start)} y="4" text-anchor={anchor}
                    data-inside={(x > start && x < end).to_string()}>{ name }</text>
            }
        </>
    };
    mark(Mark {
        kind: "fault",
        at: Point::new(start, y),
        moment: span.from,
        name: whole,
        sign: Sign::None,
        followed: false,
        tab_stop: false,
        glyph,
    })
}

/// The lane.
pub fn faults(it: &Picture<'_>) -> Html {
    let Some(y) = it.middle(Lane::Faults) else {
        return html! {};
    };
    let end = |span: &FaultSpan| span.to.unwrap_or(it.view.end);
    let spans = it.view.faults.iter();
    let shown: Vec<_> = spans
        .filter(|span| span.from <= it.lens.to() && it.lens.from <= end(span))
        .collect();
    let marks = shown.iter().enumerate().map(|(nth, span)| {
        // Room on both sides: between the end of what came before and the start of the next.
        let before = shown[..nth].iter().map(|it| end(it)).max();
        let before = before.map_or(0.0, |at| it.x(at) + 4.0);
        let next = shown.get(nth + 1).map(|next| next.from);
        let after = next.map_or(it.x(it.view.end), |at| it.x(at));
        fault(it, span, y, (before, after))
    });
    lane(it.words.timeline.faults, marks)
}
