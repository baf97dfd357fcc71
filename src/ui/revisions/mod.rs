//! Revisions by key: a lane per key over one axis of revisions, and the KeyValue at one of them.
//!
//! It draws what `session` says and decides nothing. [`lanes::lanes`] and [`card::card`] are the
//! drawings as pure functions; [`Revisions`] reads the host, measures, scrolls and follows.

use std::rc::Rc;

use bytes::Bytes;
use wasm_bindgen::JsCast;
use web_sys::{Element, SvgElement};
use yew::prelude::*;

use super::{
    Pane, browser,
    empty::empty,
    figures,
    follow::{Follow, Thing},
    geometry::{self, Size},
    measure::use_size,
};
use crate::{session::view, units::Revision};

pub mod axis;
pub mod card;
pub mod changes;
pub mod dot;
pub mod head;
pub mod history;
pub mod lane;
pub mod lanes;
pub mod restore;
pub mod walk;
pub mod why;
pub mod window;

use axis::axis;
use head::Look;
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

/// How the keys are looked at: the page's own, not the visit's.
#[derive(Clone, Debug, Default, PartialEq)]
struct Looks {
    /// The newest revision in sight; none for the newest there is.
    until: Option<u64>,
    /// How often four times as many revisions were asked for.
    zoom: u32,
    filter: String,
    tree: Option<bool>,
    flipped: Vec<Bytes>,
    /// The revision that is read at; none for the newest.
    read: Option<u64>,
    /// The version that the chosen one is compared with.
    base: Option<Revision>,
    /// A revision that a key led to: it gets the focus once it is drawn.
    wanted: Option<Revision>,
    /// The line copied last.
    copied: Option<String>,
}

/// A callback that changes how the keys are looked at.
fn change<E: 'static>(
    looks: &UseStateHandle<Looks>,
    act: impl Fn(&mut Looks, E) + 'static,
) -> Callback<E> {
    let looks = looks.clone();
    Callback::from(move |it: E| {
        let mut next = (*looks).clone();
        act(&mut next, it);
        looks.set(next);
    })
}

/// Brings the revision that a key led to in sight and gives it the focus once; and what is followed
/// anew, wherever it was picked.
#[hook]
fn use_in_sight(
    looks: &UseStateHandle<Looks>,
    window: &Rc<Window>,
    followed: Option<u64>,
    drawing: &NodeRef,
) {
    let span = window.last + 1 - window.first;
    let place = {
        let (looks, window) = (looks.clone(), window.clone());
        move |main: u64| {
            if window.place(main).is_some() {
                return true;
            }
            let mut next = (*looks).clone();
            next.until = Some(main + span / 2);
            looks.set(next);
            false
        }
    };
    {
        let place = place.clone();
        use_effect_with(followed, move |followed| {
            if let Some(main) = *followed {
                place(main);
            }
        });
    }
    let (looks, drawing) = (looks.clone(), drawing.clone());
    use_effect_with(
        (looks.wanted, window.first, window.last),
        move |(wanted, ..)| {
            let Some(revision) = *wanted else { return };
            if place(revision.main) {
                focus(&drawing, revision);
                let mut next = (*looks).clone();
                next.wanted = None;
                looks.set(next);
            }
        },
    );
}

/// Scrolls the lanes, when another revision is chosen, so far that its lane is in sight.
#[hook]
fn use_lane_in_sight(view: &view::Revisions, chosen: Option<&Chosen>, body: &NodeRef) {
    let is = |it: &Chosen| {
        let mut lanes = view.lanes.iter();
        lanes.position(|lane| lane.group == 0 && lane.key == it.0)
    };
    let (lane, body) = (chosen.and_then(is), body.clone());
    let tall = geometry::lanes::tall(view.lanes.len().min(LANES_MAX));
    use_effect_with((lane, chosen.map(|it| it.1)), move |(lane, _)| {
        if let (Some(lane), Some(body)) = (*lane, body.cast::<Element>()) {
            let (top, height) = (body.scroll_top(), body.client_height());
            if let Some(to) = geometry::lanes::scroll(lane, tall, top, height) {
                body.set_scroll_top(to);
            }
        }
    });
}

