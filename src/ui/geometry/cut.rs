//! A line drawn across the stage: which links it crosses, and who still reaches whom behind it.

use super::{
    Point,
    stage::{Layout, lane},
};

/// Pieces that a lane is looked at in.
const PIECES: u32 = 12;

/// The pairs of members whose links a line from `a` to `b` crosses, the lower place first.
#[must_use]
pub fn crossed(layout: &Layout, a: Point, b: Point) -> Vec<(usize, usize)> {
    let members = layout.places.len();
    let pairs = (0..members).flat_map(|low| (low + 1..members).map(move |high| (low, high)));
    pairs
        .filter(|(low, high)| {
            let there = lane(layout, *low, *high);
            let at = |piece: u32| there.at(f64::from(piece) / f64::from(PIECES));
            (0..PIECES).any(|piece| meet((a, b), (at(piece), at(piece + 1))))
        })
        .collect()
}

/// On which side of the line from `a` to `b` a point lies.
fn side(a: Point, b: Point, point: Point) -> f64 {
    (b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x)
}

/// Whether two pieces of straight lines cross.
fn meet((a, b): (Point, Point), (c, d): (Point, Point)) -> bool {
    let apart = |a, b, c, d| (side(a, b, c) > 0.0) != (side(a, b, d) > 0.0);
    apart(a, b, c, d) && apart(c, d, a, b)
}

/// The members in groups that links hold together, where `parted` says which pairs have none;
/// each group ascending, the largest first, of two alike the one with the lowest member.
#[must_use]
pub fn groups(members: usize, parted: impl Fn(usize, usize) -> bool) -> Vec<Vec<usize>> {
    let mut left: Vec<usize> = (0..members).collect();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    while let Some(first) = left.first().copied() {
        let mut group = vec![first];
        left.retain(|it| *it != first);
        let mut at = 0;
        while let Some(member) = group.get(at).copied() {
            let reached = left.iter().filter(|it| !parted(member, **it));
            group.extend(reached.copied().collect::<Vec<_>>());
            left.retain(|it| !group.contains(it));
            at += 1;
        }
        let group: Vec<usize> = (0..members).filter(|it| group.contains(it)).collect();
        let larger = groups.iter().take_while(|it| it.len() >= group.len());
        groups.insert(larger.count(), group);
    }
    groups
}
