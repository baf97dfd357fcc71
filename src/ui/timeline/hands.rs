//! What hands do on the time axis: scrub, pan, zoom, go to a mark, walk between marks.

use std::{cell::Cell, rc::Rc};

use wasm_bindgen::JsCast;
use web_sys::{Element, SvgElement};
use yew::prelude::*;

use super::look::Shared;
use crate::{
    session::{Seek, view::Landmark},
    ui::{
        follow::{Follow, Thing},
        geometry::time::Lens,
        host::{Host, Session},
    },
    units::{Index, LeaseId, Micros},
};

/// A press that moves less than this is a click.
const STILL: f64 = 4.0;
/// Shift and an arrow.
const LITTLE: Micros = Micros::from_ms(100);
/// Ctrl and an arrow.
const MUCH: Micros = Micros::from_secs(1);

/// A press that goes on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Drag {
    /// The playhead follows the pointer.
    Scrub,
    /// The span follows the pointer: where it was pressed, the span then, whether it has moved.
    Pan(f64, Lens, bool),
}

/// Everything that hands need.
#[derive(Clone)]
pub struct Hands {
    /// The session.
    pub host: Host,
    /// What the axis looks at.
    pub look: Shared,
    /// What is followed.
    pub follow: Follow,
    /// The press that goes on.
    pub drag: Rc<Cell<Option<Drag>>>,
    /// The drawing.
    pub drawing: NodeRef,
    /// Width of the lanes.
    pub width: f64,
    /// Renames a branch, or leaves off.
    pub rename: Callback<Option<usize>>,
    /// Draws anew.
    pub redraw: Callback<()>,
}

/// A number that an element carries.
fn carried<T: std::str::FromStr>(element: &Element, name: &str) -> Option<T> {
    element.get_attribute(name)?.parse().ok()
}

impl Hands {
    /// Where a pointer is on the lanes.
    fn x(&self, event: &MouseEvent) -> f64 {
        let left = self
            .drawing
            .cast::<Element>()
            .map_or(0.0, |it| it.get_bounding_client_rect().left());
        f64::from(event.client_x()) - left
    }

    /// Shows another span.
    pub fn show(&self, change: impl FnOnce(Lens, Micros) -> Lens) {
        {
            let mut look = self.look.borrow_mut();
            let lens = change(look.lens, look.at());
            look.show(lens);
        }
        self.redraw.emit(());
    }

    /// The playhead goes to where a pointer is.
    fn scrub(&self, event: &PointerEvent) {
        let lens = self.look.borrow().lens;
        self.host
            .seek(Seek::To(lens.time(self.x(event), self.width)));
    }

    /// The ruler is pressed.
    pub fn press_ruler(&self, event: &PointerEvent) {
        if event.button() == 0 {
            self.drag.set(Some(Drag::Scrub));
            let ruler = event.target().and_then(|it| it.dyn_into().ok());
            self.capture(event, ruler);
            self.scrub(event);
        }
    }

    /// A lane is pressed.
    pub fn press_lanes(&self, event: &PointerEvent) {
        if event.button() == 0 {
            let lens = self.look.borrow().lens;
            self.drag.set(Some(Drag::Pan(self.x(event), lens, false)));
        }
    }

    /// The pointer moves.
    pub fn drag(&self, event: &PointerEvent) {
        if event.buttons() == 0 {
            // It was let go where nobody saw it.
            self.drag.set(None);
        }
        match self.drag.get() {
            None => {}
            Some(Drag::Scrub) => self.scrub(event),
            Some(Drag::Pan(from, lens, moved)) => {
                let dx = self.x(event) - from;
                if !moved && dx.abs() < STILL {
                    return;
                }
                if !moved {
                    self.capture(event, self.drawing.cast());
                    self.drag.set(Some(Drag::Pan(from, lens, true)));
                }
                self.show(|_, _| lens.panned(dx, self.width));
            }
        }
    }

    /// All moves go to an element until the pointer is let go.
    fn capture(&self, event: &PointerEvent, element: Option<Element>) {
        if let Some(element) = element {
            // A pointer that has left already can't be held.
            drop(element.set_pointer_capture(event.pointer_id()));
        }
    }

    /// The wheel zooms at the pointer; sideways it pans.
    pub fn wheel(&self, event: &WheelEvent) {
        event.prevent_default();
        let (dx, dy) = (event.delta_x(), event.delta_y());
        if event.shift_key() || dx.abs() > dy.abs() {
            let by = if dx == 0.0 { dy } else { dx };
            self.show(|lens, _| lens.panned(-by, self.width));
        } else {
            let x = self.x(event);
            let percent = if dy > 0.0 { 125 } else { 80 };
            self.show(|lens, _| lens.zoomed(lens.time(x, self.width), percent));
        }
    }

