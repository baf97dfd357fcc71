//! Every answer in every format, against what etcdctl 3.5.1 printed.

use super::*;
use crate::etcd::api::{KeyValue, ResponseHeader};

fn header() -> Option<ResponseHeader> {
    Some(ResponseHeader {
        cluster_id: 7,
        member_id: 8,
        revision: 9,
        raft_term: 2,
    })
}

fn pair(key: &'static str, value: &'static [u8]) -> KeyValue {
    KeyValue {
        key: key.into(),
        create_revision: 2,
        mod_revision: 3,
        version: 2,
        value: value.into(),
        lease: 0,
    }
}

fn printer(name: &str, hex: bool) -> Printer {
    Printer {
        format: Format::named(name.as_bytes()).expect("a known format"),
        hex,
    }
}

fn shown(text: Text) -> String {
    match text {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(failure) => format!("{} {}", failure.code, failure.lines),
    }
}

const HEADER_LINES: &str =
    "\"ClusterID\" : 7\n\"MemberID\" : 8\n\"Revision\" : 9\n\"RaftTerm\" : 2\n";
const HEADER: &str = r#""cluster_id":7,"member_id":8,"revision":9,"raft_term":2"#;
const NO_TABLE: &str = "4 Error: table not supported as output format\n";

#[test]
fn a_get() {
    let kvs = vec![pair("a", b"1"), pair("b", b"\xff\n")];
    let answer = api::RangeResponse {
        header: header(),
        kvs,
        more: true,
        count: 5,
    };
    let get = |name, hex, values| shown(printer(name, hex).get(&answer, values));
    assert_eq!(get("simple", false, false), "a\n1\nb\n\u{fffd}\n\n");
    assert_eq!(
        get("simple", true, false),
        "\\x61\n\\x31\n\\x62\n\\xff\\x0a\n"
    );
    assert_eq!(get("simple", true, true), "\\x31\n\\xff\\x0a\n");
    let kv = |key, value| {
        format!(
            "{{\"key\":\"{key}\",\"create_revision\":2,\"mod_revision\":3,\"version\":2,\
             \"value\":\"{value}\"}}"
        )
    };
    let (a, b) = (kv("YQ==", "MQ=="), kv("Yg==", "/wo="));
    let json = format!("{{\"header\":{{{HEADER}}},\"kvs\":[{a},{b}],\"more\":true,\"count\":5}}\n");
    assert_eq!(get("json", true, false), json);
    let fields = get("fields", true, false);
    let b = "\"Key\" : \"b\"\n\"CreateRevision\" : 2\n\"ModRevision\" : 3\n\"Version\" : 2\n\
             \"Value\" : \"\\xff\\n\"\n\"Lease\" : 0\n\"More\" : true\n\"Count\" : 5\n";
    assert!(
        fields.starts_with(HEADER_LINES) && fields.ends_with(b),
        "{fields}"
    );
    assert_eq!(get("table", false, false), NO_TABLE);
    let bytes = printer("protobuf", false)
        .get(&answer, false)
        .expect("a message");
    assert_eq!(api::RangeResponse::decode(&bytes[..]), Ok(answer));
}

#[test]
fn empty_answers_leave_everything_out() {
    let get = api::RangeResponse {
        header: header(),
        ..Default::default()
    };
    let json = format!("{{\"header\":{{{HEADER}}}}}\n");
    assert_eq!(shown(printer("json", false).get(&get, false)), json);
    assert_eq!(shown(printer("simple", false).get(&get, false)), "");
    let put = api::PutResponse {
        header: header(),
        prev_kv: None,
    };
    assert_eq!(shown(printer("json", false).put(&put)), json);
    assert_eq!(shown(printer("fields", false).put(&put)), HEADER_LINES);
    let del = api::DeleteRangeResponse {
        header: header(),
        ..Default::default()
    };
    assert_eq!(shown(printer("json", false).del(&del)), json);
    assert_eq!(shown(printer("simple", false).del(&del)), "0\n");
    let leases = api::LeaseLeasesResponse {
        header: header(),
        leases: Vec::new(),
    };
    let json = format!("{{{HEADER},\"leases\":[]}}\n");
    assert_eq!(shown(printer("json", false).leases(&leases)), json);
}

