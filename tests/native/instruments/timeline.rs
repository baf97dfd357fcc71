//! The time axis: bands, marks, labels that give way, the scheduled future, branches.

use etcdscope::{
    session::view::{
        BranchLine, Cluster, CommandMark, CommitMark, EntryKind, FaultSpan, Happening, LeaseSpan,
        Member, Plan, Scheduled, TermSpan, Timeline,
    },
    ui::{
        follow::Thread,
        geometry::time::{Lens, lanes},
        timeline::{picture::Picture, picture::picture, playhead::spoken},
        words::Words,
    },
    units::{Index, LeaseId, Micros, Term},
};

use super::{chinese, count, english, show};

const WIDTH: f64 = 1_000.0;

fn s(seconds: u64) -> Micros {
    Micros::from_secs(seconds)
}

fn members() -> Vec<Member> {
    let member = |nth: u32| Member {
        name: format!("infra{nth}"),
        ..Member::default()
    };
    (1..=3).map(member).collect()
}

fn commit(time: Micros, index: u64, revision: Option<u64>) -> CommitMark {
    CommitMark {
        time,
        index: Index(index),
        kind: EntryKind::Put,
        revision,
        count: 1,
    }
}

/// The story of the design's picture, in short.
fn sample() -> Timeline {
    let term = |term, leader, from, to| TermSpan {
        term: Term(term),
        leader,
        from,
        to,
    };
    let branch = |name: &str, parent, end| BranchLine {
        name: name.to_owned(),
        parent,
        end,
        inputs: 3,
    };
    Timeline {
        at: s(27),
        end: s(27),
        terms: vec![term(2, 0, s(1), Some(s(14))), term(3, 1, s(16), None)],
        faults: vec![FaultSpan {
            what: Happening::Killed("infra1".to_owned()),
            from: s(14),
            to: Some(s(19)),
        }],
        commits: vec![
            commit(s(3), 9, Some(2)),
            commit(s(4), 10, Some(3)),
            commit(s(20), 11, None),
            commit(s(26), 28, Some(14)),
        ],
        commands: vec![
            CommandMark {
                time: s(3),
                shell: "shell 1".to_owned(),
                text: "etcdctl put hello world".to_owned(),
                index: Some(Index(9)),
                count: 1,
                ..CommandMark::default()
            },
            CommandMark {
                time: s(21),
                text: "etcdctl get hello".to_owned(),
                count: 3,
                ..CommandMark::default()
            },
        ],
        leases: vec![LeaseSpan {
            lease: LeaseId(0x3269_78ba_c682_3905),
            from: s(24),
            to: None,
            expired: false,
        }],
        scheduled: vec![
            Scheduled {
                time: s(28),
                what: Plan::Timeout(2),
            },
            Scheduled {
                time: s(38),
                what: Plan::Expiry(LeaseId(0x3269_78ba_c682_3905)),
            },
        ],
        branches: vec![
            branch("main", None, s(27)),
            branch("fork A", Some((0, Micros(20_300_000))), s(25)),
        ],
        ..Timeline::default()
    }
}

fn drawn(view: &Timeline, thread: &Thread, words: &'static Words) -> String {
    drawn_at(view, thread, words, 168.0)
}

fn drawn_at(view: &Timeline, thread: &Thread, words: &'static Words, height: f64) -> String {
    let lens = Lens {
        len: s(40),
        ..Lens::default()
    };
    let it = Picture {
        view,
        members: &members(),
        lens,
        width: WIDTH,
        lanes: lanes(height, true),
        thread,
        words,
    };
    show(picture(&it))
}

#[test]
fn lanes_tell_what_happened_when() {
    let html = drawn(&sample(), &Thread::default(), english());
    assert!(
        html.contains("t2 · infra1") && html.contains("t3 · infra2"),
        "{html}"
    );
    assert!(html.contains("aria-label=\"t3, infra2 elected, 16.000 s\""));
    // A band goes on under the veil while its leader leads; a gap shows the hatch below.
    assert!(html.contains("x=\"25\" y=\"27\" width=\"325\""), "{html}");
    assert!(html.contains("x=\"400\" y=\"27\" width=\"600\""), "{html}");
    assert!(html.contains("aria-label=\"infra1 killed until 19.000, 14.000 s\""));
    assert!(html.contains("aria-label=\"#28, put, r14, 26.000 s\""));
    assert!(html.contains("aria-label=\"etcdctl put hello world, shell 1, 3.000 s\""));
    assert!(html.contains("etcdctl get hello and 2 more"));
    assert!(
        html.contains("data-made=\"false\" d=\"M-3-5.5"),
        "a read is hollow"
    );
    assert!(html.contains("aria-label=\"lease 326978bac6823905, 24.000 s\""));
    assert!(html.contains("aria-label=\"fork A, from 20.300\""));
    assert_eq!(
        count(&html, "aria-pressed=\"true\""),
        1,
        "one branch is looked at"
    );
    for lane in [
        "Terms", "Faults", "Commits", "Commands", "Leases", "Branches",
    ] {
        assert!(
            html.contains(&format!("role=\"group\" aria-label=\"{lane}\"")),
            "{lane}"
        );
    }
    let zh = drawn(&sample(), &Thread::default(), chinese());
    assert!(zh.contains("infra1 被杀死，至 19.000") && zh.contains("fork A，自 20.300"));
}

