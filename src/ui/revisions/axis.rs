//! The axis of the lanes: revision over Raft index, so that entries that made none show as jumps;
//! and the handle of the revision that is read at.

use yew::prelude::*;

use super::window::Window;
use crate::ui::{
    geometry::{
        lanes::{HEAD, column},
        number,
    },
    words::Words,
};

/// The axis.
pub struct Props<'a> {
    /// The revisions in sight.
    pub window: &'a Window,
    /// Width of the drawing.
    pub width: f64,
    /// Main revision that is followed.
    pub followed: Option<u64>,
    /// The revision that is read at, and the newest.
    pub read: (u64, u64),
    /// The texts.
    pub words: &'static Words,
    /// Reads at another revision.
    pub on_read: Callback<u64>,
    /// The drawing.
    pub drawing: NodeRef,
}

impl Window {
    /// Where the line stands that is read at: behind its revision.
    #[must_use]
    pub fn read_line(&self, main: u64) -> f64 {
        if main < self.first {
            return self.columns.left(0);
        }
        self.columns.left(self.below(main.saturating_add(1)))
    }
}

/// The revisions, as many as can be told apart; counted ones by their first and last.
fn labels(props: &Props<'_>) -> Vec<(u64, usize, Option<String>)> {
    let window = props.window;
    let need = column(window.last);
    if window.shown.is_empty() {
        let end = window.columns.count.saturating_sub(1);
        return vec![(window.first, 0, None), (window.last, end, None)];
    }
    let every = (need / window.columns.width).ceil().max(1.0) as usize;
    let shown = window.shown.iter().enumerate().rev().step_by(every);
    let label = |(nth, it): (usize, &crate::session::view::RevisionColumn)| {
        (it.main, nth, it.index.map(|it| it.to_string()))
    };
    shown.map(label).collect()
}

/// The handle: dragged, or moved by keys.
fn handle(props: &Props<'_>) -> Html {
    let (read, head) = props.read;
    let words = &props.words.keys;
    let x = props.window.read_line(read);
    let newest = if read == head { words.head } else { "" };
    let text = format!("r{read} {newest}");
    let on_read = props.on_read.clone();
    let first = props.window.first;
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        let to = match event.key().as_str() {
            "ArrowLeft" | "ArrowDown" => read - 1,
            "ArrowRight" | "ArrowUp" => read + 1,
            "PageDown" => read.saturating_sub(10),
            "PageUp" => read + 10,
            "Home" => first,
            "End" => head,
            _ => return,
        };
        event.prevent_default();
        on_read.emit(to.clamp(1, head));
    });
    html! {
        <g class="read-handle" role="slider" tabindex="0" aria-label={words.read_at}
            aria-valuemin="1" aria-valuemax={head.to_string()} aria-valuenow={read.to_string()}
            aria-valuetext={text.trim_end().to_owned()} {onkeydown}
            transform={format!("translate({} 0)", number(x))}>
            <rect x="-12" y="2" width="24" height={number(HEAD - 4.0)} />
            <path d={format!("M-5 {}h10l-5 6z", number(HEAD - 8.0))} />
        </g>
    }
}

/// What a pointer on the axis reads at.
fn drag(props: &Props<'_>, pressed: bool) -> Callback<PointerEvent> {
    let (window, head) = (props.window.clone(), props.read.1);
    let (on_read, drawing) = (props.on_read.clone(), props.drawing.clone());
    Callback::from(move |event: PointerEvent| {
        let Some(axis) = drawing.cast::<web_sys::Element>() else {
            return;
        };
        if event.buttons() & 1 == 0 {
            return;
        }
        if pressed {
            // A pointer that cannot be held only ends the drag at the edge.
            let _held = axis.set_pointer_capture(event.pointer_id());
        }
        let x = f64::from(event.client_x()) - axis.get_bounding_client_rect().left();
        if x >= window.columns.keys {
            on_read.emit(window.main_at(x).min(head));
        }
    })
}

/// The axis.
pub fn axis(props: &Props<'_>) -> Html {
    let columns = &props.window.columns;
    let (w, h) = (number(props.width), number(HEAD));
    let words = &props.words.revisions;
    let followed = props.followed.and_then(|it| props.window.place(it));
    let labels = labels(props).into_iter().map(|(main, nth, index)| {
        let followed = followed.is_some() && props.followed == Some(main);
        let middle = number(columns.x(nth));
        let wide = columns.width.max(column(main)) - 1.0;
        html! {
            <g key={main} class="column" data-followed={followed.to_string()}
                data-later={(main > props.read.1).to_string()}>
                if followed {
                    <rect x={number(columns.x(nth) - wide / 2.0)} y="3" height="17" rx="3"
                        width={number(wide)} />
                }
                <text class="column-revision" x={middle.clone()} y="16" text-anchor="middle">
                    { format!("r{main}") }
                </text>
                if let Some(index) = index {
                    <text class="column-index" x={middle} y="34" text-anchor="middle">
                        { index }
                    </text>
                }
            </g>
        }
    });
    html! {
        <svg class="lanes-axis" ref={props.drawing.clone()} width={w.clone()} height={h.clone()}
            viewBox={format!("0 0 {w} {h}")} onpointerdown={drag(props, true)}
            onpointermove={drag(props, false)}>
            <g aria-hidden="true">
                <text class="axis-name" x="12" y="16">{ words.revision }</text>
                <text class="axis-name" x="12" y="34">{ words.raft_index }</text>
                { for labels }
            </g>
            { handle(props) }
        </svg>
    }
}
