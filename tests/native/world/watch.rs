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

#[test]
fn a_member_without_a_leader_ends_its_watches_and_takes_no_new_ones() {
    let mut world = booted(Config::tutorial());
    watch(&mut world, &["127.0.0.1:2379"], 0);
    world.advance_to(world.now() + Micros::from_ms(100));
    world.take_notices();
    for member in [1, 2] {
        world.fault(&Fault::Kill(member)).expect("it was up");
    }
    let ended = |world: &mut World| {
        let no_leader = api::Error::NoLeader;
        let is = |n: &Notice| matches!(n, Notice::Closed { error, .. } if *error == no_leader);
        world.take_notices().iter().any(is)
    };
    world.advance_to(world.now() + Micros::from_secs(3));
    assert!(
        !ended(&mut world),
        "a leader first needs to notice, then three timeouts pass"
    );
    world.advance_to(world.now() + Micros::from_secs(4));
    assert!(ended(&mut world));
    watch(&mut world, &["127.0.0.1:2379"], 0);
    world.advance_to(world.now() + Micros::from_ms(10));
    assert!(ended(&mut world), "at once");
}

#[test]
fn an_idle_watcher_that_asked_for_it_hears_of_progress_every_ten_minutes() {
    let mut world = booted(Config::tutorial());
    let create = WatchCreateRequest {
        key: "a".into(),
        progress_notify: true,
        ..WatchCreateRequest::default()
    };
    let endpoints = vec!["127.0.0.1:2379".to_owned()];
    world.open((JOB, 1), endpoints, StreamRequest::WatchCreate(create));
    world.advance_to(world.now() + Micros::from_secs(1));
    assert_eq!(world.take_notices().len(), 1, "created");
    world.advance_to(world.now() + Micros::from_secs(1_250));
    assert_eq!(world.take_notices().len(), 2, "twice in twenty minutes");
}
