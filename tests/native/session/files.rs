//! The visit's own files: snapshots are saved into them and a cluster starts from them; time
//! travel, journals and scripts hold them.

use super::*;
use etcdscope::session::{Seek, view};

const RESTORE: &str = "etcdutl snapshot restore s.db --name m1 --data-dir d1 \
                       --initial-cluster m1=http://127.0.0.1:12380,m2=http://127.0.0.1:22380 \
                       --initial-advertise-peer-urls http://127.0.0.1:12380";

/// A cluster whose data was saved, changed, and restored for two members; the first key's pair is
/// asked on the way.
fn booted() -> Session {
    let mut session = ready();
    let session_mut = &mut session;
    assert_eq!(stdout(session_mut, "etcdctl put a kept"), "OK\n");
    stdout(session_mut, "etcdctl lease grant 1000");
    stdout(session_mut, "etcdctl snapshot save s.db");
    stdout(session_mut, "etcdctl put a lost");
    stdout(session_mut, RESTORE);
    let second = RESTORE.replace("--name m1 --data-dir d1", "--name m2 --data-dir d2");
    let second = second.replace("urls http://127.0.0.1:12380", "urls http://127.0.0.1:22380");
    stdout(session_mut, &second);
    stdout(session_mut, "sim boot d1 d2");
    advance(session_mut, Micros::from_secs(5));
    session
}

#[test]
fn a_cluster_starts_from_restored_data() {
    let mut session = booted();
    assert_eq!(stdout(&mut session, "etcdctl get a"), "a\nkept\n");
    let members = stdout(&mut session, "etcdctl member list -w simple");
    let names: Vec<&str> = members
        .lines()
        .filter_map(|it| it.split(", ").nth(2))
        .collect();
    assert_eq!(names, ["m2", "m1"], "{members}");
    assert_eq!(stdout(&mut session, "etcdctl put a new"), "OK\n");
    let leases = stdout(&mut session, "etcdctl lease list");
    assert!(leases.starts_with("found 1 leases\n"), "{leases}");
    submit(&mut session, SHELL, "sim kill 1");
    submit(&mut session, SHELL, "sim restart 1");
    advance(&mut session, Micros::from_secs(5));
    assert_eq!(stdout(&mut session, "etcdctl get a"), "a\nnew\n");
}

#[test]
fn every_picture_can_be_drawn_of_it() {
    let session = booted();
    let _cluster = session.cluster();
    let _log = session.log(40);
    let (_leases, _shells) = (session.leases(), session.shells());
    let _state = session.state();
    for member in 0..4 {
        let _lanes = session.revisions(member);
        let _decisions = session.decisions(Some(member), 9);
    }
    let _timeline = session.timeline(view::Span::default());
}

#[test]
fn journals_scripts_and_time_travel_hold_files() {
    let mut session = booted();
    let (path, bytes) = ("in/x".to_owned(), vec![0, 255, b'"', b'\n'].into());
    let file = Action::File { path, bytes };
    session.apply(file).expect("there is room");
    let size = stdout(&mut session, "dd if=in/x status=none of=y");
    assert_eq!(size, "");
    let replayed = Session::replay(Config::tutorial(), &session.journal());
    assert_eq!(replayed.hash(), session.hash());
    let end = session.now();
    session
        .apply(Action::Seek(Seek::To(Micros::from_secs(2))))
        .expect("it is there");
    assert!(!session.files().exists(b"y"));
    session
        .apply(Action::Seek(Seek::To(end)))
        .expect("it is there");
    assert_eq!(session.hash(), replayed.hash());
    assert!(session.files().exists(b"y"));
    let played = Session::from_script(&session.script()).expect("it was written so");
    assert_eq!(played.hash(), session.hash());
}

#[test]
fn what_cannot_be_booted_says_why() {
    let mut session = ready();
    stdout(&mut session, "etcdctl snapshot save s.db");
    let (_, hash) = (stdout(&mut session, RESTORE), session.world().hash());
    for (line, text) in [
        (
            "sim boot s.db",
            "sim boot: s.db: its write-ahead log cannot be read\n",
        ),
        (
            "sim boot d1 d1",
            "sim boot: two of these data directories are of one member",
        ),
        ("sim boot", "usage: sim boot DIR"),
        ("etcd --data-dir d1", "usage: sim boot DIR"),
    ] {
        let told = stderr(&mut session, line);
        assert!(told.starts_with(text), "{line}: {told}");
    }
    assert_eq!(session.world().hash(), hash, "nothing changed");
}

#[test]
fn a_line_reads_a_file() {
    let mut session = ready();
    stdout(
        &mut session,
        "dd if=/dev/zero of=zeros bs=3 count=1 status=none",
    );
    assert_eq!(stdout(&mut session, "etcdctl put k < zeros"), "OK\n");
    assert_eq!(stdout(&mut session, "etcdctl get k"), "k\n\0\0\0\n");
    assert_eq!(
        stderr(&mut session, "cat < nope"),
        "nope: no such file or directory\n"
    );
    assert_eq!(stdout(&mut session, "echo 'a < zeros'"), "a < zeros\n");
}
