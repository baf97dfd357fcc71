//! Where the keys lead from one revision to the next: along a lane, or to the lane beside it.
//!
//! Pure: a function of the view and the key pressed.

use bytes::Bytes;

use super::lanes::Chosen;
use crate::{session::view::Revisions, units::Revision};

/// Where a key leads, if anywhere.
#[must_use]
pub fn step(view: &Revisions, from: &Chosen, key: &str) -> Option<Chosen> {
    let nth = view.lanes.iter().position(|it| it.key == from.0)?;
    let lane = view.lanes.get(nth)?;
    let at = lane.dots.iter().position(|it| it.revision == from.1)?;
    let along = |to: usize| Some((lane.key.clone(), lane.dots.get(to)?.revision));
    match key {
        "ArrowLeft" => along(at.checked_sub(1)?),
        "ArrowRight" => along(at + 1),
        "Home" => along(0),
        "End" => along(lane.dots.len().checked_sub(1)?),
        "ArrowUp" => across(view, (0..nth).rev(), from.1),
        "ArrowDown" => across(view, nth + 1..view.lanes.len(), from.1),
        _ => None,
    }
}

/// The nearest revision in the first of some lanes that has any.
fn across(view: &Revisions, lanes: impl Iterator<Item = usize>, from: Revision) -> Option<Chosen> {
    let lanes = lanes.filter_map(|it| view.lanes.get(it));
    let lane = lanes.into_iter().find(|it| !it.dots.is_empty())?;
    let nearest = lane
        .dots
        .iter()
        .min_by_key(|it| it.revision.main.abs_diff(from.main))?;
    Some((lane.key.clone(), nearest.revision))
}

/// The newest change in sight of the view: where Tab enters, and what the card shows at first.
#[must_use]
pub fn newest(view: &Revisions, read: u64) -> Option<Chosen> {
    let dots = view
        .lanes
        .iter()
        .flat_map(|lane| lane.dots.iter().map(|it| (&lane.key, it)));
    let newest = dots
        .filter(|(_, it)| it.revision.main <= read)
        .max_by_key(|(_, it)| it.revision);
    let newest = newest.map(|(key, it): (&Bytes, _)| (key.clone(), it.revision));
    let first = || {
        let lane = view.lanes.iter().find(|it| it.newest.is_some())?;
        Some((lane.key.clone(), lane.newest?))
    };
    newest.or_else(first)
}
