//! What must hold after every event of every world, judged from outside by looking at the members.
//!
//! The judge keeps what it has seen: who led which term, what was committed at which index, whom a
//! disk remembers having voted for, which lease runs until when. Each [`Property`] has a name and a
//! source. A look costs next to nothing where nothing changed. It must not know how members reach
//! their decisions, nor what was done to them.

mod calm;
mod changes;
mod leases;
mod ledger;
mod member;
mod promises;
mod property;
mod quorum;
mod reads;
mod watch;

pub(super) use property::ensure;
pub use property::{Property, Verdict, Violation};
pub(super) use watch::Watched;

use self::{
    calm::Calm,
    leases::Leases,
    ledger::Ledger,
    member::{Seen, Tables},
    promises::Promises,
    reads::Reads,
};
use crate::{
    sim::{Departed, Departure, Node, World},
    units::Index,
};

/// The judge of one world. It looks from the world's beginning on, or from any later moment.
#[derive(Clone, Debug, Default)]
pub struct Judge {
    promises: Promises,
    ledger: Ledger,
    leases: Leases,
    reads: Reads,
    calm: Calm,
    seen: Vec<Seen>,
    departed: u64,
    undisrupted: bool,
}

impl Judge {
    /// Holds a world to [`Property::NoDisruption`] although its members do not ask before they
    /// campaign (`--pre-vote=false`).
    #[must_use]
    pub fn undisrupted(mut self) -> Self {
        self.undisrupted = true;
        self
    }

    /// Looks at every member; to be called after each event, or at least after each that did
    /// [`Something`](crate::sim::Happened::Something).
    ///
    /// # Errors
    /// The first property that does not hold.
    pub fn look(&mut self, world: &World) -> Verdict {
        self.seen.resize_with(world.nodes().len(), Seen::default);
        for departure in world.departures() {
            if departure.number > self.departed {
                self.departed = departure.number;
                self.departs(departure, world)?;
            }
        }
        for (place, node) in world.nodes().enumerate() {
            if self.seen[place].touched != node.touched() {
                self.look_at(place, node, world)?;
            }
        }
        self.reads.look(world)?;
        if world.now() >= self.leases.next() {
            self.leases.forgotten(world.now(), |place| {
                let node = world.node(place)?;
                Some((node.identity().name.as_str(), node.server()?))
            })?;
        }
        if world.now() >= self.calm.next() {
            self.calm.look(world)?;
        }
        Ok(())
    }

    /// Everything is repaired: all members run, all links are whole. From now on the judge expects
    /// [`Property::Liveness`] and [`Property::Convergence`] in their time.
    pub fn repaired(&mut self, world: &World) {
        self.calm.begin(world, self.ledger.last_committed());
    }

    /// Something is broken again: nothing more is expected in any time.
    pub fn disturbed(&mut self) {
        self.calm = Calm::default();
    }

    /// How many terms had a leader so far.
    #[must_use]
    pub fn terms_led(&self) -> usize {
        self.promises.terms_led()
    }

    /// The highest index that was committed anywhere.
    #[must_use]
    pub fn committed(&self) -> Index {
        self.ledger.last_committed()
    }

    fn look_at(&mut self, place: usize, node: &Node, world: &World) -> Verdict {
        let seen = &mut self.seen[place];
        seen.touched = node.touched();
        let mut tables = Tables {
            world,
            ledger: &mut self.ledger,
            promises: &mut self.promises,
            no_disruption: self.undisrupted || world.config().flags.pre_vote,
        };
        seen.look(node, &mut tables)?;
        if let Some(server) = node.server() {
            self.reads.applied(server.state().store.revision());
        }
        self.leases.look(place, node, world);
        Ok(())
    }

    fn departs(&mut self, departure: &Departure, world: &World) -> Verdict {
        let Some(node) = world.node(departure.from) else {
            return Ok(());
        };
        let identity = node.identity();
        let (id, name) = (identity.id, identity.name.as_str());
        match departure.what {
            Departed::Vote {
                to,
                term,
                pre: false,
                on_disk,
            } => self.promises.vote_leaves((id, name), (term, to), on_disk),
            Departed::Vote { to, term, .. } => {
                self.promises.pre_vote_leaves((id, name), (term, to))
            }
            Departed::Asked {
                candidate,
                term,
                may_grant,
            } => {
                if may_grant {
                    self.promises.may_grant(id, (term, candidate));
                }
                Ok(())
            }
            Departed::Appended {
                index,
                term,
                term_on_disk,
                held,
            } => Promises::append_leaves(name, (index, term), (term_on_disk, held)),
            Departed::TimeoutNow { to, term } => {
                self.promises.invite(to, term);
                Ok(())
            }
            Departed::Renewed { lease, .. } => {
                self.leases.renewed(departure.from, lease, world.now());
                Ok(())
            }
            Departed::Revokes { lease } => node.server().map_or(Ok(()), |server| {
                let who = (departure.from, name);
                self.leases.revokes(who, lease, server, world.now())
            }),
        }
    }
}
