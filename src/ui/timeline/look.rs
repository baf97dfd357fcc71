//! What the time axis looks at: the span that shows and the view last read of it.
//!
//! The axis reads the session at most four times a second while time flows, and is drawn anew only
//! when something on it has changed; between two readings only the playhead moves.

use std::{cell::RefCell, rc::Rc};

use crate::{
    session::view::{Cluster, Span, Timeline},
    ui::{
        browser,
        geometry::time::Lens,
        host::{Host, Session},
        motion::Frame,
    },
    units::Micros,
};

/// Wall time between two readings while time flows.
const READ_MS: f64 = 250.0;
/// Pixels of a column that marks are gathered into.
const COLUMN: f64 = 7.0;

/// What the axis looks at.
#[derive(Debug, Default)]
pub struct Look {
    /// The span that shows.
    pub lens: Lens,
    /// What was read last.
    pub view: Rc<Timeline>,
    /// The cluster then.
    pub cluster: Rc<Cluster>,
    /// The width it was read for.
    width: f64,
    /// Wall time of the last reading.
    read_ms: f64,
}

/// One for the panel and its mover.
pub type Shared = Rc<RefCell<Look>>;

/// Whether two readings draw the same marks.
fn same(one: &Timeline, two: &Timeline) -> bool {
    let branches = || one.branches.iter().zip(&two.branches);
    one.past == two.past
        && one.branch == two.branch
        && one.branches.len() == two.branches.len()
        && branches().all(|(one, two)| one.name == two.name)
        && one.commits == two.commits
        && one.commands == two.commands
        && one.terms == two.terms
        && one.faults == two.faults
        && one.leases == two.leases
        && one.scheduled == two.scheduled
}

impl Look {
    /// Reads what a span shows.
    fn read(&mut self, host: &Host, width: f64) {
        let lens = self.lens;
        let span = Span {
            from: lens.from,
            to: lens.to(),
            columns: (width / COLUMN) as u32,
        };
        let (view, cluster) = host.read(|it| (it.timeline(span), it.cluster()));
        self.view = Rc::new(view);
        self.cluster = Rc::new(cluster);
        self.width = width;
        self.read_ms = browser::wall_ms();
    }

    /// Shows another span.
    pub fn show(&mut self, lens: Lens) {
        let follows = lens.shows(self.view.at);
        self.lens = Lens { follows, ..lens };
        // It is read with the next frame, or drawing, whichever comes first.
        self.width = 0.0;
    }

    /// Follows the playhead, reads if it is time to, and says whether to draw anew.
    pub fn refresh(&mut self, host: &Host, width: f64, frame: &Frame) -> Refreshed {
        let at = frame.now;
        let past = host.read(Session::past);
        if at != self.view.at && !frame.playing {
            // Whoever seeks wants to see where to.
            self.lens.follows = true;
        }
        let lens = self.lens.following(at);
        let turned = lens != self.lens || width != self.width;
        let waited = browser::wall_ms() - self.read_ms >= READ_MS;
        if !(turned || !frame.playing || past != self.view.past || waited) {
            return Refreshed::Nothing;
        }
        self.lens = lens;
        let before = self.view.clone();
        self.read(host, width);
        if turned || !same(&before, &self.view) {
            Refreshed::Marks
        } else {
            Refreshed::Numbers
        }
    }

    /// The playhead as it was read last.
    pub fn at(&self) -> Micros {
        self.view.at
    }
}

/// What a frame found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refreshed {
    /// It was not time to read.
    Nothing,
    /// The playhead's numbers.
    Numbers,
    /// Other marks.
    Marks,
}
