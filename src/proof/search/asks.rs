//! What clients ask in a random world, and the words and requests of it.

use bytes::Bytes;

use super::{
    act::{Act, Ask, Compare},
    kind::{Kind, Weights},
    plan::{BOOTED, place},
    told::Known,
};
use crate::{
    etcd::api::{self, Member, Request},
    sim::{Config, Fault, World},
    units::{LeaseId, Micros, Rng},
};

/// Keys that clients fight about.
const KEYS: u64 = 5;

/// Draws questions up to `end`.
pub(super) fn draw(
    members: usize,
    end: Micros,
    weights: &Weights,
    rng: &mut Rng,
    acts: &mut Vec<(Micros, Act)>,
) {
    let mut now = BOOTED;
    let pace = [40_000, 120_000, 400_000][place(rng.below(3))];
    let patience = [200, 1_000, 5_000][place(rng.below(3))];
    for value in 1.. {
        now = now + Micros(rng.below(2 * pace));
        if now >= end {
            return;
        }
        let Some(kind) = weights.pick(rng) else {
            return;
        };
        let ask = ask(kind, value, rng);
        if let Ask::Add { number, .. } = ask {
            // Somebody starts its process, sooner or later.
            let start = Fault::Start {
                name: format!("infra{number}"),
                peer: String::new(),
                client: String::new(),
            };
            let at = now + Micros::from_ms(20 + rng.below(2_000));
            acts.push((at.min(end), Act::Fault(start)));
        }
        let first = place(rng.below(members as u64));
        let count = if rng.below(2) == 0 { 1 } else { members };
        let known = (0..count).map(|next| (first + next) % members).collect();
        let act = Act::Ask {
            ask,
            members: known,
            timeout: Micros::from_ms(patience + rng.below(patience)),
        };
        acts.push((now, act));
    }
}

fn ask(kind: Kind, value: u64, rng: &mut Rng) -> Ask {
    let key = rng.below(KEYS);
    let lease = place(rng.below(6));
    let one_or_all = |rng: &mut Rng, often: u64| (rng.below(often) > 0).then_some(key);
    match kind {
        Kind::PutLeased => Ask::Put {
            key,
            value,
            lease: Some(lease),
        },
        Kind::Get | Kind::GetLocal => Ask::Get {
            key: one_or_all(rng, 4),
            serializable: kind == Kind::GetLocal,
        },
        Kind::Delete => Ask::Delete {
            key: one_or_all(rng, 8),
        },
        Kind::Txn => Ask::Txn {
            compare: [
                Compare::Missing,
                Compare::There,
                Compare::Value,
                Compare::Modified,
            ][place(rng.below(4))],
            keys: [key, rng.below(KEYS)],
            value,
        },
        Kind::Compact => Ask::Compact {
            back: rng.below(20),
        },
        Kind::Grant => Ask::Grant {
            ttl: 2 + rng.below(4),
        },
        Kind::Revoke => Ask::Revoke { lease },
        Kind::Renew => Ask::Renew { lease },
        Kind::KeepAlive => Ask::KeepAlive { lease },
        Kind::Watch => Ask::Watch {
            key: one_or_all(rng, 2),
            back: rng.below(20),
        },
        Kind::Add | Kind::AddLearner => Ask::Add {
            number: 4 + u32::try_from(rng.below(4)).unwrap_or(0),
            learner: kind == Kind::AddLearner,
        },
        Kind::Remove => Ask::Remove {
            pick: rng.next_u64(),
        },
        Kind::Promote => Ask::Promote {
            pick: rng.next_u64(),
        },
        Kind::MoveLeader => Ask::MoveLeader {
            pick: rng.next_u64(),
        },
        _ => Ask::Put {
            key,
            value,
            lease: None,
        },
    }
}

