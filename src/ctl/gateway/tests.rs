//! What the tables say against what etcd's messages are, and what paths lead to.

use prost::Message as Prost;

use super::*;
use crate::etcd::api;
use schema::{Field, Kind};

/// A message with something in every field that goes together, as the gateway writes it.
fn sample(table: &Message, depth: u32) -> String {
    let choice = table.0.iter().rfind(|field| field.choice);
    let chosen = |field: &&Field| !field.choice || choice.is_some_and(|it| it.tag == field.tag);
    let deep = |field: &&Field| depth < 3 || !matches!(field.kind, Kind::Message(_));
    let fields = table.0.iter().filter(chosen).filter(deep).map(|field| {
        let value = match field.kind {
            Kind::Bool => "true".to_owned(),
            Kind::Int => "\"-7\"".to_owned(),
            Kind::Uint => format!("\"{}\"", u64::MAX - u64::from(field.tag)),
            Kind::Small => "9".to_owned(),
            Kind::Text => "\"x\"".to_owned(),
            Kind::Bytes => "\"eQ==\"".to_owned(),
            Kind::Names(names) => format!("\"{}\"", names.values.last().expect("a name")),
            Kind::Message(inner) => sample(inner, depth + 1),
        };
        let value = if field.many {
            format!("[{value}]")
        } else {
            value
        };
        format!("\"{}\":{value}", field.name)
    });
    format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
}

fn wire_of(table: &Message, json: &str) -> Vec<u8> {
    read::message(table, json.as_bytes()).expect("a sample can be read")
}

/// Goal: no field of a request is lost or misread on its way through etcd's own message.
#[test]
fn requests_are_what_their_tables_say() {
    let mut seen = 0;
    for route in routes::all() {
        let How::Call(make) = route.how else { continue };
        let json = sample(route.request, 0);
        let request = make(&wire_of(route.request, &json)).expect("it is the message");
        let method = method_of(&request);
        assert_eq!(method.request, route.request, "{}", method.name);
        assert_eq!(method.response, route.response, "{}", method.name);
        assert_eq!(message_json(route.request, &request_wire(&request)), json);
        seen += 1;
    }
    assert!(seen > 35, "{seen} calls");
}

/// Goal: the same of answers.
#[test]
fn answers_are_what_their_tables_say() {
    fn holds<M: Prost + Default>(table: &'static Message) {
        let json = sample(table, 0);
        let message = M::decode(&wire_of(table, &json)[..]).expect("it is the message");
        assert_eq!(message_json(table, &message.encode_to_vec()), json);
    }
    holds::<api::RangeResponse>(&schema::RANGE_RESPONSE);
    holds::<api::PutResponse>(&schema::PUT_RESPONSE);
    holds::<api::DeleteRangeResponse>(&schema::DELETE_RESPONSE);
    holds::<api::TxnResponse>(&schema::TXN_RESPONSE);
    holds::<api::CompactionResponse>(&schema::DONE);
    holds::<api::WatchResponse>(&schema::WATCH_RESPONSE);
    holds::<api::WatchCreateRequest>(&schema::WATCH_CREATE);
    holds::<api::LeaseGrantResponse>(&schema::GRANT_RESPONSE);
    holds::<api::LeaseKeepAliveResponse>(&schema::KEEP_ALIVE_RESPONSE);
    holds::<api::LeaseTimeToLiveResponse>(&schema::TIME_TO_LIVE_RESPONSE);
    holds::<api::LeaseLeasesResponse>(&schema::LEASES_RESPONSE);
    holds::<api::MemberListResponse>(&schema::MEMBERS_RESPONSE);
    holds::<api::MemberAddResponse>(&schema::MEMBER_ADD_RESPONSE);
    holds::<api::StatusResponse>(&schema::STATUS_RESPONSE);
    holds::<api::AlarmResponse>(&schema::ALARM_RESPONSE);
    holds::<api::HashResponse>(&schema::HASH_RESPONSE);
    holds::<api::HashKvResponse>(&schema::HASH_KV_RESPONSE);
    holds::<api::SnapshotResponse>(&schema::SNAPSHOT_RESPONSE);
    holds::<api::AuthStatusResponse>(&schema::AUTH_STATUS_RESPONSE);
    holds::<api::AuthenticateResponse>(&schema::AUTHENTICATE_RESPONSE);
    holds::<api::AuthRoleGetResponse>(&schema::ROLE_GET_RESPONSE);
    holds::<api::AuthNamesResponse>(&schema::USERS_RESPONSE);
}

#[test]
fn what_is_zero_is_left_out_but_for_what_is_there() {
    let header = api::ResponseHeader::default();
    let answer = api::PutResponse {
        header: Some(header),
        prev_kv: None,
    };
    let json = message_json(&schema::PUT_RESPONSE, &answer.encode_to_vec());
    assert_eq!(json, r#"{"header":{}}"#);
    let alarm = api::AlarmMember {
        member_id: 0,
        alarm: 7,
    };
    let answer = api::AlarmResponse {
        header: None,
        alarms: vec![alarm, api::AlarmMember::default()],
    };
    let json = message_json(&schema::ALARM_RESPONSE, &answer.encode_to_vec());
    assert_eq!(json, r#"{"alarms":[{"alarm":7},{}]}"#);
}

fn status(method: &str, target: &str) -> u16 {
    match ask(method, target, b"{}") {
        Ask::Answer(reply) => reply.status,
        _ => 0,
    }
}

#[test]
fn paths_lead_where_they_do() {
    let table = [
        ("POST", "/v3/kv/range", 0),
        ("POST", "/v3beta/kv/range", 0),
        ("POST", "/v3/%6bv/range?x", 0),
        ("POST", "/v3/kv/range:", 0),
        ("POST", "/v3/kv/range:x", 404),
        ("POST", "/v3/kv/range/", 404),
        ("GET", "/v3/kv/range", 405),
        ("OPTIONS", "/anything", 200),
        ("POST", "//v3/kv/range", 301),
        ("GET", "/v3", 301),
        ("GET", "/%zz", 400),
        ("GET", "/health?exclude=NOSPACE", 0),
        ("POST", "/health", 405),
        ("GET", "/", 404),
    ];
    for (method, target, wanted) in table {
        assert_eq!(status(method, target), wanted, "{method} {target}");
    }
}

#[test]
fn metrics_are_written_as_go_writes_floats() {
    let table = [
        (0, "0"),
        (999_999, "999999"),
        (1_000_000, "1e+06"),
        (2_147_483_648, "2.147483648e+09"),
    ];
    for (value, wanted) in table {
        assert_eq!(health::scientific(value), wanted);
    }
}
