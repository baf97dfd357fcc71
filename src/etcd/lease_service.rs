//! Leases towards clients and other members: renewals and questions go to the leader, over HTTP in
//! etcd (`leasehttp`), and the leader's loop proposes what is due (`server.go`,
//! `revokeExpiredLeases`).

use super::{
    CallKey, Output, Ruling, Server, StreamKey, Told,
    api::{self, Error, Response, StreamResponse},
    lease::{REVOKE_LIMIT, Renewal},
    propose::Asker,
    record::Act,
};
use crate::{
    raft::Role,
    units::{LeaseId, Micros, NodeId, Set},
};

/// What one member asks the leader, about a lease or a learner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LeaseQuestion {
    /// Renew it.
    Renew(LeaseId),
    /// Tell what is left.
    TimeToLive(api::LeaseTimeToLiveRequest),
    /// Make this learner a voter (`promoteMemberHTTP`).
    Promote(NodeId),
}

/// A lease request or answer between members.
#[derive(Clone, Debug, PartialEq)]
pub enum LeaseMessage {
    /// A question to the leader.
    Ask {
        /// The asker.
        from: NodeId,
        /// Whom it takes for the leader.
        to: NodeId,
        /// The asker's number of the question.
        number: u64,
        /// The question.
        question: LeaseQuestion,
    },
    /// The answer.
    Tell {
        /// The answerer.
        from: NodeId,
        /// The asker.
        to: NodeId,
        /// The asker's number of the question.
        number: u64,
        /// The answer; `None` if the answerer is not the primary lessor.
        answer: Option<Result<Response, Error>>,
    },
}

impl LeaseMessage {
    /// Sender and receiver.
    #[must_use]
    pub const fn ends(&self) -> (NodeId, NodeId) {
        match self {
            Self::Ask { from, to, .. } | Self::Tell { from, to, .. } => (*from, *to),
        }
    }
}

/// Who gets the answer to such a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LeaseAsker {
    /// A client's call.
    Call(CallKey),
    /// A client's keep-alive stream.
    Stream(StreamKey),
    /// Another member, under its own number.
    Member(NodeId, u64),
}

/// A question that waits: for the leader's answer, or for a lease to be gone.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Forwarded {
    asker: LeaseAsker,
    question: LeaseQuestion,
    since: Micros,
    asked: Option<Micros>,
}

/// How long a member waits for the leader before it asks again.
const ASK_AGAIN: Micros = Micros::from_ms(500);

impl Server {
    pub(super) fn time_to_live(
        &mut self,
        call: CallKey,
        ask: api::LeaseTimeToLiveRequest,
        out: &mut Vec<Output>,
    ) {
        self.ask_lease(LeaseAsker::Call(call), LeaseQuestion::TimeToLive(ask), out);
    }

    pub(super) fn renew(&mut self, call: CallKey, lease: i64, out: &mut Vec<Output>) {
        self.ask_lease(
            LeaseAsker::Call(call),
            LeaseQuestion::Renew(LeaseId(lease)),
            out,
        );
    }

    pub(super) fn keep_alive(&mut self, stream: StreamKey, lease: i64, out: &mut Vec<Output>) {
        self.ask_lease(
            LeaseAsker::Stream(stream),
            LeaseQuestion::Renew(LeaseId(lease)),
            out,
        );
    }

    pub(super) fn leases(&mut self, call: CallKey, out: &mut Vec<Output>) {
        let ids = self.state.lessor.by_expiry();
        let response = api::LeaseLeasesResponse {
            header: Some(self.header_now()),
            leases: ids
                .into_iter()
                .map(|id| api::LeaseStatus { id: id.0 })
                .collect(),
        };
        out.push(Output::Answer(call, Ok(Response::LeaseLeases(response))));
    }

    /// Answers a question here if this is the primary, else lets it wait for the leader's answer.
    pub(super) fn ask_lease(
        &mut self,
        asker: LeaseAsker,
        question: LeaseQuestion,
        out: &mut Vec<Output>,
    ) {
        if let Some(answer) = self.answer_lease(&question) {
            return self.tell_lease(asker, Some(answer), out);
        }
        let leads = match question {
            LeaseQuestion::Promote(_) => self.raft.role() == Role::Leader,
            LeaseQuestion::Renew(_) | LeaseQuestion::TimeToLive(_) => self.answers_for_leases(),
        };
        if let LeaseQuestion::Promote(id) = question
            && leads
        {
            return self.promote(asker, id, out);
        }
        if let LeaseAsker::Member(..) = asker
            && !leads
        {
            return self.tell_lease(asker, None, out);
        }
        let number = self.ids.next_request();
        let since = self.now;
        self.forwarded.insert(
            number,
            Forwarded {
                asker,
                question,
                since,
                asked: None,
            },
        );
        self.forward(number, out);
    }

