//! The cluster stage: members, links, messages in flight, shells and cuts.
//!
//! It draws what `session` says and decides nothing. [`scene::scene`] is the drawing as a pure
//! function; [`Stage`] reads the host, measures, keeps the focus and opens menus. What is done in
//! it is typed as a line, so it is an input of the visit and can be read in a shell.

use std::{cell::RefCell, rc::Rc};

use yew::prelude::*;

use super::{
    Pane, browser,
    geometry::{Point, Size, stage::layout},
    host::Host,
    measure::use_size,
    motion::use_motion,
    why::{about, lately},
};
use crate::session::view::Cluster;

pub mod advance;
pub mod beside;
pub mod clients;
pub mod cuts;
pub mod draw;
pub mod flight;
pub mod force;
pub mod ground;
pub mod head;
pub mod keys;
pub mod legend;
pub mod legend_marks;
pub mod link_menu;
pub mod links;
pub mod machine;
pub mod machine_menu;
pub mod menu;
pub mod message;
pub mod message_glyph;
pub mod message_menu;
pub mod node;
pub mod node_menu;
pub mod open;
pub mod ring;
pub mod role_glyph;
pub mod scene;
pub mod split;
pub mod walls;

use advance::advance;
use head::head;
use keys::Pressed;
use legend::legend;
use link_menu::link_menu;
use machine_menu::machine_menu;
use message_menu::message_menu;
use node_menu::node_menu;
use open::{Act, Menu, Open};
use scene::scene;
use split::split;

/// What is drawn before the panel is measured, and in tests.
pub const SIZE: Size = Size::new(660.0, 212.0);

/// What the stage remembers between two drawings without drawing it.
#[derive(Default)]
pub struct Memory {
    /// Where the pointer was pressed, until it is let go.
    press: Option<Point>,
    /// The message that has the focus.
    focused: Option<u64>,
}

/// The menu or dialog that is open.
fn opened(
    pane: &Pane,
    view: &Cluster,
    stage: &NodeRef,
    (open, on_act): (Open, &Callback<Act>),
) -> Html {
    let words = pane.words;
    let menu = Menu {
        open,
        words,
        stage,
        on_act,
    };
    let found = match open {
        Open::Nothing | Open::Line(..) => None,
        Open::Member(nth) => {
            let member = view.members.get(nth);
            let why = lately(pane, view, nth);
            member.map(|member| node_menu(&menu, view, (nth, member), why))
        }
        Open::Message(id) => {
            let message = view.messages.iter().find(|it| it.id == id);
            let why = about(pane, view, id);
            message.map(|message| message_menu(&menu, view, message, why))
        }
        Open::Machine(nth) => {
            let member = view.members.get(nth);
            member.map(|member| machine_menu(&menu, (nth, member)))
        }
        Open::Link(from, to) => Some(link_menu(&menu, view, (from, to))),
        Open::Split(chosen) => Some(split(&menu, view, chosen)),
    };
    found.unwrap_or_default()
}

/// Does what was pressed. Time stands while a message's menu is open: it would be gone.
fn act(host: &Host, open: &UseStateSetter<Open>, act: Act) {
    let (next, lines) = match act {
        Act::Open(next) => (next, Vec::new()),
        Act::Lines(lines) => (Open::Nothing, lines),
        Act::Press(selectors) => {
            browser::press_each(selectors);
            (Open::Nothing, Vec::new())
        }
        Act::Close => (Open::Nothing, Vec::new()),
    };
    open.set(next);
    let held = matches!(next, Open::Message(_));
    if host.clock().held != held {
        host.set_clock(|clock| clock.held = held);
    }
    if !lines.is_empty() {
        host.run_lines(lines);
    }
}

