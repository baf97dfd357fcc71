//! From a member's state to etcd's buckets, byte for byte as 3.5.1 writes them. It must not know
//! how buckets lie in a file.

use bytes::Bytes;
use prost::Message as _;

use super::{Buckets, revision_key};
use crate::{
    etcd::{
        State,
        api::{KeyValue, Member},
    },
    units::NodeId,
};

/// Every bucket that a 3.5 server makes when it starts.
const NAMES: [&str; 10] = [
    "alarm",
    "auth",
    "authRoles",
    "authUsers",
    "cluster",
    "key",
    "lease",
    "members",
    "members_removed",
    "meta",
];

/// A lease as its bucket holds it (`leasepb.Lease`).
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub(super) struct Lease {
    #[prost(int64, tag = "1")]
    pub(super) id: i64,
    #[prost(int64, tag = "2")]
    pub(super) ttl: i64,
}

impl Buckets {
    /// The buckets of a state.
    #[must_use]
    pub fn of(state: &State) -> Self {
        let mut buckets = Self::default();
        for name in NAMES {
            buckets.set(name, Vec::new());
        }
        buckets.set("key", keys(state));
        buckets.set("lease", leases(state));
        let members = state.stored.values().map(stored_member);
        buckets.set("members", members.collect());
        let removed = state.removed.iter();
        let removed = removed.map(|id| (member_key(*id), Bytes::from_static(b"removed")));
        buckets.set("members_removed", removed.collect());
        let version = state.cluster_version.iter();
        let version = version.map(|it| (Bytes::from_static(b"clusterVersion"), it.clone().into()));
        buckets.set("cluster", version.collect());
        buckets.set("meta", meta(state));
        buckets.set_auth(state);
        buckets
    }

    /// Users, roles, and whether authentication is on.
    fn set_auth(&mut self, state: &State) {
        let auth = &state.auth;
        let revision = own(auth.revision.to_be_bytes());
        let mut pairs = vec![(Bytes::from_static(b"authRevision"), revision)];
        // It is written when it changes first: enabling leaves the revision, disabling raises it.
        if auth.enabled || auth.switched {
            let enabled = own([u8::from(auth.enabled)]);
            pairs.push((Bytes::from_static(b"authEnabled"), enabled));
        }
        self.set("auth", pairs);
        let users = auth.users.iter();
        let users = users.map(|(name, user)| (own(name), user.encode_to_vec().into()));
        self.set("authUsers", users.collect());
        let roles = auth.roles.iter();
        let roles = roles.map(|(name, role)| (own(name), role.encode_to_vec().into()));
        self.set("authRoles", roles.collect());
    }

    /// Makes these the members, as a restored member begins with them.
    pub(super) fn set_members(&mut self, members: &[Member]) {
        self.set("members", members.iter().map(stored_member).collect());
        self.set("members_removed", Vec::new());
    }

    /// Sets up to which entry the backend is consistent, and that entry's term.
    pub(super) fn set_consistent(&mut self, index: u64, term: u64) {
        let mut pairs = self.pairs("meta").to_vec();
        pairs.retain(|(key, _)| !matches!(key.as_ref(), b"consistent_index" | b"term"));
        pairs.push((
            Bytes::from_static(b"consistent_index"),
            own(index.to_be_bytes()),
        ));
        pairs.push((Bytes::from_static(b"term"), own(term.to_be_bytes())));
        self.set("meta", pairs);
    }
}

fn own(bytes: impl AsRef<[u8]>) -> Bytes {
    Bytes::copy_from_slice(bytes.as_ref())
}

/// All changes that are not compacted.
fn keys(state: &State) -> Vec<(Bytes, Bytes)> {
    let changes = state.store.revisions(0..=u64::MAX);
    let kept = changes.filter(|change| !change.compacted());
    let pair = kept.map(|change| {
        let mut key = revision_key(change.revision()).to_vec();
        let mut pair = change.event().kv.unwrap_or_default();
        if change.tombstone() {
            key.push(b't');
            pair = KeyValue {
                key: pair.key,
                ..KeyValue::default()
            };
        }
        (key.into(), pair.encode_to_vec().into())
    });
    pair.collect()
}

fn leases(state: &State) -> Vec<(Bytes, Bytes)> {
    let leases = state.lessor.iter();
    let pair = leases.map(|(id, lease)| {
        let (id, ttl) = (id.0, lease.ttl);
        (
            own(id.to_be_bytes()),
            Lease { id, ttl }.encode_to_vec().into(),
        )
    });
    pair.collect()
}

/// A member's key in its bucket: the id in hex, without zeros in front.
fn member_key(id: NodeId) -> Bytes {
    id.to_string().into()
}

fn stored_member(member: &Member) -> (Bytes, Bytes) {
    (member_key(NodeId(member.id)), member_json(member).into())
}

/// A member as JSON, its fields in the order of `membership.Member`.
pub(super) fn member_json(member: &Member) -> String {
    let mut json = format!(
        "{{\"id\":{},\"peerURLs\":{}",
        member.id,
        list(&member.peer_urls)
    );
    if member.is_learner {
        json.push_str(",\"isLearner\":true");
    }
    if !member.name.is_empty() {
        json.push_str(",\"name\":");
        json.push_str(&text(&member.name));
    }
    if !member.client_urls.is_empty() {
        json.push_str(",\"clientURLs\":");
        json.push_str(&list(&member.client_urls));
    }
    json.push('}');
    json
}

fn list(texts: &[String]) -> String {
    let texts: Vec<String> = texts.iter().map(|it| text(it)).collect();
    format!("[{}]", texts.join(","))
}

/// A string as Go's JSON writes it: also what HTML could take for its own is escaped.
pub(super) fn text(text: &str) -> String {
    let mut json = serde_json::Value::from(text).to_string();
    for (plain, escaped) in [('<', "\\u003c"), ('>', "\\u003e"), ('&', "\\u0026")] {
        if json.contains(plain) {
            json = json.replace(plain, escaped);
        }
    }
    json
}

fn meta(state: &State) -> Vec<(Bytes, Bytes)> {
    let configuration = &state.configuration;
    let ids = |name: &str, ids: &[NodeId]| {
        let numbers: Vec<String> = ids.iter().map(|id| id.0.to_string()).collect();
        match ids {
            [] => String::new(),
            _ => format!("\"{name}\":[{}],", numbers.join(",")),
        }
    };
    let conf_state = format!(
        "{{{}{}{}{}\"auto_leave\":{}}}",
        ids("voters", &configuration.voters.incoming),
        ids("learners", &configuration.learners),
        ids("voters_outgoing", &configuration.voters.outgoing),
        ids("learners_next", &configuration.learners_next),
        configuration.auto_leave
    );
    let mut pairs = vec![
        (Bytes::from_static(b"confState"), conf_state.into()),
        (
            Bytes::from_static(b"consistent_index"),
            own(state.applied.0.to_be_bytes()),
        ),
        (Bytes::from_static(b"term"), own(state.term.0.to_be_bytes())),
    ];
    if let Ok(main) = u64::try_from(state.store.compacted()) {
        let revision = revision_key(crate::units::Revision { main, sub: 0 });
        pairs.push((Bytes::from_static(b"scheduledCompactRev"), own(revision)));
        pairs.push((Bytes::from_static(b"finishedCompactRev"), own(revision)));
    }
    pairs
}
