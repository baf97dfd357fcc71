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
        geometry::{lanes::tall, number},
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
    /// The revisions in sight.
    pub window: Rc<Window>,
    /// Width of the drawing.
    pub width: f64,
    /// The revision that is read at.
    pub read: u64,
    /// What the card shows: Tab comes to it.
    #[prop_or_default]
    pub tab_stop: Option<Chosen>,
    /// The main revision that is followed.
    #[prop_or_default]
    pub followed: Option<u64>,
    /// The texts.
    pub words: &'static Words,
    /// Chooses a revision.
    #[prop_or_default]
    pub on_choose: Callback<Chosen>,
    /// Opens or folds a group.
    #[prop_or_default]
    pub on_fold: Callback<Bytes>,
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
    if below == window.columns.count || (below == 0 && window.before) {
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
    let place = props.followed.and_then(|it| props.window.place(it));
    let Some(place) = place else { return html! {} };
    let columns = &props.window.columns;
    html! {
        <rect class="cursor" x={number(columns.left(place) + 0.5)} y="-8" rx="4"
            width={number((columns.width - 1.0).max(2.0))} height={number(height + 6.0)} />
    }
}

/// The line that is read at, and a veil over what comes after it.
fn reading(props: &Props, height: f64) -> Html {
    let window = &props.window;
    let x = window.read_line(props.read);
    let right = window.columns.right();
    html! {
        <g class="reading">
            if x < right {
                <rect x={number(x)} width={number(right - x)} height={number(height)} />
            }
            if props.read >= window.first && props.read <= window.last {
                <path d={format!("M{} 0V{}", number(x), number(height))} />
            }
        </g>
    }
}

/// Revision of a chosen thing, if it is of this key.
fn of_key(chosen: Option<&Chosen>, key: &Bytes) -> Option<Revision> {
    chosen.filter(|it| it.0 == *key).map(|it| it.1)
}

/// What is proposed for a key: place behind the columns, and index.
fn proposed(props: &Props, key: &Bytes) -> Vec<(usize, Index)> {
    if props.window.last > props.view.current || props.window.after || props.window.small() {
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
    let tall = tall(shown.len());
    let height = shown.len() as f64 * tall + foot;
    let (w, h) = (number(props.width), number(height));
    let rules: String = (1..=shown.len())
        .map(|it| format!("M0 {}H{w}", number(it as f64 * tall)))
        .collect();
    let lanes = shown.enumerate().map(|(nth, it)| {
        let stop = of_key(props.tab_stop.as_ref(), &it.key).filter(|_| it.group == 0);
        lane(&lane::Props {
            lane: it,
            nth,
            tall,
            window: &props.window,
            head: props.view.current,
            tab_stop: stop,
            followed: props.followed,
            chosen: stop.is_some(),
            proposed: proposed(props, &it.key),
            words: props.words,
            on_choose: &props.on_choose,
            on_fold: &props.on_fold,
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
            { for lanes }
            { reading(props, height) }
            { cursor(props, height) }
        </svg>
    }
}