    /// The primary's answer; `None` if this is not the primary, or if the lease ran out and its
    /// revocation is under way.
    fn answer_lease(&mut self, question: &LeaseQuestion) -> Option<Result<Response, Error>> {
        let now = self.now;
        if !self.answers_for_leases() {
            return None;
        }
        match question {
            LeaseQuestion::Renew(id) => {
                let ttl = match self.state.lessor.renew(*id, now) {
                    Renewal::Renewed(ttl) => ttl,
                    Renewal::NotFound => 0,
                    Renewal::Expired | Renewal::NotPrimary => return None,
                };
                let header = Some(self.header_now());
                let response = api::LeaseKeepAliveResponse {
                    header,
                    id: id.0,
                    ttl,
                };
                Some(Ok(Response::LeaseKeepAlive(response)))
            }
            LeaseQuestion::TimeToLive(ask) => Some(Ok(self.lease_left(ask))),
            LeaseQuestion::Promote(_) => None,
        }
    }

    fn lease_left(&self, ask: &api::LeaseTimeToLiveRequest) -> Response {
        let id = LeaseId(ask.id);
        let mut response = api::LeaseTimeToLiveResponse {
            header: Some(self.header_now()),
            id: ask.id,
            ttl: -1,
            ..api::LeaseTimeToLiveResponse::default()
        };
        let lessor = &self.state.lessor;
        if let Some(lease) = lessor.get(id) {
            response.ttl = lessor.remaining_seconds(id, self.now).unwrap_or(-1);
            response.granted_ttl = lease.ttl;
            if ask.keys {
                response.keys = lease.keys.iter().cloned().collect();
            }
        }
        Response::LeaseTimeToLive(response)
    }

    pub(super) fn tell_lease(
        &mut self,
        asker: LeaseAsker,
        answer: Option<Result<Response, Error>>,
        out: &mut Vec<Output>,
    ) {
        match (asker, answer) {
            (LeaseAsker::Member(to, number), answer) => {
                let from = self.identity.id;
                out.push(Output::Lease(LeaseMessage::Tell {
                    from,
                    to,
                    number,
                    answer,
                }));
            }
            (LeaseAsker::Call(call), Some(answer)) => {
                let answer = answer.map(|response| self.with_own_header(response));
                out.push(Output::Answer(call, answer));
            }
            (LeaseAsker::Stream(stream), Some(Ok(response))) => {
                if let Response::LeaseKeepAlive(response) = self.with_own_header(response) {
                    out.push(Output::Message(
                        stream,
                        StreamResponse::LeaseKeepAlive(response),
                    ));
                }
            }
            // The client opens a failed keep-alive stream again and asks once more.
            (LeaseAsker::Stream(_), Some(Err(_))) | (_, None) => {}
        }
    }

    /// The member a client talks to puts its own header on what the leader answered.
    fn with_own_header(&self, mut response: Response) -> Response {
        let header = Some(self.header_now());
        match &mut response {
            Response::LeaseKeepAlive(keep_alive) => keep_alive.header = header,
            Response::LeaseTimeToLive(left) => left.header = header,
            Response::MemberPromote(promoted) => promoted.header = header,
            _ => {}
        }
        response
    }

    fn forward(&mut self, number: u64, out: &mut Vec<Output>) {
        let (from, to, now) = (self.identity.id, self.raft.leader(), self.now);
        let Some(forwarded) = self.forwarded.get_mut(&number) else {
            return;
        };
        if to == NodeId::NONE || to == from {
            return;
        }
        forwarded.asked = Some(now);
        let question = forwarded.question.clone();
        out.push(Output::Lease(LeaseMessage::Ask {
            from,
            to,
            number,
            question,
        }));
    }

    pub(super) fn receive_lease(&mut self, message: LeaseMessage, out: &mut Vec<Output>) {
        match message {
            LeaseMessage::Ask {
                from,
                number,
                question,
                ..
            } => {
                self.ask_lease(LeaseAsker::Member(from, number), question, out);
            }
            LeaseMessage::Tell {
                number,
                answer: Some(answer),
                ..
            } => {
                if let Some(forwarded) = self.forwarded.remove(&number) {
                    self.tell_lease(forwarded.asker, Some(answer), out);
                }
            }
            // Not the leader any more: the tick asks whoever leads now.
            LeaseMessage::Tell { number, .. } => {
                if let Some(forwarded) = self.forwarded.get_mut(&number)
                    && let LeaseQuestion::Promote(_) = forwarded.question
                {
                    forwarded.asked = None;
                }
            }
        }
    }

