//! The ruler: round moments with hairlines through the lanes, and the lanes' seams.

use yew::prelude::*;

use super::picture::Picture;
use crate::ui::geometry::{
    number,
    time::{HEAD, LANE, label},
};

/// Least distance of two labels.
const LEAST: f64 = 84.0;

/// The ruler.
pub fn ruler(it: &Picture<'_>, height: f64) -> Html {
    let step = it.lens.step(it.width, LEAST);
    let ticks = it.lens.ticks(step);
    let places = ticks.iter().map(|at| (*at, it.x(*at)));
    let rules: String = places
        .clone()
        .map(|(_, x)| format!("M{} {}V{}", number(x), number(HEAD), number(height)))
        .chain((0..it.lanes.len()).map(|nth| {
            let y = number(HEAD + nth as f64 * LANE - 0.5);
            format!("M0 {y}H{}", number(it.width))
        }))
        .collect();
    // A label that the edge would cut isn't drawn.
    // Nor is one that meets the branch's now.
    let now = it.view.past.then(|| it.x(it.view.end));
    let free = |x: f64| now.is_none_or(|now| x + 44.0 < now || now + 84.0 < x);
    let shown = places.filter(|(_, x)| *x + 40.0 < it.width && free(*x));
    let labels = shown.map(|(at, x)| {
        html! {
            <text key={at.0} x={number(x + 4.0)} y="16">
                { label(at, step) }{ " s" }
            </text>
        }
    });
    html! {
        <g class="ruler" aria-hidden="true">
            <path d={rules} />
            { for labels }
        </g>
    }
}
