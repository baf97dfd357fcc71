//! One key over time: its generations as bars, its revisions as dots.

use bytes::Bytes;
use yew::prelude::*;

use super::{
    dot::{self, dot},
    window::{Span, Window},
};
use crate::{
    session::view::Lane,
    ui::{
        figures::bytes,
        geometry::{Point, lanes, number, text::shorten},
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
    /// The columns in sight.
    pub window: &'a Window,
    /// The revision that Tab comes to.
    pub tab_stop: Option<Revision>,
    /// The revision that is followed.
    pub followed: Option<Revision>,
    /// Changes of this key that are proposed.
    pub proposed: Vec<(usize, Index)>,
    /// The texts.
    pub words: &'static Words,
    /// Chooses a revision.
    pub on_choose: &'a Callback<(Bytes, Revision)>,
}

/// Half the height of a generation's bar.
const BAR: f64 = 10.5;

/// One generation.
fn generation(window: &Window, span: Span) -> Html {
    let columns = &window.columns;
    let start = columns.left(span.start) + if span.begins { 3.5 } else { 0.0 };
    let end = columns.left(span.stop) - if span.open { 0.0 } else { columns.width / 2.0 };
    let (first, last) = (span.begins.to_string(), (!span.open).to_string());
    html! {
        <rect class="generation" data-begins={first} data-ends={last} x={number(start)}
            y={number(-BAR)} width={number((end - start).max(2.0))} height={number(2.0 * BAR)}
            rx={if span.begins { number(BAR) } else { "0".to_owned() }} />
    }
}

/// Something proposed and not applied here yet.
fn proposed(props: &Props<'_>, (nth, index): (usize, Index)) -> Html {
    let columns = &props.window.columns;
    let x = columns.x(columns.count + nth);
    let key = bytes(&props.lane.key);
    html! {
        <g class="dot proposed" role="img" transform={format!("translate({} 0)", number(x))}
            aria-label={(props.words.revisions.proposed)(&key, index.0)}>
            <circle r={number(lanes::DOT)} />
        </g>
    }
}

/// One key.
pub fn lane(props: &Props<'_>) -> Html {
    let window = props.window;
    let key = bytes(&props.lane.key);
    // A character of 11.5 px mono is 7.1 px wide; the room is positive.
    let room = ((window.columns.keys - 16.0) / 7.1) as usize;
    let spans = props
        .lane
        .generations
        .iter()
        .filter_map(|it| window.span(it.0, it.1));
    let dots = props.lane.dots.iter().filter_map(|it| {
        let at = Point::new(window.columns.x(window.place(it.revision.main)?), 0.0);
        Some(dot(&dot::Props {
            dot: it,
            name: &props.lane.key,
            lane: props.nth,
            at,
            tab_stop: props.tab_stop == Some(it.revision),
            followed: props.followed == Some(it.revision),
            words: props.words,
            on_choose: props.on_choose,
        }))
    });
    let y = lanes::lane(props.nth) - lanes::HEAD;
    html! {
        <g key={format!("{:?}", props.lane.key)} class="lane" role="group" aria-label={key.clone()}
            data-followed={props.followed.is_some().to_string()}
            transform={format!("translate(0 {})", number(y))}>
            <text class="lane-key" x="12" y="4">
                <title>{ key.clone() }</title>
                { shorten(&key, room) }
            </text>
            { for spans.map(|it| generation(window, it)) }
            { for props.proposed.iter().map(|it| proposed(props, *it)) }
            { for dots }
        </g>
    }
}
