//! Which revisions the lanes show, and where one stands among them.
//!
//! Pure: a mark is one revision, or where there are too many an equal part of the window.

use crate::{
    session::view::{RevisionColumn, Revisions},
    ui::geometry::lanes::{Columns, MARK, capacity},
};

/// The revisions in sight.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Window {
    /// Where they go.
    pub columns: Columns,
    /// What they are, unless they are counted.
    pub shown: Vec<RevisionColumn>,
    /// The first main revision.
    pub first: u64,
    /// The last main revision.
    pub last: u64,
    /// Whether there are earlier ones.
    pub before: bool,
    /// Whether there are later ones.
    pub after: bool,
}

/// The largest number on the axis.
#[must_use]
pub fn largest(view: &Revisions) -> u64 {
    let index = view.columns.last().and_then(|it| it.index);
    view.last.max(index.map_or(0, |it| it.0))
}

impl Window {
    /// The revisions of a view in a panel of `width`; the newest, where not all of them fit.
    #[must_use]
    pub fn new(view: &Revisions, width: f64, squeezed: bool) -> Self {
        let largest = largest(view);
        let fits = if squeezed {
            usize::MAX
        } else {
            capacity(width, largest)
        };
        let (first, last) = view.window;
        let skip = view.columns.len().saturating_sub(fits);
        let shown = view.columns[skip..].to_vec();
        let first = shown.first().map_or(first, |it| it.main);
        let columns = match view.marks {
            // Marks are few.
            Some(marks) => Columns::squeezed(width, marks as usize),
            None if squeezed => Columns::squeezed(width, shown.len()),
            None => Columns::new(width, largest, shown.len()),
        };
        Self {
            columns,
            shown,
            first,
            last,
            before: first > 2,
            after: last < view.last,
        }
    }

    /// The mark of a revision, if it is in sight.
    #[must_use]
    pub fn place(&self, main: u64) -> Option<usize> {
        if main < self.first || main > self.last {
            return None;
        }
        let span = self.last + 1 - self.first;
        usize::try_from((main - self.first) * self.columns.count as u64 / span).ok()
    }

    /// How many marks in sight lie before a revision.
    #[must_use]
    pub fn below(&self, main: u64) -> usize {
        if main > self.last {
            return self.columns.count;
        }
        self.place(main).unwrap_or(0)
    }

    /// The revision at a place of the drawing.
    #[must_use]
    pub fn main_at(&self, x: f64) -> u64 {
        let columns = &self.columns;
        let mark = ((x - columns.keys) / columns.width).floor().max(0.0) as u64;
        let span = self.last + 1 - self.first;
        let count = (columns.count as u64).max(1);
        // Of several revisions in one mark the last.
        (self.first + ((mark + 1) * span).div_ceil(count) - 1).clamp(self.first, self.last)
    }

    /// The first and last mark of a generation, if any of it is in sight, and whether it began
    /// earlier or goes on later.
    #[must_use]
    pub fn span(&self, first: u64, end: Option<u64>) -> Option<Span> {
        let start = self.below(first);
        let open = end.is_none_or(|it| it > self.last);
        let stop = end.map_or(self.columns.count, |it| self.below(it.saturating_add(1)));
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

    /// Whether marks are too narrow for numbers.
    #[must_use]
    pub fn small(&self) -> bool {
        self.columns.width < MARK * 7.0
    }
}

/// A run of marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// First mark.
    pub start: usize,
    /// After the last mark.
    pub stop: usize,
    /// Whether it begins in sight.
    pub begins: bool,
    /// Whether it goes on to the right.
    pub open: bool,
}
