//! A member's machine on the stage: badges, facts and its menu.

use std::rc::Rc;

use etcdscope::{
    session::view::{self, DiskState, Power},
    sim::{Delay, Exit},
    ui::{
        geometry::{stage, text},
        stage::{
            machine::brief,
            machine_menu::machine_menu,
            node_menu::node_menu,
            open::{Menu, Open},
            scene,
        },
        words::Words,
    },
    units::{Index, Micros, NodeId},
};
use yew::{Callback, Html, NodeRef};

use super::{chinese, count, english, show, stage::cluster};

fn scene(view: &view::Cluster, words: &'static Words) -> String {
    let layout = stage::layout(etcdscope::ui::stage::SIZE, view.members.len());
    let props = yew::props!(scene::Props {
        view: Rc::new(view.clone()),
        layout: Rc::new(layout),
        words,
    });
    show(scene::scene(&props))
}

/// A menu as the page shows it in English and Chinese.
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

fn machine(member: &view::Member) -> [String; 2] {
    opened(Open::Machine(0), |it| machine_menu(it, (0, member)))
}

fn slow() -> Delay {
    Delay {
        base: Micros::from_ms(50),
        spread: Micros::ZERO,
    }
}

#[test]
fn what_is_wrong_with_a_machine_is_shown_at_its_member() {
    let mut view = cluster();
    let html = scene(&view, english());
    assert_eq!(count(&html, "badge-"), 0, "nothing is wrong yet");
    view.members[0].clock_offset = 2_000_000;
    view.members[1].drift_ppm = -100_000;
    view.members[2].disk.full = true;
    let html = scene(&view, english());
    assert_eq!(count(&html, "badge-clock"), 2);
    assert_eq!(count(&html, "data-disk=\"full\""), 1);
    assert!(html.contains("aria-label=\"infra1, follower, term 3, clock +2s\""));
    assert!(html.contains("aria-label=\"infra2, leader, term 3, drift -10%\""));
    assert!(html.contains("aria-label=\"infra3, follower, term 3, disk full\""));
    let html = scene(&view, chinese());
    assert!(html.contains("时钟 +2s") && html.contains("磁盘已满"));
    let states = [
        (true, false, false, "wiped"),
        (false, true, false, "torn"),
        (false, false, true, "full"),
        (false, false, false, "slow"),
    ];
    for (wiped, torn, full, state) in states {
        view.members[2].disk = DiskState {
            slow: slow(),
            full,
            torn,
            wiped,
        };
        let html = scene(&view, english());
        assert_eq!(
            count(&html, &format!("data-disk=\"{state}\"")),
            1,
            "{state}"
        );
    }
}

#[test]
fn a_dead_member_says_why_beside_itself() {
    let lost = Exit::LogLost {
        commit: Index(9),
        last: Index(8),
    };
    let exits = [
        Exit::Killed,
        Exit::PowerLost,
        Exit::WalFull,
        Exit::BackendFull,
        Exit::Bootstrapped(NodeId(7)),
        lost,
    ];
    for words in [english(), chinese()] {
        // What `stage::layout` leaves beside the outermost of four and more members; letters are
        // drawn a tenth narrower than this table has them.
        let room = (190.0 - 26.0 - 9.0) * 1.1;
        for exit in exits {
            let mut view = cluster();
            view.members[2].power = Power::Down;
            view.members[2].exit = Some(exit);
            let fact = (words.machine.exit)(exit);
            assert!(scene(&view, words).contains(fact), "{fact}");
            assert!(text::sans(fact, 12.0) <= room, "{fact}");
            let member = view.members[2].clone();
            let menu = opened(Open::Member(2), |it| {
                node_menu(it, &view, (2, &member), yew::Html::default())
            });
            let own = menu[0].contains("menu-exit");
            assert_eq!(own, exit.is_own(), "etcd's own words are shown: {exit}");
        }
    }
}

#[test]
fn facts_of_machines_keep_to_their_room() {
    let mut member = cluster().members[0].clone();
    assert_eq!(brief(&member, english()), None);
    member.clock_offset = -86_400_000_000;
    member.drift_ppm = -500_000;
    member.disk.slow = Delay {
        base: Micros(3_599_999_999),
        spread: Micros(3_599_999_999),
    };
    member.disk.full = true;
    for words in [english(), chinese()] {
        let brief = brief(&member, words).expect("something is wrong");
        assert!(brief.chars().count() <= 28, "{brief}");
        assert!(brief.ends_with('…'), "{brief}");
    }
    member.disk = DiskState::default();
    assert_eq!(
        brief(&member, english()).as_deref(),
        Some("clock -86400s, drift -50%")
    );
}

#[test]
fn the_queues_of_asynchronous_storage_are_shown_where_there_are_any() {
    let mut view = cluster();
    assert!(!scene(&view, english()).contains("to append"));
    view.members[0].queues = Some(view::Queues {
        append: 2,
        apply: 7,
    });
    assert!(scene(&view, english()).contains("to append 2, apply 7"));
    assert!(scene(&view, chinese()).contains("待写 2，待应用 7"));
    let member = view.members[0].clone();
    let [html, _] = opened(Open::Member(0), |it| {
        node_menu(it, &view, (0, &member), yew::Html::default())
    });
    assert!(html.contains("append queue") && html.contains("apply queue"));
}

#[test]
fn the_menu_of_a_machine_marks_what_is_in_force_and_refuses_what_makes_no_sense() {
    let mut member = cluster().members[0].clone();
    let [html, zh] = machine(&member);
    assert!(html.contains("Clock and disk are all right."), "{html}");
    assert!(zh.contains("时钟和磁盘正常。"));
    // Two clocks, the sync and the room are in force as they are.
    assert_eq!(count(&html, "aria-checked=\"true\""), 4);
    // A running member's record cannot be torn, its disk not wiped; nothing is to be healed.
    assert_eq!(count(&html, "aria-disabled=\"true\""), 3);
    member.power = Power::Down;
    member.clock_offset = 2_000_000;
    member.disk.full = true;
    let [html, _] = machine(&member);
    assert!(html.contains("clock +2s, disk full"));
    assert_eq!(count(&html, "aria-disabled=\"true\""), 0);
    assert_eq!(count(&html, "aria-checked=\"true\""), 4);
    member.disk.torn = true;
    let [html, _] = machine(&member);
    assert_eq!(count(&html, "aria-disabled=\"true\""), 1, "torn already");
    member.disk.wiped = true;
    let [html, _] = machine(&member);
    assert_eq!(count(&html, "aria-disabled=\"true\""), 2, "nothing is left");
}

#[test]
fn a_members_menu_leads_to_its_machine_and_lets_its_timer_run_out() {
    let view = cluster();
    let menu = |nth: usize| {
        let member = view.members[nth].clone();
        let [html, _] = opened(Open::Member(nth), |it| {
            node_menu(it, &view, (nth, &member), yew::Html::default())
        });
        html
    };
    let follower = menu(0);
    for deed in ["timeout", "power", "machine"] {
        assert!(
            follower.contains(&format!("data-deed=\"{deed}\"")),
            "{deed}"
        );
    }
    // Thaw, restart and heal on both; the leader's timer does not run out.
    assert_eq!(count(&follower, "aria-disabled=\"true\""), 3);
    assert_eq!(count(&menu(1), "aria-disabled=\"true\""), 4);
}
