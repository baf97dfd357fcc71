//! Members that come and go, and transactions, as a visitor types them.

use super::*;
use etcdscope::session::{
    script::{Style, Visit},
    view::Cluster,
};
use etcdscope::sim::Standing;

fn cluster(session: &Session) -> Cluster {
    session.cluster()
}

/// A visit in which a fourth member joins, is cut off, and goes again.
fn grown() -> Session {
    let mut session = ready();
    advance(&mut session, Micros::from_secs(8));
    let add = "member add infra4 --learner --peer-urls=http://127.0.0.1:42380";
    let told = stdout(&mut session, add);
    let id = told
        .split_whitespace()
        .nth(1)
        .expect("Member ID")
        .to_owned();
    assert!(told.contains("ETCD_NAME=\"infra4\"\n"), "{told}");
    stdout(&mut session, "sim start infra4");
    advance(&mut session, Micros::from_secs(2));
    let promoted = stdout(&mut session, &format!("member promote {id}"));
    assert!(promoted.starts_with(&format!("Member {id} promoted in cluster ")));
    stdout(&mut session, "sim isolate infra4");
    stdout(&mut session, "sim cut 4 > 1");
    stdout(&mut session, "sim kill infra4");
    advance(&mut session, Micros::from_secs(1));
    stdout(&mut session, &format!("member remove {id}"));
    stdout(&mut session, "put a 1");
    session
}

#[test]
fn a_member_is_added_started_promoted_and_removed_in_words() {
    let mut session = ready();
    advance(&mut session, Micros::from_secs(8));
    let add = "member add infra4 --learner --peer-urls=http://127.0.0.1:42380";
    stdout(&mut session, add);
    let fourth = |session: &Session| cluster(session).members[3].clone();
    let member = fourth(&session);
    assert_eq!(
        (member.name.as_str(), member.standing),
        ("127.0.0.1:42380", Standing::Waiting)
    );
    assert!(member.learner);
    assert!(stdout(&mut session, "sim status").contains("127.0.0.1:42380  added"));
    assert_eq!(
        stderr(&mut session, "sim restart 4"),
        "sim: 127.0.0.1:42380 was added and has no process yet: sim start NAME, with the name that \
         it was added by\n"
    );
    stdout(&mut session, "sim start infra4");
    advance(&mut session, Micros::from_secs(2));
    let member = fourth(&session);
    assert_eq!(
        (member.name.as_str(), member.standing),
        ("infra4", Standing::Member)
    );
    assert!(member.learner && cluster(&session).voters == 3);
    assert!(stdout(&mut session, "sim status").contains("infra4  learner"));
    let list = stdout(&mut session, "member list");
    let row = format!(
        "{}, started, infra4, http://127.0.0.1:42380, http://127.0.0.1:42379, true\n",
        member.id
    );
    assert!(list.contains(&row), "{list}");
    let refused = stderr(&mut session, "--endpoints=127.0.0.1:42379 put a 1");
    assert_eq!(
        refused,
        "Error: etcdserver: rpc not supported for learner\n"
    );
    let status = stdout(&mut session, "--endpoints=127.0.0.1:42379 endpoint status");
    assert!(status.contains(", false, true, "), "{status}");
    stdout(&mut session, &format!("member promote {}", member.id));
    assert_eq!(cluster(&session).voters, 4);
    stdout(&mut session, &format!("member remove {}", member.id));
    advance(&mut session, Micros::from_secs(2));
    let member = fourth(&session);
    assert_eq!(
        (member.standing, cluster(&session).voters),
        (Standing::Removed, 3)
    );
    assert!(
        stdout(&mut session, "sim status")
            .contains("exit: infra4 the member has been permanently removed from the cluster")
    );
    assert_eq!(
        stderr(&mut session, "sim start infra5"),
        "sim: no added member waits for its process: etcdctl member add NAME --peer-urls=URL comes \
         first, then sim start NAME; sim start NAME URL if the name does not tell the address\n"
    );
}

#[test]
fn leadership_moves_in_words() {
    let mut session = ready();
    advance(&mut session, Micros::from_secs(8));
    let members = cluster(&session).members;
    let all: Vec<&str> = members.iter().map(|it| it.client.as_str()).collect();
    let (old, new) = (members[0].id, members[2].id);
    let line = format!("--endpoints={} move-leader {new}", all.join(","));
    let told = stdout(&mut session, &line);
    assert_eq!(
        told,
        format!("Leadership transferred from {old} to {new}\n")
    );
    assert_eq!(cluster(&session).leader, Some(2));
}

#[test]
fn a_visit_that_grows_a_cluster_is_told_and_played_again() {
    let session = grown();
    assert_eq!(cluster(&session).members.len(), 4);
    let visit = session.visit().expect("nothing is forgotten");
    for style in [Style::Readable, Style::Short] {
        let text = visit.write(style);
        let read = Visit::read(&text).unwrap_or_else(|error| panic!("{error} in\n{text}"));
        assert_eq!(read, visit, "{text}");
    }
    let again = Session::from_script(&session.script()).expect("it was a visit");
    assert_eq!(again.hash(), session.hash(), "{}", session.script());
    assert!(session.script().contains("sim start infra4"));
}

#[test]
fn the_past_of_a_cluster_that_grew_can_be_looked_at() {
    let mut session = grown();
    let end = session.hash();
    let now = session.now();
    for seconds in [9, 4, 12] {
        let to = etcdscope::session::Seek::To(Micros::from_secs(seconds));
        drop(session.apply(Action::Seek(to)));
    }
    drop(session.apply(Action::Seek(etcdscope::session::Seek::Now)));
    assert_eq!((session.now(), session.hash()), (now, end));
}

#[test]
fn a_transaction_is_typed_line_by_line() {
    let mut session = ready();
    let ticket = session
        .exec("api", "etcdctl txn -i", None)
        .expect("a shell");
    assert_eq!(settle(&mut session, &ticket).status, Status::Reading);
    for line in ["create(\"a\") = \"0\"", "", "put a 1", "get a", "", ""] {
        submit(&mut session, "api", line);
        advance(&mut session, Micros::from_ms(100));
    }
    let report = settle(&mut session, &ticket);
    assert_eq!(report.exit, Some(0));
    assert_eq!(
        String::from_utf8_lossy(&report.stdout),
        "compares:\nsuccess requests (get, put, del):\nfailure requests (get, put, del):\n\
         SUCCESS\n\nOK\n\na\n1\n"
    );
    let told = stdout(
        &mut session,
        "txn <<EOF\nvalue(\"a\") = \"2\"\n\n\nget a\n\nEOF",
    );
    assert_eq!(told, "FAILURE\n\na\n1\n");
}
