//! The whole drawing of the cluster at one moment: a pure function of the view and a size.

use std::rc::Rc;

use yew::prelude::*;

use super::{
    clients::{self, clients},
    draw::{Hand, cutting, drawn},
    flight,
    force::groups,
    ground::ground,
    links::{self, links},
    message::{self, flying},
    node,
    open::{Act, Open},
    split::sides,
    walls::{self, walls},
};
use crate::{
    session::view::{Cluster, Message},
    ui::{
        geometry::{
            number,
            stage::{Layout, lane},
        },
        words::Words,
    },
    units::Index,
};

/// The drawing.
#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    /// The cluster.
    pub view: Rc<Cluster>,
    /// Where everything goes.
    pub layout: Rc<Layout>,
    /// The texts.
    pub words: &'static Words,
    /// The member that Tab comes to.
    #[prop_or_default]
    pub tab_stop: usize,
    /// The entry that is followed.
    #[prop_or_default]
    pub followed: Option<Index>,
    /// What is open.
    #[prop_or_default]
    pub open: Open,
    /// Does what is pressed.
    #[prop_or_default]
    pub on_act: Callback<Act>,
    /// A key was pressed on a member or a message.
    #[prop_or_default]
    pub on_key: Callback<(Open, KeyboardEvent)>,
    /// A member or a message got the focus.
    #[prop_or_default]
    pub on_focus: Callback<Open>,
    /// Draws lines across the links.
    #[prop_or_default]
    pub hand: Hand,
    /// The drawing, for the mover.
    #[prop_or_default]
    pub drawing: NodeRef,
    /// The group of messages, for the mover.
    #[prop_or_default]
    pub messages: NodeRef,
}

/// One member.
fn member(props: &Props, nth: usize) -> Html {
    let (Some(member), Some(place)) = (props.view.members.get(nth), props.layout.places.get(nth))
    else {
        return html! {};
    };
    let layout = &props.layout;
    node::node(&node::Props {
        member,
        nth,
        place: *place,
        radius: layout.radius,
        ring: layout.ring,
        lines: layout.lines,
        narrow: layout.narrow,
        needed: props.view.voters / 2 + 1,
        now: props.view.now,
        words: props.words,
        tab_stop: props.tab_stop == nth,
        open: props.open == Open::Member(nth),
        on_act: &props.on_act,
        on_key: &props.on_key,
        on_focus: &props.on_focus,
    })
}

/// One message.
fn message(props: &Props, message: &Message, labelled: bool) -> Html {
    let name = |it: usize| props.view.members.get(it).map_or("", |it| it.name.as_str());
    flying(&message::Props {
        message,
        at: flight::place(&props.layout, message, props.view.now, false),
        angle: flight::angle(&props.layout, message),
        names: (name(message.from), name(message.to)),
        followed: message.entries.is_some_and(|(first, last)| {
            props.followed.is_some_and(|it| first <= it && it <= last)
        }),
        labelled,
        words: props.words,
        open: props.open == Open::Message(message.id),
        on_act: &props.on_act,
        on_key: &props.on_key,
        on_focus: &props.on_focus,
    })
}

/// A full lane as one glyph with its number.
fn crowd(props: &Props, (from, to, count): (usize, usize, usize)) -> Html {
    let at = lane(&props.layout, from, to).at(0.5);
    let name = |it: usize| props.view.members.get(it).map_or("", |it| it.name.as_str());
    let label = (props.words.stage.grouped)(count, name(from), name(to));
    html! {
        <g class="crowd" role="img" aria-label={label}
            transform={format!("translate({})", at.words())}>
            <circle r="10" />
            <text y="4" text-anchor="middle">{ count }</text>
        </g>
    }
}

/// The groups that members are in, or will be when what is being chosen is done.
fn parts(props: &Props) -> Vec<Vec<usize>> {
    match props.open {
        Open::Line(a, b) => cutting(&props.view, &props.layout, a, b).groups,
        Open::Split(chosen) if sides(&props.view, chosen).len() > 1 => sides(&props.view, chosen),
        _ => groups(&props.view, &[]),
    }
}

/// The drawing.
pub fn scene(props: &Props) -> Html {
    let (view, layout, words) = (&*props.view, &*props.layout, props.words);
    let size = layout.size;
    let (w, h) = (number(size.w), number(size.h));
    let (single, full) = flight::sorted(view);
    let labelled = flight::labelled(&single);
    let (open, on_act, hand) = (props.open, &props.on_act, &props.hand);
    html! {
        <svg class="scene" ref={props.drawing.clone()} role="group" tabindex="-1"
            aria-label={words.stage.topology} viewBox={format!("0 0 {w} {h}")}
            width={w} height={h} onpointerdown={&hand.down} onpointermove={&hand.moved}
            onpointerup={&hand.up} onpointercancel={&hand.cancel} onkeydown={&hand.key}>
            { ground(view, layout, &parts(props)) }
            { links(&links::Props { view, layout, words, open, on_act }) }
            { clients(&clients::Props { view, layout, words }) }
            { walls(&walls::Props { view, layout, words, on_act }) }
            { for (0..view.members.len()).map(|it| member(props, it)) }
            <g class="messages" ref={props.messages.clone()}>
                { for single.iter().map(|it| message(props, it, labelled.contains(&it.id))) }
            </g>
            { for full.into_iter().map(|it| crowd(props, it)) }
            if let Open::Line(a, b) = open {
                { drawn(view, layout, (a, b), words) }
            }
        </svg>
    }
}
