//! One key over time: its generations as bars, its revisions as dots; or a group of keys, counted.

use bytes::Bytes;
use yew::prelude::*;

use super::{
    dot::{self, dot},
    window::{Span, Window},
};
use crate::{
    session::view::Lane,
    ui::{
        figures,
        geometry::{Point, lanes, number, text::shorten_key},
        words::Words,
    },
    units::{Index, Revision},
};

/// One key.
pub struct Props<'a> {
    /// The key's history in the view.
    pub lane: &'a Lane,
    /// Its place among the lanes.
    pub nth: usize,
    /// Height of a lane.
    pub tall: f64,
    /// The revisions in sight.
    pub window: &'a Window,
    /// The newest revision at the moment looked at.
    pub head: u64,
    /// The revision that Tab comes to.
    pub tab_stop: Option<Revision>,
    /// The main revision that is followed.
    pub followed: Option<u64>,
    /// Whether the key is the one in the card.
    pub chosen: bool,
    /// Changes of this key that are proposed.
    pub proposed: Vec<(usize, Index)>,
    /// The texts.
    pub words: &'static Words,
    /// Chooses a revision.
    pub on_choose: &'a Callback<(Bytes, Revision)>,
    /// Opens or folds a group.
    pub on_fold: &'a Callback<Bytes>,
}

/// Half the height of a generation's bar.
const BAR: f64 = 10.5;
/// Width of a step of the tree.
const STEP: f64 = 10.0;

/// One generation.
fn generation(props: &Props<'_>, span: Span) -> Html {
    let columns = &props.window.columns;
    let start = columns.left(span.start)
        + if span.begins {
            columns.width / 8.0
        } else {
            0.0
        };
    let end = columns.left(span.stop) - if span.open { 0.0 } else { columns.width / 2.0 };
    let (first, last) = (span.begins.to_string(), (!span.open).to_string());
    let half = BAR.min(props.tall / 2.0 - 2.0);
    html! {
        <rect class="generation" data-begins={first} data-ends={last} x={number(start)}
            y={number(-half)} width={number((end - start).max(2.0))} height={number(2.0 * half)}
            rx={if span.begins { number(half) } else { "0".to_owned() }} />
    }
}

/// Something proposed and not applied here yet.
fn proposed(props: &Props<'_>, (nth, index): (usize, Index)) -> Html {
    let columns = &props.window.columns;
    let x = columns.x(columns.count + nth);
    let key = figures::key(&props.lane.key);
    html! {
        <g class="dot proposed" role="img" transform={format!("translate({} 0)", number(x))}
            aria-label={(props.words.revisions.proposed)(&key, index.0)}>
            <circle r={number(lanes::DOT)} />
        </g>
    }
}

/// Counted changes: the taller, the more.
fn counts(props: &Props<'_>) -> Html {
    let all = props.lane.counts.iter().enumerate();
    let path: String = all
        .filter(|(_, count)| **count > 0)
        .map(|(mark, count)| {
            let half = (2.0 + f64::from(count.ilog2() + 1) * 1.5).min(props.tall / 2.0 - 2.0);
            let x = props.window.columns.x(mark);
            format!("M{} {}V{}", number(x), number(-half), number(half))
        })
        .collect();
    let narrow = props.window.columns.width < 8.0;
    html! { <path class="counts" data-narrow={narrow.to_string()} d={path} /> }
}

/// The key, or the prefix of a group with how many keys it has.
fn label(props: &Props<'_>) -> Html {
    let lane = props.lane;
    let whole = figures::key(&lane.key);
    let said = figures::key(&lane.key[..lane.said]).len();
    let own = whole.get(said..).unwrap_or(&whole);
    let x = 12.0 + lane.depth as f64 * STEP;
    // A character of 11.5 px mono is 7.1 px wide.
    let room = ((props.window.columns.keys - x - 4.0) / 7.1).max(3.0) as usize;
    let x = number(x);
    if lane.group > 0 {
        let count = lane.group.to_string();
        let sign = if lane.open { "▾" } else { "▸" };
        let text = shorten_key(own, room.saturating_sub(count.len() + 3));
        let fold = {
            let key = lane.key.clone();
            props.on_fold.reform(move |_: MouseEvent| key.clone())
        };
        return html! {
            <g class="lane-name" role="button" tabindex="0" onclick={fold}
                aria-expanded={lane.open.to_string()} data-name={props.nth.to_string()}
                aria-label={(props.words.keys.group)(&whole, lane.group)}>
                <rect y="-12" width={number(props.window.columns.keys)} height="24" />
                <text class="lane-key" {x} y="4"><title>{ whole }</title>
                    { format!("{sign} {text} {count}") }</text>
            </g>
        };
    }
    let open = {
        let (key, newest) = (lane.key.clone(), lane.newest);
        let choose = props.on_choose.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(at) = newest {
                choose.emit((key.clone(), at));
            }
        })
    };
    // Where no dot is in sight the name is the way to the key.
    let stop = if lane.dots.is_empty() { "0" } else { "-1" };
    html! {
        <g class="lane-name" role="button" tabindex={stop} onclick={open}
            aria-label={(props.words.keys.newest_of)(&whole)} data-gone={lane.gone.to_string()}
            data-name={props.nth.to_string()}>
            <rect y="-12" width={number(props.window.columns.keys)} height="24" />
            <text class="lane-key" {x} y="4"><title>{ whole.clone() }</title>
                { shorten_key(own, room) }</text>
        </g>
    }
}

/// One key.
pub fn lane(props: &Props<'_>) -> Html {
    let window = props.window;
    let spans = props.lane.generations.iter();
    let spans = spans.filter_map(|it| window.span(it.0, it.1));
    let small = window.small() || props.tall < 2.0 * lanes::DOT;
    let half = (window.columns.width / 2.0).min(props.tall / 2.0);
    let dots = props.lane.dots.iter().filter_map(|it| {
        let at = Point::new(window.columns.x(window.place(it.revision.main)?), 0.0);
        Some(dot(&dot::Props {
            dot: it,
            name: &props.lane.key,
            lane: props.nth,
            at,
            tab_stop: props.tab_stop == Some(it.revision),
            followed: props.followed == Some(it.revision.main),
            later: it.revision.main > props.head,
            small: small.then_some(half),
            words: props.words,
            on_choose: props.on_choose,
        }))
    });
    let y = (props.nth as f64 + 0.5) * props.tall;
    html! {
        <g key={format!("{:?}{}", props.lane.key, props.lane.group > 0)} class="lane" role="group"
            aria-label={figures::key(&props.lane.key)} data-chosen={props.chosen.to_string()}
            transform={format!("translate(0 {})", number(y))}>
            { label(props) }
            { for spans.map(|it| generation(props, it)) }
            if !props.lane.counts.is_empty() {
                { counts(props) }
            }
            { for props.proposed.iter().map(|it| proposed(props, *it)) }
            { for dots }
        </g>
    }
}