#[test]
fn previous_pairs() {
    let put = api::PutResponse {
        header: header(),
        prev_kv: Some(pair("a", b"1")),
    };
    assert_eq!(shown(printer("simple", false).put(&put)), "OK\na\n1\n");
    assert!(shown(printer("fields", false).put(&put)).contains("\n\"PrevLease\" : 0\n"));
    let prev_kvs = vec![pair("a", b"1")];
    let del = api::DeleteRangeResponse {
        header: header(),
        deleted: 1,
        prev_kvs,
    };
    assert_eq!(
        shown(printer("simple", true).del(&del)),
        "1\n\\x61\n\\x31\n"
    );
    assert!(shown(printer("json", false).del(&del)).contains(r#","deleted":1,"prev_kvs":[{"#));
}

#[test]
fn a_watch() {
    let deleted = KeyValue {
        key: "a".into(),
        mod_revision: 9,
        ..Default::default()
    };
    let event = api::Event {
        r#type: 1,
        kv: Some(deleted),
        prev_kv: Some(pair("a", b"1")),
    };
    let events = vec![event];
    let answer = api::WatchResponse {
        header: header(),
        events,
        ..Default::default()
    };
    assert_eq!(
        shown(printer("simple", false).watch(&answer)),
        "DELETE\na\n1\na\n\n"
    );
    let kv = r#"{"type":1,"kv":{"key":"YQ==","mod_revision":9},"prev_kv":{"key":"YQ==""#;
    let json = shown(printer("json", false).watch(&answer));
    assert!(
        json.starts_with(&format!("{{\"Header\":{{{HEADER}}},\"Events\":[{kv}")),
        "{json}"
    );
    assert!(json.ends_with("],\"CompactRevision\":0,\"Canceled\":false,\"Created\":false}\n"));
    let broken = api::WatchResponse {
        canceled: true,
        ..Default::default()
    };
    assert_eq!(
        shown(printer("json", false).watch(&broken)),
        "{\"Header\":{},\"Events\":null,\"CompactRevision\":0,\"Canceled\":true,\
         \"Created\":false}\n"
    );
}

#[test]
fn leases() {
    let grant = api::LeaseGrantResponse {
        header: header(),
        id: -1,
        ttl: 50,
        ..Default::default()
    };
    let simple = "lease -000000000000001 granted with TTL(50s)\n";
    assert_eq!(shown(printer("simple", false).grant(&grant)), simple);
    let json = format!("{{{HEADER},\"ID\":-1,\"TTL\":50,\"Error\":\"\"}}\n");
    assert_eq!(shown(printer("json", false).grant(&grant)), json);
    let bytes = printer("protobuf", false)
        .grant(&grant)
        .expect("its header");
    assert_eq!(ResponseHeader::decode(&bytes[..]).ok(), header());

    let keys = vec!["a".into(), "b".into()];
    let mut left = api::LeaseTimeToLiveResponse {
        header: header(),
        id: 255,
        ttl: 49,
        granted_ttl: 50,
        keys,
    };
    let simple = "lease 00000000000000ff granted with TTL(50s), remaining(49s)";
    let show = |left: &_, name, keys| shown(printer(name, false).time_to_live(left, keys));
    assert_eq!(show(&left, "simple", false), format!("{simple}\n"));
    assert_eq!(
        show(&left, "simple", true),
        format!("{simple}, attached keys([a b])\n")
    );
    assert!(show(&left, "fields", true).ends_with("\"Key\" : \"a\"\n\"Key\" : \"b\"\n"));
    let json = r#""id":255,"ttl":49,"granted-ttl":50,"keys":["YQ==","Yg=="]}"#;
    assert_eq!(show(&left, "json", true), format!("{{{HEADER},{json}\n"));
    (left.ttl, left.granted_ttl, left.keys) = (-1, 0, Vec::new());
    assert_eq!(
        show(&left, "simple", true),
        "lease 00000000000000ff already expired\n"
    );
    assert!(show(&left, "json", true).ends_with("\"ttl\":-1,\"granted-ttl\":0,\"keys\":null}\n"));

    let revoke = api::LeaseRevokeResponse { header: header() };
    assert_eq!(
        shown(printer("protobuf", false).revoke(1, &revoke)),
        "4 Error: marshal unsupported for type clientv3.LeaseRevokeResponse ({cluster_id:7 \
         member_id:8 revision:9 raft_term:2  {} [] 0})\n"
    );
    assert_eq!(shown(printer("table", false).revoke(1, &revoke)), NO_TABLE);
}

#[test]
fn a_member_list() {
    let member = api::Member {
        id: 255,
        name: String::new(),
        peer_urls: vec!["http://a".into(), "http://b".into()],
        client_urls: Vec::new(),
        is_learner: true,
    };
    let header = Some(ResponseHeader {
        cluster_id: 7,
        member_id: 8,
        revision: 0,
        raft_term: 16,
    });
    let answer = api::MemberListResponse {
        header,
        members: vec![member],
    };
    let show = |name, hex| shown(printer(name, hex).member_list(&answer));
    assert_eq!(
        show("simple", false),
        "ff, unstarted, , http://a,http://b, , true\n"
    );
    assert_eq!(
        show("json", false),
        "{\"header\":{\"cluster_id\":7,\"member_id\":8,\"raft_term\":16},\"members\":[{\"ID\":255,\
         \"peerURLs\":[\"http://a\",\"http://b\"],\"isLearner\":true}]}\n"
    );
    assert_eq!(
        show("json", true),
        "{\"header\":{\"cluster_id\":\"7\",\"member_id\":\"8\",\"raft_term\":10},\"members\":[{\
         \"ID\":\"ff\",\"name\":\"\",\"peerURLs\":[\"http://a\",\"http://b\"],\
         \"clientURLS\":null}]}\n"
    );
    assert_eq!(
        show("table", false),
        "+----+-----------+------+-------------------+--------------+------------+\n\
         | ID |  STATUS   | NAME |    PEER ADDRS     | CLIENT ADDRS | IS LEARNER |\n\
         +----+-----------+------+-------------------+--------------+------------+\n\
         | ff | unstarted |      | http://a,http://b |              |       true |\n\
         +----+-----------+------+-------------------+--------------+------------+\n"
    );
}

#[test]
fn a_status_with_errors() {
    let answer = api::StatusResponse {
        header: header(),
        version: "3.5.1".into(),
        db_size: 20_480,
        raft_index: 5,
        raft_term: 2,
        raft_applied_index: 5,
        errors: vec![
            "etcdserver: no leader".into(),
            "memberID:8 alarm:NOSPACE ".into(),
        ],
        ..Default::default()
    };
    let rows = vec![At {
        endpoint: "e<1>".to_owned(),
        answer,
    }];
    let show = |name| shown(printer(name, false).status(&rows));
    assert_eq!(
        show("simple"),
        "e<1>, 8, 3.5.1, 20 kB, false, false, 2, 5, 5, etcdserver: no leader, memberID:8 \
         alarm:NOSPACE \n"
    );
    assert!(show("json").starts_with(r#"[{"Endpoint":"e\u003c1\u003e","Status":{"header":{"#));
    let errors = "\"Errors\" : [etcdserver: no leader memberID:8 alarm:NOSPACE ]\n";
    assert!(show("fields").contains(errors));
    // A cell wider than thirty columns is wrapped.
    let table = show("table");
    assert!(
        table.contains("|             ERRORS             |\n"),
        "{table}"
    );
    assert!(
        table.contains("|         etcdserver: no leader, |\n"),
        "{table}"
    );
    assert!(
        table.contains("|      memberID:8 alarm:NOSPACE  |\n"),
        "{table}"
    );
    assert_eq!(
        show("protobuf"),
        "4 Error: protobuf not supported as output format\n"
    );
    assert_eq!(shown(printer("json", false).status(&[])), "[]\n");
}

#[test]
fn healths() {
    let row = |endpoint: &str, took: &str, error: &str| Health {
        endpoint: endpoint.to_owned(),
        took: took.to_owned(),
        error: error.to_owned(),
    };
    let rows = [
        row("a", "1.5ms", ""),
        row("b", "5s", "context deadline exceeded"),
    ];
    let simple = printer("simple", false);
    assert_eq!(
        shown(simple.health(&rows)),
        "a is healthy: successfully committed proposal: took = 1.5ms\n"
    );
    assert_eq!(
        simple.unhealthy(&rows),
        "b is unhealthy: failed to commit proposal: context deadline exceeded\n"
    );
    assert_eq!(
        shown(printer("json", false).health(&rows)),
        "[{\"endpoint\":\"a\",\"health\":true,\"took\":\"1.5ms\"},{\"endpoint\":\"b\",\
         \"health\":false,\"took\":\"5s\",\"error\":\"context deadline exceeded\"}]\n"
    );
    assert_eq!(
        shown(printer("fields", false).health(&rows[..1])),
        "\"Endpoint\" : \"a\"\n\"Health\" : true\n\"Took\" : 1.5ms\n\"Error\" : \n\n"
    );
    assert_eq!(
        shown(printer("table", false).health(&[])),
        "+----------+--------+------+-------+\n| ENDPOINT | HEALTH | TOOK | ERROR |\n\
         +----------+--------+------+-------+\n+----------+--------+------+-------+\n"
    );
}
