//! Where a menu opens: beside its object, in the window, never on it.

use super::{Point, Rect, Size};

/// Between menu and object, bridged by a hairline.
pub const GAP: f64 = 14.0;
/// Between menu and the window's edge.
const EDGE: f64 = 6.0;

/// Where a menu goes and the hairline that joins it to its object.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    /// The menu's top left corner.
    pub at: Point,
    /// The hairline.
    pub hairline: Rect,
}

/// The four sides of an object, best first: where a menu's corner goes, and its hairline.
fn sides(object: Rect, size: Size, window: Size) -> [Placed; 4] {
    let middle = Point::new(object.x + object.w / 2.0, object.y + object.h / 2.0);
    let across = |at: f64, extent: f64, limit: f64| at.min(limit - EDGE - extent).max(EDGE);
    let level = across(middle.y - size.h / 2.0, size.h, window.h);
    let centred = across(middle.x - size.w / 2.0, size.w, window.w);
    let (left, top) = (object.x - GAP, object.y - GAP);
    let (right, bottom) = (object.x + object.w, object.y + object.h);
    let upright = |y: f64| Rect::new(Point::new(middle.x, y), Size::new(1.0, GAP));
    let lying = |x: f64| Rect::new(Point::new(x, middle.y), Size::new(GAP, 1.0));
    let side = |x: f64, y: f64, hairline: Rect| Placed {
        at: Point::new(x, y),
        hairline,
    };
    [
        side(centred, bottom + GAP, upright(bottom)),
        side(right + GAP, level, lying(right)),
        side(left - size.w, level, lying(left)),
        side(centred, top - size.h, upright(top)),
    ]
}

/// Places a menu of `size` beside `object` in `window`: on the first side where it fits and
/// covers none of `others`, else on the first where it fits, else at the bottom edge.
#[must_use]
pub fn place(object: Rect, size: Size, window: Size, others: &[Rect]) -> Placed {
    let sides = sides(object, size, window);
    let fits = |it: &&Placed| {
        it.at.x >= EDGE
            && it.at.y >= EDGE
            && it.at.x + size.w <= window.w - EDGE
            && it.at.y + size.h <= window.h - EDGE
    };
    let clear = |it: &&Placed| {
        !others
            .iter()
            .any(|other| Rect::new(it.at, size).meets(*other))
    };
    let best = sides.iter().find(|it| fits(it) && clear(it));
    let chosen = best.or_else(|| sides.iter().find(fits)).copied();
    chosen.unwrap_or_else(|| Placed {
        at: Point::new(sides[0].at.x, (window.h - EDGE - size.h).max(EDGE)),
        hairline: Rect::default(),
    })
}
