//! Who gets which event: live, from history, filtered, after a full stream, after a compaction.

use super::{Delivery, Hub, StreamId};
use crate::{
    etcd::{
        api::{FilterType, WatchCreateRequest},
        store::Store,
    },
    units::LeaseId,
};

const STREAM: StreamId = StreamId(1);

fn put(store: &mut Store, key: &'static str, value: &'static str) -> u64 {
    store.begin().put(key.into(), value.into(), LeaseId::NONE);
    store.revision()
}

fn on(key: &'static str, end: &'static str, start_revision: i64) -> WatchCreateRequest {
    WatchCreateRequest {
        key: key.into(),
        range_end: end.into(),
        start_revision,
        ..WatchCreateRequest::default()
    }
}

/// Watcher and values of what was delivered, "-" for a delete.
fn told(deliveries: &[Delivery]) -> Vec<(i64, String)> {
    let value = |kv: &crate::etcd::api::KeyValue| String::from_utf8_lossy(&kv.value).into_owned();
    let mut told = Vec::new();
    for delivery in deliveries {
        for event in &delivery.response.events {
            let pair = event.kv.as_ref().expect("an event has a pair");
            let text = if event.r#type == 1 {
                "-".to_owned()
            } else {
                value(pair)
            };
            told.push((delivery.response.watch_id, text));
        }
    }
    told
}

#[test]
fn keys_ranges_and_filters_choose() {
    let mut store = Store::new();
    let mut hub = Hub::new();
    let noput = WatchCreateRequest {
        filters: vec![FilterType::Noput as i32],
        ..on("a", "\0", 0)
    };
    for (id, request) in (0..).zip([on("a", "", 0), on("a", "c", 0), on("", "\0", 0), noput]) {
        let created = hub.create(STREAM, &request, &store);
        assert_eq!((created.created, created.watch_id), (true, id));
    }
    let one = |id, text: &str| (id, text.to_owned());
    let main = put(&mut store, "a", "1");
    assert_eq!(
        told(&hub.notify(&store, main)),
        [one(0, "1"), one(1, "1"), one(2, "1")]
    );
    let main = put(&mut store, "b", "2");
    assert_eq!(told(&hub.notify(&store, main)), [one(1, "2"), one(2, "2")]);
    store.begin().delete_range(b"b", b"");
    let main = store.revision();
    assert_eq!(
        told(&hub.notify(&store, main)),
        [one(1, "-"), one(2, "-"), one(3, "-")]
    );
    hub.cancel(STREAM, 1, &store).expect("it is there");
    assert!(hub.cancel(STREAM, 1, &store).is_none(), "it is gone");
    let main = put(&mut store, "b", "3");
    assert_eq!(told(&hub.notify(&store, main)), [one(2, "3")]);
}

#[test]
fn events_of_one_revision_come_together() {
    let mut store = Store::new();
    let mut hub = Hub::new();
    put(&mut store, "a", "1");
    put(&mut store, "b", "1");
    hub.create(STREAM, &on("a", "z", 0), &store);
    store.begin().delete_range(b"a", b"z");
    let deliveries = hub.notify(&store, store.revision());
    assert_eq!(deliveries.len(), 1);
    assert_eq!(deliveries[0].response.events.len(), 2);
}

#[test]
fn history_is_read_first_and_nothing_comes_twice() {
    let mut store = Store::new();
    let mut hub = Hub::new();
    for value in ["1", "2", "3"] {
        put(&mut store, "a", value);
    }
    hub.create(STREAM, &on("a", "", 3), &store);
    assert_eq!(hub.unsynced(), 1);
    let main = put(&mut store, "a", "4");
    assert!(
        hub.notify(&store, main).is_empty(),
        "it waits for its history"
    );
    let values: Vec<String> = told(&hub.sync(&store))
        .into_iter()
        .map(|(_, v)| v)
        .collect();
    assert_eq!(values, ["2", "3", "4"]);
    assert_eq!(hub.unsynced(), 0);
    let main = put(&mut store, "a", "5");
    assert_eq!(told(&hub.notify(&store, main)), [(0, "5".to_owned())]);
}

#[test]
fn a_watcher_of_the_future_waits_for_it() {
    let mut store = Store::new();
    let mut hub = Hub::new();
    hub.create(STREAM, &on("a", "", 3), &store);
    let main = put(&mut store, "a", "too early");
    assert!(hub.notify(&store, main).is_empty());
    let main = put(&mut store, "a", "now");
    assert_eq!(told(&hub.notify(&store, main)), [(0, "now".to_owned())]);
}

#[test]
fn a_compaction_overtakes_who_is_too_slow() {
    let mut store = Store::new();
    let mut hub = Hub::new();
    for value in ["1", "2", "3"] {
        put(&mut store, "a", value);
    }
    hub.create(STREAM, &on("a", "", 2), &store);
    store.compact(4).expect("there is something to forget");
    let deliveries = hub.sync(&store);
    assert_eq!(deliveries.len(), 1);
    assert_eq!(deliveries[0].response.compact_revision, 4);
    assert!(hub.is_empty());
}

#[test]
fn a_full_stream_makes_a_victim_that_loses_nothing() {
    let mut store = Store::new();
    let mut hub = Hub::new();
    hub.create(STREAM, &on("a", "", 0), &store);
    hub.block(STREAM);
    for value in ["1", "2"] {
        let main = put(&mut store, "a", value);
        assert!(hub.notify(&store, main).is_empty());
    }
    assert_eq!(hub.victims(), 1);
    assert!(hub.retry(&store).is_empty(), "still full");
    hub.unblock(STREAM);
    let mut seen = told(&hub.retry(&store));
    seen.extend(told(&hub.sync(&store)));
    assert_eq!(seen, [(0, "1".to_owned()), (0, "2".to_owned())]);
    assert_eq!((hub.victims(), hub.unsynced()), (0, 0));
}

#[test]
fn a_snapshot_makes_history_of_what_was_not_seen() {
    let mut store = Store::new();
    let mut hub = Hub::new();
    put(&mut store, "a", "1");
    hub.create(STREAM, &on("a", "", 0), &store);
    let seen = store.revision();
    put(&mut store, "a", "2");
    hub.restore(seen);
    assert_eq!(told(&hub.sync(&store)), [(0, "2".to_owned())]);
}

#[test]
fn what_cannot_be_watched_is_refused_in_the_answer() {
    let store = Store::new();
    let mut hub = Hub::new();
    let refused = hub.create(STREAM, &on("b", "a", 0), &store);
    assert!(refused.created && refused.canceled);
    assert_eq!(refused.watch_id, -1);
    assert!(hub.is_empty());
}
