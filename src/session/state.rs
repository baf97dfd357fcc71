//! The scene as plain JSON, for embedders and tests.

use serde::Serialize;

use super::scene::Scene;

/// Everything that `state()` tells.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct State {
    /// Virtual time in µs.
    pub time: u64,
}

pub(super) fn of(scene: &Scene) -> State {
    State {
        time: scene.world().now().0,
    }
}
