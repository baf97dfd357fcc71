//! One future of a visit: its inputs, kept scenes and marks. Nothing of it is ever cut off.

use super::{Chronicle, Position, keyframes::Keyframes};
use crate::{
    session::{Entry, scene::Scene},
    units::{List, Micros},
};

/// Inputs kept of a branch. Beyond, the oldest quarter of its history is forgotten: it can no
/// longer be gone back to, nor be shared.
const INPUTS_MAX: usize = 200_000;

/// Commits kept of a branch; beyond, the same.
const COMMITS_MAX: usize = 500_000;

/// Where a branch left another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::session) struct Fork {
    /// The place of the branch it left.
    pub(in crate::session) branch: usize,
    /// Where.
    pub(in crate::session) at: Position,
}

/// One branch, from time 0 on: what it shares with its parent is in it as well.
#[derive(Clone, Debug)]
pub(in crate::session) struct Branch {
    pub(in crate::session) name: String,
    pub(in crate::session) parent: Option<Fork>,
    /// Inputs, oldest first, but for those forgotten.
    pub(in crate::session) entries: List<Entry>,
    pub(in crate::session) forgotten: usize,
    pub(super) keyframes: Keyframes,
    pub(in crate::session) chronicle: Chronicle,
    /// Its end, while the scene shown is another.
    pub(in crate::session) tip: Option<Scene>,
}

impl Branch {
    pub(in crate::session) fn new(name: &str, first: &Scene) -> Self {
        Self {
            name: name.to_owned(),
            parent: None,
            entries: List::new(),
            forgotten: 0,
            keyframes: Keyframes::new(first),
            chronicle: Chronicle::default(),
            tip: None,
        }
    }

    /// A branch that leaves this one, which has the given place, at the scene.
    pub(super) fn fork(&self, place: usize, name: String, scene: &Scene) -> Self {
        let at = scene.position();
        Self {
            name,
            parent: Some(Fork { branch: place, at }),
            entries: self.entries.take(at.inputs - self.forgotten),
            forgotten: self.forgotten,
            keyframes: self.keyframes.until(at),
            chronicle: self.chronicle.until(scene),
            tip: None,
        }
    }

    /// The input that comes after as many.
    pub(super) fn entry(&self, inputs: usize) -> Option<&Entry> {
        self.entries.get(inputs.checked_sub(self.forgotten)?)
    }

    /// The oldest moment that can be gone back to.
    pub(in crate::session) fn kept_from(&self) -> Micros {
        self.keyframes.first().at.stamp.time
    }

    /// Notes what is new in the scene at its end.
    pub(in crate::session) fn observe(&mut self, scene: &mut Scene) {
        self.chronicle.look(scene);
        self.keyframes.offer(scene);
        if self.entries.len() > INPUTS_MAX || self.chronicle.commits.len() > COMMITS_MAX {
            self.forget();
        }
    }

    fn forget(&mut self) {
        let first = self.keyframes.forget();
        self.entries = self.entries.skip(first.inputs - self.forgotten);
        self.forgotten = first.inputs;
        self.chronicle.forget(first);
    }
}
