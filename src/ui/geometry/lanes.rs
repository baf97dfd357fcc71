//! The revision lanes: one column per revision, one lane per key.

/// Height of the axis: revision over Raft index.
pub const HEAD: f64 = 40.0;
/// Height of a lane.
pub const LANE: f64 = 30.0;
/// Height of a lane where there are many.
pub const LANE_SMALL: f64 = 18.0;
/// Lanes above which they shrink.
pub const MANY: usize = 40;
/// Width of a mark at least: what lies closer is counted.
pub const MARK: f64 = 3.0;
/// Room at the right edge, for half a label.
const EDGE: f64 = 20.0;
/// Radius of a dot.
pub const DOT: f64 = 10.5;

/// The lanes' columns.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Columns {
    /// Width of the keys.
    pub keys: f64,
    /// Width of a column.
    pub width: f64,
    /// How many columns there are.
    pub count: usize,
}

/// Width of a column for revisions and indexes up to `largest`.
#[must_use]
pub fn column(largest: u64) -> f64 {
    let digits = largest.max(1).ilog10() + 1;
    (14.0 + 7.0 * f64::from(digits)).max(28.0)
}

/// Width of the keys in a panel of `width`.
#[must_use]
pub fn keys(width: f64) -> f64 {
    (width * 0.25).clamp(84.0, 150.0)
}

/// How many columns fit beside the keys.
#[must_use]
pub fn capacity(width: f64, largest: u64) -> usize {
    // One column is kept for what is proposed.
    let room = width - keys(width) - 8.0;
    ((room / column(largest)).floor() as usize)
        .saturating_sub(1)
        .max(3)
}

impl Columns {
    /// `count` columns in a panel of `width`.
    #[must_use]
    pub fn new(width: f64, largest: u64, count: usize) -> Self {
        Self {
            keys: keys(width),
            width: column(largest),
            count,
        }
    }

    /// `count` narrow columns that share the room in a panel of `width`.
    #[must_use]
    pub fn squeezed(width: f64, count: usize) -> Self {
        let room = width - keys(width) - EDGE;
        Self {
            keys: keys(width),
            width: (room / count.max(1) as f64).clamp(MARK, 28.0),
            count,
        }
    }

    /// The middle of a column.
    #[must_use]
    pub fn x(&self, place: usize) -> f64 {
        self.left(place) + self.width / 2.0
    }

    /// The left edge of a column.
    #[must_use]
    pub fn left(&self, place: usize) -> f64 {
        self.keys + place as f64 * self.width
    }

    /// The right edge of the last column.
    #[must_use]
    pub fn right(&self) -> f64 {
        self.left(self.count)
    }
}

/// The height of each of so many lanes.
#[must_use]
pub fn tall(lanes: usize) -> f64 {
    if lanes > MANY { LANE_SMALL } else { LANE }
}

/// How many marks have room beside the keys.
#[must_use]
pub fn room(width: f64) -> u64 {
    ((width - keys(width) - EDGE) / MARK).max(1.0) as u64
}

/// How far to scroll so that a lane is in sight below the axis, which stays; none if it is.
#[must_use]
pub fn scroll(place: usize, tall: f64, top: i32, height: i32) -> Option<i32> {
    let (above, below) = (place as f64 * tall, HEAD + (place + 1) as f64 * tall);
    let (top, height) = (f64::from(top), f64::from(height));
    // Lanes are few: the numbers fit.
    if above < top {
        Some(above as i32)
    } else if below > top + height {
        Some((below - height).ceil() as i32)
    } else {
        None
    }
}
