//! One mark on a lane: a moment that can be gone to, with what it is in words.

use yew::prelude::*;

use crate::{
    ui::{
        figures::moment,
        geometry::{Point, number, time::LANE},
    },
    units::{Index, LeaseId, Micros},
};

/// What a mark stands for in the other panes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Nothing there.
    None,
    /// An entry of the log.
    Entry(Index),
    /// A lease.
    Lease(LeaseId),
}

/// A mark.
pub struct Mark {
    /// Its kind, in markup and style.
    pub kind: &'static str,
    /// Where its moment stands on its lane.
    pub at: Point,
    /// The moment.
    pub moment: Micros,
    /// What it is.
    pub name: String,
    /// What it stands for.
    pub sign: Sign,
    /// Whether it is followed.
    pub followed: bool,
    /// Whether Tab comes here.
    pub tab_stop: bool,
    /// Its drawing, around the lane's middle at its moment.
    pub glyph: Html,
}

/// Draws a mark.
pub fn mark(mark: Mark) -> Html {
    let (index, lease) = match mark.sign {
        Sign::None => (None, None),
        Sign::Entry(index) => (Some(index.0.to_string()), None),
        Sign::Lease(lease) => (None, Some(lease.0.to_string())),
    };
    let name = format!("{}, {} s", mark.name, moment(mark.moment));
    let tabindex = if mark.tab_stop { "0" } else { "-1" };
    html! {
        <g key={format!("{}{}", mark.kind, mark.moment.0)} class="mark" data-kind={mark.kind}
            role="button" {tabindex} data-followed={mark.followed.to_string()}
            data-at={mark.moment.0.to_string()} data-index={index} data-lease={lease}
            aria-label={name.clone()} transform={format!("translate({})", mark.at.words())}>
            <title>{ name }</title>
            <rect class="reach" x="-6" y={number(-LANE / 2.0)} width="12" height={number(LANE)} />
            { mark.glyph }
        </g>
    }
}
