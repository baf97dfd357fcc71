//! The log strips: one column per index, one row per member, on one axis.

/// Width of the members' names.
pub const NAMES: f64 = 84.0;
/// Height of band and revision axis above the rows.
pub const HEAD: f64 = 38.0;
/// Height of a row.
pub const ROW: f64 = 42.0;
/// Height of an entry.
pub const CELL: f64 = 20.0;
/// Right of the last column: room for the Next mark's words.
pub const TAIL: f64 = 92.0;
/// Most columns drawn: with seven members still under 2,000 marks.
pub const COLUMNS_MAX: u64 = 60;

/// The strips' columns.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Columns {
    /// Index of the first column.
    pub first: u64,
    /// Index of the last column.
    pub last: u64,
    /// Left of the first column; the fold before it takes `fold`.
    pub left: f64,
    /// Width of a column.
    pub width: f64,
    /// Width of the fold, 0 without one.
    pub fold: f64,
}

/// Width of a column for indexes up to `last`.
#[must_use]
pub fn column(last: u64) -> f64 {
    let digits = last.max(1).ilog10() + 1;
    // "#28" needs 24; each further digit 7 more.
    (13.0 + 7.0 * f64::from(digits)).max(27.0)
}

/// How many columns fit into `width`, besides names, fold and tail.
#[must_use]
pub fn capacity(width: f64, last: u64) -> u64 {
    let room = width - NAMES - TAIL - fold(last);
    // The room is finite and small; a negative one saturates to 0.
    ((room / column(last)).floor().max(4.0) as u64).min(COLUMNS_MAX)
}

/// Width of a fold that reads `#1–13`.
#[must_use]
pub fn fold(last: u64) -> f64 {
    let digits = last.max(1).ilog10() + 1;
    34.0 + 7.0 * f64::from(digits)
}

impl Columns {
    /// Columns from `first` to `last`, folded on the left if anything lies before.
    #[must_use]
    pub fn new(first: u64, last: u64) -> Self {
        let fold = if first > 1 { fold(last) } else { 0.0 };
        Self {
            first,
            last,
            left: NAMES + fold,
            width: column(last),
            fold,
        }
    }

    /// The left edge of an index's column; indexes outside the window are held at its edges.
    #[must_use]
    pub fn x(&self, index: u64) -> f64 {
        let held = index.clamp(self.first, self.last + 1);
        self.left + (held - self.first) as f64 * self.width
    }

    /// The right edge of an index's column; before the window, its left edge.
    #[must_use]
    pub fn end(&self, index: u64) -> f64 {
        if index < self.first {
            return self.left;
        }
        self.x(index.min(self.last)) + self.width
    }
}

/// Top of a member's row.
#[must_use]
pub fn row(place: usize) -> f64 {
    HEAD + place as f64 * ROW
}
