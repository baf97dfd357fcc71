//! The page: the one room, beside `cli`, that may touch clock, screen and storage.
//!
//! It shows what `session` holds and decides no rule of etcd. It must not keep state that belongs
//! to the visit: drafts, sizes and what is selected live here, everything else in `Session`.
//!
//! **The contract of an instrument** (`stage`, `log`, `revisions`, `leases`):
//!
//! * Its component takes [`Pane`]: a [`Host`] and the [`words::Words`] of the chosen language.
//!   `Host` is a pointer with a stamp; it compares unequal as soon as the session has changed, so
//!   a pane is drawn anew when, and only when, there may be something new to draw.
//! * It reads through `host.read(|session| session.cluster())` and keeps the returned view; it
//!   draws with plain functions from parts of the view to `Html`, one per file. A component costs
//!   kilobytes of generic code, so only what holds state or hooks is one.
//! * It acts through `host.apply(action)` or `host.run_line("sim kill infra1")`, never inside
//!   `read`.
//! * What moves with virtual time between two changes (messages, rings, countdowns) registers a
//!   [`motion::use_motion`] callback; it gets the virtual time of each frame and sets SVG
//!   attributes or `transform` through CSSOM on its `NodeRef`s. No `style=` in `html!`.
//! * What is followed or looked at by several panes lives in [`follow::Follow`]; each pane lights
//!   its own part of the thread.
//! * A line for the visitor to run is written at the prompt by [`browser::type_in`]; no pane runs
//!   what changes the cluster by itself.
//! * A message is placed on integers of microseconds; floats stay in geometry.

use yew::prelude::*;

pub mod app;
pub mod banner;
pub mod bar;
mod bridge;
pub mod browser;
mod by_shell;
pub mod empty;
pub mod figures;
pub mod follow;
pub mod geometry;
pub mod host;
pub mod icon;
pub mod inspector;
pub mod leases;
pub mod log;
pub mod measure;
pub mod motion;
pub mod places;
pub mod prefs;
pub mod revisions;
pub mod rules;
pub mod share;
pub mod shortcuts;
pub mod spoken;
pub mod stage;
pub mod story;
pub mod terminal;
pub mod thread;
pub mod timeline;
pub mod why;
pub mod words;
pub mod work;

use follow::Follow;
use host::{Host, Session};
use words::Words;

use crate::{
    session::{Part, script},
    sim,
};

/// What every pane of the page is given.
#[derive(Clone, PartialEq, Properties)]
pub struct Pane {
    /// The session, as it was at one stamp.
    pub host: Host,
    /// Every text, in the language chosen.
    pub words: &'static Words,
    /// What the panes look at together.
    pub follow: Follow,
}

impl Pane {
    /// The same for a pane that shows one part: it is drawn anew only when that changes.
    #[must_use]
    pub fn part(&self, part: Part) -> Self {
        Self {
            host: self.host.part(part),
            ..self.clone()
        }
    }
}

/// The world that the page's address asks for, in the words of a script: `?members=5`, or
/// `?world=members=5+snapshot-count=10`; without such words the tutorial's.
#[must_use]
pub fn world() -> sim::Config {
    let members = browser::parameter("members").map(|count| format!("members={count} "));
    let words = members.unwrap_or_default() + &browser::parameter("world").unwrap_or_default();
    script::config(&words).unwrap_or_else(|_| sim::Config::tutorial())
}

/// Mounts the page on the document's body.
pub fn mount() {
    let host = Host::new(Session::ready(world()));
    let prefs = prefs::Prefs::find();
    prefs.show();
    bridge::open(&host);
    share::follow_address(&host);
    yew::Renderer::<app::App>::with_props(app::Props { host, prefs }).render();
}
