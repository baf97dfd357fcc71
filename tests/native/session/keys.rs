//! Any key, also one that is gone: found, with its generations, its numbers and a way back.

use super::*;
use etcdscope::{
    session::{
        Seek,
        view::{Change, Sight, diff},
    },
    ui::revisions::restore,
};

const NEWEST: Revision = Revision {
    main: u64::MAX,
    sub: 0,
};

fn keys(session: &Session, filter: &str) -> Vec<String> {
    let sight = Sight {
        filter: filter.to_owned(),
        ..Sight::default()
    };
    let lanes = session.lanes(&sight).lanes;
    let name = |key: &[u8]| String::from_utf8_lossy(key).into_owned();
    lanes.iter().map(|it| name(&it.key)).collect()
}

#[test]
fn a_deleted_key_is_found_with_all_its_generations() {
    let mut session = ready();
    for line in [
        "put /cfg/flag on",
        "put other x",
        "put /cfg/flag off",
        "del /cfg/flag",
        "put /cfg/flag on",
        "del /cfg/ --prefix",
    ] {
        stdout(&mut session, line);
    }
    assert_eq!(keys(&session, "flag"), ["/cfg/flag"]);
    assert_eq!(keys(&session, "--prefix /cfg"), ["/cfg/flag"]);
    assert_eq!(keys(&session, "--prefix flag").len(), 0);
    let lane = &session.revisions(0).lanes[0];
    assert!(lane.gone && lane.newest.map(|it| it.main) == Some(7));
    assert_eq!(lane.generations, [(2, Some(5)), (6, Some(7))]);
    let detail = session.key_detail(0, b"/cfg/flag", NEWEST);
    let detail = detail.expect("what is gone can be looked at");
    assert!(detail.tombstone && detail.complete);
    let rows = detail.history.iter();
    let rows: Vec<_> = rows.map(|it| (it.revision.main, it.version)).collect();
    assert_eq!(rows, [(2, 1), (4, 2), (5, 0), (6, 1), (7, 0)]);
    assert!(detail.history.iter().all(|it| it.shell.is_some()));
    let old = session.key_detail(0, b"/cfg/flag", Revision { main: 3, sub: 0 });
    let old = old.expect("it was there at r3");
    assert_eq!((old.value.as_ref(), old.version), (b"on".as_ref(), 1));
}

#[test]
fn a_lease_that_runs_out_is_said_and_foretold() {
    let mut session = ready();
    let granted = stdout(&mut session, "lease grant 5");
    let id = granted.split(' ').nth(1).expect("an id");
    stdout(&mut session, &format!("put --lease={id} job one"));
    let detail = session.key_detail(0, b"job", NEWEST).expect("it is there");
    let at = detail.runs_out.expect("its lease has an end");
    assert_eq!(at, session.now() + detail.lease_left.expect("so long"));
    assert_eq!(detail.lessor, "infra1");
    advance(&mut session, Micros::from_secs(10));
    let detail = session.key_detail(0, b"job", NEWEST).expect("remembered");
    let last = detail.history.last().expect("a tombstone");
    assert!(last.ran_out && last.shell.is_none() && detail.runs_out.is_none());
}

#[test]
fn in_the_past_a_key_says_what_comes_next() {
    let mut session = ready();
    stdout(&mut session, "put k one");
    let then = session.now();
    advance(&mut session, Micros::from_secs(1));
    stdout(&mut session, "put k two");
    stdout(&mut session, "put later x");
    session.apply(Action::Seek(Seek::To(then))).expect("known");
    let lanes = session.revisions(0);
    assert_eq!((lanes.current, lanes.last), (2, 4));
    assert_eq!(lanes.lanes[0].dots.len(), 2, "the future is drawn as well");
    assert_eq!(lanes.lanes[1].newest, None, "later isn't there yet");
    let detail = session.key_detail(0, b"k", NEWEST).expect("it is there");
    assert_eq!(detail.value.as_ref(), b"one");
    let later = detail.later.iter().map(|it| it.value.as_ref());
    assert_eq!(later.collect::<Vec<_>>(), [b"two"]);
    assert_eq!(session.key_detail(0, b"later", NEWEST), None);
}

