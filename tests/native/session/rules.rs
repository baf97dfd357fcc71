//! What if etcd forgot a rule: an input like any other, on all members at once.

use etcdscope::{
    etcd::Server,
    raft::Rules,
    session::{Seek, script::Playback, script::Style},
};

use super::*;

/// Whether each member that runs follows this rule.
fn follow(session: &Session, name: &str) -> Vec<bool> {
    let (_, rule) = Rules::ALL
        .iter()
        .find(|(known, _)| *known == name)
        .expect("there is such a rule");
    let rafts = session.world().nodes().filter_map(|node| node.server());
    rafts
        .map(Server::raft)
        .map(|raft| *rule(&mut raft.config().rules.clone()))
        .collect()
}

#[test]
fn every_rule_can_be_forgotten_and_followed_again() {
    let mut session = ready();
    for (name, _) in Rules::ALL {
        assert_eq!(follow(&session, name), [true; 3], "{name}");
        assert_eq!(session.cluster().rules_off, [""; 0], "{name}");
        assert_eq!(stdout(&mut session, &format!("sim rule {name} off")), "");
        assert_eq!(follow(&session, name), [false; 3], "{name}");
        assert_eq!(session.cluster().rules_off, [*name]);
        let listed = stdout(&mut session, "sim rules");
        let state = |line: &str| line.starts_with(name) && line.ends_with("off");
        assert_eq!(listed.lines().filter(|it| state(it)).count(), 1, "{listed}");
        assert_eq!(listed.matches("off").count(), 1, "{listed}");
        assert_eq!(stdout(&mut session, &format!("sim rule {name} on")), "");
    }
}

#[test]
fn what_makes_no_sense_is_refused_in_words() {
    let mut session = ready();
    for (line, said) in [
        (
            "sim rule check-log-match on",
            "check-log-match is on already",
        ),
        (
            "sim rule gravity off",
            "there is no rule gravity: sim rules",
        ),
        ("sim rule check-log-match", "usage: sim rule"),
    ] {
        let told = stderr(&mut session, line);
        assert!(told.contains(said), "{line}: {told}");
    }
    let none = Action::Fault(Fault::Rule {
        rule: Rules::ALL.len(),
        on: false,
    });
    assert!(session.apply(none).is_err());
}

#[test]
fn a_forgotten_rule_survives_a_restart_and_goes_with_the_past() {
    let mut session = ready();
    advance(&mut session, Micros::from_ms(300));
    let (before, hash) = (session.now(), session.hash());
    advance(&mut session, Micros::from_ms(300));
    stdout(&mut session, "sim rule commit-own-term-only off");
    stdout(&mut session, "sim kill infra2");
    assert_eq!(follow(&session, "commit-own-term-only"), [false; 2]);
    stdout(&mut session, "sim restart infra2");
    assert_eq!(follow(&session, "commit-own-term-only"), [false; 3]);
    session.apply(Action::Seek(Seek::To(before))).expect("kept");
    assert_eq!(follow(&session, "commit-own-term-only"), [true; 3]);
    assert_eq!(
        (session.cluster().rules_off.len(), session.hash()),
        (0, hash)
    );
    session.apply(Action::Seek(Seek::Now)).expect("there");
    assert_eq!(session.cluster().rules_off, ["commit-own-term-only"]);
}

#[test]
fn it_is_part_of_journal_and_script() {
    let mut session = ready();
    stdout(&mut session, "sim rule confirm-reads off");
    stdout(&mut session, "put a 1");
    let journal = session.journal();
    let replayed = Session::replay(Config::tutorial(), &journal);
    assert_eq!(replayed.hash(), session.hash());
    assert_eq!(replayed.cluster().rules_off, ["confirm-reads"]);
    for style in [Style::Readable, Style::Short] {
        let text = session.visit().expect("remembered").write(style);
        assert!(text.contains("sim rule confirm-reads off"), "{text}");
        let mut playback = Playback::new(&text).expect("it reads");
        while !playback.go_on(10_000).expect("it plays") {}
        assert!(!playback.differs());
        assert_eq!(playback.session().hash(), session.hash());
    }
    let mut forgetful = Config::tutorial();
    forgetful.flags.rules.confirm_reads = false;
    let session = Session::ready(forgetful);
    assert_eq!(session.cluster().rules_off, ["confirm-reads"]);
}

#[test]
fn worlds_that_follow_other_rules_have_other_hashes() {
    let mut session = ready();
    let mut hashes = vec![session.hash()];
    for rule in 0..Rules::ALL.len() {
        let mut world = session.world().clone();
        world.fault(&Fault::Rule { rule, on: false }).expect("on");
        hashes.push(world.hash());
    }
    let count = hashes.len();
    hashes.sort_unstable();
    hashes.dedup();
    assert_eq!(hashes.len(), count);
    advance(&mut session, Micros(1));
}
