//! The axis of the lanes: revision over Raft index, so that entries that made none show as jumps.

use yew::prelude::*;

use super::window::Window;
use crate::ui::{
    geometry::{lanes::HEAD, number},
    words::Words,
};

/// The axis.
pub struct Props<'a> {
    /// The columns in sight.
    pub window: &'a Window,
    /// Width of the drawing.
    pub width: f64,
    /// Main revision that is followed.
    pub followed: Option<u64>,
    /// The texts.
    pub words: &'static Words,
}

/// The axis.
pub fn axis(props: &Props<'_>) -> Html {
    let columns = &props.window.columns;
    let (w, h) = (number(props.width), number(HEAD));
    let words = &props.words.revisions;
    let labels = props.window.shown.iter().enumerate().map(|(nth, it)| {
        let followed = props.followed == Some(it.main);
        let middle = number(columns.x(nth));
        html! {
            <g key={it.main} class="column" data-followed={followed.to_string()}>
                if followed {
                    <rect x={number(columns.left(nth) + 0.5)} y="3" height="17" rx="3"
                        width={number(columns.width - 1.0)} />
                }
                <text class="column-revision" x={middle.clone()} y="16" text-anchor="middle">
                    { format!("r{}", it.main) }
                </text>
                if let Some(index) = it.index {
                    <text class="column-index" x={middle} y="34" text-anchor="middle">
                        { index.to_string() }
                    </text>
                }
            </g>
        }
    });
    html! {
        <svg class="lanes-axis" aria-hidden="true" width={w.clone()} height={h.clone()}
            viewBox={format!("0 0 {w} {h}")}>
            <text class="axis-name" x="12" y="16">{ words.revision }</text>
            <text class="axis-name" x="12" y="34">{ words.raft_index }</text>
            { for labels }
        </svg>
    }
}
