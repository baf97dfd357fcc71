//! Faults by hand on the stage: lines drawn across links, menus of links and messages.

use etcdscope::{
    session::view::{self, Power},
    sim::Delay,
    ui::{
        geometry::{
            Point,
            cut::{crossed, groups},
            stage::{self, lane},
        },
        stage::{
            draw::{cutting, drawn},
            link_menu::link_menu,
            message_menu::message_menu,
            node_menu::node_menu,
            open::{Menu, Open},
            split::split,
        },
    },
    units::Micros,
};
use yew::{Callback, Html, NodeRef};

use super::{chinese, count, english, show, stage::cluster};

fn layout() -> stage::Layout {
    stage::layout(etcdscope::ui::stage::SIZE, 3)
}

/// A line across both links of the third member.
fn across_third() -> (Point, Point) {
    let layout = layout();
    let (one, other) = (lane(&layout, 0, 2).at(0.7), lane(&layout, 1, 2).at(0.7));
    let beyond = |from: Point, to: Point| from.between(to, 1.4);
    (beyond(other, one), beyond(one, other))
}

fn cut(view: &mut view::Cluster, pairs: &[(usize, usize)]) {
    for link in &mut view.links {
        if pairs.contains(&(link.from, link.to)) {
            link.cut_since = Some(Micros::from_ms(26_400));
        }
    }
}

/// What is open, as the page shows it in English or Chinese.
fn opened(open: Open, draw: impl Fn(&Menu<'_>) -> Html) -> [String; 2] {
    [english(), chinese()].map(|words| {
        let (stage, on_act) = (NodeRef::default(), Callback::noop());
        show(draw(&Menu {
            open,
            words,
            stage: &stage,
            on_act: &on_act,
        }))
    })
}

#[test]
fn a_line_crosses_the_links_it_meets_and_no_others() {
    let layout = layout();
    let (a, b) = across_third();
    assert_eq!(crossed(&layout, a, b), [(0, 2), (1, 2)]);
    let (low, high) = (Point::new(0.0, 0.0), Point::new(1.0, 300.0));
    assert_eq!(crossed(&layout, low, high), [], "it stays beside all links");
    let middle = lane(&layout, 0, 1).at(0.5);
    let one = crossed(
        &layout,
        middle.moved(-15.0, -15.0),
        middle.moved(15.0, 15.0),
    );
    assert_eq!(one, [(0, 1)]);
}

#[test]
fn groups_are_what_links_hold_together() {
    let parted = |pairs: &'static [(usize, usize)]| {
        move |a: usize, b: usize| pairs.contains(&(a.min(b), a.max(b)))
    };
    assert_eq!(groups(3, parted(&[])), [vec![0, 1, 2]]);
    assert_eq!(groups(3, parted(&[(0, 1)])), [vec![0, 1, 2]]);
    assert_eq!(groups(3, parted(&[(0, 1), (0, 2)])), [vec![1, 2], vec![0]]);
    assert_eq!(groups(2, parted(&[(0, 1)])), [vec![0], vec![1]]);
    let five = [(0, 2), (0, 3), (0, 4), (1, 2), (1, 3), (1, 4)];
    let two = groups(5, |a, b| five.contains(&(a.min(b), a.max(b))));
    assert_eq!(two, [vec![2, 3, 4], vec![0, 1]]);
}

#[test]
fn a_drawn_line_is_a_partition_or_a_cut_in_words() {
    let (layout, mut view) = (layout(), cluster());
    let (a, b) = across_third();
    let done = cutting(&view, &layout, a, b);
    assert_eq!(done.lines, ["sim partition infra1 infra2 / infra3"]);
    let html = show(drawn(&view, &layout, (a, b), english()));
    assert!(html.contains("infra1 infra2: keeps quorum"), "{html}");
    assert!(html.contains("infra3: no quorum"));
    let html = show(drawn(&view, &layout, (a, b), chinese()));
    assert!(html.contains("infra3：没有多数派"));
    let middle = lane(&layout, 0, 1).at(0.5);
    let (c, d) = (middle.moved(-15.0, -15.0), middle.moved(15.0, 15.0));
    assert_eq!(
        cutting(&view, &layout, c, d).lines,
        ["sim cut infra1 infra2"]
    );
    let html = show(drawn(&view, &layout, (c, d), english()));
    assert!(html.contains("cuts infra1 – infra2"), "{html}");
    cut(&mut view, &[(0, 2), (2, 0), (1, 2), (2, 1)]);
    assert!(
        cutting(&view, &layout, a, b).lines.is_empty(),
        "it is cut already"
    );
    let all = cutting(&view, &layout, c, d);
    assert_eq!(all.lines, ["sim partition infra1 / infra2 / infra3"]);
    view.members[0].power = Power::Down;
    let html = show(drawn(&view, &layout, (a, b), english()));
    assert!(!html.contains("keeps quorum"), "the dead do not count");
}

