//! Commands as jobs, through the door: a line, the events, and all that the job wanted done.

mod login;
mod streams;

use super::job::{Effect, Event, Launch, Output};
use super::{Job, start, words};
use crate::etcd::api;
use crate::units::{Files, Micros};

/// A job and all that it printed.
struct Run {
    job: Job,
    files: Files,
    out: String,
    err: String,
    exit: Option<i32>,
    /// Effects that wait for an answer.
    wanted: Vec<Effect>,
}

impl Run {
    fn with(line: &str, environment: &[(&str, &str)]) -> Self {
        let words = words::split(line.as_bytes()).expect("a plain line");
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let environment = environment.iter().map(own).collect();
        let default_endpoint = "127.0.0.1:2379".to_owned();
        let launch = Launch {
            words,
            environment,
            default_endpoint,
            terminal: true,
        };
        let mut files = Files::default();
        let (job, effects) = start(launch, &mut files);
        let (out, err) = (String::new(), String::new());
        let mut run = Self {
            job,
            files,
            out,
            err,
            exit: None,
            wanted: Vec::new(),
        };
        run.take(effects);
        run
    }

    fn new(line: &str) -> Self {
        Self::with(line, &[])
    }

    fn take(&mut self, effects: Vec<Effect>) {
        assert!(
            self.exit.is_none() || effects.is_empty(),
            "nothing follows an exit"
        );
        for effect in effects {
            match effect {
                Effect::Print {
                    to: Output::Out,
                    text,
                } => {
                    self.out.push_str(&String::from_utf8_lossy(&text));
                }
                Effect::Print {
                    to: Output::Err,
                    text,
                } => {
                    self.err.push_str(&String::from_utf8_lossy(&text));
                }
                Effect::Note(_) => {}
                Effect::Exit { code } => self.exit = Some(code),
                other => self.wanted.push(other),
            }
        }
    }

    fn step(&mut self, event: Event) -> &mut Self {
        let effects = self.job.step(event, &mut self.files);
        self.take(effects);
        self
    }

    /// The only call that waits.
    fn call(&mut self) -> (u32, Vec<String>, api::Request, Micros) {
        match self.wanted.pop() {
            Some(Effect::Call {
                call,
                endpoints,
                request,
                timeout,
                ..
            }) => (call, endpoints, request, timeout),
            other => panic!("no call: {other:?}"),
        }
    }

    fn answer(&mut self, result: Result<api::Response, api::Error>) -> &mut Self {
        let (call, ..) = self.call();
        self.step(Event::Response {
            call,
            result,
            took: Micros::from_ms(3),
        })
    }

    fn end(&self) -> (Option<i32>, &str, &str) {
        (self.exit, &self.out, &self.err)
    }
}

#[test]
fn ranges_that_commands_ask_for() {
    let table: [(&str, &[u8], &[u8]); 9] = [
        ("get a", b"a", b""),
        ("get a c", b"a", b"c"),
        ("get a --prefix", b"a", b"b"),
        ("get a --from-key", b"a", b"\0"),
        ("get '' --prefix", b"\0", b"\0"),
        ("get '' --from-key", b"\0", b"\0"),
        ("get $'a\\xff' --prefix", b"a\xff", b"b"),
        ("get $'\\xff\\xff' --prefix", b"\xff\xff", b"\0"),
        ("etcdctl get --hex a ''", b"a", b""),
    ];
    for (line, key, end) in table {
        let (_, endpoints, request, timeout) = Run::new(line).call();
        let api::Request::Range(range) = request else {
            panic!("{line}: no range")
        };
        assert_eq!((&range.key[..], &range.range_end[..]), (key, end), "{line}");
        assert_eq!(endpoints, ["127.0.0.1:2379"], "{line}");
        assert_eq!(timeout, Micros::from_secs(5), "{line}");
    }
}

