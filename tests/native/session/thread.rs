//! One thing is followed: whichever part of a thread is picked, the whole thread is found.

use super::*;
use etcdscope::{
    session::view::{EntryKind, Thing, Thread},
    units::LeaseId,
};

/// A line of a shell with this text.
fn line(session: &Session, shell: &str, text: &str) -> Thing {
    let lines = session.lines(shell, 0);
    let line = lines.iter().rfind(|it| it.text == text);
    let line = line.unwrap_or_else(|| panic!("{shell} says {text}")).id;
    Thing::Line {
        shell: shell.to_owned(),
        line,
    }
}

fn open(session: &mut Session, name: &str) {
    let name = name.to_owned();
    session
        .apply(Action::OpenShell { name })
        .expect("there is room");
}

fn wait(session: &mut Session) {
    advance(session, Micros::from_ms(500));
}

#[test]
fn every_part_of_a_put_leads_to_the_whole_thread() {
    let mut session = ready();
    open(&mut session, "watcher");
    submit(&mut session, "watcher", "etcdctl watch hello");
    wait(&mut session);
    submit(&mut session, SHELL, "etcdctl put hello world");
    wait(&mut session);
    let command = line(&session, SHELL, "etcdctl put hello world");
    let event = line(&session, "watcher", "PUT");
    let thread = session.thread(&command);
    assert_eq!(thread.entry.map(|it| (it.0.0, it.1.0)), Some((9, 2)));
    assert_eq!((thread.revision, thread.sent), (Some(2), 1));
    assert_eq!(thread.kind, Some(EntryKind::Put));
    let at = Revision { main: 2, sub: 0 };
    assert_eq!(thread.changes, [("hello".into(), at)]);
    assert_eq!(thread.events.len(), 1);
    assert_eq!(thread.lease, None);
    let asked = thread.command.as_ref().expect("someone asked");
    assert_eq!(asked.text, "etcdctl put hello world");
    let Thing::Line { shell, line } = &event else {
        panic!("an event is a line")
    };
    assert!(thread.has_line(shell, *line) && thread.has_entry(Index(9)));
    for thing in [
        event.clone(),
        Thing::Entry(Index(9)),
        Thing::Revision("hello".into(), at),
    ] {
        assert_eq!(session.thread(&thing), thread, "{thing:?}");
    }
}

#[test]
fn a_lease_leads_to_its_grant_and_its_end_is_a_thread_of_its_own() {
    let mut session = ready();
    let granted = stdout(&mut session, "lease grant 5");
    let id = granted.split(' ').nth(1).expect("an id").to_owned();
    stdout(&mut session, &format!("put --lease={id} job one"));
    let lease = LeaseId(i64::from_str_radix(&id, 16).expect("hex"));
    let thread = session.thread(&Thing::Lease(lease));
    assert_eq!(thread.kind, Some(EntryKind::LeaseGrant));
    assert_eq!(thread.revision, None, "a grant makes no revision");
    assert_eq!(
        thread.command.map(|it| it.text).as_deref(),
        Some("lease grant 5")
    );
    let put = Thing::Revision("job".into(), Revision { main: 2, sub: 0 });
    assert_eq!(session.thread(&put).lease, Some(lease));
    advance(&mut session, Micros::from_secs(10));
    let gone = Thing::Revision("job".into(), Revision { main: 3, sub: 0 });
    let end = session.thread(&gone);
    assert_eq!((end.command, end.lease), (None, Some(lease)));
    assert_eq!(end.kind, Some(EntryKind::LeaseRevoke));
}

#[test]
fn each_event_of_one_answer_tells_of_its_own_revision() {
    let mut session = ready();
    for text in ["put a 'one\ntwo'", "put b x", "del a"] {
        stdout(&mut session, text);
    }
    open(&mut session, "watcher");
    submit(
        &mut session,
        "watcher",
        "etcdctl watch \"\" --prefix --rev=2",
    );
    wait(&mut session);
    let told: Vec<u64> = session
        .lines("watcher", 0)
        .iter()
        .filter(|it| it.kind == LineKind::Out)
        .filter_map(|it| it.did?.revision)
        .collect();
    assert_eq!(told, [2, 3, 4]);
    let second = session.thread(&Thing::Entry(Index(10)));
    assert_eq!((second.revision, second.events.len()), (Some(3), 1));
}

#[test]
fn what_is_not_there_has_an_empty_thread() {
    let session = ready();
    let nowhere = Thing::Line {
        shell: "nobody".to_owned(),
        line: 7,
    };
    for thing in [
        Thing::Nothing,
        nowhere,
        Thing::Entry(Index(999)),
        Thing::Revision("k".into(), Revision { main: 99, sub: 0 }),
    ] {
        assert_eq!(session.thread(&thing), Thread::default(), "{thing:?}");
    }
}

#[test]
fn what_is_proposed_is_followed_before_it_is_applied() {
    let mut session = ready();
    for member in ["infra2", "infra3"] {
        submit(&mut session, SHELL, &format!("sim kill {member}"));
    }
    submit(&mut session, SHELL, "etcdctl put k v");
    advance(&mut session, Micros::from_ms(100));
    let thread = session.thread(&line(&session, SHELL, "etcdctl put k v"));
    assert_eq!(thread.entry.map(|it| it.0.0), Some(9));
    assert_eq!((thread.revision, thread.applied), (None, None));
}
