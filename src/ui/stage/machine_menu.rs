//! The menu of a member's machine: what is wrong with its clocks and its disk, and what could be.

use yew::prelude::*;

use super::{
    machine::{amiss, said},
    menu::{Item, item, menu, row},
    open::{Act, Menu, Open},
};
use crate::{
    session::{
        view::{Member, Power},
        words::{longer, offset, rate},
    },
    sim::Delay,
    units::Micros,
};

/// How far a wall clock can be set off, in seconds.
const SKEWS: [i64; 4] = [-2, 0, 2, 3_600];
/// How much faster clocks can run, in parts per hundred.
const DRIFTS: [i32; 4] = [-50, 0, 10, 100];
/// What a disk can take longer, in milliseconds.
const DELAYS: [u64; 4] = [0, 50, 500, 2_000];

/// One of several states, of which one is in force.
fn choice(it: &Menu<'_>, deed: &'static str, label: String, checked: bool, line: String) -> Html {
    let one = Item {
        deed,
        label,
        checked: Some(checked),
        ..Item::default()
    };
    item(it, one, Act::Lines(vec![line]))
}

/// The rows of the clocks.
fn clocks(it: &Menu<'_>, member: &Member) -> Html {
    let (words, name) = (&it.words.machine, &member.name);
    let skews = SKEWS.map(|seconds| {
        let by = seconds * 1_000_000;
        let label = match by {
            0 => words.right.to_owned(),
            3_600_000_000 => "+1h".to_owned(),
            _ => offset(by),
        };
        let line = format!("sim skew {name} {}", offset(by));
        choice(it, "skew", label, member.clock_offset == by, line)
    });
    let drifts = DRIFTS.map(|part| {
        let ppm = part * 10_000;
        let label = if ppm == 0 {
            words.right.to_owned()
        } else {
            rate(ppm)
        };
        let line = format!("sim drift {name} {}", rate(ppm));
        choice(it, "drift", label, member.drift_ppm == ppm, line)
    });
    html! {
        <>
            { row(words.skew, skews.into_iter().collect()) }
            { row(words.drift, drifts.into_iter().collect()) }
            <p class="menu-note">{ words.clocks }</p>
        </>
    }
}

/// The rows of the disk, and what can be done to that of a dead process.
fn disk(it: &Menu<'_>, member: &Member) -> Html {
    let (words, name) = (&it.words.machine, &member.name);
    let slow = DELAYS.map(|ms| {
        let delay = Delay {
            base: Micros::from_ms(ms),
            spread: Micros::ZERO,
        };
        let label = if ms == 0 {
            it.words.stage.none.to_owned()
        } else {
            longer(delay)
        };
        let line = format!("sim disk {name} slow {}", longer(delay));
        choice(it, "slow", label, member.disk.slow == delay, line)
    });
    let room = [(false, "free", words.has_room), (true, "full", words.full)];
    let room = room.map(|(full, word, label)| {
        let line = format!("sim disk {name} {word}");
        choice(it, word, label.to_owned(), member.disk.full == full, line)
    });
    let runs = (member.power != Power::Down).then_some(it.words.stage.is_running);
    let wiped = member.disk.wiped.then_some(words.is_wiped);
    let torn = member.disk.torn.then_some(words.is_torn);
    let dead = |word: &'static str, label: &str, refused: Option<&'static str>| {
        let one = Item {
            deed: word,
            label: label.to_owned(),
            refused,
            ..Item::default()
        };
        item(it, one, Act::Lines(vec![format!("sim disk {name} {word}")]))
    };
    html! {
        <>
            { row(words.slow, slow.into_iter().collect()) }
            { row(words.room, room.into_iter().collect()) }
            { dead("tear", words.tear, runs.or(wiped).or(torn)) }
            { dead("wipe", words.wipe, runs.or(wiped)) }
        </>
    }
}

/// The menu of the machine of the member at place `nth`.
pub fn machine_menu(it: &Menu<'_>, (nth, member): (usize, &Member)) -> Html {
    let words = &it.words.machine;
    let name = &member.name;
    let said = said(member, it.words);
    let heal = Item {
        deed: "heal",
        label: words.heal.to_owned(),
        refused: (!amiss(member)).then_some(it.words.stage.not_cut),
        ..Item::default()
    };
    let back = Item {
        deed: "back",
        label: (words.back)(name),
        ..Item::default()
    };
    let children = html! {
        <>
            <p class="menu-title"><strong>{ (words.of)(name) }</strong></p>
            <p class="menu-note">
                if said.is_empty() { { words.healthy } } else {
                    { said.join(it.words.stage.comma) }
                }
            </p>
            <hr />
            { clocks(it, member) }
            { disk(it, member) }
            <hr />
            { item(it, heal, Act::Lines(vec![format!("sim heal {name}")])) }
            { item(it, back, Act::Open(Open::Member(nth))) }
        </>
    };
    menu(it, (words.of)(name), children)
}
