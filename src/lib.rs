//! etcdscope: a whole etcd v3 cluster inside a web page.
//!
//! Someone types `etcdctl put hello world` into a browser tab and watches three members agree on
//! it. Nothing behind the page is a server: Raft, the MVCC store, leases, watches, the network and
//! the disks are one value in this crate, moved by virtual time. The same crate is a command line
//! that replays what real etcd 3.5.1 was recorded to say, and throws random faults at the cluster
//! while it checks Raft's promises.
//!
//! # Bird's eye
//!
//! ```text
//! units ← raft ← etcd ← sim ← session ← proof ← ui | cli
//!                etcd::api ← ctl ←┘
//! ```
//!
//! An arrow points to what a room may name. Four machines have one shape, a value in and values
//! out, and everything below [`ui`] and `cli` is pure: no clock, no chance from outside, no floats,
//! no files, no order that differs from run to run. So a world can be kept, cloned, hashed and
//! replayed, natively and in the page, to the last bit.
//!
//! | machine | in | out |
//! |---|---|---|
//! | [`raft::Raft`] | ticks, messages, proposals, what is on disk | [`raft::Ready`] |
//! | [`etcd::Server`] | requests, peers' messages, what is on disk | [`etcd::Output`] |
//! | [`sim::World`] | clients' requests, [`sim::Fault`]s, time | clients' answers |
//! | [`session::Session`] | [`session::Action`]: lines, signals, faults, time | [`session::view`] |
//!
//! A world takes the earliest event from its agenda and lets the event's owner handle it; what
//! follows from that goes back onto the agenda. Nothing else makes time pass.
//!
//! # The rooms, in reading order
//!
//! 1. [`units`]: time, ids, terms, indexes, revisions; the generator and the state hash. Knows
//!    nothing of ours.
//! 2. [`raft`]: consensus as etcd runs it. Must not know keys, milliseconds, disks or networks:
//!    it counts ticks and is told what was written.
//! 3. [`etcd`]: one member's server: wire types ([`etcd::api`]), the store, leases, watches, what
//!    a committed entry does. Must not know other members' insides, a clock, or who asks.
//! 4. [`ctl`]: etcdctl, and [`ctl::gateway`] with curl. Words become requests, responses become
//!    text, byte for byte. Knows
//!    [`units`], [`etcd::api`] and [`etcd::backend`] alone: it could talk to a real etcd.
//! 5. [`sim`]: the world around the members: agenda, links, disks, clients, faults. Must not know
//!    words or who watches.
//! 6. [`session`]: a visit: shells with their jobs, the journal of inputs, the pictures. Must not
//!    know a browser, a wall clock or a file.
//! 7. [`proof`]: properties, recorded cases and random worlds, judged from outside.
//! 8. [`ui`]: the page. Shows what [`session`] holds; decides no rule of etcd.
//! 9. `cli`: the command line, native only. With [`ui`] the one place for files, printing, clocks.
//!
//! `tests/native/tidy` holds these walls, sizes and banned names; `tests/conformance` what real
//! etcd was recorded to say; `tests/browser` what a visitor does on the built page.
//!
//! # One `put`, from key to pixels
//!
//! The prompt ([`ui::terminal`]) hands the line to [`ui::host`], that to
//! [`session::Session::apply`]; [`session::words`] splits it and a [`ctl`] job turns it into a
//! request, which the [`sim::World`] carries over a link to one member's [`etcd::Server`]. That
//! proposes it to its [`raft::Raft`] (a follower's travels to the leader). Entries reach the other
//! members as [`raft::Message`]s; each acknowledges only what its disk has synced. Committed, the
//! entry is applied to [`etcd::store`], gets its revision, and [`etcd::watch`] tells who waits. The
//! response travels back, the job prints `OK`, and each pane draws what changed.
//!
//! # Where to add
//!
//! * **A flag or a command of etcdctl**: its row in the table of `src/ctl/verbs/`, its printing in
//!   `src/ctl/print/`, its help in `src/ctl/help/`; then a recorded case in `tests/conformance`.
//! * **A fault**: a variant of [`sim::Fault`]; the compiler then asks for its effect in `sim`, for
//!   its word in `src/session/words/`, and for how [`proof::script`] writes it down; if it belongs
//!   to a member, its row in the menu of [`ui::stage`]. [`proof::search`] should throw it too.
//! * **A panel**: a folder in [`ui`] that keeps the contract at the head of that module, its words
//!   in both languages in [`ui::words`], a view in [`session::view`] to draw from, a style sheet
//!   `style/NAME.css` linked in `index.html`, and its tab in [`ui::inspector`].
//! * **A story**: a file in `src/session/lessons/`, in the language of [`session::lesson`], and its
//!   line in `FILES` there; [`proof::lessons`] walks it.
//! * **A reason**: a variant of [`raft::Reason`], or of [`etcd::Ruling`] where the server decides;
//!   its name and etcd's place beside it, its numbers and its sentence in both languages in
//!   [`ui::words::why`]. The world keeps the last ones, the page shows them.
//! * **Work beside the page**: an order and its answer in [`ui::work`], whose far end is a program
//!   of its own, run in a worker.
//! * **A rule that must never break**: [`proof::judges`]; and a way to break it, as a value of
//!   [`raft::Rules`], that shows the simulation notices.

pub mod ctl;
pub mod etcd;
pub mod proof;
pub mod raft;
pub mod session;
pub mod sim;
pub mod ui;
pub mod units;

#[cfg(not(target_arch = "wasm32"))]
pub mod cli;
