//! The log strips: entries, marks, windows.

use std::rc::Rc;

use etcdscope::{
    raft::{ProgressState, Role},
    session::view::{self, EntryKind, EntryState, Power},
    ui::{
        log::{self, detail, row::Head, strips},
        words::Words,
    },
    units::{Index, Term},
};

use super::{chinese, count, english, show};

fn entry(index: u64, term: u64, kind: EntryKind, state: EntryState) -> view::Entry {
    view::Entry {
        index: Index(index),
        term: Term(term),
        kind,
        state,
        // The first put of three members is entry 9 and revision 2.
        revision: if kind == EntryKind::Put && state == EntryState::Committed {
            Some(index - 7)
        } else {
            None
        },
    }
}

/// Entries 1 to `last`: boot, and puts from 9.
fn entries(last: u64) -> Vec<view::Entry> {
    let kind = |index| match index {
        1..=3 => EntryKind::ConfChange,
        4 => EntryKind::Empty,
        5..=7 => EntryKind::Publish,
        8 => EntryKind::ClusterVersion,
        _ => EntryKind::Put,
    };
    let term = |index| if index < 4 { 1 } else { 2 };
    let one = |it| entry(it, term(it), kind(it), EntryState::Committed);
    (1..=last).map(one).collect()
}

/// Three logs: the leader has an entry more than the others, the last one lags.
fn replicated() -> view::Log {
    let row = |member: usize, entries: Vec<view::Entry>, commit: u64| view::LogRow {
        member,
        first: Index(1),
        entries,
        commit: Index(commit),
        applied: Index(commit),
        progress: (member != 0).then_some(view::Progress {
            matched: Index(commit),
            next: Index(commit + 1),
            state: ProgressState::Replicate,
        }),
    };
    let mut leads = entries(10);
    leads.push(entry(11, 2, EntryKind::Put, EntryState::Appended));
    let mut lags = entries(9);
    lags.push(entry(10, 2, EntryKind::Put, EntryState::Missing));
    lags.push(entry(11, 2, EntryKind::Put, EntryState::Missing));
    view::Log {
        first: Index(1),
        last: Index(11),
        terms: vec![
            view::TermBand {
                term: Term(1),
                first: Index(1),
                last: Index(3),
                leader: None,
            },
            view::TermBand {
                term: Term(2),
                first: Index(4),
                last: Index(11),
                leader: Some("infra1".to_owned()),
            },
        ],
        rows: vec![row(0, leads, 10), row(1, entries(10), 10), row(2, lags, 9)],
        seen_by: Some(0),
        waits: Vec::new(),
    }
}

fn heads() -> Rc<Vec<Head>> {
    let head = |name: &'static str, role| Head {
        name: name.into(),
        role,
        power: Power::Up,
    };
    Rc::new(vec![
        head("infra1", Role::Leader),
        head("infra2", Role::Follower),
        head("infra3", Role::Follower),
    ])
}

fn strips_of(view: &view::Log, width: f64, back: u64, words: &'static Words) -> String {
    let props = yew::props!(strips::Props {
        view: Rc::new(view.clone()),
        heads: heads(),
        width,
        back,
        words,
        followed: Some(Index(10)),
    });
    show(strips::strips(&props))
}

#[test]
fn every_entry_has_its_kind_and_standing() {
    let html = strips_of(&replicated(), 640.0, 0, english());
    assert_eq!(count(&html, "data-testid=\"entry-infra1-"), 11);
    assert_eq!(count(&html, "data-testid=\"entry-infra2-"), 10);
    assert_eq!(count(&html, "data-state=\"missing\""), 2);
    assert_eq!(count(&html, "data-state=\"appended\""), 1);
    for name in [
        "entry 1, term 1, conf change",
        "entry 4, term 2, empty",
        "entry 5, term 2, publish",
        "entry 8, term 2, cluster version",
        "entry 9, term 2, put",
    ] {
        assert!(html.contains(&format!("aria-label=\"{name}\"")), "{name}");
    }
    assert!(html.contains("t2 · infra1"));
    assert!(html.contains("Match #9") && html.contains("Next #10"));
    assert_eq!(
        count(&html, "aria-pressed=\"true\""),
        3,
        "#10 is followed in every row"
    );
    assert_eq!(count(&html, "class=\"commit\""), 3);
    let html = strips_of(&replicated(), 640.0, 0, chinese());
    assert!(html.contains("aria-label=\"条目 9，任期 2，put\""));
}

#[test]
fn a_long_log_is_windowed_to_the_newest_and_scrolls_back() {
    let mut view = replicated();
    let row = view::LogRow {
        first: Index(1),
        entries: entries(400),
        commit: Index(400),
        applied: Index(400),
        ..view::LogRow::default()
    };
    view.rows = vec![row];
    view.last = Index(400);
    let html = strips_of(&view, 640.0, 0, english());
    let drawn = count(&html, "class=\"entry\"");
    assert!((8..=20).contains(&drawn), "{drawn}");
    assert!(html.contains("data-testid=\"entry-infra1-400\""));
    let html = strips_of(&view, 640.0, 100, english());
    assert!(html.contains("data-testid=\"entry-infra1-300\""));
    assert!(!html.contains("data-testid=\"entry-infra1-301\""));
    let all = strips::columns(&view, 640.0, 10_000);
    assert_eq!(all.first, 1, "one can't scroll past the first entry");
}

#[test]
fn keys_walk_along_the_log_and_the_line_below_says_what_is_there() {
    let view = replicated();
    assert_eq!(log::step("ArrowLeft", (0, Index(1)), &view), None);
    assert_eq!(
        log::step("ArrowDown", (1, Index(11)), &view),
        Some((2, Index(11)))
    );
    assert_eq!(
        log::step("ArrowDown", (0, Index(11)), &view),
        None,
        "infra2 has no #11"
    );
    let props = yew::props!(detail::Props {
        view: Rc::new(view),
        heads: heads(),
        looked: Some((2, entry(10, 2, EntryKind::Put, EntryState::Missing))),
        words: english(),
    });
    let facts = detail::facts(&props)
        .expect("it is in the view")
        .join(" · ");
    assert_eq!(
        facts,
        "#10 · t2 · put · infra3 lacks it · committed on 2 of 3, applied on 2"
    );
}
