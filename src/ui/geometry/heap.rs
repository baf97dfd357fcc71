//! The lease heap as the binary tree it is: children of `i` are `2i + 1` and `2i + 2`.

use super::{Point, Size};

/// Levels drawn; deeper places are counted.
pub const LEVELS_MAX: u32 = 5;
/// Places in that many levels.
pub const PLACES_MAX: usize = (1 << LEVELS_MAX) - 1;

/// A drawn heap.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HeapLayout {
    /// What the drawing needs.
    pub size: Size,
    /// A node's radius.
    pub radius: f64,
    /// Where each place of the array is drawn.
    pub places: Vec<Point>,
    /// Width of one place on the deepest level: room for a label.
    pub room: f64,
    /// Places that are not drawn.
    pub hidden: usize,
}

/// The level of a place: 0 for the root.
#[must_use]
pub fn level(place: usize) -> u32 {
    (place + 1).ilog2()
}

/// The parent's place.
#[must_use]
pub fn parent(place: usize) -> Option<usize> {
    place.checked_sub(1).map(|it| it / 2)
}

/// Lays out a heap of `count` places in a panel of `width`.
#[must_use]
pub fn layout(width: f64, count: usize) -> HeapLayout {
    let drawn = count.min(PLACES_MAX);
    let levels = if drawn == 0 { 0 } else { level(drawn - 1) + 1 };
    let (radius, step, below) = match levels {
        0..=3 => (22.0, 82.0, 40.0),
        4 => (18.0, 66.0, 24.0),
        _ => (10.5, 50.0, 8.0),
    };
    // What is deeper is counted on a line of its own.
    let below = if count > drawn { below + 18.0 } else { below };
    let top = radius + 8.0;
    let place = |i: usize| {
        let across = 1_usize << level(i);
        let nth = i + 1 - across;
        let x = width * (nth as f64 + 0.5) / across as f64;
        Point::new(x, top + f64::from(level(i)) * step)
    };
    let rows = f64::from(levels.saturating_sub(1));
    HeapLayout {
        size: Size::new(width, top + rows * step + radius + below),
        radius,
        places: (0..drawn).map(place).collect(),
        room: width / f64::from(1_u32 << levels.saturating_sub(1)),
        hidden: count - drawn,
    }
}
