//! Members that come and go: who is connected to whom.

use super::{Power, World};
use crate::units::{Micros, NodeId};

impl World {
    /// The members that `member` is connected to, and since when: both processes run, and both
    /// directions between them are open.
    pub(super) fn connections(&self, member: usize) -> Vec<(NodeId, Micros)> {
        let own = &self.nodes[member];
        let since = |other: usize| {
            let node = &self.nodes[other];
            let (there, back) = (
                self.network.link(member, other),
                self.network.link(other, member),
            );
            let open = there.cut_since.is_none() && back.cut_since.is_none();
            let opened = there.open_since.max(back.open_since);
            let connected = other != member && node.power != Power::Down && open;
            let since = opened.max(own.started).max(node.started);
            connected.then_some((node.identity.id, own.clock.steady(since)))
        };
        (0..self.nodes.len()).filter_map(since).collect()
    }
}
