//! Each tongue, read back by whoever reads it, gives the same request.

use super::*;
use crate::ctl::gateway::{self, Ask};
use crate::ctl::goshell::{self, Act};
use crate::ctl::job::{Effect, Event, Launch};
use crate::ctl::words::split;
use crate::etcd::api::{
    self, AuthRequest, Compare, CompareTarget, DeleteRangeRequest, PutRequest, RangeRequest,
    RequestOp, TxnRequest, compare::TargetUnion, request_op,
};
use crate::units::{Files, Rng};
use bytes::Bytes;

const HERE: &str = "127.0.0.1:2379";

/// What etcdctl asks for with a line, its here-document included.
fn by_etcdctl(line: &str) -> Option<Asked> {
    let (head, document) = match line.split_once(" <<'EOF'\n") {
        Some((head, rest)) => (head, rest.strip_suffix("EOF").expect("it ends")),
        None => (line, ""),
    };
    let launch = Launch {
        words: split(head.as_bytes()).expect("it can be split"),
        default_endpoint: HERE.to_owned(),
        ..Launch::default()
    };
    let mut files = Files::default();
    let (mut job, mut effects) = crate::ctl::start(launch, &mut files);
    for line in document.lines() {
        effects.extend(job.step(Event::Line(line.as_bytes().to_vec()), &mut files));
    }
    effects.iter().find_map(asked)
}

fn asked(effect: &Effect) -> Option<Asked> {
    match effect {
        Effect::Call { request, .. } => Some(Asked::Call(request.clone())),
        Effect::Open { request, .. } => Asked::of_stream(request),
        _ => None,
    }
}

/// What the Go shell asks for with a line.
fn by_go(line: &str) -> Option<Asked> {
    match goshell::read(line.as_bytes(), None).ok()? {
        Act::Call { request, .. } => Some(Asked::Call(request)),
        Act::Watch { request, .. } => Some(Asked::Watch(request)),
        Act::KeepAlive(id) => Some(Asked::KeepAlive(id)),
        Act::PutLease { .. } => None,
    }
}

/// What the gateway makes of a line of curl.
fn by_curl(line: &str) -> Option<Asked> {
    let words = split(line.as_bytes()).expect("it can be split");
    let [_, _, method, url, _, body] = words.as_slice() else {
        panic!("{line}");
    };
    let url = std::str::from_utf8(url).expect("text");
    let path = url
        .strip_prefix("http://127.0.0.1:2379")
        .expect("it is there");
    let method = std::str::from_utf8(method).expect("text");
    match gateway::ask(method, path, body) {
        Ask::Call(request, _) | Ask::Snapshot(request) => Some(Asked::Call(request)),
        Ask::Watch(requests) => Asked::of_stream(requests.first()?),
        Ask::KeepAlive(requests) => match requests.first()? {
            Request::LeaseKeepAlive(renewal) => Some(Asked::KeepAlive(renewal.id)),
            _ => None,
        },
        _ => None,
    }
}

/// One call and the stream of renewals are the same to the gateway.
fn plain(asked: Option<Asked>) -> Option<Asked> {
    match asked {
        Some(Asked::Call(Request::LeaseKeepAlive(renewal))) => Some(Asked::KeepAlive(renewal.id)),
        other => other,
    }
}

/// Checks all tongues of a request, and which of them are silent.
fn check(request: &Asked) -> [Option<Unsaid>; 3] {
    let said = tongues(request, HERE);
    let texts = [&said.etcdctl, &said.go, &said.curl];
    let readers: [fn(&str) -> Option<Asked>; 3] = [by_etcdctl, by_go, by_curl];
    for (text, reader) in texts.iter().zip(readers) {
        let Ok(text) = text else { continue };
        let read = reader(text);
        let same =
            read.as_ref() == Some(request) || plain(read.clone()) == plain(Some(request.clone()));
        assert!(same, "{text}\nis {read:?}\nnot {request:?}");
    }
    texts.map(|text| text.as_ref().err().copied())
}

struct Any(Rng);

