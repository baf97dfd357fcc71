//! Which columns of the lanes are shown, and where a revision stands among them.
//!
//! Pure: the view's window may be longer than the panel is wide.

use crate::{
    session::view::{RevisionColumn, Revisions},
    ui::geometry::lanes::{Columns, capacity},
};

/// The columns in sight.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Window {
    /// Where they go.
    pub columns: Columns,
    /// What they are.
    pub shown: Vec<RevisionColumn>,
    /// Columns of the view to the left of them.
    pub before: usize,
    /// Columns of the view to the right of them.
    pub after: usize,
}

/// The largest number on the axis.
fn largest(view: &Revisions) -> u64 {
    let index = view
        .columns
        .last()
        .and_then(|it| it.index)
        .map_or(0, |it| it.0);
    view.current.max(index)
}

impl Window {
    /// The columns that fit into `width` when the `back` newest are out of sight.
    #[must_use]
    pub fn new(view: &Revisions, width: f64, back: usize) -> Self {
        let fits = capacity(width, largest(view));
        let all = view.columns.len();
        let after = back.min(all.saturating_sub(fits));
        let end = all - after;
        let before = end.saturating_sub(fits);
        let shown = view.columns.get(before..end).unwrap_or_default().to_vec();
        // What is proposed has columns of its own, when the newest are in sight.
        let columns = Columns::new(width, largest(view), shown.len());
        Self {
            columns,
            shown,
            before,
            after,
        }
    }

    /// The place of a revision among the columns in sight.
    #[must_use]
    pub fn place(&self, main: u64) -> Option<usize> {
        self.shown.binary_search_by_key(&main, |it| it.main).ok()
    }

    /// How many columns in sight lie before a revision.
    #[must_use]
    pub fn below(&self, main: u64) -> usize {
        self.shown.partition_point(|it| it.main < main)
    }

    /// The first and last column of a generation, if any of it is in sight, and whether it began
    /// earlier or goes on later.
    #[must_use]
    pub fn span(&self, first: u64, end: Option<u64>) -> Option<Span> {
        let start = self.below(first);
        let open = end.is_none_or(|it| self.shown.last().is_some_and(|last| last.main < it));
        let stop = end.map_or(self.shown.len(), |it| self.below(it.saturating_add(1)));
        if start >= stop {
            return None;
        }
        let begins = self.place(first).is_some();
        Some(Span {
            start,
            stop,
            begins,
            open,
        })
    }
}

/// A run of columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// First column.
    pub start: usize,
    /// After the last column.
    pub stop: usize,
    /// Whether it begins in sight.
    pub begins: bool,
    /// Whether it goes on to the right.
    pub open: bool,
}
