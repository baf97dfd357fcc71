//! The scene as plain JSON, for embedders and tests: names in camelCase, times in µs, ids in hex.

use serde::Serialize;

use super::{
    scene::Scene,
    view::{DiskState, EntryKind, EntryState, Power, ShellState},
    views,
};
use crate::{
    etcd::{self, watch::Group},
    raft::Role,
    sim::{self, StreamPlace},
};

/// Entries told of each member's log; the newest.
const ENTRIES_MAX: u64 = 1_000;

/// Keys told; the first in their order.
const KEYS_MAX: usize = 1_000;

/// Bytes told of one value.
const VALUE_BYTES_MAX: usize = 4_096;

/// Everything that `state()` tells.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct State {
    /// Virtual time in µs.
    pub time: u64,
    /// The leader's name.
    pub leader: Option<String>,
    /// The highest term of a running member.
    pub term: u64,
    /// The highest store revision of a running member.
    pub revision: u64,
    /// The members in their order.
    pub members: Vec<Member>,
    /// Each member's log.
    pub log: Vec<Log>,
    /// The store of the leader, or of the first member.
    pub revisions: Revisions,
    /// The leases there.
    pub leases: Leases,
    /// Watchers of all members.
    pub watchers: Vec<Watcher>,
    /// The shells.
    pub shells: Vec<Shell>,
}

/// One member.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Member {
    /// Its name.
    pub name: String,
    /// Its id.
    pub id: String,
    /// Where clients reach it.
    pub client: String,
    /// `up`, `down` or `frozen`.
    pub power: &'static str,
    /// Why its process does not run, if it doesn't.
    pub exit: Option<String>,
    /// How far its wall clock is ahead of true time, in microseconds.
    pub clock_offset: i64,
    /// Parts per million that its clocks run faster.
    pub drift_ppm: i32,
    /// What is wrong with its disk: `slow`, `full`, `torn`, `wiped`.
    pub disk: Vec<&'static str>,
    /// `leader`, `follower`, `candidate` or `preCandidate`.
    pub role: &'static str,
    /// Its term.
    pub term: u64,
    /// The leader it knows, by name.
    pub leader: Option<String>,
    /// Last index of its log.
    pub last_index: u64,
    /// Its commit index.
    pub commit: u64,
    /// Its applied index.
    pub applied: u64,
    /// Its store revision.
    pub revision: u64,
    /// A hash of what it applied: equal on members with equal `applied`.
    pub hash: String,
}

/// One member's log.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Log {
    /// The member's name.
    pub member: String,
    /// First index it still has.
    pub first: u64,
    /// Its entries; those only the leader has stand in it as `missing`.
    pub entries: Vec<Entry>,
}

/// One entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Its index.
    pub index: u64,
    /// Its term.
    pub term: u64,
    /// Its kind, e.g. `put`.
    pub kind: &'static str,
    /// `committed`, `appended`, `missing` or `conflict`.
    pub state: &'static str,
    /// The revision it made.
    pub revision: Option<u64>,
}

/// One member's store.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Revisions {
    /// The member's name.
    pub member: String,
    /// Its revision.
    pub current: u64,
    /// Its compacted revision.
    pub compacted: Option<u64>,
    /// Keys that exist, in their order, 1,000 at most.
    pub keys: Vec<Key>,
    /// How many there are.
    pub count: usize,
}

/// One key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Key {
    /// The key, lossily as text.
    pub key: String,
    /// The value, lossily as text, 4,096 bytes at most.
    pub value: String,
    /// The value's size in bytes.
    pub value_size: usize,
    /// Its create revision.
    pub create_revision: i64,
    /// Its modification revision.
    pub mod_revision: i64,
    /// Its version.
    pub version: i64,
    /// Its lease.
    pub lease: Option<String>,
}

/// One member's leases.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Leases {
    /// The member's name.
    pub member: String,
    /// Whether leases run out there.
    pub primary: bool,
    /// The heap's array, as ids.
    pub heap: Vec<String>,
    /// The leases by id.
    pub leases: Vec<Lease>,
}

/// One lease.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Lease {
    /// Its id.
    pub id: String,
    /// Granted time to live in seconds.
    pub ttl: u64,
    /// When it runs out, in µs.
    pub expires: Option<u64>,
    /// The keys that hang on it, 100 at most.
    pub keys: Vec<String>,
}

/// One watcher.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Watcher {
    /// The member that serves it.
    pub member: String,
    /// The shell that holds it.
    pub shell: Option<String>,
    /// First key.
    pub key: String,
    /// End of the range.
    pub range_end: String,
    /// The first revision it has not seen.
    pub next: i64,
    /// `synced`, `unsynced` or `victim`.
    pub group: &'static str,
}

/// One shell.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Shell {
    /// Its name.
    pub name: String,
    /// Its default endpoint.
    pub endpoint: String,
    /// `idle`, `running`, `holding` or `reading`.
    pub state: &'static str,
}

pub(super) fn of(scene: &Scene) -> State {
    let cluster = views::cluster(scene);
    let names = scene.member_names();
    let name = |place: usize| names.get(place).cloned();
    State {
        time: cluster.now.0,
        leader: cluster.leader.and_then(name),
        term: cluster.term.0,
        revision: cluster.revision,
        members: members(scene, &cluster, &names),
        log: log(scene, &names),
        revisions: revisions(scene, cluster.leader.unwrap_or(0), &names),
        leases: leases(scene, &names),
        watchers: watchers(scene, &names),
        shells: scene.shells().map(shell).collect(),
    }
}

