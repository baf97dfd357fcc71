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

/// Places a menu of `size` beside `object` in `window`: on the first side where it fits and
/// covers none of `others`, else on the first where it fits, else at the bottom edge.
#[must_use]
pub fn place(object: Rect, size: Size, window: Size, others: &[Rect]) -> Placed {
    let middle = Point::new(object.x + object.w / 2.0, object.y + object.h / 2.0);
    let across = |at: f64, extent: f64, limit: f64| at.min(limit - EDGE - extent).max(EDGE);
    let level = across(middle.y - size.h / 2.0, size.h, window.h);
    let centred = across(middle.x - size.w / 2.0, size.w, window.w);
    let left = object.x - GAP;
    let right = object.x + object.w;
    let top = object.y - GAP;
    let bottom = object.y + object.h;
    let sides = [
        (
            Point::new(centred, bottom + GAP),
            Rect {
                x: middle.x,
                y: bottom,
                w: 1.0,
                h: GAP,
            },
        ),
        (
            Point::new(right + GAP, level),
            Rect {
                x: right,
                y: middle.y,
                w: GAP,
                h: 1.0,
            },
        ),
        (
            Point::new(left - size.w, level),
            Rect {
                x: left,
                y: middle.y,
                w: GAP,
                h: 1.0,
            },
        ),
        (
            Point::new(centred, top - size.h),
            Rect {
                x: middle.x,
                y: top,
                w: 1.0,
                h: GAP,
            },
        ),
    ];
    let area = |at: Point| Rect {
        x: at.x,
        y: at.y,
        w: size.w,
        h: size.h,
    };
    let fits = |at: Point| {
        at.x >= EDGE
            && at.y >= EDGE
            && at.x + size.w <= window.w - EDGE
            && at.y + size.h <= window.h - EDGE
    };
    let clear = |at: Point| !others.iter().any(|it| area(at).meets(*it));
    let chosen = sides
        .iter()
        .find(|(at, _)| fits(*at) && clear(*at))
        .or_else(|| sides.iter().find(|(at, _)| fits(*at)));
    match chosen {
        Some(&(at, hairline)) => Placed { at, hairline },
        None => Placed {
            at: Point::new(centred, (window.h - EDGE - size.h).max(EDGE)),
            hairline: Rect::default(),
        },
    }
}
