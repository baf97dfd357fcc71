//! From a data directory back to a member: its state, and where its log begins. It must not know
//! folders; it is given what stands in the files.

use std::fmt;

use bytes::Bytes;
use prost::Message as _;

use super::{Buckets, Image, encode::Lease, revision, wal};
use crate::{
    etcd::{
        State,
        api::{KeyValue, Member},
        auth::{Auth, Role, User},
        lease::Lessor,
        store::Store,
    },
    raft::{Configuration, HardState},
    units::{Index, LeaseId, Micros, NodeId, Term},
};

/// Why no member starts from these files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadBackend {
    /// The database cannot be opened or read.
    Database,
    /// The write-ahead log cannot be read.
    Log,
    /// The log goes on behind its snapshot: the member ran already, and what it wrote then cannot
    /// be read here.
    Ran,
    /// The keys or members in the database cannot be read.
    Contents,
}

impl fmt::Display for BadBackend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Database => "its database member/snap/db cannot be read",
            Self::Log => "its write-ahead log cannot be read",
            Self::Ran => "its write-ahead log goes on behind the snapshot",
            Self::Contents => "the keys or members in its database cannot be read",
        })
    }
}

/// What a member starts from.
#[derive(Clone, Debug)]
pub struct Boot {
    /// The member's id.
    pub id: NodeId,
    /// Its cluster's id.
    pub cluster: u64,
    /// Its name and peer URLs.
    pub member: Member,
    /// What its log remembers of votes and terms.
    pub hard_state: HardState,
    /// Where its log begins: behind this entry.
    pub start: (Index, Term),
    /// The state at that entry.
    pub state: State,
}

impl Boot {
    /// Reads a member from its database and its write-ahead log.
    ///
    /// # Errors
    /// [`BadBackend`].
    pub fn read(database: Bytes, log: &[u8], minimum_ttl: i64) -> Result<Self, BadBackend> {
        let image = Image::open(database).map_err(|_| BadBackend::Database)?;
        let buckets = image.read().map_err(|_| BadBackend::Database)?;
        let founded = wal::read(log).ok_or(BadBackend::Log)?;
        if founded.goes_on {
            return Err(BadBackend::Ran);
        }
        let configuration = Configuration::of(founded.voters.iter().map(|id| NodeId(*id)));
        let start = (Index(founded.index), Term(founded.snapshot_term));
        let state = buckets.state(configuration, start, minimum_ttl);
        let state = state.ok_or(BadBackend::Contents)?;
        let id = NodeId(founded.member);
        let member = state.stored.get(&id).cloned();
        Ok(Self {
            id,
            cluster: founded.cluster,
            member: member.ok_or(BadBackend::Contents)?,
            hard_state: HardState {
                term: Term(founded.term),
                vote: NodeId(founded.vote),
                commit: start.0,
            },
            start,
            state,
        })
    }
}

impl Buckets {
    /// The state that stands in the buckets.
    fn state(
        &self,
        configuration: Configuration,
        (index, term): (Index, Term),
        minimum_ttl: i64,
    ) -> Option<State> {
        let mut state = State::new(configuration, minimum_ttl);
        let changes: Option<Vec<_>> = self.pairs("key").iter().map(change).collect();
        let compacted = ["finishedCompactRev", "scheduledCompactRev"].map(|key| {
            let value = self.value("meta", key);
            value.and_then(|it| revision(it)).map_or(0, |it| it.main)
        });
        let compacted = compacted.into_iter().max().unwrap_or(0);
        state.store = Store::restore(changes?.into_iter(), compacted)?;
        state.first_origin = state.store.revision() + 1;
        self.restore_leases(&mut state.lessor, &state.store);
        state.auth = self.auth()?;
        for (_, value) in self.pairs("members") {
            let member = member(value)?;
            state.stored.insert(NodeId(member.id), member);
        }
        state.members = state.stored.clone();
        for (key, _) in self.pairs("members_removed") {
            let key = std::str::from_utf8(key).ok()?;
            let id = u64::from_str_radix(key, 16).ok()?;
            state.removed.insert(NodeId(id));
        }
        let version = self.value("cluster", "clusterVersion");
        let version = version.map(|it| String::from_utf8_lossy(it).into_owned());
        state.cluster_version = version;
        (state.applied, state.term) = (index, term);
        Some(state)
    }

    /// Users, roles, and whether they are looked at.
    fn auth(&self) -> Option<Auth> {
        let mut auth = Auth::default();
        if let Some(enabled) = self.value("auth", "authEnabled") {
            auth.enabled = enabled.first() == Some(&1);
            auth.switched = true;
        }
        if let Some(revision) = self.value("auth", "authRevision") {
            auth.revision = u64::from_be_bytes(revision.as_ref().try_into().ok()?);
        }
        for (_, value) in self.pairs("authUsers") {
            let user = User::decode(value.clone()).ok()?;
            auth.users.insert(user.name.clone(), user);
        }
        for (_, value) in self.pairs("authRoles") {
            let role = Role::decode(value.clone()).ok()?;
            auth.roles.insert(role.name.clone(), role);
        }
        Some(auth)
    }

    /// Leases, and what hangs on them (`lessor.go`, `initAndRecover`; `kvstore.go`, `restore`).
    fn restore_leases(&self, lessor: &mut Lessor, store: &Store) {
        for (_, value) in self.pairs("lease") {
            if let Ok(lease) = Lease::decode(value.as_ref()) {
                // One that is known or too long is passed over.
                let _granted = lessor.grant(LeaseId(lease.id), lease.ttl, Micros::ZERO);
            }
        }
        for pair in store.pairs(b"\0", b"\0").filter(|pair| pair.lease != 0) {
            let _attached = lessor.attach(LeaseId(pair.lease), &pair.key);
        }
    }
}

/// One change of the bucket `key`: its revision, its key, and unless it is a tombstone the pair.
fn change(
    (key, value): &(Bytes, Bytes),
) -> Option<(crate::units::Revision, Bytes, Option<KeyValue>)> {
    let pair = KeyValue::decode(value.clone()).ok()?;
    let tombstone = key.get(17) == Some(&b't');
    Some((
        revision(key)?,
        pair.key.clone(),
        Some(pair).filter(|_| !tombstone),
    ))
}

/// A member from its JSON.
fn member(json: &[u8]) -> Option<Member> {
    let value: serde_json::Value = serde_json::from_slice(json).ok()?;
    let texts = |name: &str| {
        let list = value[name].as_array().into_iter().flatten();
        list.filter_map(|it| it.as_str().map(str::to_owned))
            .collect()
    };
    Some(Member {
        id: value["id"].as_u64()?,
        name: value["name"].as_str().unwrap_or_default().to_owned(),
        peer_urls: texts("peerURLs"),
        client_urls: texts("clientURLs"),
        is_learner: value["isLearner"].as_bool().unwrap_or(false),
    })
}