    /// A button zooms around the playhead, or around the middle if that doesn't show.
    pub fn zoom(&self, percent: u64) {
        self.show(|lens, at| {
            let middle = lens.time(self.width / 2.0, self.width);
            lens.zoomed(if lens.shows(at) { at } else { middle }, percent)
        });
    }

    /// Shows everything.
    pub fn fit(&self) {
        let end = self.host.read(Session::end);
        self.show(|_, _| Lens::all(end));
    }

    /// A mark or a branch is chosen.
    pub fn choose(&self, target: Option<web_sys::EventTarget>) -> Option<()> {
        // A pan ends with a click that means nothing.
        if let Some(Drag::Pan(_, _, true)) = self.drag.take() {
            return None;
        }
        let mark = target?.dyn_into::<Element>().ok()?;
        let mark = mark.closest("[role=button]").ok()??;
        if let Some(nth) = carried::<usize>(&mark, "data-branch") {
            let name = self.look.borrow().view.branches.get(nth)?.name.clone();
            self.host.switch(&name);
            return Some(());
        }
        let at = carried(&mark, "data-at")?;
        if let Some(index) = carried(&mark, "data-index") {
            self.follow.choose.emit(Thing::Entry(Index(index)));
        }
        if let Some(lease) = carried(&mark, "data-lease") {
            self.follow.choose.emit(Thing::Lease(LeaseId(lease)));
        }
        self.host.seek(Seek::To(Micros(at)));
        Some(())
    }

    /// A key on the slider; says whether it meant something.
    pub fn key_on_slider(&self, event: &KeyboardEvent) -> bool {
        let at = self.host.now();
        let span = match (event.shift_key(), event.ctrl_key() || event.meta_key()) {
            (true, false) => Some(LITTLE),
            (false, true) => Some(MUCH),
            (_, _) => None,
        };
        let seek = match (event.key().as_str(), span) {
            ("ArrowLeft" | "ArrowDown", None) => Seek::Back,
            ("ArrowRight" | "ArrowUp", None) => Seek::Forward,
            ("ArrowLeft" | "ArrowDown", Some(span)) => Seek::To(at.since(span)),
            ("ArrowRight" | "ArrowUp", Some(span)) => Seek::To(at + span),
            ("Home", _) => Seek::To(self.look.borrow().view.kept_from),
            ("End", _) => Seek::Now,
            ("PageUp", _) => landmark(false),
            ("PageDown", _) => landmark(true),
            _ => return false,
        };
        event.prevent_default();
        self.host.seek(seek);
        true
    }

    /// A key on a mark.
    pub fn key_on_mark(&self, event: &KeyboardEvent) {
        let key = event.key();
        let done = match key.as_str() {
            "Enter" | " " => self.choose(event.target()),
            "F2" => self.rename(event),
            _ => self.walk(event, &key),
        };
        if done.is_some() {
            event.prevent_default();
        }
    }

    /// The branch in focus gets another name.
    fn rename(&self, event: &KeyboardEvent) -> Option<()> {
        let mark = event.target()?.dyn_into::<Element>().ok()?;
        self.rename.emit(Some(carried(&mark, "data-branch")?));
        Some(())
    }

    /// The focus goes to another mark: along the lane, or to the next lane's first.
    fn walk(&self, event: &KeyboardEvent, key: &str) -> Option<()> {
        let mark = event.target()?.dyn_into::<Element>().ok()?;
        let lane = mark.parent_element()?;
        let next = match key {
            "ArrowRight" => mark.next_element_sibling(),
            "ArrowLeft" => mark.previous_element_sibling(),
            "Home" => lane.first_element_child(),
            "End" => lane.last_element_child(),
            "ArrowDown" | "ArrowUp" => self.beside(&lane, key == "ArrowDown"),
            _ => return None,
        };
        let next = next?.dyn_into::<SvgElement>().ok()?;
        next.focus().ok()
    }

    /// The last mark of the lane above or below that has any.
    fn beside(&self, lane: &Element, below: bool) -> Option<Element> {
        let mut lane = lane.clone();
        loop {
            lane = if below {
                lane.next_element_sibling()?
            } else {
                lane.previous_element_sibling()?
            };
            if let Some(mark) = lane.query_selector("[role=button]:last-child").ok()? {
                return Some(mark);
            }
        }
    }
}

/// The commit before or after the playhead.
fn landmark(forward: bool) -> Seek {
    Seek::Landmark {
        which: Landmark::Commit,
        forward,
    }
}
