//! The stage: where members, their labels, their clients, the lanes between them and the cuts go.

use super::{
    Point, Size,
    curve::{Curve, line},
    number, text,
    turn::sin_cos,
};

/// How the members stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// Side by side.
    #[default]
    Row,
    /// Three: the middle one on top.
    Triangle,
    /// Around an ellipse.
    Around,
}

/// Which side of its anchor a text or a chip lies on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// To the left of it.
    Left,
    /// Centred on it.
    #[default]
    Middle,
    /// To the right of it.
    Right,
}

impl Side {
    /// SVG's `text-anchor`.
    #[must_use]
    pub fn anchor(self) -> &'static str {
        match self {
            Self::Left => "end",
            Self::Middle => "middle",
            Self::Right => "start",
        }
    }
}

/// Where one member goes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Place {
    /// Its middle.
    pub at: Point,
    /// The first line of its label.
    pub label: Point,
    /// Which way the label runs.
    pub side: Side,
    /// Where its clients' stack is centred.
    pub clients: Point,
    /// On which side of that point the chips lie.
    pub clients_side: Side,
}

/// The whole stage.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    /// How the members stand.
    pub shape: Shape,
    /// The measured size.
    pub size: Size,
    /// Radius of a role's shape.
    pub radius: f64,
    /// Radius of the timer's ring.
    pub ring: f64,
    /// Width of a client's chip.
    pub chip: f64,
    /// Lines in a label: 2 or 3.
    pub lines: usize,
    /// Whether addresses lose their host.
    pub narrow: bool,
    /// One per member.
    pub places: Vec<Place>,
}

/// Between the lines of a label.
pub const LINE: f64 = 16.0;
/// Between the two lanes of a pair, from the middle.
const LANE: f64 = 5.5;
/// Below this height there is no room for more than a row.
const ROW_BELOW: f64 = 200.0;
/// Below this width addresses lose their host.
const NARROW_BELOW: f64 = 580.0;
/// The same for members side by side, whose labels stand side by side too.
const NARROW_ROW_BELOW: f64 = 720.0;

/// Lays out `members` in `size`.
#[must_use]
pub fn layout(size: Size, members: usize) -> Layout {
    let low = size.h < ROW_BELOW;
    let narrow = size.w < if low { NARROW_ROW_BELOW } else { NARROW_BELOW };
    let chip = if narrow { 58.0 } else { 92.0 };
    let shape = match members {
        0..=2 => Shape::Row,
        3 if low => Shape::Row,
        3 => Shape::Triangle,
        _ => Shape::Around,
    };
    let (radius, ring) = match shape {
        Shape::Row if low => (20.0, 28.0),
        Shape::Row | Shape::Triangle => (23.0, 33.0),
        Shape::Around => (18.0, 26.0),
    };
    let lines = if low || shape == Shape::Around { 2 } else { 3 };
    let mut layout = Layout {
        shape,
        size,
        radius,
        ring,
        chip,
        lines,
        narrow,
        places: Vec::new(),
    };
    layout.places = (0..members).map(|it| place(&layout, it, members)).collect();
    layout
}

/// Where one member goes.
fn place(layout: &Layout, nth: usize, members: usize) -> Place {
    match layout.shape {
        Shape::Row => in_row(layout, nth, members),
        Shape::Triangle => in_triangle(layout, nth),
        Shape::Around => around(layout, nth, members),
    }
}

/// Space that a label below a member takes.
fn label_height(layout: &Layout) -> f64 {
    14.0 + layout.lines as f64 * LINE
}

fn below(layout: &Layout, at: Point) -> Point {
    at.moved(0.0, layout.ring + 17.0)
}

fn in_row(layout: &Layout, nth: usize, members: usize) -> Place {
    // Clients of the outer members end inside the panel.
    let margin = layout.ring + layout.chip + 20.0;
    let step = ((layout.size.w - 2.0 * margin) / (members.max(2) - 1) as f64).min(260.0);
    let x = layout.size.w / 2.0 + step * (nth as f64 - (members - 1) as f64 / 2.0);
    let y = (layout.size.h - label_height(layout) - layout.ring).max(layout.ring + 14.0);
    let y = y.min(layout.size.h / 2.0);
    let at = Point::new(x, y);
    let right = nth > 0 && nth + 1 == members;
    let reach = layout.ring + 12.0;
    Place {
        at,
        label: below(layout, at),
        side: Side::Middle,
        // A little higher than the member, so that a full stack ends above its label.
        clients: at.moved(if right { reach } else { -reach }, -14.0),
        clients_side: if right { Side::Right } else { Side::Left },
    }
}