impl Ask {
    /// The line that asks it, without `etcdctl` and where to; `None` while there is no such lease.
    pub(super) fn words(&self, known: &Known, world: &World) -> Option<String> {
        let one = |key: &Option<u64>| {
            key.map_or_else(|| "k --prefix".to_owned(), |key| format!("k{key}"))
        };
        let lease = |lease: &usize| known.lease(*lease).map(LeaseId);
        Some(match self {
            Self::Put {
                key,
                value,
                lease: None,
            } => format!("put k{key} v{value}"),
            Self::Put {
                key,
                value,
                lease: Some(it),
            } => format!("put k{key} v{value} --lease={}", lease(it)?),
            Self::Get { key, serializable } => {
                let local = if *serializable {
                    " --consistency=s"
                } else {
                    ""
                };
                format!("get {}{local}", one(key))
            }
            Self::Delete { key } => format!("del {}", one(key)),
            Self::Txn {
                compare,
                keys: [key, other],
                value,
            } => {
                let compare = compared(*compare, *key, known)?;
                let puts = if key == other {
                    format!("put k{key} v{value}\n")
                } else {
                    format!("put k{key} v{value}\nput k{other} v{value}\n")
                };
                format!("txn <<EOF\n{compare}\n\n{puts}\nget k{key}\n\nEOF")
            }
            Self::Compact { back } => format!("compaction {}", known.back(*back)),
            Self::Grant { ttl } => format!("lease grant {ttl}"),
            Self::Revoke { lease: it } => format!("lease revoke {}", lease(it)?),
            Self::Renew { lease: it } => format!("lease keep-alive --once {}", lease(it)?),
            Self::KeepAlive { lease: it } => format!("lease keep-alive {}", lease(it)?),
            Self::Watch { key, back } => format!("watch {} --rev={}", one(key), known.back(*back)),
            Self::Add { .. }
            | Self::Remove { .. }
            | Self::Promote { .. }
            | Self::MoveLeader { .. } => return self.change(world),
        })
    }

    /// The line that changes the members.
    fn change(&self, world: &World) -> Option<String> {
        let pick = |pick: u64, learner: bool| {
            let members = members(world);
            let all: Vec<&Member> = members.filter(|it| !learner || it.is_learner).collect();
            let at = place(pick % (all.len() as u64).max(1));
            all.get(at).map(|it| format!("{:x}", it.id))
        };
        Some(match self {
            Self::Add { number, learner } => {
                let member = Config::tutorial_member(*number);
                let (name, url) = (member.name, member.peer_url);
                let learner = if *learner { " --learner" } else { "" };
                format!("member add {name} --peer-urls={url}{learner}")
            }
            Self::Remove { pick: it } => format!("member remove {}", pick(*it, false)?),
            Self::Promote { pick: it } => format!("member promote {}", pick(*it, true)?),
            Self::MoveLeader { pick: it } => format!("move-leader {}", pick(*it, false)?),
            _ => return None,
        })
    }

    /// The request of it, where one is all there is to it: the same that etcdctl would make of
    /// the words, without reading them.
    pub(super) fn request(&self, known: &Known) -> Option<Request> {
        let name = |key: u64| Bytes::from(format!("k{key}"));
        let range = |key: &Option<u64>| match key {
            Some(key) => (name(*key), Bytes::new()),
            None => (Bytes::from_static(b"k"), Bytes::from_static(b"l")),
        };
        Some(match self {
            Self::Put { key, value, lease } => Request::Put(api::PutRequest {
                key: name(*key),
                value: Bytes::from(format!("v{value}")),
                lease: lease.map_or(Some(0), |it| known.lease(it))?,
                ..api::PutRequest::default()
            }),
            Self::Get { key, serializable } => {
                let (key, range_end) = range(key);
                Request::Range(api::RangeRequest {
                    key,
                    range_end,
                    serializable: *serializable,
                    ..api::RangeRequest::default()
                })
            }
            Self::Delete { key } => {
                let (key, range_end) = range(key);
                Request::DeleteRange(api::DeleteRangeRequest {
                    key,
                    range_end,
                    ..api::DeleteRangeRequest::default()
                })
            }
            Self::Compact { back } => Request::Compact(api::CompactionRequest {
                revision: known.back(*back),
                ..api::CompactionRequest::default()
            }),
            Self::Grant { ttl } => Request::LeaseGrant(api::LeaseGrantRequest {
                ttl: ttl.cast_signed(),
                id: 0,
            }),
            Self::Revoke { lease } => Request::LeaseRevoke(api::LeaseRevokeRequest {
                id: known.lease(*lease)?,
            }),
            _ => return None,
        })
    }
}

/// The members, as the one that has applied most knows them.
fn members(world: &World) -> impl Iterator<Item = &Member> {
    let state = world.nodes().map(|it| it.state());
    let newest = state.max_by_key(|it| it.consistent_index());
    newest.into_iter().flat_map(|it| it.members.values())
}

/// A comparison in the words of `etcdctl txn`.
fn compared(compare: Compare, key: u64, known: &Known) -> Option<String> {
    Some(match compare {
        Compare::Missing => format!("create(\"k{key}\") = \"0\""),
        Compare::There => format!("version(\"k{key}\") > \"0\""),
        Compare::Value => {
            let value = known.key(key)?.value.escape_ascii();
            format!("value(\"k{key}\") = \"{value}\"")
        }
        Compare::Modified => format!("mod(\"k{key}\") = \"{}\"", known.key(key)?.modified),
    })
}