fn members(scene: &Scene, cluster: &super::view::Cluster, names: &[String]) -> Vec<Member> {
    let nodes = scene.world().nodes();
    let one = |(member, node): (&super::view::Member, &sim::Node)| Member {
        name: member.name.clone(),
        id: member.id.to_string(),
        client: member.client.clone(),
        power: match member.power {
            Power::Up => "up",
            Power::Down => "down",
            Power::Frozen => "frozen",
        },
        exit: member.exit.map(|exit| exit.to_string()),
        clock_offset: member.clock_offset,
        drift_ppm: member.drift_ppm,
        disk: disk(member.disk),
        role: match member.role {
            Role::Leader => "leader",
            Role::Follower => "follower",
            Role::Candidate => "candidate",
            Role::PreCandidate => "preCandidate",
        },
        term: member.term.0,
        leader: member.leader.and_then(|place| names.get(place).cloned()),
        last_index: member.last_index.0,
        commit: member.commit.0,
        applied: member.applied.0,
        revision: member.revision,
        hash: format!("{:016x}", node.state().hash()),
    };
    cluster.members.iter().zip(nodes).map(one).collect()
}

fn disk(disk: DiskState) -> Vec<&'static str> {
    let slow = disk.slow != sim::Delay::default();
    let wrong = [
        (slow, "slow"),
        (disk.full, "full"),
        (disk.torn, "torn"),
        (disk.wiped, "wiped"),
    ];
    let wrong = wrong.into_iter().filter(|it| it.0);
    wrong.map(|it| it.1).collect()
}

fn log(scene: &Scene, names: &[String]) -> Vec<Log> {
    let log = views::log(scene, ENTRIES_MAX);
    let entry = |entry: &super::view::Entry| Entry {
        index: entry.index.0,
        term: entry.term.0,
        kind: kind(entry.kind),
        state: match entry.state {
            EntryState::Committed => "committed",
            EntryState::Appended => "appended",
            EntryState::Missing => "missing",
            EntryState::Conflict => "conflict",
        },
        revision: entry.revision,
    };
    let row = |row: &super::view::LogRow| Log {
        member: names.get(row.member).cloned().unwrap_or_default(),
        first: row.first.0,
        entries: row.entries.iter().map(entry).collect(),
    };
    log.rows.iter().map(row).collect()
}

const fn kind(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::ConfChange => "conf change",
        EntryKind::Empty => "empty",
        EntryKind::Publish => "publish",
        EntryKind::ClusterVersion => "cluster version",
        EntryKind::Put => "put",
        EntryKind::Delete => "delete",
        EntryKind::Txn => "txn",
        EntryKind::LeaseGrant => "lease grant",
        EntryKind::LeaseRevoke => "lease revoke",
        EntryKind::Compaction => "compaction",
        EntryKind::Auth => "auth",
        EntryKind::Alarm => "alarm",
    }
}

fn revisions(scene: &Scene, place: usize, names: &[String]) -> Revisions {
    let Some(node) = scene.world().node(place) else {
        return Revisions::default();
    };
    let store = &node.state().store;
    let keys = store.pairs(b"\0", b"\0").take(KEYS_MAX).map(|pair| Key {
        key: text(&pair.key),
        value: text(&pair.value[..pair.value.len().min(VALUE_BYTES_MAX)]),
        value_size: pair.value.len(),
        create_revision: pair.create_revision,
        mod_revision: pair.mod_revision,
        version: pair.version,
        lease: (pair.lease != 0).then(|| crate::units::LeaseId(pair.lease).to_string()),
    });
    Revisions {
        member: names.get(place).cloned().unwrap_or_default(),
        current: store.revision(),
        compacted: u64::try_from(store.compacted()).ok(),
        keys: keys.collect(),
        count: store.alive(),
    }
}

fn leases(scene: &Scene, names: &[String]) -> Leases {
    let view = views::leases(scene);
    let lease = |lease: &super::view::Lease| Lease {
        id: lease.id.to_string(),
        ttl: lease.ttl_seconds,
        expires: lease.expires.map(|at| at.0),
        keys: lease.keys.iter().map(|key| text(key)).collect(),
    };
    Leases {
        member: names.get(view.member).cloned().unwrap_or_default(),
        primary: view.primary,
        heap: view
            .heap
            .iter()
            .map(|place| place.lease.to_string())
            .collect(),
        leases: view.leases.iter().map(lease).collect(),
    }
}

fn watchers(scene: &Scene, names: &[String]) -> Vec<Watcher> {
    let streams: Vec<StreamPlace> = scene.world().streams().collect();
    let mut watchers = Vec::new();
    for (place, node) in scene.world().nodes().enumerate() {
        let hub = node.server().map(etcd::Server::hub);
        for ((stream, _), watcher) in hub.iter().flat_map(|hub| hub.iter()) {
            let place_of = streams.iter().find(|known| known.key.0 == stream.0);
            let run = place_of.map(|known| known.owner.0);
            let shell = run.and_then(|run| scene.shell_of_run(run));
            watchers.push(Watcher {
                member: names.get(place).cloned().unwrap_or_default(),
                shell: shell.map(|shell| shell.name.clone()),
                key: text(&watcher.key),
                range_end: text(&watcher.range_end),
                next: watcher.next,
                group: match watcher.group {
                    Group::Synced => "synced",
                    Group::Unsynced(_) => "unsynced",
                    Group::Victim => "victim",
                },
            });
        }
    }
    watchers
}

fn shell(shell: &super::shell::Shell) -> Shell {
    Shell {
        name: shell.name.clone(),
        endpoint: shell.endpoint.clone(),
        state: match shell.state() {
            ShellState::Idle => "idle",
            ShellState::Running => "running",
            ShellState::Holding => "holding",
            ShellState::Reading => "reading",
        },
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
