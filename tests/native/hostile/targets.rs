//! What is attacked: the readers that are given text or bytes from outside.

use std::sync::OnceLock;

use etcdscope::{
    ctl::gateway,
    session::{Session, Status, link, script},
    sim::Config,
    units::Micros,
};

/// A reader, and of what its inputs are made.
pub(super) struct Target {
    /// Its name, and that of its folder of kept inputs.
    pub(super) name: &'static str,
    pub(super) words: &'static [&'static str],
    pub(super) examples: &'static [&'static str],
    /// Takes an input and must neither panic nor hang.
    pub(super) take: fn(&[u8]),
}

/// A cluster that stands, with keys and a lease.
pub(super) fn session() -> Session {
    static READY: OnceLock<Session> = OnceLock::new();
    let ready = READY.get_or_init(|| {
        let mut session = Session::ready(Config::tutorial());
        for line in ["put a 1", "put b 2", "put a 3", "lease grant 60"] {
            run(&mut session, line);
        }
        session
    });
    ready.clone()
}

/// Runs a line; a second of virtual time is enough to see what it begins with.
pub(super) fn run(session: &mut Session, line: &str) {
    run_in(session, "api", line);
}

/// The same in a shell of this name.
pub(super) fn run_in(session: &mut Session, shell: &str, line: &str) {
    let Ok(ticket) = session.exec(shell, line, None) else {
        return;
    };
    for _ in 0..50 {
        if session.exec_poll(&ticket).status != Status::Running {
            return;
        }
        let slice = Micros::from_ms(20);
        session
            .apply(etcdscope::session::Action::Advance(slice))
            .expect("time passes");
    }
}

/// A line with text on its standard input.
fn fed(command: &str, input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    run(
        &mut session(),
        &format!("{command} <<'THE END'\n{text}\nTHE END"),
    );
}