/// The part of the lanes to draw in a panel of `width`.
fn sight(pane: &Pane, looks: &Looks, width: f64) -> view::Sight {
    let newest = pane.host.read(|it| {
        let nodes = it.world().nodes();
        nodes.map(|node| node.state().consistent_index().0).max()
    });
    let fits = geometry::lanes::capacity(width, newest.unwrap_or(0)) as u64;
    view::Sight {
        member: pane.follow.member,
        filter: looks.filter.clone(),
        until: looks.until,
        span: fits.saturating_mul(4_u64.saturating_pow(looks.zoom)),
        room: geometry::lanes::room(width),
        tree: looks.tree,
        flipped: looks.flipped.clone(),
    }
}

/// The keys of the lanes.
fn on_key(
    view: &Rc<view::Revisions>,
    looks: &UseStateHandle<Looks>,
    choose: Callback<Chosen>,
    fold: Callback<Bytes>,
) -> Callback<KeyboardEvent> {
    let (seen, looks) = (view.clone(), looks.clone());
    Callback::from(move |event: KeyboardEvent| {
        let enter = matches!(event.key().as_str(), "Enter" | " ");
        if enter && let Some(name) = named(&event, &seen) {
            event.prevent_default();
            if name.group > 0 {
                fold.emit(name.key.clone());
            } else if let Some(at) = name.newest {
                choose.emit((name.key.clone(), at));
            }
            return;
        }
        let Some(at) = focused(&event, &seen) else {
            return;
        };
        let to = if enter {
            Some(at)
        } else {
            walk::step(&seen, &at, &event.key())
        };
        if let Some(to) = to.filter(|it| it.1.main <= seen.current) {
            event.prevent_default();
            let mut next = (*looks).clone();
            next.wanted = Some(to.1);
            next.read = next.read.map(|_| to.1.main);
            looks.set(next);
            choose.emit(to);
        }
    })
}

/// The lane whose name has the focus.
fn named<'a>(event: &KeyboardEvent, view: &'a view::Revisions) -> Option<&'a view::Lane> {
    let element = event.target()?.dyn_into::<Element>().ok()?;
    let nth = element.get_attribute("data-name")?.parse::<usize>().ok()?;
    view.lanes.get(nth)
}

/// What the rows above the lanes do.
fn on_look(
    pane: &Pane,
    view: &Rc<view::Revisions>,
    looks: &UseStateHandle<Looks>,
    first: u64,
) -> Callback<Look> {
    let (follow, view) = (pane.follow.clone(), view.clone());
    change(looks, move |next, look: Look| match look {
        Look::Member(member) => follow.look_at.emit(member),
        Look::Filter(text) => next.filter = text,
        Look::First => {
            let first = view.lanes.iter().find(|it| it.newest.is_some());
            if let Some((key, at)) = first.and_then(|it| Some((it.key.clone(), it.newest?))) {
                follow.choose.emit(Thing::Revision(key, at));
            }
        }
        Look::Tree(tree) => next.tree = Some(tree),
        Look::Earlier => next.until = Some(first),
        Look::Newest => next.until = None,
        Look::Zoom(out) => {
            next.zoom = if out {
                (next.zoom + 1).min(16)
            } else {
                next.zoom.saturating_sub(1)
            };
        }
        Look::Read(at) => next.read = at.filter(|it| *it != view.current),
    })
}

/// The KeyValue of what is chosen.
fn card(pane: &Pane, looks: &UseStateHandle<Looks>, chosen: Option<&Chosen>, head: u64) -> Html {
    let read = looks.read.filter(|it| *it < head);
    let Some((key, at)) = chosen else {
        return html! { <p class="hint">{ pane.words.revisions.choose }</p> };
    };
    let newest = |main| Revision {
        main,
        sub: u32::MAX,
    };
    let member = pane.follow.member;
    let at = read.map_or(*at, newest);
    let detail = pane.host.read(|it| it.key_detail(member, key, at));
    let Some(detail) = detail else {
        let text =
            (pane.words.keys.not_yet)(&figures::key(key), &format!("r{}", read.unwrap_or(head)));
        return html! { <p class="hint">{ text }</p> };
    };
    let choose = pane.follow.choose.clone();
    card::card(&card::Props {
        words: pane.words,
        followed: pane.follow.thread.revision == Some(detail.at.main),
        detail: Rc::new(detail),
        read,
        head,
        now: pane.host.now(),
        branch: pane.host.read(|it| it.branch().to_owned()).into(),
        base: looks.base,
        copied: looks.copied.clone(),
        on_base: change(looks, |next, base| next.base = base),
        on_insert: Callback::from(|line: String| browser::type_in("command", &line)),
        on_copy: change(looks, |next, line: String| {
            browser::copy(&line);
            next.copied = Some(line);
        }),
        on_choose: change(looks, move |next, (key, at): Chosen| {
            next.read = next.read.map(|_| at.main);
            choose.emit(Thing::Revision(key, at));
        }),
        on_lease: pane.follow.choose.reform(Thing::Lease),
    })
}

