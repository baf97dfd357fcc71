//! What lines are refused with, and that no line breaks the reader.

use super::*;
use crate::units::Rng;

fn refused(line: &str) -> String {
    match read(line.as_bytes(), None) {
        Err(Stop::Refused(why)) => why,
        other => panic!("{line}: {other:?}"),
    }
}

#[test]
fn a_refusal_says_what_a_call_takes() {
    let put = "it is written cli.Put(ctx, \"key\", \"value\"); its options: \
               clientv3.WithLease(id) clientv3.WithPrevKV() clientv3.WithIgnoreValue() \
               clientv3.WithIgnoreLease()";
    let table = [
        ("cli.Put(ctx, \"a\")", put),
        ("cli.Put(\"a\", \"b\")", put),
        ("cli.Put(ctx, \"a\", \"b\", clientv3.WithLease(\"7\"))", put),
        (
            "cli.Put(ctx, \"a\", \"b\", clientv3.WithLease(leaseResp.ID))",
            put,
        ),
        (
            "cli.Jump(ctx)",
            "cli.Jump is not here: a line is one call of clientv3; help lists them",
        ),
        ("5", "a line is one call of clientv3; help lists them"),
        ("cli.Grant(ctx, 5, 6)", "it is written cli.Grant(ctx, 60)"),
        (
            "cli.Get(ctx, \"\", clientv3.WithLastRev())",
            "WithLastRev() is a list: write WithLastRev()... as the only option",
        ),
        ("PutKey(\"a\")", "it is written PutKey(\"key\", \"value\")"),
        (
            "if err != nil {",
            "this is not Go: one call is a line; 'e' follows it",
        ),
    ];
    for (line, wanted) in table {
        assert_eq!(refused(line), wanted, "{line}");
    }
    let txn = refused("cli.Txn(ctx).Then(clientv3.OpPut(\"a\", \"b\"))");
    assert!(txn.starts_with("it is written cli.Txn(ctx).If("), "{txn}");
}

#[test]
fn every_signature_is_known_and_every_name_is_offered() {
    let written = signatures::help();
    for line in written.lines().filter_map(|it| it.strip_prefix("  ")) {
        let is_call = ["cli.", "PutKey", "GetKey", "DeleteKey", "WatchKey"];
        let is_call = is_call.iter().any(|it| line.starts_with(it));
        if is_call && !line.contains('…') {
            assert!(read(line.as_bytes(), None).is_ok(), "{line}");
        }
    }
    let names: Vec<String> = signatures::beginning("cli.K")
        .into_iter()
        .map(|it| it.0)
        .collect();
    assert_eq!(names, ["cli.KeepAliveOnce(", "cli.KeepAlive("]);
    let options = signatures::beginning("clientv3.WithPre");
    assert_eq!(options.len(), 2, "{options:?}");
}

/// Lines made of pieces of lines, and of bytes.
#[test]
fn no_line_breaks_the_reader() {
    let pieces: [&[u8]; 24] = [
        b"cli.Put(",
        b"cli.Get(",
        b"cli.Txn(ctx)",
        b".If(",
        b".Then(",
        b".Commit()",
        b"ctx",
        b", ",
        b")",
        b"(",
        b"\"a\"",
        b"`",
        b"\"",
        b"\\",
        b"clientv3.WithRev(7)",
        b"clientv3.OpPut(",
        b"...",
        b"[]clientv3.Op{",
        b"}",
        b"0x",
        b"-",
        b"\xe4\xb8",
        b"=",
        b"clientv3.Compare(",
    ];
    let mut rng = Rng::new(11);
    for _ in 0..30_000 {
        let mut line = Vec::new();
        for _ in 0..rng.below(12) {
            let piece = pieces[rng.below(pieces.len() as u64) as usize];
            line.extend_from_slice(piece);
            if rng.chance(30_000) {
                line.push(rng.below(256) as u8);
            }
        }
        drop(read(&line, Some(7)));
    }
}