fn in_triangle(layout: &Layout, nth: usize) -> Place {
    let Size { w, h } = layout.size;
    let bottom = h - label_height(layout) - layout.ring - 2.0;
    let reach = if layout.narrow { 14.0 } else { 44.0 };
    let least = if layout.narrow { 0.27 } else { 0.22 };
    // Chips and labels of the lower members end inside the panel.
    let spread = (w / 2.0 - layout.ring - reach - layout.chip - 8.0).clamp(w * least, 250.0);
    let corner = |x: f64, clients_side: Side| {
        let at = Point::new(x, bottom);
        let way = if clients_side == Side::Right {
            1.0
        } else {
            -1.0
        };
        let beside = at.moved(way * (layout.ring + reach), 0.0);
        // Where there is no room beside a member, its clients hang above it, at the edge.
        let edge = if way > 0.0 {
            w - layout.chip - 4.0
        } else {
            layout.chip + 4.0
        };
        let above = Point::new(edge, bottom - layout.ring - 44.0);
        let room = if way > 0.0 { w - beside.x } else { beside.x };
        let clients = if room >= layout.chip + 4.0 {
            beside
        } else {
            above
        };
        Place {
            at,
            label: below(layout, at),
            side: Side::Middle,
            clients,
            clients_side,
        }
    };
    match nth {
        0 => corner(w / 2.0 - spread, Side::Left),
        1 => {
            let at = Point::new(w / 2.0, layout.ring + 14.0);
            Place {
                at,
                label: at.moved(layout.ring + 12.0, -32.0),
                side: Side::Right,
                clients: at.moved(-layout.ring - reach, -8.0),
                clients_side: Side::Left,
            }
        }
        _ => corner(w / 2.0 + spread, Side::Right),
    }
}

fn around(layout: &Layout, nth: usize, members: usize) -> Place {
    let Size { w, h } = layout.size;
    let middle = Point::new(w / 2.0, h / 2.0 - 4.0);
    let across = (w / 2.0 - if layout.narrow { 112.0 } else { 190.0 }).clamp(60.0, 260.0);
    let down = (h / 2.0 - layout.ring - 12.0).max(30.0);
    // The first member stands at the left, the others follow clockwise.
    let turn = std::f64::consts::TAU * (nth as f64 / members as f64 - 0.5);
    let (sin, cos) = sin_cos(turn);
    let at = middle.moved(across * cos, down * sin);
    let left = at.x < middle.x - 1.0;
    let way = if left { -1.0 } else { 1.0 };
    let label = at.moved(way * (layout.ring + 9.0), -3.0);
    Place {
        at,
        label,
        side: if left { Side::Left } else { Side::Right },
        clients: label.moved(0.0, 32.0),
        clients_side: if left { Side::Left } else { Side::Right },
    }
}

/// The lane that messages take from one member to another, from ring to ring.
#[must_use]
pub fn lane(layout: &Layout, from: usize, to: usize) -> Curve {
    let (Some(source), Some(target)) = (layout.places.get(from), layout.places.get(to)) else {
        return Curve::default();
    };
    // Both directions of a pair share one bend, so that they run side by side.
    let (a, b) = if from < to {
        (source.at, target.at)
    } else {
        (target.at, source.at)
    };
    let mut whole = Curve::straight(a, b);
    if layout.shape == Shape::Row && from.abs_diff(to) > 1 {
        // Over the members in between.
        whole.bend = whole.bend.moved(0.0, -2.0 * (layout.ring + 4.0));
    }
    let forth = whole.beside(-LANE);
    let back = whole.beside(LANE);
    let lane = if from < to {
        forth
    } else {
        Curve {
            start: back.end,
            bend: back.bend,
            end: back.start,
        }
    };
    let length = lane.start.distance(lane.end).max(1.0);
    let trim = ((layout.ring + 4.0) / length).min(0.45);
    lane.piece(trim, 1.0 - trim)
}

