//! Which walls stand between the members, read from the links of the view.
//!
//! Pure: a cut is state of the world; where its wall is drawn is geometry.

use super::force::{groups, link};
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
    /// The pairs that it stands between.
    pub pairs: Vec<(usize, usize)>,
}

/// What a set of links lost since its first cut.
fn total(links: &[Link]) -> (u64, Micros) {
    let lost = links.iter().map(|it| it.lost).sum();
    let since = links.iter().filter_map(|it| it.cut_since).min();
    (lost, since.unwrap_or_default())
}

/// The one member that every link to and from is cut of, where the rest still holds together.
fn alone(view: &Cluster) -> Option<usize> {
    let groups = groups(view, &[]);
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
            pairs: (0..view.members.len())
                .filter(|it| *it != member)
                .map(|it| (member, it))
                .collect(),
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
                pairs: vec![(a, b)],
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
                pairs: vec![(one.from, one.to)],
            }]
        }
        (None, None) => Vec::new(),
    }
}
