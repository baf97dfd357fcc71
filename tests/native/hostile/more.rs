//! More of what is attacked: the Go shell, and the reader of backend files.

use std::fs;

use etcdscope::session::Action;

use super::targets::{Target, run, run_in, session};

const SHELL: &str = "Go 1";

pub(super) const GO: Target = Target {
    name: "go",
    words: &[
        "cli.",
        "Put(",
        "Get(",
        "Delete(",
        "Watch(",
        "Grant(",
        "Txn(ctx)",
        ".If(",
        ".Then(",
        ".Else(",
        ".Commit()",
        "ctx",
        "context.TODO()",
        "clientv3.",
        "WithLease(",
        "WithRev(",
        "WithPrefix()",
        "WithRange(\"c\")",
        "Compare(",
        "Value(\"a\")",
        "OpPut(",
        "\"a\"",
        "`raw",
        "'x'",
        "\\x00",
        "0x7f",
        "1_000",
        "resp, err := ",
        "PutKey()",
        "WatchKey(",
        "nil",
    ],
    examples: &[
        "cli.Put(ctx, \"hello\", \"wor\\x6cd\", clientv3.WithLease(0x7b), clientv3.WithPrevKV())",
        "resp, err := cli.Get(ctx, `a`, clientv3.WithRange(\"c\"), clientv3.WithLimit(1))",
        "cli.Txn(ctx).If(clientv3.Compare(clientv3.Value(\"a\"), \"=\", \"3\")).\
         Then(clientv3.OpPut(\"a\", \"4\")).Else(clientv3.OpGet(\"a\")).Commit()",
        "GetKeyByVersion(\"hello\", 2)",
        "cli.KeepAliveOnce(ctx, 1)",
    ],
    take: |input| {
        let mut session = session();
        let name = SHELL.to_owned();
        session
            .apply(Action::OpenGoShell { name })
            .expect("there is room");
        run_in(&mut session, SHELL, &String::from_utf8_lossy(input));
    },
};

/// An input is a row of changes to a real file: three bytes of a place, one of a value; an odd
/// place cuts the file there when the value is 7.
pub(super) const FILE: Target = Target {
    name: "file",
    words: &[
        "\0\0\u{10}\0",
        "\0 \0\u{1}",
        "\0@\u{8}\u{4}",
        "\0\u{50}\0\u{7f}",
    ],
    examples: &["\0\u{10}\u{10}\u{2}\0\u{20}\u{4}\u{40}", "\0\0\u{18}\u{1}"],
    take: |input| {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/snapshots/etcd-3.5.1.db");
        let mut bytes = fs::read(path).expect("a real snapshot");
        for change in input.chunks_exact(4) {
            let place = usize::from(change[0]) << 16 | usize::from(change[1]) << 8;
            let place = (place | usize::from(change[2])) % bytes.len().max(1);
            if place % 2 == 1 && change[3] == 7 {
                bytes.truncate(place);
            } else if let Some(byte) = bytes.get_mut(place) {
                *byte = change[3];
            }
        }
        let mut session = session();
        let path = "f.db".to_owned();
        let bytes = bytes.into();
        session
            .apply(Action::File { path, bytes })
            .expect("there is room");
        run(&mut session, "etcdutl snapshot status f.db -w json");
        run(
            &mut session,
            "etcdutl snapshot restore f.db --data-dir d --skip-hash-check",
        );
        run(&mut session, "sim boot d");
    },
};