#[test]
fn many_keys_group_and_many_revisions_are_counted() {
    let mut session = ready();
    let lines: Vec<String> = (0..60)
        .map(|it| format!("put /registry/pods/p{it:02} v"))
        .collect();
    submit(&mut session, SHELL, &lines.join("\n"));
    advance(&mut session, Micros::from_secs(10));
    let folded = session.revisions(0);
    assert!(folded.tree);
    assert_eq!((folded.lanes.len(), folded.lanes[0].group), (1, 60));
    assert_eq!((folded.lanes_hidden, folded.found), (0, 60));
    assert_eq!(folded.lanes[0].counts.iter().sum::<u32>(), 60);
    let sight = Sight {
        room: 20,
        tree: Some(false),
        ..Sight::default()
    };
    let flat = session.lanes(&sight);
    assert_eq!(flat.marks, Some(20));
    assert!(flat.columns.is_empty() && flat.lanes.iter().all(|it| it.dots.is_empty()));
    let sums = flat.lanes.iter().map(|it| it.counts.iter().sum::<u32>());
    assert!(flat.lanes.len() == 60 && sums.clone().all(|it| it == 1));
    let open = Sight {
        room: 20,
        flipped: vec!["/registry/pods/".into()],
        ..Sight::default()
    };
    let open = session.lanes(&open);
    assert_eq!(open.lanes.len(), 61);
    assert_eq!(
        open.lanes[0].counts.iter().sum::<u32>(),
        60,
        "a group counts its keys"
    );
}

#[test]
fn a_prepared_restore_puts_back_any_bytes() {
    let mut session = ready();
    let values: [&[u8]; 8] = [
        b"plain",
        b"two words",
        b"it's \"quoted\"",
        b"line\nbreak\ttab\r",
        b"\x00\xff\xfe raw",
        b"back\\slash \\n",
        "你好 $HOME `x` *".as_bytes(),
        b"-dash",
    ];
    for value in values {
        let line = restore::put(b"a key\xff", value).expect("short enough");
        assert!(!line.contains('\n'), "{line}");
        stdout(&mut session, &line);
        let detail = session.key_detail(0, b"a key\xff", NEWEST);
        assert_eq!(detail.expect("it was put").value, value, "{line}");
    }
    assert_eq!(
        restore::put(b"hello", b"world").as_deref(),
        Some("etcdctl put hello world")
    );
    assert_eq!(restore::put(b"k", &[b'x'; 10_000]), None);
}

#[test]
fn changes_leave_what_both_have_and_join_to_both() {
    let old = br#"{"host": "a", "port": 8080}"#;
    let new = br#"{"host": "b", "port": 9090}"#;
    let runs = diff(old, new);
    let of = |skip: Change| -> Vec<u8> {
        let kept = runs.iter().filter(|it| it.0 != skip);
        kept.flat_map(|it| it.1.iter().copied()).collect()
    };
    assert_eq!(
        (of(Change::New), of(Change::Gone)),
        (old.to_vec(), new.to_vec())
    );
    let new: Vec<&[u8]> = runs
        .iter()
        .filter(|it| it.0 == Change::New)
        .map(|it| it.1)
        .collect();
    assert_eq!(new, [b"b".as_ref(), b"9090"]);
    let han = diff("版本一".as_bytes(), "版本二".as_bytes());
    assert!(
        han.iter().all(|it| str::from_utf8(it.1).is_ok()),
        "no character is parted"
    );
    assert_eq!(diff(b"", b"x"), [(Change::New, b"x".as_ref())]);
    assert_eq!(diff(b"aa", b"a").len(), 2);
}
