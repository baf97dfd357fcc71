//! The cluster stage: members, links, messages in flight, shells and cuts.
//!
//! It draws what `session` says and decides nothing. [`scene::scene`] is the drawing as a pure
//! function; [`Stage`] reads the host, measures, keeps the focus and opens menus.

use std::rc::Rc;

use yew::prelude::*;

use super::{
    Pane,
    geometry::{Size, stage::layout},
    host::{Action, Host},
    measure::use_size,
    motion::use_motion,
};
use crate::{
    session::view::{Cluster, Message},
    sim::Fault,
};

pub mod advance;
pub mod beside;
pub mod clients;
pub mod cuts;
pub mod flight;
pub mod ground;
pub mod head;
pub mod keys;
pub mod legend;
pub mod legend_marks;
pub mod menu;
pub mod message;
pub mod message_card;
pub mod message_glyph;
pub mod node;
pub mod ring;
pub mod role_glyph;
pub mod scene;
pub mod walls;

use advance::advance;
use head::head;
use keys::Pressed;
use legend::legend;
use menu::{Deed, Standing, node_menu};
use message_card::message_card;
use scene::scene;

/// What is drawn before the panel is measured, and in tests.
pub const SIZE: Size = Size::new(660.0, 212.0);

/// The state of one member's links, for its menu.
fn standing(view: &Cluster, nth: usize) -> Standing {
    let own = view
        .links
        .iter()
        .filter(|it| it.from == nth || it.to == nth);
    let cut = own.clone().filter(|it| it.cut_since.is_some()).count();
    let power = view.members.get(nth).map(|it| it.power).unwrap_or_default();
    Standing {
        power,
        links: own.count(),
        cut,
    }
}

/// Does a deed to a member.
fn act(host: &Host, view: &Cluster, (nth, deed): (usize, Deed)) {
    let faults = match deed {
        Deed::Kill => vec![Fault::Kill(nth)],
        Deed::Restart => vec![Fault::Restart(nth)],
        Deed::Freeze => vec![Fault::Freeze(nth)],
        Deed::Thaw => vec![Fault::Thaw(nth)],
        Deed::Isolate => vec![Fault::Isolate(nth)],
        Deed::Heal => {
            let own = view
                .links
                .iter()
                .filter(|it| it.from == nth || it.to == nth);
            own.map(|it| Fault::Heal {
                from: it.from,
                to: it.to,
            })
            .collect()
        }
    };
    for fault in faults {
        host.apply(Action::Fault(fault));
    }
}

/// What is open over the stage.
#[derive(Clone)]
struct Opened {
    /// The member whose menu is open.
    menu: UseStateHandle<Option<usize>>,
    /// The message whose card is open.
    card: UseStateHandle<Option<Message>>,
    /// The drawing.
    drawing: NodeRef,
}

/// The menu or card that is open.
fn opened(pane: &Pane, view: &Cluster, opened: &Opened, on_deed: Callback<(usize, Deed)>) -> Html {
    let (menu, card) = (opened.menu.setter(), opened.card.setter());
    let close_menu = Callback::from(move |()| menu.set(None));
    let close_card = Callback::from(move |()| card.set(None));
    let name = |it: usize| view.members.get(it).map_or("", |it| it.name.as_str());
    let (words, drawing) = (pane.words, &opened.drawing);
    let chosen = opened.menu.and_then(|it| Some((it, view.members.get(it)?)));
    html! {
        <>
            if let Some((nth, member)) = chosen {
                { node_menu(&menu::Props {
                    member, nth, standing: standing(view, nth), words, drawing, on_deed,
                    on_close: close_menu,
                }) }
            }
            if let Some(message) = &*opened.card {
                { message_card(&message_card::Props {
                    message, names: (name(message.from), name(message.to)), now: view.now,
                    words, drawing, on_close: close_card,
                }) }
            }
        </>
    }
}

/// What a key on a member does.
fn on_key(
    view: &Cluster,
    drawing: &NodeRef,
    on_menu: &Callback<usize>,
    on_deed: &Callback<(usize, Deed)>,
) -> Callback<(usize, KeyboardEvent)> {
    let (count, drawing) = (view.members.len().max(1), drawing.clone());
    let (on_menu, on_deed) = (on_menu.clone(), on_deed.clone());
    Callback::from(move |(nth, event): (usize, KeyboardEvent)| {
        let Some(pressed) = keys::pressed(&event, nth, count) else {
            return;
        };
        event.prevent_default();
        match pressed {
            Pressed::Walk(to) => keys::focus(&drawing, to),
            Pressed::Menu => on_menu.emit(nth),
            Pressed::Deed(deed) => on_deed.emit((nth, deed)),
        }
    })
}

/// The cluster stage.
#[component]
pub fn Stage(pane: &Pane) -> Html {
    let view = Rc::new(pane.host.read(|it| it.cluster()));
    let (body, drawing, messages) = (use_node_ref(), use_node_ref(), use_node_ref());
    let size = use_size(&body, SIZE);
    let layout = Rc::new(layout(size, view.members.len()));
    let tab_stop = use_state_eq(|| 0_usize);
    let over = Opened {
        menu: use_state_eq(|| None),
        card: use_state_eq(|| None),
        drawing: drawing.clone(),
    };
    {
        let (view, layout) = (view.clone(), layout.clone());
        let parts = (drawing.clone(), messages.clone());
        use_motion(&pane.host, move |frame| {
            advance(frame, &view, &layout, &parts);
        });
    }
    let (host, seen) = (pane.host.clone(), view.clone());
    let on_deed = Callback::from(move |deed| act(&host, &seen, deed));
    let menu = over.menu.clone();
    let on_menu = Callback::from(move |nth| menu.set((*menu != Some(nth)).then_some(nth)));
    let on_key = on_key(&view, &drawing, &on_menu, &on_deed);
    let stop = tab_stop.setter();
    let on_focus = Callback::from(move |nth| stop.set(nth));
    let card = over.card.setter();
    let on_message = Callback::from(move |message| card.set(Some(message)));
    let host = pane.host.clone();
    let on_heal = Callback::from(move |()| host.apply(Action::Fault(Fault::HealAll)));
    let cut = view.links.iter().any(|it| it.cut_since.is_some());
    // More than three members need a taller panel.
    let crowd = view.members.len() > 3;
    let words = pane.words;
    let drawn = scene::Props {
        view: view.clone(),
        layout,
        words,
        tab_stop: *tab_stop,
        followed: pane.follow.thread.entry.map(|it| it.0),
        open: *over.menu,
        on_menu,
        on_key,
        on_focus,
        on_message,
        drawing,
        messages,
    };
    html! {
        <div class="stage">
            { head(&head::Props { words, cut, on_heal }) }
            <div class="stage-body" ref={body} data-crowd={crowd.to_string()}>
                { scene(&drawn) }
            </div>
            { legend(words) }
            { opened(pane, &view, &over, on_deed) }
        </div>
    }
}
