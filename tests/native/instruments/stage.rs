//! The stage: members, messages, cuts.

use std::rc::Rc;

use etcdscope::{
    raft::Role,
    session::view::{self, MessageKind, Power},
    ui::{
        geometry::stage::{self, lane},
        stage::{flight, ring, scene},
        words::Words,
    },
    units::{Index, Micros, NodeId, Term},
};

use super::{chinese, count, english, show};

/// A member of a cluster at 27.218 s.
fn member(name: &str, role: Role) -> view::Member {
    view::Member {
        name: name.to_owned(),
        id: NodeId(0x8211_f1d0_f64f_3269),
        client: "127.0.0.1:2379".to_owned(),
        peer: "127.0.0.1:12380".to_owned(),
        role,
        term: Term(3),
        last_index: Index(28),
        election_elapsed: 9,
        election_timeout: 14,
        tick: Micros::from_ms(100),
        tick_at: Micros::from_ms(27_268),
        heartbeat_at: (role == Role::Leader).then_some(Micros::from_ms(27_310)),
        ..view::Member::default()
    }
}

fn links(members: usize) -> Vec<view::Link> {
    let pairs = (0..members).flat_map(|from| (0..members).map(move |to| (from, to)));
    let links = pairs.filter(|(from, to)| from != to);
    links
        .map(|(from, to)| view::Link {
            from,
            to,
            ..view::Link::default()
        })
        .collect()
}

/// Three members, the second leads; an append is halfway to the first.
pub(super) fn cluster() -> view::Cluster {
    view::Cluster {
        now: Micros::from_ms(27_218),
        leader: Some(1),
        term: Term(3),
        revision: 14,
        voters_up: 3,
        voters: 3,
        members: vec![
            member("infra1", Role::Follower),
            member("infra2", Role::Leader),
            member("infra3", Role::Follower),
        ],
        links: links(3),
        messages: vec![append(4_127, 1, 0)],
        clients: vec![view::Client {
            shell: "shell 1".to_owned(),
            title: "shell 1".to_owned(),
            member: Some(0),
            busy: false,
        }],
        rules_off: Vec::new(),
    }
}

fn append(id: u64, from: usize, to: usize) -> view::Message {
    view::Message {
        id,
        kind: MessageKind::Append,
        name: "MsgApp",
        from,
        to,
        sent: Micros::from_ms(27_216),
        arrives: Micros::from_ms(27_220),
        lost: None,
        held: None,
        leg: (Micros::from_ms(27_216), 0),
        entries: Some((Index(29), Index(29))),
        term: Term(3),
        parts: vec![view::Part {
            name: "MsgApp",
            fields: vec![("Index", "28".to_owned())],
        }],
    }
}

fn scene(view: &view::Cluster, words: &'static Words) -> String {
    let layout = stage::layout(etcdscope::ui::stage::SIZE, view.members.len());
    let props = yew::props!(scene::Props {
        view: Rc::new(view.clone()),
        layout: Rc::new(layout),
        words,
    });
    show(scene::scene(&props))
}

#[test]
fn members_are_named_by_role_and_term_in_both_languages() {
    let html = scene(&cluster(), english());
    assert!(
        html.contains("aria-label=\"infra1, follower, term 3\""),
        "{html}"
    );
    assert!(html.contains("aria-label=\"infra2, leader, term 3\""));
    assert_eq!(count(&html, "data-testid=\"node-infra"), 3);
    assert!(html.contains("election timer 9/14"));
    assert!(html.contains("heartbeat in 92 ms"));
    assert!(html.contains("shell 1, connected to infra1"));
    let html = scene(&cluster(), chinese());
    assert!(html.contains("aria-label=\"infra2，Leader，任期 3\""));
    assert!(html.contains("选举计时 9/14"));
    assert!(html.contains("终端 1，连接到 infra1"));
}

#[test]
fn a_dead_member_has_no_timer_and_says_so() {
    let mut view = cluster();
    view.members[2].power = Power::Down;
    let html = scene(&view, english());
    assert!(html.contains("aria-label=\"infra3, down, term 3\""));
    assert_eq!(
        count(&html, "data-timer="),
        2,
        "a ring for each living member"
    );
    assert_eq!(ring::part(&view.members[2], view.now), None);
}

#[test]
fn a_message_is_where_its_time_puts_it() {
    let view = cluster();
    let layout = stage::layout(etcdscope::ui::stage::SIZE, 3);
    let html = scene(&view, english());
    assert!(html.contains("aria-label=\"MsgApp entry 29, infra2 to infra1\""));
    assert!(html.contains("data-testid=\"msg-4127\""));
    let half = lane(&layout, 1, 0).at(0.5);
    assert!(
        html.contains(&format!("translate({})", half.words())),
        "halfway along its lane"
    );

    let mut lost = append(1, 1, 2);
    lost.lost = Some(Micros::from_ms(27_217));
    let at = flight::place(&layout, &lost, Micros::from_ms(27_500), false);
    assert_eq!(
        at,
        lane(&layout, 1, 2).at(0.25),
        "a lost message stays where it was lost"
    );
}

#[test]
fn a_crowded_lane_shows_one_glyph_with_its_number() {
    let mut view = cluster();
    view.messages = (0..40)
        .map(|id| append(id, 1, 0))
        .chain([append(99, 1, 2)])
        .collect();
    let html = scene(&view, english());
    assert_eq!(count(&html, "data-testid=\"msg-"), 1);
    assert!(html.contains("40 messages, infra2 to infra1"));
}

#[test]
fn an_isolated_member_stands_behind_one_wall() {
    let mut view = cluster();
    for link in view
        .links
        .iter_mut()
        .filter(|it| it.from == 2 || it.to == 2)
    {
        link.cut_since = Some(Micros::from_ms(26_400));
        link.lost = 3;
    }
    let html = scene(&view, english());
    assert_eq!(count(&html, "class=\"wall\""), 1);
    assert!(html.contains("Partition: infra1 infra2 / infra3"), "{html}");
    assert!(html.contains("12 messages lost since 26.400"));
    assert_eq!(count(&html, "data-quorum=\"true\""), 1);
    assert_eq!(count(&html, "data-quorum=\"false\""), 1);
    assert_eq!(count(&html, "data-cut=\"true\""), 4);
    assert_eq!(count(&html, "data-link="), 6, "each direction has its menu");
    assert!(scene(&view, chinese()).contains("自 26.400 起丢失 12 条"));
}

#[test]
fn one_direction_alone_can_be_cut() {
    let mut view = cluster();
    view.links[0].cut_since = Some(Micros::from_ms(26_400));
    let html = scene(&view, english());
    assert_eq!(count(&html, "class=\"wall\""), 1);
    assert!(html.contains("Cut: infra1 to infra2. cut since 26.400"));
    assert_eq!(
        count(&html, "data-quorum"),
        0,
        "everyone still reaches everyone"
    );
}

#[test]
fn election_rings_run_between_ticks() {
    let view = cluster();
    // 9 of 14 ticks, and half of the tenth.
    let part = ring::part(&view.members[0], view.now).expect("it runs");
    assert!((part - 9.5 / 14.0).abs() < 1e-9, "{part}");
    let part = ring::part(&view.members[1], view.now).expect("it runs");
    assert!(
        (part - 0.08).abs() < 1e-9,
        "8 of 100 ms since the last heartbeat: {part}"
    );
}
