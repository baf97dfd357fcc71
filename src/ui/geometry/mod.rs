//! Where things are drawn: pure arithmetic on points, from numbers of the view alone.
//!
//! It must not know a component, an element or a text. All floats of the page's pictures begin
//! here; a picture at one moment is a function of the view, the measured size and virtual time.

pub mod curve;
pub mod cut;
pub mod heap;
pub mod lanes;
pub mod menu;
pub mod stage;
pub mod strips;
pub mod text;
pub mod time;
pub mod turn;

use crate::units::Micros;

/// A point, in CSS pixels from the top left corner.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Downwards.
    pub y: f64,
}

impl Point {
    /// A point.
    #[must_use]
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    /// This point moved.
    #[must_use]
    pub fn moved(self, dx: f64, dy: f64) -> Self {
        Self::new(self.x + dx, self.y + dy)
    }

    /// How far it is to another point.
    #[must_use]
    pub fn distance(self, other: Self) -> f64 {
        (other.x - self.x).hypot(other.y - self.y)
    }

    /// The direction to another point, of length 1; to the right for the point itself.
    #[must_use]
    pub fn direction(self, other: Self) -> Self {
        let length = self.distance(other);
        if length < 1e-9 {
            return Self::new(1.0, 0.0);
        }
        Self::new((other.x - self.x) / length, (other.y - self.y) / length)
    }

    /// The point between this one (0) and another (1).
    #[must_use]
    pub fn between(self, other: Self, part: f64) -> Self {
        Self::new(
            self.x + (other.x - self.x) * part,
            self.y + (other.y - self.y) * part,
        )
    }

    /// SVG's `x y`.
    #[must_use]
    pub fn words(self) -> String {
        format!("{} {}", number(self.x), number(self.y))
    }
}

/// A measured width and height.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Size {
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

impl Size {
    /// A size.
    #[must_use]
    pub const fn new(w: f64, h: f64) -> Self {
        Self { w, h }
    }
}

/// A rectangle by its top left corner.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Left.
    pub x: f64,
    /// Top.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

impl Rect {
    /// A rectangle.
    #[must_use]
    pub const fn new(at: Point, size: Size) -> Self {
        Self {
            x: at.x,
            y: at.y,
            w: size.w,
            h: size.h,
        }
    }

    /// Whether two rectangles share any place.
    #[must_use]
    pub fn meets(self, other: Self) -> bool {
        self.x < other.x + other.w
            && other.x < self.x + self.w
            && self.y < other.y + other.h
            && other.y < self.y + self.h
    }
}

/// A number for an SVG attribute: a tenth of a pixel is enough.
///
/// It counts tenths as a whole number: how floats are printed is a lot of code for the page.
#[must_use]
pub fn number(value: f64) -> String {
    let tenths = (value * 10.0).round() as i64;
    let sign = if tenths < 0 { "-" } else { "" };
    let tenths = tenths.unsigned_abs();
    match (tenths / 10, tenths % 10) {
        (whole, 0) => format!("{sign}{whole}"),
        (whole, rest) => format!("{sign}{whole}.{rest}"),
    }
}

/// How much of the way from `start` to `end` is behind us at `now`, from 0 to 1.
#[must_use]
pub fn part(start: Micros, end: Micros, now: Micros) -> f64 {
    let way = end.since(start).0;
    if way == 0 {
        return if now >= end { 1.0 } else { 0.0 };
    }
    (now.since(start).0 as f64 / way as f64).min(1.0)
}

/// `part` in quarters, for those who asked for less motion.
#[must_use]
pub fn quarters(part: f64) -> f64 {
    (part * 4.0).floor() / 4.0
}

/// The dash that draws `part` of a circle of `radius`, from its start.
#[must_use]
pub fn dash(radius: f64, part: f64) -> String {
    let around = std::f64::consts::TAU * radius;
    format!(
        "{} {}",
        number(around * part.clamp(0.0, 1.0)),
        number(around + 1.0)
    )
}

/// A regular polygon around the origin, first corner at the top: SVG's `points`.
#[must_use]
pub fn polygon(corners: u32, radius: f64) -> String {
    let corner = |i: u32| {
        let turn = std::f64::consts::TAU * f64::from(i) / f64::from(corners);
        let (sin, cos) = turn::sin_cos(turn);
        format!("{},{}", number(radius * sin), number(-radius * cos))
    };
    (0..corners).map(corner).collect::<Vec<_>>().join(" ")
}
