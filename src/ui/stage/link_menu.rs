//! The menu of one direction of a link: what is in force on it, and cut, delay, loss, duplicates
//! and reordering.

use yew::prelude::*;

use super::{
    force::{effects, is_cut, link},
    menu::{Item, item, menu, row},
    open::{Act, Menu, Open},
};
use crate::{
    session::{
        view::Cluster,
        words::{longer, percent},
    },
    sim::Delay,
    ui::figures::moment,
    units::Micros,
};

/// How much longer a link can be made to take.
const DELAYS: [u64; 4] = [0, 50, 200, 2_000];
/// How many of a hundred messages a link can be made to lose, repeat or reorder.
const PARTS: [u32; 4] = [0, 5, 20, 50];

/// Cut or heal, one way or both.
fn cuts(it: &Menu<'_>, view: &Cluster, (from, to): (usize, usize)) -> Html {
    let words = &it.words.stage;
    let name = |it: usize| view.members.get(it).map_or("", |it| it.name.as_str());
    let (there, back) = (is_cut(view, from, to), is_cut(view, to, from));
    let one = |deed: &'static str, label: String, ends: String| {
        let act = Act::Lines(vec![format!("sim {deed} {ends}")]);
        let one = Item {
            deed,
            label,
            ..Item::default()
        };
        item(it, one, act)
    };
    let way = format!("{} > {}", name(from), name(to));
    let pair = format!("{} {}", name(from), name(to));
    html! {
        <>
            if there {
                { one("heal", words.heal_way.to_owned(), way) }
            } else {
                { one("cut", words.cut_way.to_owned(), way) }
            }
            if there && back {
                { one("heal", words.heal_both.to_owned(), pair) }
            } else {
                { one("cut", words.cut_both.to_owned(), pair) }
            }
        </>
    }
}

/// The menu of the direction `from` one member `to` another.
pub fn link_menu(it: &Menu<'_>, view: &Cluster, (from, to): (usize, usize)) -> Html {
    let words = &it.words.stage;
    let name = |it: usize| view.members.get(it).map_or("", |it| it.name.as_str());
    let state = link(view, from, to).unwrap_or_default();
    let set = |deed, label: String, checked, line: String| {
        let small = Item {
            deed,
            label,
            checked: Some(checked),
            ..Item::default()
        };
        item(it, small, Act::Lines(vec![line]))
    };
    let ends = format!("{} > {}", name(from), name(to));
    let delays = DELAYS.map(|ms| {
        let delay = Delay {
            base: Micros::from_ms(ms),
            spread: Micros::ZERO,
        };
        let text = longer(delay);
        let line = format!("sim delay {ends} {text}");
        let label = if ms == 0 { words.none.to_owned() } else { text };
        set("delay", label, state.delay == delay, line)
    });
    let parts = |deed: &'static str, ppm: u32| {
        let part = |part: u32| {
            let text = percent(part * 10_000);
            let line = format!("sim {deed} {ends} {text}");
            let label = if part == 0 {
                words.none.to_owned()
            } else {
                text
            };
            set(deed, label, ppm == part * 10_000, line)
        };
        PARTS.map(part).into_iter().collect::<Vec<_>>()
    };
    let cut = state
        .cut_since
        .map(|since| (words.cut_since)(&moment(since)));
    let said = [cut.unwrap_or_default(), effects(&state, it.words)];
    let said: Vec<String> = said.into_iter().filter(|it| !it.is_empty()).collect();
    let way_back = Item {
        deed: "back",
        label: (words.way_back)(name(to), name(from)),
        ..Item::default()
    };
    let title = format!("{} → {}", name(from), name(to));
    let children = html! {
        <>
            <p class="menu-title"><strong>{ title.clone() }</strong></p>
            <p class="menu-note">
                { if said.is_empty() { words.healthy.to_owned() } else { said.join(words.comma) } }
            </p>
            <hr />
            { cuts(it, view, (from, to)) }
            { row(words.delay, delays.into_iter().collect()) }
            { row(words.loss, parts("loss", state.loss_ppm)) }
            { row(words.duplicates, parts("duplicate", state.duplicate_ppm)) }
            { row(words.overtaken, parts("reorder", state.reorder_ppm)) }
            <p class="menu-note">{ words.beyond_tcp }</p>
            <hr />
            { item(it, way_back, Act::Open(Open::Link(to, from))) }
        </>
    };
    menu(it, (words.link)(name(from), name(to)), children)
}
