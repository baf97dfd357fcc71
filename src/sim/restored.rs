//! A cluster that starts anew from data directories: the machines stay, their members are others.

use std::{fmt, sync::Arc};

use super::{
    Config, Exit, Handling, MemberConfig, Node, PLACES_MAX, Power, Standing, World, address,
};
use crate::etcd::{self, backend::Boot};

/// Why no cluster starts from these members' data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BootRefusal {
    /// They are of several clusters.
    Clusters,
    /// One is named twice.
    Twice,
    /// More than there is room for.
    TooMany,
}

impl fmt::Display for BootRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Clusters => write!(
                f,
                "these data directories are of different clusters: restore all of them with the \
                 same --initial-cluster and --initial-cluster-token"
            ),
            Self::Twice => write!(
                f,
                "two of these data directories are of one member: give each restore a --name of \
                 its own"
            ),
            Self::TooMany => write!(f, "at most {PLACES_MAX} members find room here"),
        }
    }
}

impl World {
    /// Ends all processes and starts these members, the first on the first machine and so on.
    /// Clients and the network stay; machines without a member are of no cluster any more.
    ///
    /// # Errors
    /// [`BootRefusal`]; nothing changed then.
    pub fn boot_from(&mut self, boots: Vec<Boot>) -> Result<(), BootRefusal> {
        if boots.len() > PLACES_MAX {
            return Err(BootRefusal::TooMany);
        }
        for (place, boot) in boots.iter().enumerate() {
            let before = &boots[..place];
            if before.iter().any(|other| other.cluster != boot.cluster) {
                return Err(BootRefusal::Clusters);
            }
            if before.iter().any(|other| other.id == boot.id) {
                return Err(BootRefusal::Twice);
            }
        }
        for place in 0..self.nodes.len() {
            if self.nodes[place].power != Power::Down {
                self.end(place, Exit::Killed);
            }
            self.node_mut(place).standing = Standing::Removed;
        }
        // Their connections are gone, and what was on them.
        let under_way: Vec<u64> = self.under_way().iter().map(|packet| packet.id).collect();
        for id in under_way {
            let _lost = self.handle_message(id, Handling::Drop);
        }
        let members = self.members_of(&boots);
        let count = boots.len();
        for (place, (boot, member)) in boots.into_iter().zip(members).enumerate() {
            self.seat(place, boot, member);
        }
        self.learn_addresses();
        (0..count).for_each(|place| self.boot(place));
        Ok(())
    }

    /// Where the members' peers and clients reach them: clients at the address of the machine of
    /// that name, else at that of the machine in their place.
    fn members_of(&self, boots: &[Boot]) -> Vec<MemberConfig> {
        let mut members: Vec<MemberConfig> = Vec::new();
        for (place, boot) in boots.iter().enumerate() {
            let named = self.nodes.iter();
            let mut named = named.filter(|node| node.member.name == boot.member.name);
            let there = named.next().or_else(|| self.nodes.get(place));
            let series = (1..=99).map(Config::tutorial_member);
            let urls = there.into_iter().map(|node| node.member.client_url.clone());
            let mut urls = urls.chain(series.map(|member| member.client_url));
            let free = |url: &String| {
                let taken = |it: &MemberConfig| address(&it.client_url) == address(url);
                !url.is_empty() && !members.iter().any(taken)
            };
            let client_url = urls.find(free).unwrap_or_default();
            members.push(MemberConfig {
                name: boot.member.name.clone(),
                peer_url: boot.member.peer_urls.first().cloned().unwrap_or_default(),
                client_url,
            });
        }
        members
    }

    /// Gives a machine to a member, with its data on the disks.
    fn seat(&mut self, place: usize, boot: Boot, member: MemberConfig) {
        let identity = etcd::Identity {
            id: boot.id,
            cluster: boot.cluster,
            name: member.name.clone(),
            client_urls: vec![member.client_url.clone()],
        };
        let mut node = Node::restored(identity, member, boot);
        if place == self.nodes.len() {
            self.nodes.push(Arc::new(node));
            self.network.grow(place + 1);
        } else {
            // What was planned for the process before is not for this one.
            node.epoch = self.nodes[place].epoch;
            node.clock = self.nodes[place].clock;
            *self.node_mut(place) = node;
            self.network.renew(place);
        }
        // Marks it as touched.
        self.node_mut(place);
    }
}