#[test]
fn a_put_reads_its_value() {
    let mut put = Run::new("put k");
    assert_eq!(put.wanted, [Effect::Read]);
    assert!(put.job.reads() && !put.job.holds());
    put.wanted.clear();
    put.step(Event::Line(b"one".to_vec()))
        .step(Event::Line(b"two".to_vec()));
    put.step(Event::EndOfInput {
        rest: b"rest".to_vec(),
    });
    let (call, _, request, _) = put.call();
    let api::Request::Put(request) = request else {
        panic!("no put")
    };
    assert_eq!(&request.value[..], b"one\ntwo\nrest");
    assert!(!put.job.reads());
    let result = Ok(api::Response::Put(api::PutResponse::default()));
    put.step(Event::Response {
        call,
        result,
        took: Micros::ZERO,
    });
    assert_eq!(put.end(), (Some(0), "OK\n", ""));

    let mut empty = Run::new("put k");
    empty.step(Event::EndOfInput { rest: Vec::new() });
    let complaint = "Error: put command needs 1 argument and input from stdin or 2 arguments\n";
    assert_eq!(empty.end(), (Some(128), "", complaint));
}

#[test]
fn refusals_end_as_their_command_says() {
    let table = [
        ("get a", 1, "Error: etcdserver: requested lease not found\n"),
        (
            "lease grant 5",
            1,
            "Error: failed to grant lease (etcdserver: requested lease not found)\n",
        ),
        (
            "lease revoke 5",
            1,
            "Error: failed to revoke lease (etcdserver: requested lease not found)\n",
        ),
        (
            "lease timetolive 5",
            2,
            "Error: etcdserver: requested lease not found\n",
        ),
        (
            "lease list",
            2,
            "Error: etcdserver: requested lease not found\n",
        ),
        (
            "lease keep-alive --once 5",
            2,
            "Error: etcdserver: requested lease not found\n",
        ),
        (
            "member list",
            1,
            "Error: etcdserver: requested lease not found\n",
        ),
        (
            "endpoint status",
            1,
            "Failed to get the status of endpoint 127.0.0.1:2379 (etcdserver: requested lease \
             not found)\n",
        ),
        (
            "endpoint health",
            1,
            "127.0.0.1:2379 is unhealthy: failed to commit proposal: etcdserver: requested lease \
             not found\nError: unhealthy cluster\n",
        ),
        (
            "endpoint status --cluster",
            1,
            "Error: failed to fetch endpoints from etcd cluster member list: etcdserver: \
             requested lease not found\n",
        ),
    ];
    for (line, code, text) in table {
        let mut run = Run::new(line);
        run.answer(Err(api::Error::LeaseNotFound));
        assert_eq!(run.end(), (Some(code), "", text), "{line}");
    }
}

#[test]
fn what_is_too_large_is_not_sent() {
    let words = vec![b"put".to_vec(), b"k".to_vec(), vec![b'x'; 3_000_000]];
    let launch = Launch {
        words,
        ..Launch::default()
    };
    let (_, effects) = start(launch, &mut Files::default());
    let text = "Error: rpc error: code = ResourceExhausted desc = trying to send message larger \
                than max (3000008 vs. 2097152)\n";
    let text = text.as_bytes().to_vec();
    let wanted = [
        Effect::Print {
            to: Output::Err,
            text,
        },
        Effect::Exit { code: 1 },
    ];
    assert_eq!(effects, wanted);
}

#[test]
fn variables_stand_in_for_flags() {
    let mut run = Run::with(
        "get a",
        &[("ETCDCTL_ENDPOINTS", "x:1, y:2"), ("ETCDCTL_API", "3")],
    );
    assert_eq!(run.call().1, ["x:1", "y:2"]);
    // `get` takes its timeout before the variables are read, `compaction` after.
    let soon = [("ETCDCTL_COMMAND_TIMEOUT", "1s")];
    assert_eq!(Run::with("get a", &soon).call().3, Micros::from_secs(5));
    assert_eq!(
        Run::with("compaction 5", &soon).call().3,
        Micros::from_secs(1)
    );
    assert_eq!(Run::with("lease list", &soon).call().3, Micros::MAX);

    let both = Run::with("get a --hex", &[("ETCDCTL_HEX", "true")]);
    assert_eq!(both.exit, Some(1));
    assert!(
        both.err
            .starts_with("{\"level\":\"fatal\",\"msg\":\"conflicting environment")
    );
    let old = Run::with("get a", &[("ETCDCTL_API", "4")]);
    assert_eq!(old.end(), (Some(1), "", "unsupported API version: 4\n"));
}