#[test]
fn a_messages_menu_has_its_fields_first_and_then_what_can_be_done() {
    let mut view = cluster();
    let message = view.messages[0].clone();
    let open = Open::Message(message.id);
    let [html, zh] = opened(open, |it| {
        message_menu(it, &view, &message, yew::Html::default())
    });
    assert!(
        html.contains("role=\"menu\"") && html.contains("MsgApp, infra2 → infra1"),
        "{html}"
    );
    let fields = html.find("Index").expect("a field");
    let deeds = html.find("data-deed=\"drop\"").expect("a deed");
    assert!(fields < deeds);
    assert!(html.contains("arrives in 2.0 ms, at 27.220"));
    assert_eq!(count(&html, "data-deed=\"delay\""), 3);
    for deed in ["duplicate", "deliver", "hold"] {
        assert_eq!(count(&html, &format!("data-deed=\"{deed}\"")), 1, "{deed}");
    }
    assert_eq!(count(&html, "aria-disabled=\"true\""), 0);
    assert!(zh.contains("丢弃") && zh.contains("立即送达"));
    cut(&mut view, &[(1, 0)]);
    let held = view::Message {
        held: Some(Micros::from_ms(27_217)),
        ..message.clone()
    };
    let [html, _] = opened(open, |it| {
        message_menu(it, &view, &held, yew::Html::default())
    });
    assert!(html.contains("held up since 27.217") && html.contains("data-deed=\"release\""));
    assert!(
        !html.contains("data-deed=\"delay\""),
        "what stands is not late"
    );
    assert_eq!(
        count(&html, "aria-disabled=\"true\""),
        1,
        "nothing arrives over a cut link"
    );
    let lost = view::Message {
        lost: Some(Micros::from_ms(27_217)),
        ..message
    };
    let [html, _] = opened(open, |it| {
        message_menu(it, &view, &lost, yew::Html::default())
    });
    assert_eq!(
        count(&html, "aria-disabled=\"true\""),
        count(&html, "data-deed=")
    );
}

#[test]
fn a_links_menu_marks_what_is_in_force() {
    let mut view = cluster();
    let [html, _] = opened(Open::Link(0, 1), |it| link_menu(it, &view, (0, 1)));
    assert!(
        html.contains("Link infra1 to infra2") && html.contains("No fault here."),
        "{html}"
    );
    assert_eq!(
        count(&html, "aria-checked=\"true\""),
        4,
        "no delay, no loss, nothing twice or overtaken"
    );
    view.links[0].delay = Delay {
        base: Micros::from_ms(200),
        spread: Micros::ZERO,
    };
    view.links[0].loss_ppm = 200_000;
    cut(&mut view, &[(0, 1)]);
    let [html, zh] = opened(Open::Link(0, 1), |it| link_menu(it, &view, (0, 1)));
    assert!(
        html.contains("cut since 26.400, +200ms, loses 20%"),
        "{html}"
    );
    assert!(html.contains("Heal this direction") && html.contains("Cut both directions"));
    assert_eq!(count(&html, "aria-checked=\"true\""), 4);
    assert!(zh.contains("+200ms，丢失 20%"));
}

#[test]
fn a_members_menu_leads_to_each_of_its_links() {
    let mut view = cluster();
    cut(&mut view, &[(0, 1), (1, 0)]);
    let member = view.members[0].clone();
    let [html, _] = opened(Open::Member(0), |it| {
        node_menu(it, &view, (0, &member), yew::Html::default())
    });
    assert!(
        html.contains("aria-label=\"Link to infra2: Heal\""),
        "{html}"
    );
    assert!(html.contains("aria-label=\"Link to infra3: Cut\""));
    assert_eq!(count(&html, "data-deed=\"more\""), 2);
}

#[test]
fn members_chosen_in_the_dialog_are_previewed_and_all_or_none_are_refused() {
    let view = cluster();
    let dialog = |chosen| opened(Open::Split(chosen), |it| split(it, &view, chosen));
    let [html, _] = dialog(0b100);
    assert!(html.contains("infra1 infra2: keeps quorum"), "{html}");
    assert!(html.contains("infra3: no quorum"));
    assert_eq!(count(&html, "aria-disabled=\"true\""), 0);
    for nothing in [0, 0b111] {
        let [html, zh] = dialog(nothing);
        assert!(html.contains("Choose some members, not all."));
        assert_eq!(count(&html, "aria-disabled=\"true\""), 1);
        assert!(zh.contains("不能全选"));
    }
}
