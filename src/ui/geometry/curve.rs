//! The lanes between members: quadratic curves, straight where nothing is in the way.

use super::{Point, number};

/// A quadratic Bézier curve.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Curve {
    /// Start.
    pub start: Point,
    /// What it bends towards.
    pub bend: Point,
    /// End.
    pub end: Point,
}

impl Curve {
    /// A straight line.
    #[must_use]
    pub fn straight(start: Point, end: Point) -> Self {
        Self {
            start,
            bend: start.between(end, 0.5),
            end,
        }
    }

    /// The point at `part` of the way.
    #[must_use]
    pub fn at(&self, part: f64) -> Point {
        let first = self.start.between(self.bend, part);
        first.between(self.bend.between(self.end, part), part)
    }

    /// The angle of the curve's chord in degrees.
    #[must_use]
    pub fn angle(&self) -> f64 {
        (self.end.y - self.start.y)
            .atan2(self.end.x - self.start.x)
            .to_degrees()
    }

    /// SVG's path.
    #[must_use]
    pub fn path(&self) -> String {
        format!(
            "M{}Q{} {}",
            self.start.words(),
            self.bend.words(),
            self.end.words()
        )
    }

    /// The piece between two parts of the way.
    #[must_use]
    pub fn piece(&self, from: f64, to: f64) -> Self {
        let start = self.at(from);
        let end = self.at(to);
        // The bend of a piece: where the tangents of its ends meet.
        let left = self.start.between(self.bend, from);
        let right = self.bend.between(self.end, from);
        let bend = left.between(right, to);
        Self { start, bend, end }
    }

    /// The curve beside this one, to its right hand side when `by` is positive.
    #[must_use]
    pub fn beside(&self, by: f64) -> Self {
        let along = self.start.direction(self.end);
        let shift = |it: Point| it.moved(-along.y * by, along.x * by);
        Self {
            start: shift(self.start),
            bend: shift(self.bend),
            end: shift(self.end),
        }
    }
}

/// A straight path between two points.
#[must_use]
pub fn line(from: Point, to: Point) -> String {
    format!(
        "M{} {}L{} {}",
        number(from.x),
        number(from.y),
        number(to.x),
        number(to.y)
    )
}