    /// On every tick: asks again where no answer came, gives up after the server's limit.
    pub(super) fn expire_forwarded(&mut self, out: &mut Vec<Output>) {
        let (now, limit) = (self.now, self.flags.request_timeout());
        let numbers: Vec<u64> = self.forwarded.keys().copied().collect();
        for number in numbers {
            let Some(forwarded) = self.forwarded.get(&number).cloned() else {
                continue;
            };
            if let Some(answer) = self.answer_lease(&forwarded.question) {
                self.forwarded.remove(&number);
                self.tell_lease(forwarded.asker, Some(answer), out);
            } else if now.since(forwarded.since) >= limit {
                self.give_up(number, forwarded, out);
            } else if forwarded.asked.is_none_or(|asked| {
                // A learner that was promoted cannot be promoted again.
                let once = matches!(forwarded.question, LeaseQuestion::Promote(_));
                !once && now.since(asked) >= ASK_AGAIN
            }) {
                self.forward(number, out);
            }
        }
    }

    /// The server's patience ends; a keep-alive stream's client asks again at once.
    fn give_up(&mut self, number: u64, forwarded: Forwarded, out: &mut Vec<Output>) {
        self.forwarded.remove(&number);
        if let LeaseAsker::Stream(_) = forwarded.asker {
            let since = self.now;
            let again = Forwarded {
                since,
                asked: None,
                ..forwarded
            };
            self.forwarded.insert(self.ids.next_request(), again);
            return;
        }
        let error = if self.leader().is_none() {
            Error::NoLeader
        } else {
            Error::Timeout
        };
        self.tell_lease(forwarded.asker, Some(Err(error)), out);
    }

    /// A lease is gone: whoever waited for its revocation learns so.
    pub(super) fn lease_gone(&mut self, id: LeaseId, out: &mut Vec<Output>) {
        self.revoking.remove(&id);
        let about = |f: &Forwarded| f.question == LeaseQuestion::Renew(id) && f.asked.is_none();
        let numbers: Vec<u64> = self
            .forwarded
            .iter()
            .filter(|(_, f)| about(f))
            .map(|(number, _)| *number)
            .collect();
        for number in numbers {
            // One that is not the primary has no answer yet, and goes on asking.
            let question = self.forwarded.get(&number).map(|it| it.question.clone());
            if let Some(answer) = question.and_then(|question| self.answer_lease(&question))
                && let Some(forwarded) = self.forwarded.remove(&number)
            {
                self.tell_lease(forwarded.asker, Some(answer), out);
            }
        }
    }

    /// Whether this is the leader's lessor. Without the rule that only a leader expires leases
    /// every lessor is primary; renewals go to the leader all the same, and the others do not hear
    /// of them.
    fn answers_for_leases(&self) -> bool {
        let only_one = self.flags.rules.leader_expires_leases;
        self.state.lessor.primary() && (only_one || self.raft.role() == Role::Leader)
    }

    /// What becomes of the lessor where this member does not lead: it gives up office, unless
    /// everybody has it.
    pub(super) fn settle_lessor(&mut self) {
        let leads = self.raft.role() == Role::Leader;
        let lessor = &mut self.state.lessor;
        match (self.flags.rules.leader_expires_leases, lessor.primary()) {
            (true, true) if !leads => {
                lessor.demote();
                self.revoking = Set::new();
            }
            (false, false) => lessor.promote(self.now, Micros::ZERO),
            _ => {}
        }
    }

    /// The primary proposes to revoke what is due.
    pub(super) fn lease_loop(&mut self, out: &mut Vec<Output>) {
        for id in self.state.lessor.due(self.now, REVOKE_LIMIT) {
            let revoke = Act::LeaseRevoke(api::LeaseRevokeRequest { id: id.0 });
            let lessor = &self.state.lessor;
            let ended = lessor.expiry(id).unwrap_or(self.now);
            let ruling = Ruling::LeaseExpired {
                lease: id,
                ttl: lessor.get(id).map_or(0, |lease| lease.ttl),
                overdue: self.now.since(ended),
            };
            if let Ok(request) = self.submit(Asker::Lessor(id), revoke) {
                self.revoking.insert(id);
                out.push(Output::Told(Told::Ruled(ruling)));
                let lease = id;
                out.push(Output::Told(Told::Revokes { request, lease }));
            }
        }
    }
}
