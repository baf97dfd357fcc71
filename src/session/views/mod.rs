//! The pictures of [`super::view`], read from a scene. Nothing here changes anything.

mod cluster;
mod decisions;
mod entries;
mod faults;
mod keys;
mod leases;
mod log;
mod message;
mod revisions;
mod shells;
mod spoken;
mod thread;
mod timeline;
mod tree;
mod waits;

pub(super) use cluster::cluster;
pub(super) use decisions::{decisions, when_arrived, when_sent};
pub(super) use entries::{Entries, kind};
pub(super) use keys::{key_detail, keys};
pub(super) use leases::leases;
pub(super) use log::log;
pub(super) use message::name_of;
pub(super) use revisions::revisions;
pub(super) use shells::{lines, shell, shells};
pub(super) use spoken::spoken;
pub(super) use thread::thread;
pub(super) use timeline::timeline;
pub(super) use waits::waiting;

use super::{scene::Scene, view::Power};
use crate::{
    raft::{Raft, Role},
    sim,
};

/// The place of the leader with the highest term whose process runs.
pub(super) fn leader(scene: &Scene) -> Option<usize> {
    let leads = |(_, node): &(usize, &sim::Node)| {
        node.power() == sim::Power::Up && raft(node).is_some_and(|it| it.role() == Role::Leader)
    };
    let leaders = scene.world().nodes().enumerate().filter(leads);
    leaders
        .max_by_key(|(_, node)| raft(node).map(Raft::term))
        .map(|(place, _)| place)
}

/// A member's consensus; `None` while it is down.
fn raft(node: &sim::Node) -> Option<&Raft> {
    node.server().map(crate::etcd::Server::raft)
}

fn power(node: &sim::Node) -> Power {
    match node.power() {
        sim::Power::Up => Power::Up,
        sim::Power::Down => Power::Down,
        sim::Power::Frozen => Power::Frozen,
    }
}
