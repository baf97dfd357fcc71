//! A message's menu: its fields in etcd's names, then what can be done to it. Time stands while it
//! is open.

use yew::prelude::*;

use super::{
    force::is_cut,
    menu::{Item, facts, item, menu, row},
    message_glyph::message_glyph,
    open::{Act, Menu},
};
use crate::{
    session::{
        view::{Cluster, Message, Part},
        words::span,
    },
    ui::figures::{milliseconds, moment},
    units::Micros,
};

/// How much later a message can be made to arrive, in milliseconds.
const DELAYS: [u64; 3] = [5, 100, 2_000];

/// What becomes of a message.
fn fate(it: &Menu<'_>, message: &Message, now: Micros) -> String {
    let words = &it.words.stage;
    if let Some(lost) = message.lost {
        return (words.lost_at)(&moment(lost));
    }
    if let Some(since) = message.held {
        return (words.held_since)(&moment(since));
    }
    let left = message.arrives.since(now);
    (words.arrives)(&milliseconds(left), &moment(message.arrives))
}

/// A message that travels with the one that the menu is named after.
fn companion(part: &Part) -> (&'static str, String) {
    let field = |(name, value): &(&'static str, String)| format!("{name} {value}");
    let fields: Vec<String> = part.fields.iter().map(field).collect();
    (part.name, fields.join(" · "))
}

/// What can be done to it.
fn deeds(it: &Menu<'_>, message: &Message, cut: bool) -> Html {
    let words = &it.words.stage;
    let id = message.id;
    let (gone, held) = (message.lost.is_some(), message.held.is_some());
    let refused = |why: Option<&'static str>| gone.then_some(words.is_lost).or(why);
    let one = |deed: &'static str, label: &str, key, why| {
        let line = format!("sim {deed} m{id}");
        let one = Item {
            deed,
            label: label.to_owned(),
            key,
            refused: refused(why),
            ..Item::default()
        };
        item(it, one, Act::Lines(vec![line]))
    };
    let delay = |ms: u64| {
        let later = span(Micros::from_ms(ms));
        let act = Act::Lines(vec![format!("sim delay m{id} {later}")]);
        let small = Item {
            deed: "delay",
            name: Some(format!("{} {later}", words.delay)),
            label: later,
            ..Item::default()
        };
        item(it, small, act)
    };
    html! {
        <>
            { one("drop", words.drop, "Delete", None) }
            if !gone && !held {
                { row(words.delay, DELAYS.into_iter().map(delay).collect()) }
            }
            { one("duplicate", words.duplicate, "D", None) }
            { one("deliver", words.deliver, "N", cut.then_some(words.is_cut)) }
            if held {
                { one("release", words.release, "H", None) }
            } else {
                { one("hold", words.hold, "H", None) }
            }
        </>
    }
}

/// The menu of a message.
///
/// `why` is what its sender decided and its receiver will.
pub fn message_menu(it: &Menu<'_>, view: &Cluster, message: &Message, why: Html) -> Html {
    let words = &it.words.stage;
    let name = |it: usize| view.members.get(it).map_or("", |it| it.name.as_str());
    let ends = format!("{} → {}", name(message.from), name(message.to));
    let mut fields = message
        .parts
        .first()
        .map_or_else(Vec::new, |it| it.fields.clone());
    fields.extend(message.parts.iter().skip(1).map(companion));
    let cut = is_cut(view, message.from, message.to);
    let children = html! {
        <>
            <p class="menu-title">
                <svg class="glyph-box" viewBox="-9 -9 18 18" aria-hidden="true">
                    { message_glyph(message.kind, message.lost.is_some()) }
                </svg>
                <strong>{ message.name }</strong>
                <code>{ ends.clone() }</code>
                <code class="menu-number">{ format!("m{}", message.id) }</code>
            </p>
            { facts(fields, true) }
            <p class="menu-note">{ fate(it, message, view.now) }{ words.stands }</p>
            { why }
            <hr />
            { deeds(it, message, cut) }
        </>
    };
    menu(it, format!("{}, {ends}", message.name), children)
}
