//! The lanes of revisions and the KeyValue card.

use std::rc::Rc;

use bytes::Bytes;
use etcdscope::{
    session::view,
    ui::{
        follow::{Follow, Thing},
        revisions::{self, card, lanes, walk, window::Window},
        words::Words,
    },
    units::{Index, LeaseId, Micros, Revision, Term},
};

use super::{chinese, count, english, show};

fn dot(main: u64, version: u64) -> view::Dot {
    view::Dot {
        revision: Revision { main, sub: 0 },
        version,
        ..view::Dot::default()
    }
}

/// `hello` put, put, deleted, put; `job` with a lease; compacted at 3.
fn history() -> view::Revisions {
    let column = |main: u64| view::RevisionColumn {
        main,
        changes: 1,
        index: Some(Index(main + 7)),
    };
    let mut first = dot(2, 1);
    first.compacted = true;
    let mut leased = dot(6, 1);
    leased.lease = LeaseId(0x3269_78ba_c682_3905);
    view::Revisions {
        current: 6,
        last: 6,
        window: (2, 6),
        compacted: Some(3),
        columns: (2..=6).map(column).collect(),
        lanes: vec![
            view::Lane {
                key: Bytes::from("hello"),
                dots: vec![first, dot(3, 2), dot(4, 0), dot(5, 1)],
                generations: vec![(2, Some(4)), (5, None)],
                ..view::Lane::default()
            },
            view::Lane {
                key: Bytes::from("job"),
                dots: vec![leased],
                generations: vec![(6, None)],
                ..view::Lane::default()
            },
        ],
        alive: 2,
        proposed: vec![(Bytes::from("job"), Index(14))],
        ..view::Revisions::default()
    }
}

fn lanes_of(view: &view::Revisions, words: &'static Words) -> String {
    let view = Rc::new(view.clone());
    let window = Rc::new(Window::new(&view, 500.0, false));
    let props = yew::props!(lanes::Props {
        view: view.clone(),
        window,
        width: 500.0,
        read: view.current,
        words,
        followed: Some(5),
    });
    show(lanes::lanes(&props))
}

#[test]
fn lanes_tell_puts_from_tombstones() {
    let html = lanes_of(&history(), english());
    for name in [
        "hello revision 2 version 1",
        "hello revision 4 tombstone",
        "hello revision 5 version 1",
        "job revision 6 version 1",
        "job proposed as entry 14",
    ] {
        assert!(
            html.contains(&format!("aria-label=\"{name}\"")),
            "{name}: {html}"
        );
    }
    assert_eq!(count(&html, "class=\"tombstone\""), 1);
    assert_eq!(count(&html, "class=\"generation\""), 3);
    assert_eq!(count(&html, "class=\"dot-lease\""), 1);
    assert_eq!(count(&html, "data-compacted=\"true\""), 1);
    assert_eq!(count(&html, "aria-pressed=\"true\""), 1);
    assert!(html.contains("data-testid=\"rev-4-0\""));
    assert!(html.contains("compacted below r3"));
    let html = lanes_of(&history(), chinese());
    assert!(html.contains("aria-label=\"hello 版本号 4 删除标记\""));
    assert!(html.contains("r3 以前已压缩"));
}

#[test]
fn generations_span_the_columns_between_creation_and_tombstone() {
    let window = Window::new(&history(), 500.0, false);
    let closed = window.span(2, Some(4)).expect("in sight");
    assert_eq!((closed.start, closed.stop, closed.open), (0, 3, false));
    let open = window.span(5, None).expect("in sight");
    assert_eq!((open.start, open.stop, open.open), (3, 5, true));
    assert_eq!(window.span(1, Some(1)), None, "over before the window");
}

