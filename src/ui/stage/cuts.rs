//! Which walls stand between the members, read from the links of the view.
//!
//! Pure: a cut is state of the world; where its wall is drawn is geometry.

use crate::{
    session::view::{Cluster, Link},
    ui::geometry::stage::{Layout, Wall, wall_around, wall_between},
    units::Micros,
};

/// One wall with what it stopped.
#[derive(Clone, Debug, PartialEq)]
pub struct Cut {
    /// Where it stands.
    pub wall: Wall,
    /// Messages lost at it.
    pub lost: u64,
    /// Since when.
    pub since: Micros,
    /// Whether only one direction is cut.
    pub one_way: Option<(usize, usize)>,
}

/// The link from one member to another.
fn link(view: &Cluster, from: usize, to: usize) -> Option<Link> {
    view.links
        .iter()
        .find(|it| it.from == from && it.to == to)
        .copied()
}

/// Whether a direction is cut.
#[must_use]
pub fn is_cut(view: &Cluster, from: usize, to: usize) -> bool {
    link(view, from, to).is_some_and(|it| it.cut_since.is_some())
}

/// Whether both directions of a pair are cut.
fn parted(view: &Cluster, a: usize, b: usize) -> bool {
    is_cut(view, a, b) && is_cut(view, b, a)
}

/// Members that still reach each other both ways, each group ascending, the largest first.
#[must_use]
pub fn groups(view: &Cluster) -> Vec<Vec<usize>> {
    let mut left: Vec<usize> = (0..view.members.len()).collect();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    while let Some(first) = left.first().copied() {
        let mut group = vec![first];
        left.retain(|it| *it != first);
        let mut at = 0;
        while let Some(member) = group.get(at).copied() {
            let reached = left.iter().filter(|it| !parted(view, member, **it));
            group.extend(reached.copied().collect::<Vec<_>>());
            left.retain(|it| !group.contains(it));
            at += 1;
        }
        let members = (0..view.members.len()).filter(|it| group.contains(it));
        let members: Vec<usize> = members.collect();
        let larger = groups.iter().take_while(|it| it.len() >= members.len());
        groups.insert(larger.count(), members);
    }
    groups
}

/// What a set of links lost since its first cut.
fn total(links: &[Link]) -> (u64, Micros) {
    let lost = links.iter().map(|it| it.lost).sum();
    let since = links.iter().filter_map(|it| it.cut_since).min();
    (lost, since.unwrap_or_default())
}

/// The one member that every link to and from is cut of, where the rest still holds together.
fn alone(view: &Cluster) -> Option<usize> {
    let groups = groups(view);
    match groups.as_slice() {
        [rest, one] if one.len() == 1 && rest.len() > 1 => one.first().copied(),
        _ => None,
    }
}

/// Every wall.
#[must_use]
pub fn cuts(view: &Cluster, layout: &Layout) -> Vec<Cut> {
    let mut cuts = Vec::new();
    let alone = alone(view).and_then(|it| Some((it, wall_around(layout, it)?)));
    if let Some((member, wall)) = alone {
        let own = |it: &&Link| it.from == member || it.to == member;
        let links: Vec<Link> = view.links.iter().filter(own).copied().collect();
        let (lost, since) = total(&links);
        cuts.push(Cut {
            wall,
            lost,
            since,
            one_way: None,
        });
    }
    let walled = |a: usize, b: usize| alone.is_some_and(|(it, _)| it == a || it == b);
    for a in 0..view.members.len() {
        for b in (a + 1..view.members.len()).filter(|b| !walled(a, *b)) {
            cuts.extend(pair(view, layout, a, b));
        }
    }
    cuts
}

/// The walls of one pair.
fn pair(view: &Cluster, layout: &Layout, a: usize, b: usize) -> Vec<Cut> {
    let cut = |from: usize, to: usize| link(view, from, to).filter(|it| it.cut_since.is_some());
    match (cut(a, b), cut(b, a)) {
        (Some(forth), Some(back)) => {
            let (lost, since) = total(&[forth, back]);
            let wall = wall_between(layout, a, b, true);
            vec![Cut {
                wall,
                lost,
                since,
                one_way: None,
            }]
        }
        (Some(one), None) | (None, Some(one)) => {
            let (lost, since) = total(&[one]);
            let wall = wall_between(layout, one.from, one.to, false);
            vec![Cut {
                wall,
                lost,
                since,
                one_way: Some((one.from, one.to)),
            }]
        }
        (None, None) => Vec::new(),
    }
}
