//! curl as a job: what it asks for and what it prints, without a world.

use crate::ctl::job::{Effect, Event, Launch, Output, Signal};
use crate::ctl::{Job, start};
use crate::etcd::api::{self, Request, Response, StreamRequest, StreamResponse};
use crate::units::{Files, Micros};

fn launch(words: &[&str]) -> (Job, Files, Vec<Effect>) {
    let mut files = Files::default();
    let words = words.iter().map(|word| word.as_bytes().to_vec()).collect();
    let launch = Launch {
        words,
        ..Launch::default()
    };
    let (job, effects) = start(launch, &mut files);
    (job, files, effects)
}

fn printed(effects: &[Effect], wanted: Output) -> String {
    let texts = effects.iter().filter_map(|effect| match effect {
        Effect::Print { to, text } if *to == wanted => Some(String::from_utf8_lossy(text)),
        _ => None,
    });
    texts.collect()
}

fn exit(effects: &[Effect]) -> Option<i32> {
    effects.iter().find_map(|effect| match effect {
        Effect::Exit { code } => Some(*code),
        _ => None,
    })
}

fn answered(call: u32, result: Result<Response, api::Error>) -> Event {
    Event::Response {
        call,
        result,
        took: Micros::ZERO,
    }
}

#[test]
fn a_put_is_one_plain_call_of_the_host_that_is_named() {
    let words = [
        "curl",
        "localhost:22379/v3/kv/put",
        "-d",
        "{\"key\":\"YQ==\"}",
        "-H",
        "authorization: T",
    ];
    let (mut job, mut files, effects) = launch(&words);
    let [
        Effect::Call {
            call,
            endpoints,
            request: Request::Put(put),
            token,
            plain: true,
            ..
        },
    ] = effects.as_slice()
    else {
        panic!("{effects:?}");
    };
    assert_eq!(endpoints, &["localhost:22379"]);
    assert_eq!((put.key.as_ref(), token.as_str()), (&b"a"[..], "T"));
    let answer = Response::Put(api::PutResponse::default());
    let effects = job.step(answered(*call, Ok(answer)), &mut files);
    assert_eq!(printed(&effects, Output::Out), "{}");
    assert_eq!(exit(&effects), Some(0));
}

#[test]
fn a_connection_that_is_refused_or_breaks_has_curls_words() {
    let table = [
        (
            api::Error::REFUSED,
            7,
            "curl: (7) Failed to connect to localhost port 2379 after 0 ms",
        ),
        (api::Error::BROKEN, 52, "curl: (52) Empty reply from server"),
    ];
    for (error, code, text) in table {
        let (mut job, mut files, effects) = launch(&["curl", "localhost:2379/version"]);
        let Some(Effect::Call { call, .. }) = effects.first() else {
            panic!("{effects:?}");
        };
        let effects = job.step(answered(*call, Err(error)), &mut files);
        assert!(
            printed(&effects, Output::Err).starts_with(text),
            "{effects:?}"
        );
        assert_eq!(exit(&effects), Some(code));
    }
}

#[test]
fn a_watch_prints_lines_until_it_is_interrupted() {
    let body = "{\"create_request\":{\"key\":\"YQ==\"}}{\"progress_request\":{}}";
    let (mut job, mut files, effects) = launch(&["curl", "localhost:2379/v3/watch", "-d", body]);
    let [
        Effect::Open {
            stream,
            request: StreamRequest::WatchCreate(_),
            ..
        },
        Effect::Send {
            request: StreamRequest::WatchProgress,
            ..
        },
    ] = effects.as_slice()
    else {
        panic!("{effects:?}");
    };
    assert!(!job.holds());
    let message = StreamResponse::Watch(api::WatchResponse {
        created: true,
        ..Default::default()
    });
    let event = Event::Message {
        stream: *stream,
        message,
    };
    let effects = job.step(event, &mut files);
    assert_eq!(
        printed(&effects, Output::Out),
        "{\"result\":{\"created\":true}}\n"
    );
    assert!(job.holds());
    let effects = job.step(Event::Signal(Signal::Interrupt), &mut files);
    assert_eq!(exit(&effects), Some(130));
}
