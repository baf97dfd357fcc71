//! The pictures of [`super::view`], read from a scene. Nothing here changes anything.

mod shells;

pub(super) use shells::{lines, shell, shells};

use super::{scene::Scene, view};
use crate::units::Revision;

pub(super) fn cluster(scene: &Scene) -> view::Cluster {
    view::Cluster {
        now: scene.world().now(),
        ..view::Cluster::default()
    }
}

pub(super) fn log(_scene: &Scene, _columns: u64) -> view::Log {
    view::Log::default()
}

pub(super) fn revisions(_scene: &Scene, member: usize) -> view::Revisions {
    view::Revisions {
        member,
        ..view::Revisions::default()
    }
}

pub(super) fn key_detail(
    _scene: &Scene,
    _member: usize,
    _key: &[u8],
    _at: Revision,
) -> Option<view::KeyDetail> {
    None
}

pub(super) fn leases(_scene: &Scene) -> view::Leases {
    view::Leases::default()
}