/// Where the words of a direction begin: beside its sender's end of the lane, on the outer side.
#[must_use]
pub fn lane_label(layout: &Layout, from: usize, to: usize) -> (Point, Side) {
    let lane = lane(layout, from, to);
    let along = lane.start.direction(lane.end);
    // Each direction runs to the left of its way.
    let out = Point::new(along.y, -along.x);
    let at = lane.at(0.36).moved(out.x * 9.0, out.y * 9.0);
    let side = if out.x > 0.4 {
        Side::Right
    } else if out.x < -0.4 {
        Side::Left
    } else {
        Side::Middle
    };
    (at.moved(0.0, if out.y > 0.4 { 10.0 } else { 2.0 }), side)
}

/// A stroke behind members that can still reach each other.
#[must_use]
pub fn hull(layout: &Layout, group: &[usize]) -> String {
    let points: Vec<Point> = group
        .iter()
        .filter_map(|it| layout.places.get(*it))
        .map(|it| it.at)
        .collect();
    let mut path = String::new();
    for (nth, point) in points.iter().enumerate() {
        path.push(if nth == 0 { 'M' } else { 'L' });
        path.push_str(&point.words());
    }
    match points.len() {
        0 => String::new(),
        // A stroke of no length draws nothing in some browsers.
        1 => path + "h0.1",
        _ => path + "Z",
    }
}

/// A wall across cut lanes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Wall {
    /// One end.
    pub start: Point,
    /// The other end.
    pub end: Point,
    /// Where a round wall is deepest, and its radius; none for a straight one.
    pub round: Option<(Point, f64)>,
}

impl Wall {
    /// Its lowest point, where its words hang.
    #[must_use]
    pub fn foot(&self) -> Point {
        let deepest = self.round.map_or(self.start, |(deepest, _)| deepest);
        let lower = |a: Point, b: Point| if a.y > b.y { a } else { b };
        lower(deepest, lower(self.start, self.end))
    }

    /// SVG's path.
    #[must_use]
    pub fn path(&self) -> String {
        let Some((_, radius)) = self.round else {
            return line(self.start, self.end);
        };
        let radius = number(radius);
        format!(
            "M{}A{radius} {radius} 0 0 1 {}",
            self.start.words(),
            self.end.words()
        )
    }
}

/// Where the words of a wall are centred: below it, or above members that stand side by side,
/// whose labels are below them.
#[must_use]
pub fn caption(layout: &Layout, wall: &Wall) -> Point {
    let foot = wall.foot();
    if layout.shape != Shape::Row {
        return foot.moved(0.0, 15.0);
    }
    let members = layout.places.first().map_or(0.0, |it| it.at.y);
    let head = wall.start.y.min(wall.end.y);
    let over = members - layout.ring - 18.0;
    Point::new(
        (wall.start.x + wall.end.x) / 2.0,
        over.min(head - 6.0).max(12.0),
    )
}

/// A longer wall bends around its member.
const WALL_MAX: f64 = 190.0;

/// One wall between a member and all others.
#[must_use]
pub fn wall_around(layout: &Layout, alone: usize) -> Option<Wall> {
    let own = layout.places.get(alone)?.at;
    let others: Vec<usize> = (0..layout.places.len()).filter(|it| *it != alone).collect();
    let count = others.len().max(1) as f64;
    let sum = others.iter().fold(Point::default(), |sum, it| {
        sum.moved(layout.places[*it].at.x, layout.places[*it].at.y)
    });
    let centre = Point::new(sum.x / count, sum.y / count);
    let gap = own.distance(centre);
    if gap < layout.ring {
        return None;
    }
    let along = own.direction(centre);
    let far = (gap * 0.5).max(layout.ring + 16.0);
    let foot = own.moved(along.x * far, along.y * far);
    // The wall reaches beyond every lane that it stops.
    let mut reach: (f64, f64) = (-16.0, 16.0);
    for other in others {
        for lane in [lane(layout, alone, other), lane(layout, other, alone)] {
            let crossing = crossing(&lane, own, along, far);
            let aside = (crossing.x - foot.x) * -along.y + (crossing.y - foot.y) * along.x;
            reach = (reach.0.min(aside - 12.0), reach.1.max(aside + 12.0));
        }
    }
    if reach.1 - reach.0 > WALL_MAX {
        return Some(bowl(layout, own, along));
    }
    let end = |by: f64| foot.moved(-along.y * by, along.x * by);
    Some(Wall {
        start: end(reach.0),
        end: end(reach.1),
        round: None,
    })
}

