//! What Raft agrees on: store, leases, members. All that a snapshot or a backend file holds.
//!
//! Equal at equal applied index on every member, but for the lessor's expiries.

use super::{api::Member, auth::Auth, lease::Lessor, record::MemberAttributesSet, store::Store};
use crate::{
    raft::Configuration,
    units::{Index, List, Map, NodeId, Set, StateHash, Term},
};

/// The entry that made a revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Its index.
    pub index: Index,
    /// Its term.
    pub term: Term,
    /// The id of the request in it.
    pub request: u64,
}

/// One member's applied state.
#[derive(Clone, Debug)]
pub struct State {
    /// Keys.
    pub store: Store,
    /// Leases.
    pub lessor: Lessor,
    /// Users and roles.
    pub auth: Auth,
    /// Members by id.
    pub members: Map<NodeId, Member>,
    /// Ids of members that were removed; none comes back.
    pub removed: Set<NodeId>,
    /// Members as the backend holds them: a member that publishes itself is not written there
    /// (`RaftCluster.UpdateAttributes` of 3.5.1).
    pub(super) stored: Map<NodeId, Member>,
    /// The cluster version once it is set, e.g. `3.5.0`.
    pub cluster_version: Option<String>,
    pub(super) configuration: Configuration,
    pub(super) applied: Index,
    pub(super) term: Term,
    /// The main revision of the first of the origins: 2, unless the state came from a file.
    pub(super) first_origin: u64,
    /// Origins of the revisions from there on.
    pub(super) origins: List<Origin>,
}

impl State {
    /// Nothing applied yet.
    #[must_use]
    pub fn new(configuration: Configuration, minimum_ttl: i64) -> Self {
        Self {
            store: Store::new(),
            lessor: Lessor::new(minimum_ttl),
            auth: Auth::default(),
            members: Map::new(),
            removed: Set::new(),
            stored: Map::new(),
            cluster_version: None,
            configuration,
            applied: Index(0),
            term: Term(0),
            first_origin: 2,
            origins: List::new(),
        }
    }

    /// The index of the last entry in this state.
    #[must_use]
    pub const fn consistent_index(&self) -> Index {
        self.applied
    }

    /// The configuration in force.
    #[must_use]
    pub const fn configuration(&self) -> &Configuration {
        &self.configuration
    }

    /// The entry that made `main`; `None` for revision 1, for those that came with a file, and for
    /// those not made yet.
    #[must_use]
    pub fn origin(&self, main: u64) -> Option<Origin> {
        let place = usize::try_from(main.checked_sub(self.first_origin)?).ok()?;
        self.origins.get(place).copied()
    }

    /// A hash over what Raft agreed on, in constant time but for the few members.
    #[must_use]
    pub fn hash(&self) -> u64 {
        let mut hash = StateHash::new();
        hash.u64(self.applied.0)
            .u64(self.term.0)
            .u64(self.store.hash())
            .u64(self.lessor.hash());
        self.auth.fold(&mut hash);
        for (id, member) in self.members.iter() {
            hash.u64(id.0)
                .bytes(member.name.as_bytes())
                .flag(member.is_learner);
        }
        for id in self.removed.iter() {
            hash.u64(id.0);
        }
        hash.flag(self.cluster_version.is_some());
        hash.finish()
    }

    /// A file of this state, in bytes, as etcd's backend would take: five pages for an empty one.
    #[must_use]
    pub fn file_bytes(&self) -> u64 {
        const PAGE: u64 = 4096;
        let leases = self.lessor.len() as u64 * 24;
        (self.store.bytes_logical() + leases).div_ceil(PAGE) * PAGE + 5 * PAGE
    }

    pub(super) fn apply_attributes(&mut self, set: MemberAttributesSet) {
        if let Some(attributes) = set.attributes
            && let Some(member) = self.members.get_mut(&NodeId(set.member_id))
        {
            member.name = attributes.name;
            member.client_urls = attributes.client_urls;
        }
    }
}