#[test]
fn the_future_is_a_veil_with_what_is_planned() {
    let html = drawn(&sample(), &Thread::default(), english());
    assert!(html.contains("…6823905 runs out 38.000"), "{html}");
    assert!(html.contains("infra3 times out 28.000"));
    let veil = html.find("veil-future").expect("there is a veil");
    let plans = html.find("class=\"plans\"").expect("there are plans");
    assert!(veil < plans, "plans stand on the veil");
    assert!(html.find("class=\"term\"").is_some_and(|it| it < veil));
    assert_eq!(count(&html, "class=\"now\""), 0, "the playhead is now");
    // Beyond the right end it is said at the edge.
    let mut later = sample();
    later.scheduled[1].time = s(90);
    let html = drawn(&later, &Thread::default(), english());
    assert!(html.contains("…6823905 runs out 90.000 →"), "{html}");
    let past = Timeline {
        at: s(15),
        past: true,
        ..sample()
    };
    let html = drawn(&past, &Thread::default(), english());
    assert!(html.contains(">now 27.000<"), "{html}");
    assert!(html.contains(">15.000<"));
}

#[test]
fn labels_of_commits_never_meet() {
    let mut view = sample();
    // 100 ms are 2.5 px: nothing has room but the last.
    let every = |nth: u64| commit(Micros::from_ms(2_000 + 100 * nth), 9 + nth, Some(2 + nth));
    view.commits = (0..50).map(every).collect();
    let html = drawn(&view, &Thread::default(), english());
    assert_eq!(count(&html, "data-kind=\"commit\""), 50);
    assert_eq!(count(&html, ">r"), 1, "{html}");
    assert!(html.contains(">r51<"));
    let dense = CommitMark {
        count: 64,
        ..commit(s(9), 80, Some(70))
    };
    view.commits = vec![dense];
    let html = drawn(&view, &Thread::default(), english());
    assert!(html.contains("64 entries up to #80"), "{html}");
    assert!(
        html.contains("x=\"-2\" y=\"-4.9\" width=\"4\" height=\"12.9\""),
        "{html}"
    );
}

#[test]
fn the_followed_thing_is_marked_on_its_lanes() {
    let followed = |thread: Thread| {
        let html = drawn(&sample(), &thread, english());
        count(&html, "followed=\"true\"")
    };
    let entry = |index| Thread {
        entry: Some((Index(index), Term(2))),
        ..Thread::default()
    };
    assert_eq!(followed(Thread::default()), 0);
    assert_eq!(followed(entry(9)), 2, "the commit and its command");
    assert_eq!(followed(entry(28)), 1);
    let lease = Some(LeaseId(0x3269_78ba_c682_3905));
    assert_eq!(
        followed(Thread {
            lease,
            ..Thread::default()
        }),
        1
    );
}

#[test]
fn a_low_panel_drops_faults_and_branches_first() {
    let html = drawn_at(&sample(), &Thread::default(), english(), 120.0);
    assert!(!html.contains("fork A") && !html.contains("infra1 killed"));
    assert!(html.contains("#28, put, r14") && html.contains("runs out"));
}

#[test]
fn a_full_axis_stays_below_its_budget_of_marks() {
    let mut view = sample();
    let every = |nth: u64| commit(Micros::from_ms(280 * nth), nth, Some(nth));
    view.commits = (0..142).map(every).collect();
    view.commands = (0..142_u64)
        .map(|nth| CommandMark {
            time: Micros::from_ms(280 * nth),
            count: 1,
            ..CommandMark::default()
        })
        .collect();
    let html = drawn(&view, &Thread::default(), english());
    assert!(count(&html, "class=\"mark\"") < 500);
}

#[test]
fn the_slider_says_moment_term_and_revision() {
    let cluster = Cluster {
        term: Term(3),
        revision: 9,
        ..Cluster::default()
    };
    let (at, end) = (Micros(15_699_500), Micros(27_218_000));
    assert_eq!(
        spoken(at, end, &cluster, english()),
        "15.699 s of 27.218 s, term 3, revision 9"
    );
    assert_eq!(
        spoken(at, end, &cluster, chinese()),
        "27.218 秒中的 15.699 秒，任期 3，版本号 9"
    );
}
