//! The lease heap and its table.

use std::rc::Rc;

use bytes::Bytes;
use etcdscope::{
    session::view,
    ui::{
        geometry::heap,
        leases::panel::{self, use_panel},
        words::Words,
    },
    units::{LeaseId, Micros},
};

use yew::prelude::*;

use super::{chinese, count, draw, english};

/// `count` leases in a valid heap: the place is the order of expiry.
fn leases(count: u64) -> view::Leases {
    let expires = |nth: u64| Micros::from_secs(30 + 10 * nth);
    let node = |nth: u64| view::HeapNode {
        lease: LeaseId(0x3269_0000 + i64::try_from(nth).expect("small")),
        expires: expires(nth),
    };
    let heap: Vec<_> = (0..count).map(node).collect();
    let lease = |(nth, it): (u64, &view::HeapNode)| view::Lease {
        id: it.lease,
        ttl_seconds: 60 + 10 * nth,
        expires: Some(it.expires),
        ..view::Lease::default()
    };
    view::Leases {
        member: 1,
        primary: true,
        leases: (0..count).zip(&heap).map(lease).collect(),
        heap,
        count: usize::try_from(count).expect("small"),
        next_check: None,
        promoted_at: None,
    }
}

/// The panel as a component of its own.
#[component]
fn Panel(props: &panel::Props) -> Html {
    use_panel(props)
}

fn panel_of(view: &view::Leases, words: &'static Words) -> String {
    let props = yew::props!(panel::Props {
        view: Rc::new(view.clone()),
        member: "infra2",
        now: Micros::from_secs(20),
        width: 500.0,
        words,
    });
    draw::<Panel>(props)
}

#[test]
fn the_heap_is_drawn_as_the_tree_it_is() {
    let mut view = leases(5);
    view.leases[0].keys = vec![Bytes::from("/tmp/job")];
    view.leases[0].keys_count = 1;
    let html = panel_of(&view, english());
    assert_eq!(
        count(&html, "class=\"heap-edge\""),
        4,
        "every node but the root hangs from one"
    );
    assert!(
        html.contains("aria-label=\"lease 0000000032690000\""),
        "{html}"
    );
    assert!(html.contains("data-testid=\"lease-0000000032690004\""));
    assert!(html.contains("[3]"));
    assert!(html.contains("10.0 s") && html.contains("60 s"));
    assert!(html.contains("At 30.000 the lease …32690000 runs out; infra2 looks every 500 ms"));
    assert!(html.contains("deletes /tmp/job in one new revision"));
    assert!(html.contains("5 leases on infra2's min-heap"), "{html}");
    assert!(panel_of(&view, chinese()).contains("infra2 的最小堆里有 5 个租约"));
    let tree = heap::layout(500.0, 5);
    for place in 1..5 {
        let above = heap::parent(place).expect("not the root");
        assert!(tree.places[above].y < tree.places[place].y);
    }
    assert!(tree.places[1].x < tree.places[0].x && tree.places[0].x < tree.places[2].x);
    assert_eq!(panel::step("ArrowDown", 1, 5), Some(3));
    assert_eq!(panel::step("ArrowDown", 2, 5), None);
    assert_eq!(panel::step("ArrowUp", 4, 5), Some(1));
}

#[test]
fn a_thousand_leases_draw_five_levels_and_one_page() {
    let html = panel_of(&leases(1_000), english());
    assert_eq!(count(&html, "data-testid=\"lease-"), 31);
    assert!(html.contains("+969 below"));
    assert_eq!(count(&html, "<tr"), 51, "a header and fifty rows");
    assert!(html.contains("Show 50 more"));
}

#[test]
fn without_leases_the_panel_says_what_to_type() {
    let html = panel_of(&leases(0), english());
    assert!(html.contains("etcdctl lease grant 60"));
    assert_eq!(count(&html, "<table"), 0);
}

#[test]
fn without_a_leader_nothing_counts_down() {
    let mut view = leases(3);
    view.primary = false;
    view.heap.clear();
    view.leases.iter_mut().for_each(|it| it.expires = None);
    let html = panel_of(&view, english());
    assert!(html.contains("There is no leader"));
    assert_eq!(count(&html, "data-testid=\"lease-"), 0);
    assert_eq!(count(&html, "<tr"), 4);
}
