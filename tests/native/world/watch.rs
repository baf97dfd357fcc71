//! Watches: order, history, and going on at another member.

use super::*;
use etcdscope::etcd::api::{StreamRequest, StreamResponse, WatchCreateRequest};

const JOB: Owner = Owner(1_000_000);

fn watch(world: &mut World, endpoints: &[&str], start_revision: i64) {
    let create = WatchCreateRequest {
        key: "a".into(),
        range_end: "c".into(),
        start_revision,
        ..WatchCreateRequest::default()
    };
    let endpoints = endpoints
        .iter()
        .map(|endpoint| (*endpoint).to_owned())
        .collect();
    world.open((JOB, 1), endpoints, StreamRequest::WatchCreate(create));
}

/// Lets time pass and returns the values of what the watcher saw, "-" for a delete.
fn seen(world: &mut World, span: Micros) -> Vec<String> {
    world.advance_to(world.now() + span);
    let mut seen = Vec::new();
    for notice in world.take_notices() {
        let Notice::Message {
            message: StreamResponse::Watch(response),
            ..
        } = notice
        else {
            continue;
        };
        for event in response.events {
            let pair = event.kv.expect("an event has a pair");
            let value = String::from_utf8_lossy(&pair.value).into_owned();
            seen.push(if event.r#type == 1 {
                "-".to_owned()
            } else {
                value
            });
        }
    }
    seen
}

/// A put whose answer is read while what the watcher sees is kept for later.
fn put_quietly(world: &mut World, endpoint: &str, key: &str, value: &str) {
    let owner = Owner(world.events());
    let request = put(key, value);
    world.call(
        (owner, 1),
        vec![endpoint.to_owned()],
        request,
        Micros::from_secs(5),
    );
}

#[test]
fn history_comes_first_and_then_the_present() {
    let mut world = booted(Config::tutorial());
    for value in ["1", "2"] {
        call(&mut world, "127.0.0.1:2379", put("a", value)).expect("put");
    }
    watch(&mut world, &["127.0.0.1:32379"], 2);
    assert_eq!(seen(&mut world, Micros::from_ms(300)), ["1", "2"]);
    put_quietly(&mut world, "127.0.0.1:22379", "b", "3");
    put_quietly(&mut world, "127.0.0.1:22379", "c", "not watched");
    assert_eq!(seen(&mut world, Micros::from_ms(300)), ["3"]);
}

#[test]
fn a_watcher_goes_on_at_another_member_and_misses_nothing() {
    let mut world = booted(Config::tutorial());
    watch(&mut world, &["127.0.0.1:22379", "127.0.0.1:32379"], 0);
    assert!(seen(&mut world, Micros::from_ms(100)).is_empty());
    put_quietly(&mut world, "127.0.0.1:2379", "a", "1");
    assert_eq!(seen(&mut world, Micros::from_ms(100)), ["1"]);
    world.fault(&Fault::Kill(1)).expect("it was up");
    put_quietly(&mut world, "127.0.0.1:2379", "a", "2");
    assert_eq!(seen(&mut world, Micros::from_secs(1)), ["2"]);
    put_quietly(&mut world, "127.0.0.1:2379", "a", "3");
    assert_eq!(seen(&mut world, Micros::from_secs(1)), ["3"]);
}

#[test]
fn a_watcher_below_the_compaction_is_told_where_history_begins() {
    let mut world = booted(Config::tutorial());
    for value in ["1", "2", "3"] {
        call(&mut world, "127.0.0.1:2379", put("a", value)).expect("put");
    }
    let compact = api::CompactionRequest {
        revision: 3,
        ..api::CompactionRequest::default()
    };
    call(&mut world, "127.0.0.1:2379", Request::Compact(compact)).expect("compacted");
    watch(&mut world, &["127.0.0.1:2379"], 1);
    world.advance_to(world.now() + Micros::from_secs(1));
    let last = world.take_notices().pop();
    let Some(Notice::Message {
        message: StreamResponse::Watch(response),
        ..
    }) = last
    else {
        panic!("the watcher is told");
    };
    assert!(response.canceled);
    assert_eq!(response.compact_revision, 3);
}
