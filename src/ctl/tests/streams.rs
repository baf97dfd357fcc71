//! Commands that hold a stream.

use super::Run;
use crate::ctl::job::{Effect, Event, Signal};
use crate::etcd::api;
use crate::units::Micros;

fn watch_answer(answer: api::WatchResponse) -> api::StreamResponse {
    api::StreamResponse::Watch(answer)
}

fn header(revision: i64) -> Option<api::ResponseHeader> {
    Some(api::ResponseHeader {
        cluster_id: 1,
        member_id: 2,
        revision,
        raft_term: 2,
    })
}

#[test]
fn a_keep_alive_renews_every_third_of_the_ttl() {
    let mut run = Run::new("lease keep-alive 5");
    let renewal = api::StreamRequest::LeaseKeepAlive(api::LeaseKeepAliveRequest { id: 5 });
    let (stream, deadline) = match &run.wanted[..] {
        [
            Effect::Open {
                stream, request, ..
            },
            Effect::Timer { timer, after },
        ] => {
            assert_eq!((request, *after), (&renewal, Micros::from_secs(3)));
            (*stream, *timer)
        }
        other => panic!("{other:?}"),
    };
    assert!(!run.job.holds());
    let answer = |ttl| Event::Message {
        stream,
        message: api::StreamResponse::LeaseKeepAlive(api::LeaseKeepAliveResponse {
            header: header(1),
            id: 5,
            ttl,
        }),
    };
    run.wanted.clear();
    run.step(answer(3));
    assert!(run.job.holds());
    // The client looks every half second; a third of three seconds is over at the third look.
    let next = match &run.wanted[..] {
        [
            Effect::Timer {
                timer,
                after: first,
            },
            Effect::Timer { after: last, .. },
        ] => {
            assert_eq!(
                (*first, *last),
                (Micros::from_ms(1_500), Micros::from_secs(3))
            );
            *timer
        }
        other => panic!("{other:?}"),
    };
    run.wanted.clear();
    // The first deadline no longer counts.
    run.step(Event::Timer { timer: deadline })
        .step(Event::Timer { timer: next });
    assert_eq!(
        run.wanted,
        [Effect::Send {
            stream,
            request: renewal
        }]
    );
    run.wanted.clear();
    run.step(answer(0));
    let text = "lease 0000000000000005 keepalived with TTL(3)\n\
                lease 0000000000000005 expired or revoked.\n";
    assert_eq!(run.end(), (Some(0), text, ""));
    assert_eq!(run.wanted, [Effect::Close { stream }]);
}

#[test]
fn a_broken_keep_alive_opens_its_stream_again() {
    let mut run = Run::new("lease keep-alive 5 -w json");
    let Some(Effect::Open { stream, .. }) = run.wanted.first().cloned() else {
        panic!("no stream");
    };
    run.wanted.clear();
    run.step(Event::Closed {
        stream,
        error: api::Error::NoLeader,
    });
    let Some(Effect::Timer { timer, after }) = run.wanted.pop() else {
        panic!("no timer")
    };
    assert_eq!(after, Micros::from_ms(500));
    run.step(Event::Timer { timer });
    assert!(matches!(run.wanted[..], [Effect::Open { .. }]));
    run.step(Event::Signal(Signal::Interrupt));
    assert_eq!(run.end(), (Some(130), "", ""));
}

#[test]
fn a_watch_holds_prints_and_is_canceled() {
    let mut run = Run::new("watch foo --prefix --rev=3 --prev-kv");
    let Some(Effect::Open {
        stream, request, ..
    }) = run.wanted.pop()
    else {
        panic!("no stream")
    };
    let api::StreamRequest::WatchCreate(create) = request else {
        panic!("no watcher")
    };
    assert_eq!(
        (&create.key[..], &create.range_end[..]),
        (&b"foo"[..], &b"fop"[..])
    );
    assert!(create.prev_kv && create.start_revision == 3 && !run.job.holds());
    let message = |answer| Event::Message {
        stream,
        message: watch_answer(answer),
    };
    run.step(message(api::WatchResponse {
        created: true,
        ..Default::default()
    }));
    assert!(run.job.holds());
    let kv = api::KeyValue {
        key: "foo".into(),
        value: "1".into(),
        ..Default::default()
    };
    let events = vec![api::Event {
        kv: Some(kv),
        ..Default::default()
    }];
    run.step(message(api::WatchResponse {
        header: header(4),
        events,
        ..Default::default()
    }));
    run.step(message(api::WatchResponse {
        header: header(9),
        ..Default::default()
    }));
    let gone = api::WatchResponse {
        header: header(0),
        canceled: true,
        compact_revision: 5,
        ..Default::default()
    };
    run.step(message(gone));
    let reason = "watch was canceled (etcdserver: mvcc: required revision has been compacted)\n\
                  Error: watch is canceled by the server\n";
    assert_eq!(
        run.end(),
        (Some(5), "PUT\nfoo\n1\nprogress notify: 9\n", reason)
    );
    assert!(!run.job.holds());
    let signal = Event::Signal(Signal::Interrupt);
    assert_eq!(run.job.step(signal, &mut run.files), []);
}

#[test]
fn a_watch_reads_lines() {
    let mut run = Run::new("watch -i");
    assert!(run.job.reads());
    let line = |run: &mut Run, text: &str| {
        run.step(Event::Line(text.as_bytes().to_vec()));
    };
    run.wanted.clear();
    line(&mut run, "watch 'a b' --rev=2 -- echo hi");
    line(&mut run, "oops");
    line(&mut run, "");
    line(&mut run, "watch");
    line(&mut run, "progress");
    let [Effect::Open { stream, .. }, Effect::Send { .. }] = run.wanted[..] else {
        panic!("{:?}", run.wanted);
    };
    let kv = api::KeyValue {
        key: "a b".into(),
        value: "1".into(),
        ..Default::default()
    };
    let events = vec![api::Event {
        kv: Some(kv),
        ..Default::default()
    }];
    let answer = api::WatchResponse {
        header: header(4),
        events,
        ..Default::default()
    };
    run.step(Event::Message {
        stream,
        message: watch_answer(answer),
    });
    run.step(Event::EndOfInput { rest: Vec::new() });
    let complaints = "Invalid command oops (only support watch)\n\
                      Invalid command:  (watch and progress supported)\n\
                      Invalid command watch (command type or key is not provided)\n\
                      Error: error reading watch request line: EOF\n";
    assert_eq!(run.end(), (Some(3), "PUT\na b\n1\nhi\n", complaints));
}
