//! What a pane depends on, in one number: it is drawn anew only when that changes.

use super::{
    Session,
    views::{Entries, waiting},
};
use crate::{raft::Role, units::StateHash};

/// A part of the visit that a pane shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Logs, roles, terms, progress.
    Log,
    /// Keys and leases besides; their remaining times count in whole seconds.
    Store,
    /// Shells besides the logs that their commands wait for.
    Shells,
}

impl Session {
    /// Equal, but for accidents, while nothing that this part shows has changed.
    #[must_use]
    pub fn digest(&self, part: Part) -> u64 {
        let mut hash = StateHash::new();
        hash.u64(self.moves).len(self.looked).flag(self.past());
        self.fold_logs(&mut hash);
        match part {
            Part::Log => {}
            Part::Store => {
                hash.u64(self.now().as_secs());
                let last = self.scene.world.decisions().next_back();
                hash.u64(last.map_or(0, |it| it.number));
                for node in self.scene.world.nodes() {
                    node.state().lessor.fold(&mut hash);
                }
                for planned in self.scene.world.planned() {
                    hash.u64(planned.lease_loop.map_or(0, |at| at.0));
                }
            }
            Part::Shells => {
                hash.u64(self.now().as_secs());
                for shell in self.scene.shells() {
                    shell.fold(&mut hash);
                    hash.u64(shell.state() as u64);
                    if let Some(waiting) = waiting(&self.scene, shell) {
                        waiting.fold(&mut hash);
                    }
                }
            }
        }
        hash.finish()
    }

    fn fold_logs(&self, hash: &mut StateHash) {
        for (place, node) in self.scene.world.nodes().enumerate() {
            let entries = Entries::of(node);
            hash.len(place)
                .u64(node.power() as u64)
                .u64(entries.first().0)
                .u64(entries.last().0)
                .u64(entries.commit().0)
                .u64(entries.applied().0)
                .u64(entries.term().0);
            let Some(raft) = node.server().map(crate::etcd::Server::raft) else {
                continue;
            };
            hash.u64(raft.role() as u64).u64(raft.log().hash());
            if raft.role() != Role::Leader {
                continue;
            }
            for other in self.scene.world.nodes() {
                if let Some(progress) = raft.progress(other.identity().id) {
                    hash.u64(progress.matched.0)
                        .u64(progress.next.0)
                        .u64(progress.state as u64);
                }
            }
        }
        for (_, _, link) in self.scene.world.links() {
            hash.flag(link.cut_since.is_some());
        }
    }
}
