//! The strips as one drawing: a pure function of the view, a width and what is looked at.

use std::rc::Rc;

use yew::prelude::*;

use super::{
    axis::{self, axis},
    row::{self, Head, member_row},
};
use crate::{
    session::view::{Entry, Log},
    ui::{
        geometry::{
            number,
            strips::{Columns, capacity, row},
        },
        words::Words,
    },
    units::Index,
};

/// The strips.
#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    /// The log.
    pub view: Rc<Log>,
    /// What stands before each row, by place in the members.
    pub heads: Rc<Vec<Head>>,
    /// Width of the drawing.
    pub width: f64,
    /// How many of the newest columns are scrolled out of sight.
    #[prop_or_default]
    pub back: u64,
    /// The row and index that Tab comes to.
    #[prop_or_default]
    pub tab_stop: (usize, Index),
    /// The index that is followed.
    #[prop_or_default]
    pub followed: Option<Index>,
    /// The texts.
    pub words: &'static Words,
    /// Follows an entry.
    #[prop_or_default]
    pub on_follow: Callback<Entry>,
    /// An entry is pointed at or has the focus.
    #[prop_or_default]
    pub on_look: Callback<(usize, Entry)>,
    /// Shows earlier entries.
    #[prop_or_default]
    pub on_earlier: Callback<()>,
    /// A key was pressed.
    #[prop_or_default]
    pub onkeydown: Callback<KeyboardEvent>,
    /// The drawing.
    #[prop_or_default]
    pub drawing: NodeRef,
}

/// The columns that are shown.
#[must_use]
pub fn columns(view: &Log, width: f64, back: u64) -> Columns {
    let fits = capacity(width, view.last.0);
    let oldest = view.first.0.max(1);
    let last = view
        .last
        .0
        .saturating_sub(back)
        .max((oldest + fits - 1).min(view.last.0));
    let first = (last + 1).saturating_sub(fits).max(oldest);
    Columns::new(first, last)
}

/// The strips.
pub fn strips(props: &Props) -> Html {
    let columns = columns(&props.view, props.width, props.back);
    let (w, h) = (
        number(props.width),
        number(row(props.view.rows.len()) + 2.0),
    );
    let rows = props.view.rows.iter().enumerate().map(|(nth, it)| {
        let head = props.heads.get(it.member).cloned().unwrap_or_default();
        let tab_stop = (props.tab_stop.0 == nth).then_some(props.tab_stop.1);
        member_row(&row::Props {
            log: it,
            nth,
            head,
            columns,
            tab_stop,
            followed: props.followed,
            words: props.words,
            on_follow: &props.on_follow,
            on_look: &props.on_look,
            on_earlier: &props.on_earlier,
        })
    });
    html! {
        <svg class="strips" ref={props.drawing.clone()} role="group"
            aria-label={props.words.log.title} width={w.clone()} height={h.clone()}
            viewBox={format!("0 0 {w} {h}")} onkeydown={props.onkeydown.clone()}>
            { axis(&axis::Props {
                view: &props.view, columns, followed: props.followed, words: props.words,
            }) }
            { for rows }
        </svg>
    }
}
