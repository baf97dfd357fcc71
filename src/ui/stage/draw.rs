//! A line drawn across the links: what it will cut is told while it is drawn, and done when the
//! pointer is let go. Escape, or a line that crosses nothing, does nothing.

use std::{cell::RefCell, rc::Rc};

use wasm_bindgen::JsCast;
use web_sys::{Element, SvgElement};
use yew::prelude::*;

use super::{
    Memory,
    force::{foretold, groups, is_cut, named},
    open::{Act, Open},
};
use crate::{
    session::view::Cluster,
    ui::{
        geometry::{Point, curve::line, cut::crossed, number, stage::Layout, text},
        words::Words,
    },
};

/// A pointer that moved less than this was a click.
const SLACK: f64 = 6.0;

/// What a line would do.
pub struct Cutting {
    /// Who reaches whom afterwards.
    pub groups: Vec<Vec<usize>>,
    /// The words that do it; none where the line crosses nothing.
    pub lines: Vec<String>,
}

/// What the line from `a` to `b` would do.
#[must_use]
pub fn cutting(view: &Cluster, layout: &Layout, a: Point, b: Point) -> Cutting {
    let whole =
        |(low, high): &(usize, usize)| !(is_cut(view, *low, *high) && is_cut(view, *high, *low));
    let pairs: Vec<_> = crossed(layout, a, b).into_iter().filter(whole).collect();
    let before = groups(view, &[]);
    let groups = groups(view, &pairs);
    let name = |it: usize| view.members.get(it).map_or("", |it| it.name.as_str());
    let lines = if groups.len() > before.len() {
        vec![format!("sim partition {}", named(view, &groups))]
    } else {
        let cut = |(low, high): &(usize, usize)| format!("sim cut {} {}", name(*low), name(*high));
        pairs.iter().map(cut).collect()
    };
    Cutting { groups, lines }
}

/// What is drawn while the line is: the line, and what it does in words.
pub fn drawn(
    view: &Cluster,
    layout: &Layout,
    (a, b): (Point, Point),
    words: &'static Words,
) -> Html {
    let Cutting { groups, lines } = cutting(view, layout, a, b);
    let said = match lines.first() {
        None => vec![words.stage.draw_across.to_owned()],
        Some(first) if first.starts_with("sim cut") => {
            let ends = |it: &String| it.replace("sim cut ", "").replace(' ', " – ");
            let cut: Vec<String> = lines.iter().map(ends).collect();
            vec![(words.stage.cuts)(&cut.join(words.stage.comma))]
        }
        Some(_) => foretold(view, &groups, words),
    };
    let width = said
        .iter()
        .map(|it| text::sans(it, 12.5))
        .fold(0.0, f64::max)
        + 16.0;
    let height = 18.0 * said.len() as f64 + 8.0;
    let size = layout.size;
    let x = (b.x + 16.0).min(size.w - width - 4.0).max(4.0);
    let y = (b.y + 16.0).min(size.h - height - 4.0).max(4.0);
    let row = |(nth, it): (usize, String)| {
        html! { <text x="8" y={number(18.0 * nth as f64 + 17.0)}>{ it }</text> }
    };
    html! {
        <g class="drawing" aria-hidden="true" data-testid="drawing">
            <path class="drawn" data-cuts={(!lines.is_empty()).to_string()} d={line(a, b)} />
            <g transform={format!("translate({})", Point::new(x, y).words())}>
                <rect width={number(width)} height={number(height)} rx="5" />
                { for said.into_iter().enumerate().map(row) }
            </g>
        </g>
    }
}

/// Where an event is on the drawing.
fn place(event: &PointerEvent, drawing: &NodeRef) -> Option<Point> {
    let rect = drawing.cast::<Element>()?.get_bounding_client_rect();
    let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
    Some(Point::new(x - rect.x(), y - rect.y()))
}

/// Whether an event is on something with a use of its own for it.
fn on_object(event: &PointerEvent) -> bool {
    let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
    target.is_some_and(|it| it.closest(".member, .message").ok().flatten().is_some())
}

/// What the drawing does with a pointer and with Escape.
#[derive(Clone, Default, PartialEq)]
pub struct Hand {
    /// Pressed.
    pub down: Callback<PointerEvent>,
    /// Moved.
    pub moved: Callback<PointerEvent>,
    /// Let go.
    pub up: Callback<PointerEvent>,
    /// Taken away by the browser.
    pub cancel: Callback<PointerEvent>,
    /// A key was pressed.
    pub key: Callback<KeyboardEvent>,
}

/// Remembers where the pointer was pressed, where nothing else wants it.
fn down(drawing: &NodeRef, memory: &Rc<RefCell<Memory>>) -> Callback<PointerEvent> {
    let (memory, drawing) = (memory.clone(), drawing.clone());
    Callback::from(move |event: PointerEvent| {
        let takes = event.button() == 0 && event.pointer_type() != "touch";
        let at = place(&event, &drawing).filter(|_| takes && !on_object(&event));
        memory.borrow_mut().press = at;
    })
}

/// The drawing's ears. A finger scrolls the page; it has the dialog instead.
pub fn hand(
    (view, layout): (&Rc<Cluster>, &Rc<Layout>),
    (drawing, memory): (&NodeRef, &Rc<RefCell<Memory>>),
    open: Open,
    on_act: &Callback<Act>,
) -> Hand {
    let now = match open {
        Open::Line(a, b) => Some((a, b)),
        _ => None,
    };
    let moved = {
        let (memory, drawing, on_act) = (memory.clone(), drawing.clone(), on_act.clone());
        Callback::from(move |event: PointerEvent| {
            let (start, at) = (memory.borrow().press, place(&event, &drawing));
            let (Some(start), Some(at)) = (start, at) else {
                return;
            };
            if now.is_none() && start.distance(at) < SLACK {
                return;
            }
            if now.is_none()
                && let Some(scene) = drawing.cast::<SvgElement>()
            {
                // The rest of the way belongs to the drawing, and no click follows on a link.
                drop(scene.set_pointer_capture(event.pointer_id()));
                drop(scene.focus());
            }
            on_act.emit(Act::Open(Open::Line(start, at)));
        })
    };
    let stop = {
        let (memory, on_act) = (memory.clone(), on_act.clone());
        move || {
            memory.borrow_mut().press = None;
            if now.is_some() {
                on_act.emit(Act::Close);
            }
        }
    };
    let up = {
        let (view, layout, stop) = (view.clone(), layout.clone(), stop.clone());
        let on_act = on_act.clone();
        Callback::from(move |_: PointerEvent| {
            stop();
            if let Some((a, b)) = now {
                let Cutting { lines, .. } = cutting(&view, &layout, a, b);
                if !lines.is_empty() {
                    on_act.emit(Act::Lines(lines));
                }
            }
        })
    };
    let given_up = stop.clone();
    let cancel = Callback::from(move |_: PointerEvent| given_up());
    let key = Callback::from(move |event: KeyboardEvent| {
        if event.key() == "Escape" && now.is_some() {
            event.prevent_default();
            event.stop_propagation();
            stop();
        }
    });
    Hand {
        down: down(drawing, memory),
        moved,
        up,
        cancel,
        key,
    }
}