impl Any {
    fn one_of<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.0.below(all.len() as u64) as usize].clone()
    }

    fn flag(&mut self) -> bool {
        self.0.chance(200_000)
    }

    fn key(&mut self) -> Bytes {
        let keys: [&[u8]; 12] = [
            b"a",
            b"hello",
            b"a b",
            b"it's",
            b"-x",
            b"--lease=5",
            b"",
            "世界 \"q\" \\ $X `".as_bytes(),
            b"\xff",
            b"line\nbreak\t",
            b"a\0b",
            b"/registry/pods/x",
        ];
        Bytes::from_static(self.one_of(&keys))
    }

    /// A key and the end of a range.
    fn span(&mut self) -> (Bytes, Bytes) {
        let key = self.key();
        match self.0.below(6) {
            0 => (key.clone(), crate::ctl::verbs::prefix_end(&key)),
            1 => (key, Bytes::from_static(b"\0")),
            2 => (Bytes::from_static(b"\0"), Bytes::from_static(b"\0")),
            3 => (key, self.key()),
            _ => (key, Bytes::new()),
        }
    }

    fn number(&mut self) -> i64 {
        self.one_of(&[0, 0, 0, 1, 7, -1, i64::MAX, i64::MIN, 0x694d_77aa_9e38_260f])
    }

    fn range(&mut self) -> RangeRequest {
        let (key, range_end) = self.span();
        let bounds = self.flag();
        let mut bound = || if bounds { self.number() } else { 0 };
        let (low, high, first, last) = (bound(), bound(), bound(), bound());
        RangeRequest {
            key,
            range_end,
            limit: self.number(),
            revision: self.number(),
            sort_order: self.one_of(&[0, 0, 1, 2]),
            sort_target: self.one_of(&[0, 0, 1, 2, 3, 4]),
            serializable: self.flag(),
            keys_only: self.flag(),
            count_only: self.flag(),
            min_mod_revision: low,
            max_mod_revision: high,
            min_create_revision: first,
            max_create_revision: last,
        }
    }

    fn put(&mut self) -> PutRequest {
        PutRequest {
            key: self.key(),
            value: self.key(),
            lease: self.number(),
            prev_kv: self.flag(),
            ignore_value: self.flag(),
            ignore_lease: self.flag(),
        }
    }

    fn delete(&mut self) -> DeleteRangeRequest {
        let (key, range_end) = self.span();
        DeleteRangeRequest {
            key,
            range_end,
            prev_kv: self.flag(),
        }
    }

    fn compare(&mut self) -> Compare {
        let (target, union) = match self.0.below(5) {
            0 => (CompareTarget::Version, TargetUnion::Version(self.number())),
            1 => (
                CompareTarget::Create,
                TargetUnion::CreateRevision(self.number()),
            ),
            2 => (CompareTarget::Mod, TargetUnion::ModRevision(self.number())),
            3 => (CompareTarget::Lease, TargetUnion::Lease(self.number())),
            _ => (CompareTarget::Value, TargetUnion::Value(self.key())),
        };
        let ranged = self.flag();
        let (key, range_end) = self.span();
        Compare {
            result: self.one_of(&[0, 1, 2, 3]),
            target: target.into(),
            key,
            target_union: Some(union),
            range_end: if ranged { range_end } else { Bytes::new() },
        }
    }

    fn operations(&mut self, depth: u32) -> Vec<RequestOp> {
        let count = self.0.below(3);
        let one = |any: &mut Self| match any.0.below(8) {
            0 if depth > 0 => request_op::Request::Txn(any.txn(depth - 1)),
            1..3 => request_op::Request::Range(any.range()),
            3..5 => request_op::Request::DeleteRange(any.delete()),
            _ => request_op::Request::Put(any.put()),
        };
        let all = (0..count).map(|_| RequestOp {
            request: Some(one(self)),
        });
        all.collect()
    }

    fn txn(&mut self, depth: u32) -> TxnRequest {
        let count = self.0.below(3);
        TxnRequest {
            compare: (0..count).map(|_| self.compare()).collect(),
            success: self.operations(depth),
            failure: self.operations(depth),
        }
    }

    fn watch(&mut self) -> WatchCreateRequest {
        let (key, range_end) = self.span();
        WatchCreateRequest {
            key,
            range_end,
            start_revision: self.number(),
            progress_notify: self.flag(),
            filters: self.one_of(&[vec![], vec![], vec![0], vec![1], vec![0, 1]]),
            prev_kv: self.flag(),
            fragment: self.flag(),
            ..WatchCreateRequest::default()
        }
    }

    fn asked(&mut self) -> Asked {
        Asked::Call(match self.0.below(8) {
            0 | 1 => Request::Range(self.range()),
            2 => Request::Put(self.put()),
            3 => Request::DeleteRange(self.delete()),
            4 | 5 => Request::Txn(self.txn(2)),
            6 => return Asked::Watch(self.watch()),
            _ => self.simple(),
        })
    }

    fn simple(&mut self) -> Request {
        let id = self.number();
        match self.0.below(9) {
            0 => Request::Compact(api::CompactionRequest {
                revision: id,
                physical: self.flag(),
            }),
            1 => Request::LeaseGrant(api::LeaseGrantRequest {
                ttl: id,
                id: self.one_of(&[0, 0, 9]),
            }),
            2 => Request::LeaseRevoke(api::LeaseRevokeRequest { id }),
            3 => Request::LeaseTimeToLive(api::LeaseTimeToLiveRequest {
                id,
                keys: self.flag(),
            }),
            4 => Request::LeaseLeases(api::LeaseLeasesRequest {}),
            5 => Request::LeaseKeepAlive(api::LeaseKeepAliveRequest { id }),
            6 => Request::MemberRemove(api::MemberIdRequest {
                id: id.cast_unsigned(),
            }),
            7 => Request::MemberPromote(api::MemberIdRequest {
                id: id.cast_unsigned(),
            }),
            _ => Request::MemberList(api::MemberListRequest {
                linearizable: !self.flag(),
            }),
        }
    }
}

