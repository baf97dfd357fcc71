//! Where a menu opens: beside its object, in the window, never on it.

use super::{Point, Rect, Size};

/// Between menu and object, bridged by a hairline.
pub const GAP: f64 = 14.0;
/// Between menu and the window's edge.
const EDGE: f64 = 6.0;
/// From a menu's top to the hairline at its side.
const HEAD: f64 = 24.0;
/// How much of a menu that was slid lies before its hairline.
const SLID: f64 = 0.03;

/// Where a menu goes and the hairline that joins it to its object.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    /// The menu's top left corner.
    pub at: Point,
    /// The hairline.
    pub hairline: Rect,
}

/// The places beside an object, best first: below, right, left, above, each centred on it, then
/// slid one way and the other; with their hairlines.
fn places(object: Rect, size: Size, window: Size) -> Vec<Placed> {
    let middle = Point::new(object.x + object.w / 2.0, object.y + object.h / 2.0);
    let within = |at: f64, extent: f64, limit: f64| at.min(limit - EDGE - extent).max(EDGE);
    let (left, top) = (object.x - GAP, object.y - GAP);
    let (right, bottom) = (object.x + object.w, object.y + object.h);
    let upright = |y: f64| Rect::new(Point::new(middle.x, y), Size::new(1.0, GAP));
    let lying = |x: f64| Rect::new(Point::new(x, middle.y), Size::new(GAP, 1.0));
    let across =
        [0.5, SLID, 1.0 - SLID].map(|part| within(middle.x - size.w * part, size.w, window.w));
    let mut places = Vec::new();
    let mut add = |x: f64, y: f64, hairline: Rect| {
        let at = Point::new(x, y);
        places.push(Placed { at, hairline });
    };
    for x in across {
        add(x, bottom + GAP, upright(bottom));
    }
    // Beside the object its head is level with it.
    let level = within(middle.y - (size.h / 2.0).min(HEAD), size.h, window.h);
    add(right + GAP, level, lying(right));
    add(left - size.w, level, lying(left));
    for x in across {
        add(x, top - size.h, upright(top));
    }
    places
}

/// Places a menu of `size` beside `object` in `window`: where it fits and covers least of
/// `others`; at the bottom edge where it fits nowhere.
#[must_use]
pub fn place(object: Rect, size: Size, window: Size, others: &[Rect]) -> Placed {
    let places = places(object, size, window);
    let fits = |it: &&Placed| {
        it.at.x >= EDGE
            && it.at.y >= EDGE
            && it.at.x + size.w <= window.w - EDGE
            && it.at.y + size.h <= window.h - EDGE
    };
    let covered = |it: &&Placed| {
        let own = Rect::new(it.at, size);
        others.iter().filter(|other| own.meets(**other)).count()
    };
    let best = places.iter().filter(fits).min_by_key(covered).copied();
    best.unwrap_or_else(|| Placed {
        at: Point::new(places[0].at.x, (window.h - EDGE - size.h).max(EDGE)),
        hairline: Rect::default(),
    })
}