pub(super) const TARGETS: &[Target] = &[
    super::more::GO,
    super::more::FILE,
    Target {
        name: "line",
        words: &[
            "etcdctl",
            "put",
            "get",
            "del",
            "watch",
            "lease",
            "grant",
            "keep-alive",
            "txn",
            "member",
            "endpoint",
            "status",
            "user",
            "role",
            "auth",
            "enable",
            "lock",
            "elect",
            "snapshot",
            "save",
            "help",
            "--prefix",
            "--rev=",
            "--limit",
            "-w",
            "json",
            "fields",
            "table",
            "protobuf",
            "--hex",
            "--endpoints=",
            "--user",
            "--command-timeout=",
            "1s",
            "--",
            "--interactive",
            "a",
            "b",
            "ETCDCTL_WRITE_OUT=",
            "export",
            "unset",
            "env",
            "grep",
            "wc",
            "-l",
            "sort",
            "uniq",
            "head",
            "tail",
            "cat",
            "ls",
            "truncate",
            "-s",
            "test",
            "-f",
            "curl",
            "-d",
            "/v3/kv/put",
            "sim",
            "kill",
            "goreman",
        ],
        examples: &[
            "etcdctl put hello 'wor ld' --prev-kv -w json",
            "etcdctl get a b --order=DESCEND --sort-by=MODIFY --limit 2 -w fields",
            "etcdctl watch a --prefix --rev=1 -- echo x",
            "ETCDCTL_API=3 etcdctl --endpoints=127.0.0.1:2379,127.0.0.1:22379 endpoint status",
            "etcdctl lease grant 30 -w json",
            "etcdctl get --prefix '' | grep -v -n a | sort -r | uniq -c | head -n 1 | wc -l",
            "etcdctl member add x --peer-urls=http://127.0.0.1:32380 --learner",
            "etcdctl lock name -- echo a",
            "sim partition infra1 / infra2 infra3",
        ],
        take: |input| run(&mut session(), &String::from_utf8_lossy(input)),
    },
    Target {
        name: "txn",
        words: &[
            "value(\"a\")",
            "ver(\"a\")",
            "mod(",
            "create(\"k\")",
            "c(\"",
            "lease(\"a\")",
            "=",
            "!=",
            ">",
            "<",
            "\"1\"",
            "put",
            "get",
            "del",
            "a",
            "\"b c\"",
            "'x y'",
            "--prefix",
            "--lease=7",
            "--rev=1",
            "\n\n",
        ],
        examples: &[
            "value(\"a\") = \"3\"\n\nput a \"x y\"\nget a\n\ndel b --prefix\n",
            "mod(\"a\") > \"1\"\nversion(\"b\") < \"9\"\n\nget a b --rev=2\n\n\n",
            "create(\"n\") = \"0\"\n\nput n 'q' --prev-kv\n\nput n 2 --ignore-lease\n\n",
        ],
        take: |input| fed("etcdctl txn", input),
    },
    Target {
        name: "watch",
        words: &[
            "watch",
            "progress",
            "a",
            "b",
            "--prefix",
            "--rev=1",
            "--prev-kv",
            "--",
            "echo",
            "printenv",
            "ETCD_WATCH_KEY",
            "\"\"",
            "-i",
        ],
        examples: &[
            "watch a --prefix --rev=1\nprogress\nwatch b c\n",
            "watch 'a b' --prev-kv -- sh -c 'exit 3'\n",
        ],
        take: |input| fed("etcdctl watch -i", input),
    },
    Target {
        name: "link",
        words: &["#v1,", "v2,", "AAAA", "-_", "https://example.org/?lang=zh"],
        examples: &["https://example.org/a/#v1,K0nMVQjJyCxWAKLiktLk5NTiYgA"],
        take: |input| {
            // Every error is an answer.
            let _read = link::packed(&String::from_utf8_lossy(input));
            let _text = link::script(input.to_vec());
        },
    },
    Target {
        name: "script",
        words: &[
            "world",
            "members=3",
            "seed=1",
            "at",
            "+1",
            "+100ms",
            "^C",
            "hash",
            "branch",
            "shell",
            "put a 1",
            "sim kill 1",
            "fork",
            "playhead",
            "rule",
            "delay=1ms",
        ],
        examples: &[
            "world members=3 seed=7\n+1000 put a 1\n+5s sim kill 1\nhash 0\n",
            "# a lesson\nworld members=1\n+1 watch a\n+2 ^C\n",
        ],
        take: |input| {
            let text = String::from_utf8_lossy(input);
            let _world = script::config(&text);
            if let Ok(session) = Session::from_script(&text) {
                assert!(!session.script().is_empty());
            }
        },
    },
    Target {
        name: "gateway",
        words: &[
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\"",
            "null",
            "true",
            "1",
            "-",
            "1e9",
            ".5",
            "\\u12",
            "\"key\"",
            "\"YQ==\"",
            "\"range_end\"",
            "\"rangeEnd\"",
            "\"sort_order\"",
            "\"NONE\"",
            "\"compare\"",
            "\"success\"",
            "\"request_put\"",
            "\"request_txn\"",
            "\"requestRange\"",
            "\"create_request\"",
            "\"filters\"",
            "\"ID\"",
            "\"TTL\"",
            "\"leader\"",
            "\"perm\"",
            "\"peerURLs\"",
            "\"9223372036854775807\"",
            "Y=",
            "==",
            " ",
            "\n",
            "\u{fffd}",
        ],
        examples: &[
            r#"{"key":"YQ==","range_end":[98,1],"limit":"5","sort_order":2,"keys_only":true}"#,
            r#"{"compare":[{"key":"YQ==","version":0}],"success":[{"request_txn":{}},null]}"#,
            r#"{"create_request":{"key":"","filters":["NOPUT"]}}{"cancel_request":{}}"#,
            r#"{"ID":1}{"ID":"-5"} {"ID":null}"#,
            r#"{"leader":{"name":"ZQ==","key":"ZS80ZA==","rev":"99"},"value":"\ud83e\udd80"}"#,
        ],
        take: |input| {
            for path in [
                "kv/range",
                "kv/txn",
                "watch",
                "lease/keepalive",
                "auth/role/grant",
            ] {
                drop(gateway::ask("POST", &format!("/v3/{path}"), input));
            }
            let path = String::from_utf8_lossy(input);
            drop(gateway::ask("POST", &format!("/v3/{path}"), b"{}"));
            drop(gateway::ask("GET", &path, input));
            let body = path.replace('\'', "");
            let line = format!("curl localhost:2379/v3/election/proclaim -d '{body}'");
            run(&mut session(), &line);
        },
    },
];
