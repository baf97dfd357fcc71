//! The time axis below everything: what happened when, the playhead, what is planned.
//!
//! [`picture::picture`] is the drawing as a pure function; [`Timeline`] measures, keeps the span
//! that shows and the hands' state. It is not drawn with every change of the session: its mover
//! decides, see [`look`].

use std::{cell::Cell, rc::Rc};

use yew::prelude::*;

use super::{
    Pane,
    geometry::{Size, time::lanes},
    host::Session,
    measure::use_size,
    motion::use_motion,
    words::Words,
};

pub mod advance;
pub mod branches;
pub mod commands;
pub mod commits;
pub mod faults;
pub mod hands;
pub mod leases;
pub mod list;
pub mod look;
pub mod mark;
pub mod picture;
pub mod plans;
pub mod playhead;
pub mod ruler;
pub mod terms;
pub mod tools;

use hands::{Drag, Hands};
use look::{Look, Refreshed, Shared};
use picture::{Picture, picture};

/// What is drawn before the panel is measured, and in tests.
pub const SIZE: Size = Size::new(1_200.0, 168.0);
/// From this width on a panel with few lanes is a low window rather than a narrow one.
const WIDE: f64 = 1_000.0;

/// A pane that compares equal whatever has happened to the session.
#[derive(Clone, Properties)]
pub struct Props {
    /// The pane.
    pub pane: Pane,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        self.pane.words == other.pane.words && self.pane.follow == other.pane.follow
    }
}

/// Tells the slider's numbers to those who listen.
fn tell(slider: &NodeRef, look: &Look, words: &'static Words) {
    let Some(slider) = slider.cast::<web_sys::Element>() else {
        return;
    };
    let view = &look.view;
    let spoken = playhead::spoken(view.at, view.end, &look.cluster, words);
    drop(slider.set_attribute("aria-valuemin", &view.kept_from.as_ms().to_string()));
    drop(slider.set_attribute("aria-valuenow", &view.at.as_ms().to_string()));
    drop(slider.set_attribute("aria-valuemax", &view.end.as_ms().to_string()));
    drop(slider.set_attribute("aria-valuetext", &spoken));
}

/// The strip that scrubs: a slider over the ruler.
fn slider(hands: &Hands, slider: &NodeRef, words: &'static Words) -> Html {
    let (press, drag, key) = (hands.clone(), hands.clone(), hands.clone());
    let release = hands.drag.clone();
    html! {
        <div class="scrubber" ref={slider} role="slider" tabindex="0"
            aria-label={words.timeline.playhead} aria-valuemin="0" aria-valuenow="0"
            aria-valuemax="0" data-testid="playhead"
            onpointerdown={move |event: PointerEvent| press.press_ruler(&event)}
            onpointermove={move |event: PointerEvent| drag.drag(&event)}
            onlostpointercapture={move |_: PointerEvent| release.set(None)}
            onkeydown={move |event: KeyboardEvent| { key.key_on_slider(&event); }} />
    }
}

/// The lanes, to be panned, zoomed, clicked and walked.
fn axis(hands: &Hands, body: &NodeRef, drawn: Html, slider: Html) -> Html {
    let drawing = &hands.drawing;
    let (press, drag) = (hands.clone(), hands.clone());
    let (wheel, click, key) = (hands.clone(), hands.clone(), hands.clone());
    html! {
        <div class="axis-body" ref={body}
            onwheel={move |event: WheelEvent| wheel.wheel(&event)}>
            <div class="axis-layers" ref={drawing}
                onpointerdown={move |event: PointerEvent| press.press_lanes(&event)}
                onpointermove={move |event: PointerEvent| drag.drag(&event)}
                onclick={move |event: MouseEvent| { click.choose(event.target()); }}
                onkeydown={move |event: KeyboardEvent| key.key_on_mark(&event)}>
                { drawn }
            </div>
            { slider }
        </div>
    }
}

/// The time axis.
#[component]
pub fn Timeline(props: &Props) -> Html {
    let Pane {
        host,
        words,
        follow,
    } = &props.pane;
    let (body, drawing, strip) = (use_node_ref(), use_node_ref(), use_node_ref());
    let size = use_size(&body, SIZE);
    let look: Shared = (*use_memo((), |()| Shared::default())).clone();
    let drag = (*use_memo((), |()| Rc::<Cell<Option<Drag>>>::default())).clone();
    let anew = use_force_update();
    let width = size.w;
    {
        let (host, look, words) = (host.clone(), look.clone(), *words);
        let (drawing, strip, anew) = (drawing.clone(), strip.clone(), anew.clone());
        use_motion(&props.pane.host, move |frame| {
            let found = look.borrow_mut().refresh(&host, width, frame);
            let look = look.borrow();
            match found {
                Refreshed::Nothing => {}
                Refreshed::Numbers => tell(&strip, &look, words),
                Refreshed::Marks => {
                    tell(&strip, &look, words);
                    anew.force_update();
                }
            }
            let end = host.read(Session::end);
            advance::advance(&drawing, &look, (frame, end), width);
        });
    }
    let renaming = use_state_eq(|| None::<usize>);
    list::use_renaming(*renaming);
    let rename = renaming.setter();
    let hands = Hands {
        host: host.clone(),
        look: look.clone(),
        follow: follow.clone(),
        drag,
        drawing: drawing.clone(),
        width,
        rename: Callback::from(move |it| rename.set(it)),
        redraw: Callback::from(move |()| anew.force_update()),
    };
    let look = look.borrow();
    let it = Picture {
        view: &look.view,
        members: &look.cluster.members,
        lens: look.lens,
        width,
        lanes: lanes(size.h, width >= WIDE),
        thread: &follow.thread,
        words,
    };
    html! {
        <section class="panel timeline" aria-label={words.timeline.region}
            data-testid="timeline">
            { tools::column(&hands, it.lanes, words) }
            { axis(&hands, &body, picture(&it), slider(&hands, &strip, words)) }
            { list::list(&hands, *renaming, words) }
        </section>
    }
}