#[test]
fn what_is_said_is_read_back_the_same() {
    let mut any = Any(Rng::new(5));
    let mut silent = [0; 3];
    let mut reasons = Vec::new();
    for _ in 0..4_000 {
        let unsaid = check(&any.asked());
        for (place, why) in unsaid.into_iter().enumerate() {
            silent[place] += u32::from(why.is_some());
            if let Some(why) = why.filter(|it| !reasons.contains(it)) {
                reasons.push(why);
            }
        }
    }
    // Most of them can be said, even of such odd ones.
    assert!(silent[0] < 2_900 && silent[1] < 700, "{silent:?}");
    assert_eq!(silent[2], 0, "the gateway takes every message");
    for why in [
        Unsaid::Bounds,
        Unsaid::Order,
        Unsaid::Nul,
        Unsaid::RangedCompare,
        Unsaid::LeaseCompare,
        Unsaid::Nested,
        Unsaid::ChosenId,
        Unsaid::Filters,
        Unsaid::Other,
    ] {
        assert!(reasons.contains(&why), "{why:?}");
    }
}

#[test]
fn what_is_not_about_keys_is_read_back_the_same() {
    let name = || "u".to_owned();
    let user = || api::AuthUserNameRequest { name: name() };
    let role = || api::AuthRoleRequest { role: name() };
    let grant = || api::AuthUserRoleRequest {
        user: name(),
        role: "r".to_owned(),
    };
    let auth = [
        AuthRequest::Enable,
        AuthRequest::Disable,
        AuthRequest::UserGet(user()),
        AuthRequest::UserList,
        AuthRequest::UserDelete(user()),
        AuthRequest::UserGrantRole(grant()),
        AuthRequest::UserRevokeRole(grant()),
        AuthRequest::RoleAdd(role()),
        AuthRequest::RoleGet(role()),
        AuthRequest::RoleList,
        AuthRequest::RoleDelete(role()),
        AuthRequest::RoleGrantPermission(api::AuthRoleGrantPermissionRequest {
            name: name(),
            perm: Some(api::Permission {
                perm_type: 2,
                key: Bytes::from_static(b"a"),
                range_end: Bytes::from_static(b"b"),
            }),
        }),
        AuthRequest::RoleRevokePermission(api::AuthRoleRevokePermissionRequest {
            role: name(),
            key: Bytes::from_static(b"a"),
            range_end: Bytes::new(),
        }),
    ];
    for request in auth {
        assert_eq!(check(&Asked::Call(Request::Auth(request))), [None; 3]);
    }
    let peer_urls = vec!["http://127.0.0.1:42380".to_owned()];
    let requests = [
        Request::MemberAdd(api::MemberAddRequest {
            peer_urls: peer_urls.clone(),
            is_learner: true,
        }),
        Request::MemberUpdate(api::MemberUpdateRequest { id: 7, peer_urls }),
        Request::Status(api::StatusRequest {}),
        Request::Defragment(api::DefragmentRequest {}),
    ];
    for request in requests {
        let said = tongues(&Asked::Call(request.clone()), HERE);
        let go = said.go.expect("clientv3 has it");
        assert_eq!(by_go(&go), Some(Asked::Call(request.clone())), "{go}");
        let curl = said.curl.expect("the gateway has it");
        assert_eq!(by_curl(&curl), Some(Asked::Call(request)), "{curl}");
        assert!(said.etcdctl.is_ok());
    }
    let hash = Asked::Call(Request::HashKv(api::HashKvRequest { revision: 3 }));
    assert_eq!(tongues(&hash, HERE).curl, Err(Unsaid::NoPath));
}

