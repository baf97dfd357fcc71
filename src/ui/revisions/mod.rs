//! Revisions by key: a lane per key over one axis of revisions, and the KeyValue at one of them.
//!
//! It draws what `session` says and decides nothing. [`lanes::lanes`] and [`card::card`] are the
//! drawings as pure functions; [`Revisions`] reads the host, measures, scrolls and follows.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, SvgElement};
use yew::prelude::*;

use super::{
    Pane,
    empty::empty,
    follow::{Follow, Thing},
    geometry::{self, Size},
    measure::use_size,
};
use crate::{session::view, units::Revision};

pub mod axis;
pub mod card;
pub mod dot;
pub mod head;
pub mod history;
pub mod lane;
pub mod lanes;
pub mod walk;
pub mod window;

use axis::axis;
use lanes::{Chosen, LANES_MAX, lanes};
use window::Window;

/// What is drawn before the panel is measured, and in tests.
pub const SIZE: Size = Size::new(500.0, 600.0);

/// The revision that is followed: the one picked, or the first that the thread made.
#[must_use]
pub fn followed(follow: &Follow) -> Option<Chosen> {
    match &follow.thing {
        Thing::Revision(key, revision) => Some((key.clone(), *revision)),
        Thing::Nothing | Thing::Line { .. } | Thing::Entry(_) | Thing::Lease(_) => {
            follow.thread.changes.first().cloned()
        }
    }
}

/// The dot that has the focus.
fn focused(event: &KeyboardEvent, view: &view::Revisions) -> Option<Chosen> {
    let element = event.target()?.dyn_into::<Element>().ok()?;
    let number = |name: &str| element.get_attribute(name)?.parse::<u64>().ok();
    let lane = view
        .lanes
        .get(usize::try_from(number("data-lane")?).ok()?)?;
    let main = number("data-main")?;
    let sub = u32::try_from(number("data-sub")?).ok()?;
    Some((lane.key.clone(), Revision { main, sub }))
}

/// Gives the focus to a dot.
fn focus(drawing: &NodeRef, Revision { main, sub }: Revision) {
    let selector = format!("[data-main=\"{main}\"][data-sub=\"{sub}\"]");
    let dot = drawing
        .cast::<Element>()
        .and_then(|it| it.query_selector(&selector).ok()?);
    if let Some(dot) = dot.and_then(|it| it.dyn_into::<SvgElement>().ok()) {
        drop(dot.focus());
    }
}

/// Keeps the revision that a key led to in sight, and gives it the focus once.
#[hook]
fn use_walk(
    wanted: &UseStateHandle<Option<Revision>>,
    back: &UseStateHandle<usize>,
    window: &Rc<Window>,
    drawing: &NodeRef,
) {
    let (done, back, drawing) = (wanted.setter(), back.clone(), drawing.clone());
    let seen = (**wanted, window.before, window.after);
    let window = window.clone();
    use_effect_with(seen, move |(wanted, _, after)| {
        let (Some(revision), Some(first)) = (*wanted, window.shown.first()) else {
            return;
        };
        if window.place(revision.main).is_some() {
            focus(&drawing, revision);
            done.set(None);
        } else if revision.main < first.main {
            back.set(after + window.shown.len() / 2);
        } else {
            back.set(after.saturating_sub(window.shown.len() / 2));
        }
    });
}

/// Scrolls the lanes, when another revision is chosen, so far that its lane is in sight.
#[hook]
fn use_lane_in_sight(view: &view::Revisions, chosen: Option<&Chosen>, body: &NodeRef) {
    let lane = chosen.and_then(|it| view.lanes.iter().position(|lane| lane.key == it.0));
    let body = body.clone();
    use_effect_with((lane, chosen.map(|it| it.1)), move |(lane, _)| {
        if let (Some(lane), Some(body)) = (*lane, body.cast::<Element>()) {
            let (top, height) = (body.scroll_top(), body.client_height());
            if let Some(to) = geometry::lanes::scroll(lane, top, height) {
                body.set_scroll_top(to);
            }
        }
    });
}