/// What a key on a member or a message does.
fn on_key(
    view: &Rc<Cluster>,
    drawing: &NodeRef,
    on_act: &Callback<Act>,
) -> Callback<(Open, KeyboardEvent)> {
    let (view, drawing, on_act) = (view.clone(), drawing.clone(), on_act.clone());
    Callback::from(move |(spot, event): (Open, KeyboardEvent)| {
        let Some(pressed) = keys::pressed(&event, spot, &drawing) else {
            return;
        };
        event.prevent_default();
        match (pressed, spot) {
            (Pressed::Menu, _) => on_act.emit(Act::Open(spot)),
            (Pressed::Deed(deed), Open::Member(nth)) => {
                on_act.emit(Act::Lines(deed.lines(&view, nth)));
            }
            (Pressed::Walked | Pressed::Deed(_), _) => {}
        }
    })
}

/// After each drawing: a message that is gone keeps neither its menu nor the focus.
fn follow_up(
    view: &Cluster,
    drawing: &NodeRef,
    memory: &RefCell<Memory>,
    (open, on_act, member): (Open, &Callback<Act>, usize),
) {
    let gone = |id: u64| !view.messages.iter().any(|it| it.id == id);
    if let Open::Message(id) = open
        && gone(id)
    {
        on_act.emit(Act::Close);
    }
    let focused = memory.borrow().focused;
    if focused.is_some_and(gone) {
        memory.borrow_mut().focused = None;
        if browser::nothing_has_focus() {
            keys::focus(drawing, member);
        }
    }
}

/// The cluster stage.
#[component]
pub fn Stage(pane: &Pane) -> Html {
    let view = Rc::new(pane.host.read(|it| it.cluster()));
    let (body, drawing, messages) = (use_node_ref(), use_node_ref(), use_node_ref());
    let stage = use_node_ref();
    let size = use_size(&body, SIZE);
    let layout = Rc::new(layout(size, view.members.len()));
    let tab_stop = use_state_eq(|| 0_usize);
    let open = use_state_eq(|| Open::Nothing);
    let memory: Rc<RefCell<Memory>> = use_mut_ref(Memory::default);
    {
        let (view, layout) = (view.clone(), layout.clone());
        let parts = (drawing.clone(), messages.clone());
        use_motion(&pane.host, move |frame| {
            advance(frame, &view, &layout, &parts);
        });
    }
    let (host, setter) = (pane.host.clone(), open.setter());
    let on_act = Callback::from(move |it| act(&host, &setter, it));
    {
        let (view, drawing, memory) = (view.clone(), drawing.clone(), memory.clone());
        let state = (*open, on_act.clone(), *tab_stop);
        use_effect(move || follow_up(&view, &drawing, &memory, (state.0, &state.1, state.2)));
    }
    let (stop, seen, kept) = (tab_stop.setter(), view.clone(), memory.clone());
    let on_focus = Callback::from(move |spot| match spot {
        Open::Member(nth) => stop.set(nth),
        Open::Message(id) => {
            kept.borrow_mut().focused = Some(id);
            let message = seen.messages.iter().find(|it| it.id == id);
            stop.set(message.map_or(0, |it| it.to));
        }
        _ => {}
    });
    // More than three members need a taller panel.
    let crowd = view.members.len() > 3;
    let words = pane.words;
    let hand = draw::hand((&view, &layout), (&drawing, &memory), *open, &on_act);
    let drawn = scene::Props {
        view: view.clone(),
        layout,
        words,
        tab_stop: *tab_stop,
        followed: pane.follow.thread.entry.map(|it| it.0),
        open: *open,
        on_act: on_act.clone(),
        on_key: on_key(&view, &drawing, &on_act),
        on_focus,
        hand,
        drawing,
        messages,
    };
    html! {
        <div class="stage" ref={stage.clone()}>
            { head(&head::Props { words, view: &view, open: *open, on_act: &on_act }) }
            <div class="stage-body" ref={body} data-crowd={crowd.to_string()}>
                { scene(&drawn) }
            </div>
            { legend(words) }
            { opened(pane, &view, &stage, (*open, &on_act)) }
        </div>
    }
}
