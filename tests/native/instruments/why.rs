//! Reasons in words: every one in both languages, with all its numbers and where etcd decides it.

use std::collections::BTreeSet;

use etcdscope::{
    etcd::Ruling,
    raft::{Reason, Rules},
    session::{Action, Session, view::Wait, view::Waiting},
    sim::{self, Cause},
    ui::words::why::{numbers, sentence},
    units::{Index, Micros, Term},
};

use super::{
    chinese, english,
    reasons::{A, I, T, all, name},
};

/// The numbers in a text.
fn numerals(text: &str) -> BTreeSet<String> {
    text.split(|it: char| !it.is_ascii_digit())
        .filter(|it| !it.is_empty())
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_reason_is_among_the_samples() {
    let had: BTreeSet<&str> = all().iter().map(Cause::name).collect();
    let wanted: BTreeSet<&str> = Reason::NAMES.iter().chain(Ruling::NAMES).copied().collect();
    assert_eq!(had, wanted);
}

#[test]
fn every_reason_has_words_with_all_its_numbers_in_both_languages() {
    for reason in all() {
        let (file, function) = reason.source();
        assert!(file.ends_with(".go") && !function.is_empty(), "{reason:?}");
        assert!(
            sentence(&reason).is_some(),
            "{} has no words",
            reason.name()
        );
        // What Debug shows and is no flag: a member that is none is not named.
        let told = format!("{reason:?}").replace("NodeId(0)", "");
        // Ids of leases are hexadecimal, spans are said in milliseconds.
        let told = told.replace("LeaseId(119)", "0000000000000077");
        let told = told.replace("000),", ",").replace("000) ", " ");
        let wanted = numerals(&told);
        let said = [english(), chinese()].map(|words| (words.why.reason)(&reason, &name));
        for said in &said {
            assert!(!said.contains(['{', '}', '|']), "{said}");
            let missing: Vec<_> = wanted.difference(&numerals(said)).cloned().collect();
            assert!(
                missing.is_empty(),
                "{}: {missing:?} not in {said}",
                reason.name()
            );
        }
        assert_ne!(said[0], said[1]);
    }
}

#[test]
fn flags_and_choices_change_the_words() {
    let say = |reason: &Cause| [english(), chinese()].map(|it| (it.why.reason)(reason, &name));
    let mut sayings: Vec<[String; 2]> = all().iter().map(say).collect();
    let (term, to) = (T, A);
    for other in [
        Reason::Campaigns {
            term,
            pre: false,
            transfer: false,
        },
        Reason::VoteGranted {
            to,
            term,
            pre: false,
        },
        Reason::SteppedDown {
            term,
            learner: false,
        },
        Reason::SnapshotReported {
            peer: A,
            snapshot: Index(504),
            arrived: false,
        },
        Reason::ChangeProposed {
            index: I,
            leaves: false,
        },
    ] {
        sayings.push(say(&Cause::Raft(other)));
    }
    let count = sayings.len();
    for language in 0..2 {
        let distinct: BTreeSet<&String> = sayings.iter().map(|it| &it[language]).collect();
        assert_eq!(distinct.len(), count);
    }
}

#[test]
fn numbers_stand_in_the_order_of_their_fields() {
    let reason = Reason::CommitWaitsForOwnTerm {
        index: Index(12),
        term: Term(3),
        own: Term(5),
    };
    let reason = Cause::Raft(reason);
    assert_eq!(numbers(&reason, &name), ["#12", "3", "5"]);
    assert_eq!(
        (english().why.reason)(&reason, &name),
        "A quorum holds #12, but it is of term 3: only entries of the own term 5 count."
    );
    assert_eq!(
        (chinese().why.reason)(&reason, &name),
        "多数派已持有 #12，但它属于任期 3：只有自己任期 5 的条目才算数。"
    );
}

#[test]
fn waits_have_words_with_their_numbers() {
    let (index, acks, needed) = (Index(29), 1, 2);
    let missing = vec!["infra1".to_owned()];
    let quorum = Waiting::Commit(Wait::Quorum {
        index,
        acks,
        needed,
        missing,
    });
    let said = (english().why.waiting)(&quorum);
    assert_eq!(said, "Proposed as #29, 1 of 2 acks, waiting for infra1.");
    let old = Wait::OwnTerm {
        index,
        term: Term(3),
        own: Term(5),
    };
    for words in [english(), chinese()] {
        let said = (words.why.wait)(&old);
        assert!(said.contains('3') && said.contains('5'), "{said}");
        for waiting in [
            Waiting::Leadership {
                leader: "infra1".to_owned(),
                acks,
                needed,
            },
            Waiting::Apply {
                member: "infra1".to_owned(),
                applied: Index(1),
                index: Index(2),
            },
        ] {
            let said = (words.why.waiting)(&waiting);
            assert!(said.contains("infra1") && said.contains('1') && said.contains('2'));
        }
    }
}

#[test]
fn members_decisions_are_kept_with_their_moment_newest_first() {
    let mut session = Session::ready(sim::Config::tutorial());
    let leader = session.cluster().leader.expect("there is one");
    let elected = |session: &Session| {
        let all = session.decisions(None, usize::MAX);
        let numbers: Vec<u64> = all.iter().map(|it| it.number).collect();
        assert!(numbers.is_sorted_by(|a, b| a > b), "newest first");
        let mut won = all.into_iter();
        won.find(|it| matches!(it.cause, Cause::Raft(Reason::Elected { .. })))
    };
    let first = elected(&session).expect("somebody leads");
    assert_eq!(first.member, leader);
    assert!(first.packet.is_some(), "a vote made it leader");
    session
        .apply(Action::Fault(sim::Fault::Kill(leader)))
        .expect("it runs");
    session
        .apply(Action::Advance(Micros::from_secs(5)))
        .expect("time passes");
    let second = elected(&session).expect("somebody leads");
    assert!(second.at > first.at && second.member != leader);
    let own = session.decisions(Some(second.member), 1_000);
    assert!(own.iter().all(|it| it.member == second.member));
    assert_eq!(Rules::ALL.len(), 11, "a new rule wants words as well");
}

#[test]
fn a_message_under_way_tells_what_was_and_will_be_decided() {
    let mut session = Session::ready(sim::Config::tutorial());
    let leader = session.cluster().leader.expect("there is one");
    session
        .apply(Action::Fault(sim::Fault::Kill(leader)))
        .expect("it runs");
    let mut seen = BTreeSet::new();
    for _ in 0..10_000 {
        session.apply(Action::Step).expect("something is planned");
        for message in session.cluster().messages {
            let name = message.name;
            let said = session.decided_when_arrived(message.id);
            let down = session.cluster().members[message.to].power;
            if down != etcdscope::session::view::Power::Up {
                assert_eq!(said, None, "nobody hears it");
            }
            if let ("MsgPreVote", Some(said)) = (name, said) {
                let decided = |it: &str| it.starts_with("vote-");
                assert!(said.iter().any(|it| decided(it.cause.name())), "{said:?}");
                seen.insert("vote");
                let sent = session.decided_when_sent(message.id);
                let campaigns = |it: &str| ["campaigns", "election-timeout"].contains(&it);
                if sent.iter().any(|it| campaigns(it.cause.name())) {
                    seen.insert("campaign");
                }
            }
        }
        if session.cluster().leader.is_some() {
            break;
        }
    }
    assert_eq!(seen.len(), 2, "{seen:?}");
}