#[test]
fn health_asks_all_endpoints_at_once() {
    let mut run = Run::new("endpoint health --endpoints=a:1,b:2 --command-timeout=1s");
    let calls: Vec<u32> = run
        .wanted
        .drain(..)
        .map(|effect| match effect {
            Effect::Call { call, .. } => call,
            other => panic!("{other:?}"),
        })
        .collect();
    let took = Micros::from_ms(250);
    let result = Ok(api::Response::Range(api::RangeResponse::default()));
    // The second endpoint answers first and is printed first.
    run.step(Event::Response {
        call: calls[1],
        result,
        took,
    });
    let (call, endpoints, request, left) = run.call();
    assert_eq!(
        (endpoints, left),
        (vec!["b:2".to_owned()], Micros::from_ms(750))
    );
    assert!(matches!(request, api::Request::Alarm(_)));
    let result = Ok(api::Response::Alarm(api::AlarmResponse::default()));
    run.step(Event::Response { call, result, took });
    let result = Err(api::Error::DeadlineExceeded);
    run.step(Event::Response {
        call: calls[0],
        result,
        took: Micros::from_secs(1),
    });
    assert_eq!(
        run.end(),
        (
            Some(1),
            "b:2 is healthy: successfully committed proposal: took = 250ms\n",
            "a:1 is unhealthy: failed to commit proposal: context deadline exceeded\n\
             Error: unhealthy cluster\n"
        )
    );
}

#[test]
fn lines_that_never_run() {
    let table = [
        (
            "lock",
            128,
            "",
            "Error: lock takes a lock name argument and an optional command to execute\n",
        ),
        (
            "put a b -w yaml",
            4,
            "",
            "Error: unsupported output format\n",
        ),
        (
            "get a --endpoints=",
            2,
            "",
            "Error: etcdclient: no available endpoints\n",
        ),
        (
            "version",
            0,
            "etcdctl version: 3.5.1\nAPI version: 3.5\n",
            "",
        ),
        (
            "watch a --",
            128,
            "",
            "Error: bad number of arguments (found separator --, but no commands)\n",
        ),
        (
            "putt",
            1,
            "",
            "Error: unknown command \"putt\" for \"etcdctl\"\n\nDid you mean this?\n\tput\n\
             \tauth\n\nRun 'etcdctl --help' for usage.\n\
             Error: unknown command \"putt\" for \"etcdctl\"\n\nDid you mean this?\n\tput\n\
             \tauth\n\n",
        ),
    ];
    for (line, code, out, err) in table {
        assert_eq!(Run::new(line).end(), (Some(code), out, err), "{line}");
    }
    for line in [
        "",
        "etcdctl",
        "--help",
        "lease frob",
        "help lease grant",
        "get -h",
        "txn --help",
    ] {
        let run = Run::new(line);
        assert_eq!((run.exit, run.err.as_str()), (Some(0), ""), "{line}");
        assert!(run.out.starts_with("NAME:\n\t"), "{line}");
    }
    let wrong = Run::new("get a --limit=many");
    assert_eq!(wrong.exit, Some(1));
    assert!(wrong.out.starts_with("NAME:\n\tget - "));
    let complaint = "Error: invalid argument \"many\" for \"--limit\" flag: strconv.ParseInt: \
                     parsing \"many\": invalid syntax\n";
    assert_eq!(wrong.err, format!("{complaint}\n{complaint}"));
}