/// What is drawn of one view.
struct Drawn<'a> {
    pane: &'a Pane,
    looks: &'a UseStateHandle<Looks>,
    view: Rc<view::Revisions>,
    window: Rc<Window>,
    width: f64,
    /// The revision that is read at.
    read: u64,
}

impl Drawn<'_> {
    /// The rows above the lanes.
    fn head(&self) -> Html {
        let (view, window) = (&self.view, &self.window);
        let members = self.pane.host.read(|it| it.cluster()).members;
        head::head(&head::Props {
            members: members.into_iter().map(|it| it.name.into()).collect(),
            member: view.member,
            alive: view.alive,
            hidden: view.lanes_hidden + view.lanes.len().saturating_sub(LANES_MAX),
            read: (self.read, view.current),
            tree: view.tree,
            scrolled: self.looks.until.is_some() && window.after,
            earlier: window.before,
            zoomed: self.looks.zoom > 0,
            words: self.pane.words,
            on_look: on_look(self.pane, view, self.looks, window.first),
        })
    }

    /// The axis.
    fn axis(&self, drawing: NodeRef) -> Html {
        let head = self.view.current;
        axis(&axis::Props {
            window: &self.window,
            width: self.width,
            followed: self.pane.follow.thread.revision,
            read: (self.read, head),
            words: self.pane.words,
            on_read: change(self.looks, move |next, main: u64| {
                next.read = Some(main).filter(|it| *it != head);
            }),
            drawing,
        })
    }

    /// The lanes.
    fn lanes(&self, tab_stop: Option<Chosen>, drawing: NodeRef) -> Html {
        let toggle = self.pane.follow.toggle();
        let on_choose = change(self.looks, move |next, (key, at): Chosen| {
            next.read = next.read.map(|_| at.main);
            toggle.emit(Thing::Revision(key, at));
        });
        let choose = self.pane.follow.choose.clone();
        let choose = choose.reform(|(key, at): Chosen| Thing::Revision(key, at));
        let on_fold = change(self.looks, |next, key: Bytes| {
            match next.flipped.iter().position(|it| *it == key) {
                Some(at) => drop(next.flipped.remove(at)),
                None => next.flipped.push(key),
            }
        });
        lanes(&lanes::Props {
            view: self.view.clone(),
            window: self.window.clone(),
            width: self.width,
            read: self.read,
            tab_stop,
            followed: self.pane.follow.thread.revision,
            words: self.pane.words,
            on_choose,
            onkeydown: on_key(&self.view, self.looks, choose, on_fold.clone()),
            on_fold,
            drawing,
        })
    }
}

/// Revisions by key.
#[component]
pub fn Revisions(pane: &Pane) -> Html {
    let looks = use_state_eq(Looks::default);
    let (body, svg, ruler) = (use_node_ref(), use_node_ref(), use_node_ref());
    let width = use_size(&body, SIZE).w;
    let sight = sight(pane, &looks, width);
    let view = Rc::new(pane.host.read(|it| it.lanes(&sight)));
    let window = Rc::new(Window::new(&view, width, looks.zoom > 0));
    let read = looks.read.unwrap_or(view.current).min(view.current);
    let lit = pane.follow.thread.revision;
    let chosen = followed(&pane.follow).or_else(|| walk::newest(&view, read));
    use_in_sight(&looks, &window, lit, &svg);
    use_lane_in_sight(&view, chosen.as_ref(), &body);
    let words = &pane.words.revisions;
    let (none, nothing, head) = (view.lanes.is_empty(), view.last < 2, view.current);
    let drawn = Drawn {
        pane,
        looks: &looks,
        view,
        window,
        width,
        read,
    };
    html! {
        <div class="revisions">
            if !nothing {
                { drawn.head() }
            }
            <div class="lanes-body" ref={body}>
                if nothing {
                    { empty(words.nothing, words.type_this, "etcdctl put hello world") }
                } else if none {
                    <p class="hint">{ pane.words.keys.none_found }</p>
                } else {
                    { drawn.axis(ruler) }{ drawn.lanes(chosen.clone(), svg) }
                }
            </div>
            if !nothing {
                { card(pane, &looks, chosen.as_ref(), head) }
            }
        </div>
    }
}
