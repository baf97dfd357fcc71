//! The verdict on client histories: known good and bad ones, and agreement with trying every order.

use bytes::Bytes;
use etcdscope::{
    proof::linear::{
        Answer, History, Op, OpId, Outcome, Pair, Verdict, is_linearizable, long, short,
    },
    units::Micros,
};

const BUDGET: u64 = 1_000_000;

/// A history told line by line, each call and answer after the one before.
#[derive(Default)]
struct Tale {
    history: History,
    at: u64,
}

impl Tale {
    fn ask(&mut self, client: u64, op: Op) -> OpId {
        self.at += 1_000;
        self.history.invoke(client, op, Micros(self.at))
    }

    fn answer(&mut self, id: OpId, revision: i64, outcome: Outcome) {
        self.at += 1_000;
        let answer = Answer { revision, outcome };
        self.history.complete(id, answer, Micros(self.at));
    }

    /// A call and its answer, nothing between.
    fn done(&mut self, op: Op, revision: i64, outcome: Outcome) {
        let id = self.ask(1, op);
        self.answer(id, revision, outcome);
    }

    fn is_right(&self) -> bool {
        let verdict = self.history.verdict(BUDGET);
        let right = verdict == Verdict::Linearizable;
        assert_ne!(verdict, Verdict::Unknown, "{}", self.history);
        assert_eq!(right, is_linearizable(&self.history), "{}", self.history);
        right
    }
}

fn put(key: &'static str, value: &'static str) -> Op {
    Op::Put {
        key: key.into(),
        value: Some(value.into()),
        lease: Some(0),
    }
}

fn get(key: &'static str) -> Op {
    Op::Range {
        key: key.into(),
        end: Bytes::new(),
        serializable: false,
    }
}

fn stale_get(key: &'static str) -> Op {
    Op::Range {
        key: key.into(),
        end: Bytes::new(),
        serializable: true,
    }
}

fn del(key: &'static str) -> Op {
    Op::Delete {
        key: key.into(),
        end: Bytes::new(),
    }
}

fn found(key: &'static str, value: &'static str) -> Outcome {
    Outcome::Pairs(vec![Pair {
        key: key.into(),
        value: value.into(),
        ..Pair::default()
    }])
}

const NOTHING: Outcome = Outcome::Pairs(Vec::new());

/// Each tale once with revisions and once without.
fn both(tell: impl Fn(&mut Tale, &dyn Fn(i64) -> i64)) -> [bool; 2] {
    let judge = |shown: bool| {
        let mut tale = Tale::default();
        tell(&mut tale, &|revision| if shown { revision } else { 0 });
        tale.is_right()
    };
    [judge(true), judge(false)]
}

#[test]
fn a_stale_read_is_noticed_and_a_serializable_one_may_be_stale() {
    let tale = |read: fn(&'static str) -> Op| {
        both(move |tale, shown| {
            tale.done(put("k", "1"), shown(2), Outcome::Done);
            tale.done(put("k", "2"), shown(3), Outcome::Done);
            tale.done(read("k"), shown(2), found("k", "1"));
        })
    };
    assert_eq!(tale(get), [false, false]);
    assert_eq!(tale(stale_get), [true, true]);
}

#[test]
fn a_serializable_read_sees_some_past_and_no_future() {
    let saw = |value: &'static str| {
        both(move |tale, shown| {
            tale.done(put("k", "1"), shown(2), Outcome::Done);
            let read = tale.ask(2, stale_get("k"));
            let revision = if value == "3" { 4 } else { 2 };
            tale.answer(read, shown(revision), found("k", value));
            tale.done(put("k", "2"), shown(3), Outcome::Done);
            tale.done(put("k", "3"), shown(4), Outcome::Done);
        })
    };
    assert_eq!(saw("1"), [true, true]);
    assert_eq!(saw("3"), [false, false]);
    assert_eq!(saw("2"), [false, false]);
}

#[test]
fn a_lost_write_is_noticed() {
    let right = both(|tale, shown| {
        tale.done(put("k", "1"), shown(2), Outcome::Done);
        tale.done(get("k"), shown(1), NOTHING);
    });
    assert_eq!(right, [false, false]);
    let overwritten = both(|tale, shown| {
        tale.done(put("k", "1"), shown(2), Outcome::Done);
        tale.done(put("k", "2"), shown(2), Outcome::Done);
        tale.done(get("k"), shown(2), found("k", "2"));
    });
    assert_eq!(
        overwritten,
        [false, true],
        "only the revision gives it away"
    );
}

#[test]
fn a_read_that_goes_back_is_noticed() {
    let right = both(|tale, shown| {
        tale.done(put("k", "1"), shown(2), Outcome::Done);
        let slow = tale.ask(7, put("k", "2"));
        tale.done(get("k"), shown(3), found("k", "2"));
        tale.done(get("k"), shown(2), found("k", "1"));
        tale.answer(slow, shown(3), Outcome::Done);
    });
    assert_eq!(right, [false, false]);
}

