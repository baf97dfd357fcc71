//! The time axis as one drawing: a pure function of the view, the span that shows and a width.
//!
//! What moves with each frame (playhead and veils) stands at the left edge and is placed by
//! [`super::advance`].

use yew::prelude::*;

use super::{
    branches::branches, commands::commands, commits::commits, faults::faults, leases::leases,
    plans::plans, playhead::playhead, ruler, terms::terms,
};
use crate::{
    session::view::{Member, Timeline},
    ui::{
        follow::Thread,
        geometry::{
            number,
            time::{HEAD, LANE, Lane, Lens},
        },
        words::Words,
    },
    units::{Index, LeaseId, Micros},
};

/// What is drawn.
pub struct Picture<'a> {
    /// What happened and what is planned.
    pub view: &'a Timeline,
    /// The members.
    pub members: &'a [Member],
    /// The span that shows.
    pub lens: Lens,
    /// Width of the lanes.
    pub width: f64,
    /// The lanes that show.
    pub lanes: &'static [Lane],
    /// What is followed.
    pub thread: &'a Thread,
    /// The texts.
    pub words: &'static Words,
}

impl Picture<'_> {
    /// Where a moment stands, at most a little outside of the drawing.
    pub fn x(&self, at: Micros) -> f64 {
        self.lens
            .x(at, self.width)
            .clamp(-200.0, self.width + 200.0)
    }

    /// The middle of a lane, if it shows.
    pub fn middle(&self, lane: Lane) -> Option<f64> {
        let nth = self.lanes.iter().position(|it| *it == lane)?;
        Some(HEAD + (nth as f64 + 0.5) * LANE)
    }

    /// A member's name by its place.
    pub fn member(&self, place: usize) -> &str {
        self.members.get(place).map_or("", |it| it.name.as_str())
    }

    /// Whether the followed thing is one of `count` entries up to `last`, or made `revision`.
    pub fn follows(&self, last: Index, count: u32, revision: Option<u64>) -> bool {
        let entry = self
            .thread
            .entry
            .is_some_and(|(index, _)| index <= last && last.0 < index.0 + u64::from(count.max(1)));
        entry || (revision.is_some() && self.thread.revision == revision)
    }

    /// Whether a lease is followed.
    pub fn follows_lease(&self, lease: LeaseId) -> bool {
        self.thread.lease == Some(lease)
    }

    /// Height of the drawing.
    fn height(&self) -> f64 {
        HEAD + self.lanes.len() as f64 * LANE
    }
}

/// A group of marks, one lane.
pub fn lane(name: &'static str, marks: impl Iterator<Item = Html>) -> Html {
    html! { <g class="lane" role="group" aria-label={name}>{ for marks }</g> }
}

/// The shared hatch of what is leaderless.
fn hatch() -> Html {
    html! {
        <defs>
            <pattern id="time-hatch" width="7" height="7" patternUnits="userSpaceOnUse"
                patternTransform="rotate(45)">
                <path class="hatch" d="M0 0V7" />
            </pattern>
        </defs>
    }
}

/// The drawing, in layers: what happened, the veils over what isn't yet, what is planned, the
/// playhead. Veils and playhead are elements of their own, so that moving them paints nothing.
pub fn picture(it: &Picture<'_>) -> Html {
    let (w, h) = (number(it.width), number(it.height()));
    let view_box = format!("0 0 {w} {h}");
    html! {
        <>
            <svg class="axis-picture" role="group" aria-label={it.words.timeline.region}
                width={w.clone()} height={h.clone()} viewBox={view_box.clone()}>
                { hatch() }
                { ruler::ruler(it, it.height()) }
                { terms(it) }
                { faults(it) }
                { commits(it) }
                { commands(it) }
                { leases(it) }
                { branches(it) }
            </svg>
            <div class="veil-later" />
            <div class="veil-future" />
            <svg class="axis-picture" data-plans="true" aria-hidden="true" width={w} height={h}
                viewBox={view_box}>
                { plans(it) }
            </svg>
            { playhead(it) }
        </>
    }
}
