//! The thread bar: what its links are called and lead to.

use bytes::Bytes;
use etcdscope::{
    session::view::{Asked, EntryKind},
    ui::{
        follow::{Thing, Thread},
        thread::links,
    },
    units::{Index, LeaseId, Revision, Term},
};

use super::{chinese, english};

const LEASE: LeaseId = LeaseId(0x3269_78ba_c638_650a);

fn put() -> Thread {
    Thread {
        command: Some(Asked {
            shell: "shell 1".to_owned(),
            line: 7,
            text: "etcdctl put --lease=326978bac638650a /svc/web-1 10.0.0.11:9090".to_owned(),
        }),
        entry: Some((Index(28), Term(3))),
        kind: Some(EntryKind::Put),
        revision: Some(14),
        changes: vec![(Bytes::from("/svc/web-1"), Revision { main: 14, sub: 0 })],
        lease: Some(LEASE),
        sent: 2,
        events: vec![("a".to_owned(), 3), ("b".to_owned(), 5)],
        ..Thread::default()
    }
}

fn line(shell: &str, line: u64) -> Thing {
    let shell = shell.to_owned();
    Thing::Line { shell, line }
}

#[test]
fn a_puts_thread_names_command_entry_revision_and_events() {
    let names = |words| -> Vec<String> {
        let links = links(&Thing::Entry(Index(28)), &put(), words);
        links.into_iter().map(|it| it.0).collect()
    };
    let wanted = ["put /svc/web-1", "#28", "r14", "2 watch events"];
    assert_eq!(names(english()), wanted);
    assert_eq!(names(chinese())[3], "2 个监听事件");
}

#[test]
fn the_events_are_walked_in_a_circle() {
    let next = |thing: &Thing| links(thing, &put(), english()).pop().and_then(|it| it.1);
    assert_eq!(next(&Thing::Entry(Index(28))), Some(line("a", 3)));
    assert_eq!(next(&line("a", 3)), Some(line("b", 5)));
    assert_eq!(next(&line("b", 5)), Some(line("a", 3)));
}

#[test]
fn nobody_asks_when_a_lease_runs_out() {
    let thread = Thread {
        command: None,
        kind: Some(EntryKind::LeaseRevoke),
        events: Vec::new(),
        sent: 0,
        ..put()
    };
    let links = links(&Thing::Lease(LEASE), &thread, english());
    let names: Vec<&str> = links.iter().map(|it| it.0.as_str()).collect();
    assert_eq!(names, ["a lease ran out", "#28", "r14", "lease …c638650a"]);
    assert_eq!(links[0].1, None, "a sentence leads nowhere");
}
