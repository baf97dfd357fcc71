//! All lanes as one drawing: a pure function of the view, a width and what is followed.

use std::rc::Rc;

use bytes::Bytes;
use yew::prelude::*;

use super::{
    lane::{self, lane},
    window::Window,
};
use crate::{
    session::view::Revisions,
    ui::{
        geometry::{lanes::LANE, number},
        words::Words,
    },
    units::{Index, Revision},
};

/// A revision of a key.
pub type Chosen = (Bytes, Revision);

/// The lanes.
#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    /// The revisions.
    pub view: Rc<Revisions>,
    /// The columns in sight.
    pub window: Rc<Window>,
    /// Width of the drawing.
    pub width: f64,
    /// What Tab comes to.
    #[prop_or_default]
    pub tab_stop: Option<Chosen>,
    /// What is followed.
    #[prop_or_default]
    pub followed: Option<Chosen>,
    /// The texts.
    pub words: &'static Words,
    /// Chooses a revision.
    #[prop_or_default]
    pub on_choose: Callback<Chosen>,
    /// A key was pressed.
    #[prop_or_default]
    pub onkeydown: Callback<KeyboardEvent>,
    /// The drawing.
    #[prop_or_default]
    pub drawing: NodeRef,
}

/// Lanes drawn; more keys are counted.
pub const LANES_MAX: usize = 60;
/// Proposed changes drawn: there is one column for each.
const PROPOSED_MAX: usize = 1;

/// What lies below the compaction's horizon, if it is in sight.
fn horizon(props: &Props, height: f64) -> Html {
    let Some(compacted) = props.view.compacted else {
        return html! {};
    };
    let window = &props.window;
    let below = window.below(compacted);
    // The line is in sight when some column lies on each side, or at the view's very start.
    if below == window.shown.len() || (below == 0 && window.before > 0) {
        return html! {};
    }
    let (left, x) = (window.columns.left(0), window.columns.left(below));
    html! {
        <g class="horizon">
            if below > 0 {
                <rect x={number(left)} width={number(x - left)} height={number(height - 18.0)} />
            }
            <path d={format!("M{} 0V{}", number(x), number(height))} />
            <text x={number(x + 5.0)} y={number(height - 5.0)}>
                { (props.words.revisions.horizon)(compacted) }
            </text>
        </g>
    }
}

/// The followed column, through all lanes.
fn cursor(props: &Props, height: f64) -> Html {
    let place = props
        .followed
        .as_ref()
        .and_then(|it| props.window.place(it.1.main));
    let Some(place) = place else { return html! {} };
    let columns = &props.window.columns;
    html! {
        <rect class="cursor" x={number(columns.left(place) + 0.5)} y="-8" rx="4"
            width={number(columns.width - 1.0)} height={number(height + 6.0)} />
    }
}

/// Revision of a chosen thing, if it is of this key.
fn of_key(chosen: Option<&Chosen>, key: &Bytes) -> Option<Revision> {
    chosen.filter(|it| it.0 == *key).map(|it| it.1)
}

/// What is proposed for a key: place behind the columns, and index.
fn proposed(props: &Props, key: &Bytes) -> Vec<(usize, Index)> {
    if props.window.after > 0 {
        return Vec::new();
    }
    let all = props.view.proposed.iter().take(PROPOSED_MAX).enumerate();
    all.filter(|(_, it)| it.0 == *key)
        .map(|(nth, it)| (nth, it.1))
        .collect()
}

/// The lanes.
pub fn lanes(props: &Props) -> Html {
    let shown = props.view.lanes.iter().take(LANES_MAX);
    let foot = if props.view.compacted.is_some() {
        20.0
    } else {
        4.0
    };
    let height = shown.len() as f64 * LANE + foot;
    let (w, h) = (number(props.width), number(height));
    let now = props.window.columns.right();
    let rules: String = (1..=shown.len())
        .map(|it| format!("M0 {}H{w}", number(it as f64 * LANE)))
        .collect();
    let lanes = shown.enumerate().map(|(nth, it)| {
        lane(&lane::Props {
            lane: it,
            nth,
            window: &props.window,
            tab_stop: of_key(props.tab_stop.as_ref(), &it.key),
            followed: of_key(props.followed.as_ref(), &it.key),
            proposed: proposed(props, &it.key),
            words: props.words,
            on_choose: &props.on_choose,
        })
    });
    html! {
        <svg class="lanes" ref={props.drawing.clone()} role="group"
            aria-label={props.words.revisions.title} width={w.clone()} height={h.clone()}
            viewBox={format!("0 0 {w} {h}")} onkeydown={props.onkeydown.clone()}>
            <defs>
                <pattern id="lanes-hatch" width="7" height="7" patternUnits="userSpaceOnUse"
                    patternTransform="rotate(45)">
                    <path class="hatch" d="M0 0V7" />
                </pattern>
            </defs>
            <path class="rules" d={rules} />
            { horizon(props, height) }
            if props.window.after == 0 {
                <path class="head" d={format!("M{} 0V{h}", number(now))} />
            }
            { for lanes }
            { cursor(props, height) }
        </svg>
    }
}