/// A round wall around a member that is so near to the others that a straight one would lie along
/// their lanes.
fn bowl(layout: &Layout, own: Point, along: Point) -> Wall {
    let radius = layout.ring + 13.0;
    // 70 degrees to each side.
    let (sin, cos) = sin_cos(70_f64.to_radians());
    let turned = |sin: f64| {
        let (x, y) = (along.x * cos - along.y * sin, along.x * sin + along.y * cos);
        own.moved(x * radius, y * radius)
    };
    Wall {
        start: turned(-sin),
        end: turned(sin),
        round: Some((own.moved(along.x * radius, along.y * radius), radius)),
    }
}

/// Where a lane is `far` from `origin`, measured along a direction.
fn crossing(lane: &Curve, origin: Point, along: Point, far: f64) -> Point {
    const SAMPLES: u32 = 24;
    let off = |it: Point| ((it.x - origin.x) * along.x + (it.y - origin.y) * along.y - far).abs();
    let samples = (0..=SAMPLES).map(|it| lane.at(f64::from(it) / f64::from(SAMPLES)));
    samples
        .min_by(|a, b| off(*a).total_cmp(&off(*b)))
        .unwrap_or(origin)
}

/// A wall across the lanes of one pair, or across one direction of it.
#[must_use]
pub fn wall_between(layout: &Layout, from: usize, to: usize, both: bool) -> Wall {
    let lane = lane(layout, from, to);
    let middle = lane.at(0.5);
    let along = lane.start.direction(lane.end);
    let end = |by: f64| middle.moved(-along.y * by, along.x * by);
    // Each direction runs to the left of its way; the other one lies to its right.
    let (out, over) = if both {
        (-14.0, 14.0 + 2.0 * LANE)
    } else {
        (-9.0, LANE - 1.0)
    };
    Wall {
        start: end(out),
        end: end(over),
        round: None,
    }
}

/// A chip in a stack of clients, and the thread from it to its member.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Chip {
    /// Its top left corner.
    pub at: Point,
    /// The thread to the member.
    pub thread: Curve,
}

/// Height of a chip.
pub const CHIP: f64 = 20.0;
/// Chips in a stack; more are counted on the last.
pub const CHIPS_MAX: usize = 3;

/// The `nth` of `count` chips at a member.
#[must_use]
pub fn chip(layout: &Layout, member: usize, nth: usize, count: usize) -> Chip {
    let Some(place) = layout.places.get(member) else {
        return Chip::default();
    };
    let step = CHIP + 5.0;
    let top = match layout.shape {
        // Under the label, which already stands beside the member.
        Shape::Around => place.clients.y,
        Shape::Row | Shape::Triangle => {
            let height = step * count as f64 - 5.0;
            (place.clients.y - height / 2.0).max(4.0)
        }
    };
    let y = top + step * nth as f64;
    let (x, mouth, way) = match place.clients_side {
        Side::Left => (place.clients.x - layout.chip, place.clients.x, -1.0),
        Side::Middle | Side::Right => (place.clients.x, place.clients.x, 1.0),
    };
    let start = Point::new(mouth, y + CHIP / 2.0);
    let end = place.at.moved(way * (layout.ring + 5.0), 0.0);
    let end = if layout.shape == Shape::Around {
        start
    } else {
        end
    };
    let bend = Point::new(start.x + (end.x - start.x) * 0.3, end.y);
    Chip {
        at: Point::new(x, y),
        thread: Curve { start, bend, end },
    }
}

/// How many half-width squares of 11 px text fit on a chip.
#[must_use]
pub fn chip_room(layout: &Layout) -> usize {
    // The room is a small positive number.
    ((layout.chip - 14.0) / text::sans("n", 11.0)).max(3.0) as usize
}
