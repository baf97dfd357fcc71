//! What left a member in the last step that a judge wants to know of: promises, with what was on
//! disk then, renewals of leases, and proposals to revoke them. And, for it is the other half of a
//! promise, requests for votes as they arrived.

use super::{Node, Payload, World};
use crate::{
    etcd::{
        LeaseMessage,
        api::{LeaseKeepAliveResponse, Response},
    },
    raft::{Body, Raft},
    units::{Index, LeaseId, NodeId, Term},
};

/// One departure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Departure {
    /// Counts all departures of the world, from 1.
    pub number: u64,
    /// Place of the member that it left.
    pub from: usize,
    /// What it was.
    pub what: Departed,
}

/// The kinds of departure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Departed {
    /// A vote or pre-vote was granted.
    Vote {
        /// To whom.
        to: NodeId,
        /// In which term.
        term: Term,
        /// Whether it was only a pre-vote.
        pre: bool,
        /// Term and vote on the sender's disk.
        on_disk: (Term, NodeId),
    },
    /// Somebody's request for a vote or pre-vote arrived here.
    Asked {
        /// Who asks.
        candidate: NodeId,
        /// For which term.
        term: Term,
        /// Whether it may be granted: no leader was heard lately, or one asked for the campaign.
        may_grant: bool,
    },
    /// Entries were acknowledged.
    Appended {
        /// Up to which index; 0 acknowledges none.
        index: Index,
        /// In which term.
        term: Term,
        /// The term on the sender's disk.
        term_on_disk: Term,
        /// Whether the sender's disk has the entry at `index` that its log has.
        held: bool,
    },
    /// A leader asked another member to campaign at once.
    TimeoutNow {
        /// Whom.
        to: NodeId,
        /// In which term.
        term: Term,
    },
    /// The primary lessor renewed a lease.
    Renewed {
        /// Which.
        lease: LeaseId,
        /// For how many seconds.
        ttl: i64,
    },
    /// A member proposed to revoke a lease for its age.
    Revokes {
        /// Which.
        lease: LeaseId,
    },
}

/// Departures since the last step began.
#[derive(Clone, Debug, Default)]
pub(super) struct Departures {
    since: Vec<Departure>,
    count: u64,
}

impl Departures {
    /// A step begins.
    pub(super) fn clear(&mut self) {
        self.since.clear();
    }

    pub(super) fn add(&mut self, from: usize, what: Departed) {
        self.count += 1;
        let number = self.count;
        self.since.push(Departure { number, from, what });
    }
}

impl Node {
    /// Whether the disk has what the log has at `index`, as far as both still know it. What was
    /// acknowledged in an older term than the log is in now says nothing about the log.
    fn holds(&self, index: Index, term: Term) -> bool {
        let raft = self.server.as_ref().map(|server| server.raft());
        let log = raft.filter(|raft| raft.term() == term);
        let in_log = log.and_then(|raft| raft.log().term(index));
        index < self.disk.first_index()
            || (index <= self.disk.synced_index()
                && (in_log.is_none() || self.disk.term(index) == in_log))
    }
}

impl World {
    /// What left members since the last step began, in order.
    #[must_use]
    pub fn departures(&self) -> &[Departure] {
        &self.departures.since
    }

    /// Notes requests for votes that arrive.
    pub(super) fn note_arrival(&mut self, to: usize, payload: &Payload) {
        let Payload::Raft(messages) = payload else {
            return;
        };
        let mut transfers = false;
        for (message, _) in messages {
            let Body::Vote { transfer, .. } = message.body else {
                continue;
            };
            // Who is asked on a leader's behalf forgets that leader, and may grant what comes next.
            transfers |= transfer;
            let heard = |raft: &Raft| {
                let config = raft.config();
                let lately = raft.election_elapsed() < config.election_ticks;
                config.check_quorum && raft.leader() != NodeId::NONE && lately
            };
            let server = self.nodes[to].server.as_ref();
            let heard = server.is_some_and(|server| heard(server.raft()));
            let what = Departed::Asked {
                candidate: message.from,
                term: message.term,
                may_grant: transfers || !heard,
            };
            self.departures.add(to, what);
        }
    }

    /// Notes what a packet promises.
    pub(super) fn note_payload(&mut self, from: usize, payload: &Payload) {
        match payload {
            Payload::Raft(messages) => {
                for (message, _) in messages {
                    self.note_message(from, message.to, message.term, &message.body);
                }
            }
            Payload::Lease(LeaseMessage::Tell {
                answer: Some(Ok(Response::LeaseKeepAlive(response))),
                ..
            }) => self.note_renewal(from, response),
            Payload::Lease(_) => {}
        }
    }

    fn note_message(&mut self, from: usize, to: NodeId, term: Term, body: &Body) {
        let what = match body {
            Body::VoteAnswer { pre, reject: false } => {
                let disk = self.nodes[from].disk.hard_state();
                Departed::Vote {
                    to,
                    term,
                    pre: *pre,
                    on_disk: (disk.term, disk.vote),
                }
            }
            Body::Appended { index, .. } => {
                let disk = &self.nodes[from].disk;
                Departed::Appended {
                    index: *index,
                    term,
                    term_on_disk: disk.hard_state().term,
                    held: self.nodes[from].holds(*index, term),
                }
            }
            Body::TimeoutNow => Departed::TimeoutNow { to, term },
            _ => return,
        };
        self.departures.add(from, what);
    }

    /// Notes that the primary answered a renewal; what others pass on is not theirs.
    pub(super) fn note_renewal(&mut self, from: usize, response: &LeaseKeepAliveResponse) {
        let server = self.nodes[from].server.as_ref();
        let primary = server.is_some_and(|server| server.state().lessor.primary());
        if primary && response.ttl > 0 {
            let (lease, ttl) = (LeaseId(response.id), response.ttl);
            self.departures.add(from, Departed::Renewed { lease, ttl });
        }
    }
}