#[test]
fn what_was_never_answered_may_happen_late_once_or_never() {
    let saw = |values: &'static [&'static str]| {
        both(move |tale, shown| {
            let _lost = tale.ask(7, put("k", "lost"));
            tale.done(put("k", "1"), shown(2), Outcome::Done);
            for value in values {
                let revision = if *value == "lost" { 3 } else { 2 };
                tale.done(get("k"), shown(revision), found("k", value));
            }
        })
    };
    assert_eq!(saw(&["1"]), [true, true]);
    assert_eq!(saw(&["1", "lost"]), [true, true]);
    assert_eq!(saw(&["lost", "1"]), [false, false]);
    assert_eq!(saw(&["1", "lost", "1"]), [false, false]);
}

#[test]
fn a_revision_that_nobody_made_is_noticed() {
    let mut tale = Tale::default();
    tale.done(put("k", "1"), 2, Outcome::Done);
    tale.done(put("k", "2"), 4, Outcome::Done);
    assert!(!tale.is_right());
    let Verdict::Violation(explanation) = tale.history.verdict(BUDGET) else {
        panic!("revision 3 is nobody's")
    };
    assert_eq!(explanation.ops, [OpId(1)]);
    assert!(explanation.says.contains("revision 3"), "{explanation}");
    tale.history.invoke(9, put("other", "late"), Micros(9_000));
    assert!(!tale.is_right(), "asked too late");
}

/// What a watch told says who made a revision, and must be what happened.
#[test]
fn a_watch_is_a_witness() {
    let judge = |value: Option<&'static str>| {
        let mut tale = Tale::default();
        tale.done(put("k", "1"), 2, Outcome::Done);
        let _lost = tale.ask(7, put("k", "lost"));
        let _lost = tale.ask(8, del("k"));
        tale.done(put("j", "1"), 4, Outcome::Done);
        let pair = value.map(|value| Pair {
            key: "k".into(),
            value: value.into(),
            modified: 3,
            ..Pair::default()
        });
        tale.history.witness(3, "k".into(), pair);
        tale.history.verdict(BUDGET)
    };
    assert_eq!(judge(Some("lost")), Verdict::Linearizable);
    assert_eq!(judge(None), Verdict::Linearizable);
    assert!(matches!(judge(Some("other")), Verdict::Violation(_)));
    let mut tale = Tale::default();
    tale.done(put("k", "1"), 2, Outcome::Done);
    tale.history.witness(2, "k".into(), None);
    let verdict = tale.history.verdict(BUDGET);
    assert!(matches!(verdict, Verdict::Violation(_)), "it was put");
}

#[test]
fn a_delete_that_found_too_much_or_too_little_is_noticed() {
    let deleted = |count| {
        both(move |tale, shown| {
            tale.done(put("k", "1"), shown(2), Outcome::Done);
            let revision = 2 + count;
            tale.done(del("k"), shown(revision), Outcome::Deleted(count));
        })
    };
    assert_eq!(deleted(1), [true, true]);
    assert_eq!(deleted(0), [false, false]);
}

/// A lease that was granted may run out later, and with it its keys go in one revision.
#[test]
fn keys_go_with_a_lease_that_ran_out_and_not_without() {
    let judge = |lease: i64| {
        let mut tale = Tale::default();
        tale.done(Op::Look, 1, Outcome::Granted(7));
        for key in ["a", "b"] {
            let leased = Op::Put {
                key: key.into(),
                value: Some("1".into()),
                lease: Some(lease),
            };
            let revision = if key == "a" { 2 } else { 3 };
            tale.done(leased, revision, Outcome::Done);
        }
        tale.done(get("a"), 4, NOTHING);
        tale.done(get("b"), 4, NOTHING);
        tale.history.verdict(BUDGET) == Verdict::Linearizable
    };
    assert!(judge(7));
    assert!(!judge(0));
}

#[test]
fn what_was_refused_did_not_happen() {
    let mut tale = Tale::default();
    let id = tale.ask(1, put("k", "1"));
    tale.history.refuse(id);
    tale.done(get("k"), 2, found("k", "1"));
    assert!(!tale.is_right());
}

#[test]
fn a_budget_too_small_gives_no_verdict() {
    let history = long(3, 500, 100_000, true);
    assert_eq!(history.verdict(100), Verdict::Unknown);
    assert_eq!(history.verdict(BUDGET), Verdict::Linearizable);
    let history = long(3, 500, 10_000, false);
    assert_eq!(history.verdict(100), Verdict::Unknown);
    assert_eq!(history.verdict(BUDGET), Verdict::Linearizable);
}

/// Goal: the judge is right. Method: short histories of every kind, right and wrong, against trying
/// every order; `etcdscope linear --histories N` does the same for any number.
#[test]
fn it_agrees_with_trying_every_order() {
    let (mut right, mut wrong) = (0, 0);
    for seed in 0..5_000 {
        let history = short(seed);
        let verdict = history.verdict(BUDGET);
        let truth = is_linearizable(&history);
        assert_ne!(verdict, Verdict::Unknown, "seed {seed}\n{history}");
        let says = verdict == Verdict::Linearizable;
        assert_eq!(says, truth, "seed {seed}: {verdict:?}\n{history}");
        if truth {
            right += 1;
        } else {
            wrong += 1;
        }
    }
    assert!(
        right > 1_000 && wrong > 1_000,
        "{right} right, {wrong} wrong"
    );
}
