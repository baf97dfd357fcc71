//! What is in force on the links, read from the view: cuts, delays, losses, and who keeps a quorum.
//!
//! Pure.

use crate::{
    session::{
        view::{Cluster, Link, Power},
        words::{longer, percent},
    },
    sim::Delay,
    ui::{geometry::cut, words::Words},
};

/// The link from one member to another.
#[must_use]
pub fn link(view: &Cluster, from: usize, to: usize) -> Option<Link> {
    let is_it = |it: &&Link| it.from == from && it.to == to;
    view.links.iter().find(is_it).copied()
}

/// The links to and from a member.
#[must_use]
pub fn of_member(view: &Cluster, nth: usize) -> Vec<Link> {
    let own = |it: &&Link| it.from == nth || it.to == nth;
    view.links.iter().filter(own).copied().collect()
}

/// Whether anything is in force on a link.
#[must_use]
pub fn in_force(link: &Link) -> bool {
    link.cut_since.is_some() || slow_or_lossy(link)
}

/// Whether a link is slow, or loses, repeats or reorders messages.
#[must_use]
pub fn slow_or_lossy(link: &Link) -> bool {
    let parts = [link.loss_ppm, link.duplicate_ppm, link.reorder_ppm];
    parts.iter().any(|ppm| *ppm > 0) || link.delay != Delay::default()
}

/// Whether anything is in force on either direction of a pair.
#[must_use]
pub fn both(view: &Cluster, a: usize, b: usize) -> bool {
    let faulty = |from, to| link(view, from, to).is_some_and(|it| in_force(&it));
    faulty(a, b) || faulty(b, a)
}

/// Whether a direction is cut.
#[must_use]
pub fn is_cut(view: &Cluster, from: usize, to: usize) -> bool {
    link(view, from, to).is_some_and(|it| it.cut_since.is_some())
}

/// Members that still reach each other, the largest group first, where these pairs are cut too.
#[must_use]
pub fn groups(view: &Cluster, too: &[(usize, usize)]) -> Vec<Vec<usize>> {
    cut::groups(view.members.len(), |a, b| {
        let cut = is_cut(view, a, b) && is_cut(view, b, a);
        cut || too.contains(&(a.min(b), a.max(b)))
    })
}

/// Whether a group's running members are a majority of all voters.
#[must_use]
pub fn keeps_quorum(view: &Cluster, group: &[usize]) -> bool {
    let up = |it: &&usize| {
        view.members
            .get(**it)
            .is_some_and(|it| it.power == Power::Up)
    };
    group.iter().filter(up).count() * 2 > view.voters
}

/// Groups in words: `infra1 infra2 / infra3`, as `sim partition` takes them.
#[must_use]
pub fn named(view: &Cluster, groups: &[Vec<usize>]) -> String {
    let name = |it: &usize| view.members.get(*it).map_or("", |it| it.name.as_str());
    let group = |it: &Vec<usize>| it.iter().map(name).collect::<Vec<_>>().join(" ");
    groups.iter().map(group).collect::<Vec<_>>().join(" / ")
}

/// Each group with whether it keeps a quorum: `infra1 infra2: keeps quorum`.
#[must_use]
pub fn foretold(view: &Cluster, groups: &[Vec<usize>], words: &'static Words) -> Vec<String> {
    let words = &words.stage;
    let one = |group: &Vec<usize>| {
        let quorum = if keeps_quorum(view, group) {
            words.keeps_quorum
        } else {
            words.no_quorum
        };
        let names = named(view, std::slice::from_ref(group));
        format!("{names}{}{quorum}", words.colon)
    };
    groups.iter().map(one).collect()
}

/// What slows or thins a link: `+200ms, loses 20%`.
#[must_use]
pub fn effects(link: &Link, words: &'static Words) -> String {
    let mut said = Vec::new();
    if link.delay != Delay::default() {
        said.push(format!("+{}", longer(link.delay)));
    }
    if link.loss_ppm > 0 {
        said.push((words.stage.loses)(&percent(link.loss_ppm)));
    }
    if link.duplicate_ppm > 0 {
        said.push((words.stage.repeats)(&percent(link.duplicate_ppm)));
    }
    if link.reorder_ppm > 0 {
        said.push((words.stage.reorders)(&percent(link.reorder_ppm)));
    }
    said.join(words.stage.comma)
}