#[test]
fn one_put_in_all_tongues() {
    let put = Asked::Call(Request::Put(PutRequest {
        key: Bytes::from_static(b"hello"),
        value: Bytes::from_static(b"my world"),
        lease: 0x1f,
        ..PutRequest::default()
    }));
    let said = tongues(&put, "127.0.0.1:22379");
    let etcdctl = "etcdctl put hello 'my world' --lease=1f --endpoints=127.0.0.1:22379";
    assert_eq!(said.etcdctl.as_deref(), Ok(etcdctl));
    let go = "cli.Put(ctx, \"hello\", \"my world\", clientv3.WithLease(0x1f))";
    assert_eq!(said.go.as_deref(), Ok(go));
    assert_eq!(said.method, "etcdserverpb.KV/Put");
    let message =
        "{\n  \"key\": \"aGVsbG8=\",\n  \"value\": \"bXkgd29ybGQ=\",\n  \"lease\": \"31\"\n}";
    assert_eq!(said.message, message);
    let curl = "curl -X POST http://127.0.0.1:22379/v3/kv/put -d \
                '{\"key\":\"aGVsbG8=\",\"value\":\"bXkgd29ybGQ=\",\"lease\":\"31\"}'";
    assert_eq!(said.curl.as_deref(), Ok(curl));
}

#[test]
fn an_answer_has_a_row_for_each_field() {
    let range = Asked::Call(Request::Range(RangeRequest::default()));
    let answer = Answer::Response(api::Response::Range(api::RangeResponse {
        header: Some(api::ResponseHeader {
            revision: 7,
            ..Default::default()
        }),
        kvs: vec![api::KeyValue {
            key: Bytes::from_static(b"a\n"),
            lease: 0x1f,
            ..Default::default()
        }],
        ..Default::default()
    }));
    let rows: Vec<String> = rows(&range, &answer)
        .iter()
        .map(|row| {
            let (within, name, value) = (row.within, row.name, &row.value);
            format!(
                "{}{within}.{name} {value}{}",
                row.depth,
                if row.unset { " -" } else { "" }
            )
        })
        .collect();
    let wanted = [
        "0.header ",
        "1header.cluster_id 0 -",
        "1header.member_id 0 -",
        "1header.revision 7",
        "1header.raft_term 0 -",
        "0.kvs ",
        "1kvs.key \"a\\n\"",
        "1kvs.create_revision 0 -",
        "1kvs.mod_revision 0 -",
        "1kvs.version 0 -",
        "1kvs.value \"\" -",
        "1kvs.lease 1f",
        "0.more false -",
        "0.count 0 -",
    ];
    assert_eq!(rows, wanted);
}