/// The lanes and their axis.
fn drawing(props: &lanes::Props) -> Html {
    let followed = props.followed.as_ref().map(|it| it.1.main);
    let (window, width, words) = (&*props.window, props.width, props.words);
    html! {
        <>
            { axis(&axis::Props { window, width, followed, words }) }
            { lanes(props) }
        </>
    }
}

/// The row above the lanes.
fn head(
    pane: &Pane,
    view: &view::Revisions,
    window: &Window,
    back: &UseStateHandle<usize>,
) -> Html {
    let members = pane.host.read(|it| it.cluster()).members;
    let members: Vec<AttrValue> = members.into_iter().map(|it| it.name.into()).collect();
    let page = window.shown.len();
    let earlier = back.clone();
    let on_earlier = Callback::from(move |()| earlier.set(*earlier + page));
    let newest = back.setter();
    let on_newest = Callback::from(move |()| newest.set(0));
    head::head(&head::Props {
        members,
        member: view.member,
        alive: view.alive,
        hidden: view.lanes_hidden + view.lanes.len().saturating_sub(LANES_MAX),
        scrolled: window.after > 0,
        earlier: window.before > 0,
        words: pane.words,
        on_member: pane.follow.look_at.clone(),
        on_earlier,
        on_newest,
    })
}

/// The KeyValue of what is chosen.
fn card(pane: &Pane, member: usize, chosen: Option<&Chosen>, is_followed: bool) -> Html {
    let detail = chosen.and_then(|(key, at)| pane.host.read(|it| it.key_detail(member, key, *at)));
    let on_choose = pane
        .follow
        .choose
        .reform(|(key, at): Chosen| Thing::Revision(key, at));
    let on_lease = pane.follow.choose.reform(Thing::Lease);
    match detail {
        Some(detail) => card::card(&card::Props {
            detail: Rc::new(detail),
            words: pane.words,
            followed: is_followed,
            on_choose,
            on_lease,
        }),
        None => html! { <p class="hint">{ pane.words.revisions.choose }</p> },
    }
}

/// Revisions by key.
#[component]
pub fn Revisions(pane: &Pane) -> Html {
    let member = pane.follow.member;
    let view = Rc::new(pane.host.read(|it| it.revisions(member)));
    let (body, svg) = (use_node_ref(), use_node_ref());
    let size = use_size(&body, SIZE);
    let back = use_state_eq(|| 0_usize);
    let wanted = use_state_eq(|| None::<Revision>);
    let window = Rc::new(Window::new(&view, size.w, *back));
    use_walk(&wanted, &back, &window, &svg);
    let words = &pane.words.revisions;
    let followed = followed(&pane.follow);
    let chosen = followed.clone().or_else(|| walk::newest(&view));
    use_lane_in_sight(&view, chosen.as_ref(), &body);
    let choose = pane.follow.choose.clone();
    let on_choose = pane.follow.toggle();
    let on_choose = on_choose.reform(|(key, at): Chosen| Thing::Revision(key, at));
    let (seen, walk_to) = (view.clone(), wanted.setter());
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        let Some(at) = focused(&event, &seen) else {
            return;
        };
        let enter = matches!(event.key().as_str(), "Enter" | " ");
        let to = if enter {
            Some(at)
        } else {
            walk::step(&seen, &at, &event.key())
        };
        if let Some(to) = to {
            event.prevent_default();
            walk_to.set(Some(to.1));
            choose.emit(Thing::Revision(to.0, to.1));
        }
    });
    html! {
        <div class="revisions">
            if !view.lanes.is_empty() {
                { head(pane, &view, &window, &back) }
            }
            <div class="lanes-body" ref={body}>
                if view.lanes.is_empty() {
                    { empty(words.nothing, words.type_this, "etcdctl put hello world") }
                } else {
                    { drawing(&lanes::Props {
                        view: view.clone(), window, width: size.w, tab_stop: chosen.clone(),
                        followed: followed.clone(), words: pane.words, on_choose, onkeydown,
                        drawing: svg,
                    }) }
                }
            </div>
            if !view.lanes.is_empty() {
                { card(pane, member, chosen.as_ref(), followed.is_some()) }
            }
        </div>
    }
}