#[test]
fn keys_walk_along_a_lane_and_across_lanes() {
    let view = history();
    let at = |key: &'static str, main| (Bytes::from(key), Revision { main, sub: 0 });
    let step = |from, key| walk::step(&view, &from, key);
    assert_eq!(step(at("hello", 3), "ArrowRight"), Some(at("hello", 4)));
    assert_eq!(step(at("hello", 2), "ArrowLeft"), None);
    assert_eq!(step(at("hello", 2), "ArrowDown"), Some(at("job", 6)));
    assert_eq!(step(at("job", 6), "ArrowUp"), Some(at("hello", 5)));
    assert_eq!(walk::newest(&view, 6), Some(at("job", 6)));
    let follow = Follow {
        thing: Thing::Entry(Index(11)),
        thread: Rc::new(view::Thread {
            changes: vec![at("hello", 4)],
            ..view::Thread::default()
        }),
        ..Follow::default()
    };
    assert_eq!(revisions::followed(&follow), Some(at("hello", 4)));
}

#[test]
fn ten_thousand_revisions_draw_only_what_fits() {
    let mut view = history();
    view.columns = (2..10_002)
        .map(|main| view::RevisionColumn {
            main,
            changes: 1,
            index: Some(Index(main + 7)),
        })
        .collect();
    (view.current, view.last, view.window) = (10_001, 10_001, (2, 10_001));
    view.lanes[0].dots = (2..10_002).map(|main| dot(main, main - 1)).collect();
    view.lanes[0].generations = vec![(2, None)];
    let html = lanes_of(&view, english());
    let dots = count(&html, "data-testid=\"rev-");
    assert!((3..=20).contains(&dots), "{dots}");
    assert!(
        html.contains("data-testid=\"rev-10001-0\""),
        "the newest are in sight"
    );
    let window = Window::new(&view, 500.0, false);
    assert!(window.before && !window.after);
    view.marks = Some(120);
    view.columns.clear();
    let counted = Window::new(&view, 500.0, true);
    assert_eq!(counted.place(2), Some(0));
    assert_eq!(counted.place(10_001), Some(119));
    assert_eq!(counted.main_at(counted.columns.x(119)), 10_001);
}

#[test]
fn the_card_says_where_each_field_came_from() {
    let at = Revision { main: 14, sub: 0 };
    let old = Revision { main: 6, sub: 0 };
    let row = |revision, version, value: &'static str| view::HistoryRow {
        revision,
        version,
        create: 6,
        value: Bytes::from(value),
        time: Some(Micros::from_ms(8_730)),
        ..view::HistoryRow::default()
    };
    let detail = view::KeyDetail {
        key: Bytes::from("/svc/web-1"),
        at,
        create: 6,
        modified: 14,
        version: 2,
        value: Bytes::from("10.0.0.11:9090"),
        lease: LeaseId(0x3269_78ba_c638_650a),
        lease_left: Some(Micros::from_secs(189)),
        lessor: "infra2".to_owned(),
        complete: true,
        index: Some(Index(28)),
        term: Some(Term(3)),
        by: Some(view::Origin {
            shell: Some("shell 1".to_owned()),
            line: String::new(),
            time: Micros::from_ms(26_902),
        }),
        history: vec![row(old, 1, "10.0.0.11:8080"), row(at, 2, "10.0.0.11:9090")],
        ..view::KeyDetail::default()
    };
    let drawn = |words| {
        let props = yew::props!(card::Props {
            detail: Rc::new(detail.clone()),
            words,
        });
        show(card::card(&props))
    };
    let html = drawn(english());
    for text in [
        "this generation began at r6",
        "entry #28 of t3 · shell 1 at 26.902",
        "write 2 of this generation",
        "was \"10.0.0.11:8080\" at r6",
        "326978bac638650a",
        "189 s left",
        "Why this create_revision?",
        "r6: the first put of this key began generation 1.",
        "189 s left on infra2",
        "generation 1 · created at r6 · 2 versions",
        "<del>8080</del><ins>9090</ins>",
        "the value now",
        "Copy etcdctl get /svc/web-1 --rev=14 -w json",
    ] {
        assert!(html.contains(text), "{text}: {html}");
    }
    assert_eq!(
        count(&html, "<tr"),
        4,
        "a header, a generation and two revisions"
    );
    assert!(drawn(chinese()).contains("条目 #28，t3 · 终端 1，26.902"));
}
