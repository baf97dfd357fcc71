//! Linearizable reads: one read index at a time, shared by all who wait when it is asked for
//! (`v3_server.go`, `linearizableReadLoop`).

use super::{
    CallKey, Output, Server,
    api::{self, AuthenticateRequest, Error, RangeRequest, Response, TxnRequest},
    propose::check_range,
};
use crate::{
    raft::{self, ReadContext, ReadState},
    units::{Index, Micros, StateHash},
};

/// How long a read index may take before it is asked for again (`readIndexRetryTime`).
const RETRY: Micros = Micros::from_ms(500);

/// What waits for a read index.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Reader {
    /// A range, with its login's token.
    Range(CallKey, RangeRequest, String),
    /// A transaction of ranges, likewise.
    Txn(CallKey, TxnRequest, String),
    /// A member list.
    Members(CallKey),
    /// A login.
    Login(CallKey, AuthenticateRequest),
}

impl Reader {
    const fn call(&self) -> CallKey {
        match self {
            Self::Range(call, ..)
            | Self::Txn(call, ..)
            | Self::Members(call)
            | Self::Login(call, _) => *call,
        }
    }
}

/// Where a linearizable read stands at the member that was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadStage {
    /// A read index is being asked for on behalf of others; the next one is for this read too.
    NextRound,
    /// A read index is being asked for.
    Asked(ReadContext),
    /// The read index is known and not applied yet.
    Applies(Index),
}

/// A round under way.
#[derive(Clone, Debug, PartialEq)]
struct Round {
    context: ReadContext,
    readers: Vec<Reader>,
    since: Micros,
    asked: Micros,
    index: Option<Index>,
}

/// The round under way, and who waits for the next.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct ReadLoop {
    round: Option<Round>,
    waiting: Vec<Reader>,
}

impl ReadLoop {
    pub(super) fn fold(&self, hash: &mut StateHash) {
        hash.len(self.waiting.len()).flag(self.round.is_some());
        if let Some(round) = &self.round {
            hash.u64(round.context.0)
                .len(round.readers.len())
                .u64(round.asked.0);
        }
    }
}

impl Server {
    pub(super) fn range(&mut self, call: CallKey, range: RangeRequest, out: &mut Vec<Output>) {
        if let Err(error) = check_range(&range) {
            return out.push(Output::Answer(call, Err(error)));
        }
        let token = std::mem::take(&mut self.token);
        self.read_or_wait(range.serializable, Reader::Range(call, range, token), out);
    }

    /// Answers from this member's own state at once, or confirms with a quorum first.
    pub(super) fn read_or_wait(
        &mut self,
        serializable: bool,
        reader: Reader,
        out: &mut Vec<Output>,
    ) {
        if serializable {
            self.answer_read(reader, out);
        } else {
            self.read(reader, out);
        }
    }

    /// Lets `reader` wait for a read index of its own or a later one.
    pub(super) fn read(&mut self, reader: Reader, out: &mut Vec<Output>) {
        self.reads.waiting.push(reader);
        self.start_round(out);
    }

    fn start_round(&mut self, out: &mut Vec<Output>) {
        if self.reads.round.is_some() || self.reads.waiting.is_empty() {
            return;
        }
        let context = ReadContext(self.ids.next_request());
        let readers = std::mem::take(&mut self.reads.waiting);
        let (since, asked) = (self.now, self.now);
        self.reads.round = Some(Round {
            context,
            readers,
            since,
            asked,
            index: None,
        });
        let _refused = self.raft.step(raft::Input::Read(context));
        self.finish_round(out);
    }

    pub(super) fn serve_reads(&mut self, states: &[ReadState], out: &mut Vec<Output>) {
        for state in states {
            if let Some(round) = &mut self.reads.round
                && round.context == state.context
            {
                round.index = Some(state.index);
            }
        }
        if !states.is_empty() {
            self.finish_round(out);
        }
    }

    /// Answers the round's readers once enough is applied, and begins the next round.
    pub(super) fn finish_round(&mut self, out: &mut Vec<Output>) {
        let applied = self.state.applied;
        let done = |round: &Round| round.index.is_some_and(|index| index <= applied);
        if !self.reads.round.as_ref().is_some_and(done) {
            return;
        }
        let readers = self
            .reads
            .round
            .take()
            .map(|round| round.readers)
            .unwrap_or_default();
        for reader in readers {
            self.answer_read(reader, out);
        }
        self.start_round(out);
    }

    pub(super) fn retry_reads(&mut self, out: &mut Vec<Output>) {
        let (now, limit) = (self.now, self.flags.request_timeout());
        let Some(round) = &mut self.reads.round else {
            return;
        };
        if now.since(round.since) >= limit {
            return self.fail_reads(&Error::Timeout, out);
        }
        if round.index.is_none() && now.since(round.asked) >= RETRY {
            round.asked = now;
            let context = round.context;
            let _refused = self.raft.step(raft::Input::Read(context));
        }
    }

    /// Fails the round under way; those who wait for the next are not touched.
    pub(super) fn fail_reads(&mut self, error: &Error, out: &mut Vec<Output>) {
        let unanswered = self.reads.round.take_if(|round| round.index.is_none());
        let Some(round) = unanswered else { return };
        for reader in round.readers {
            out.push(Output::Answer(reader.call(), Err(error.clone())));
        }
        self.start_round(out);
    }

    fn answer_read(&mut self, reader: Reader, out: &mut Vec<Output>) {
        match reader {
            Reader::Range(call, range, token) => {
                let result = self.answer_range(&range, &token);
                out.push(Output::Answer(call, result));
            }
            Reader::Txn(call, txn, token) => {
                let allowed = self
                    .holder(&token)
                    .and_then(|who| self.state.auth.may_txn(&who, &txn));
                let result = allowed.and_then(|()| self.apply_txn(&txn));
                out.push(Output::Answer(call, result));
            }
            Reader::Login(call, ask) => self.log_in(call, ask, out),
            Reader::Members(call) => {
                let response = api::MemberListResponse {
                    header: Some(self.header(0)),
                    members: self.state.members.values().cloned().collect(),
                };
                out.push(Output::Answer(call, Ok(Response::MemberList(response))));
            }
        }
    }
}

impl Server {
    fn answer_range(&mut self, range: &RangeRequest, token: &str) -> Result<Response, Error> {
        let who = self.holder(token)?;
        self.state
            .auth
            .may_read(&who, &range.key, &range.range_end)?;
        let mut response = self.state.store.range(range)?;
        response.header = Some(self.header_now());
        Ok(Response::Range(response))
    }

    /// Where a call stands that waits for a read index; `None` if it doesn't.
    #[must_use]
    pub fn read_stage(&self, call: CallKey) -> Option<ReadStage> {
        let among = |readers: &[Reader]| readers.iter().any(|it| it.call() == call);
        if among(&self.reads.waiting) {
            return Some(ReadStage::NextRound);
        }
        let round = self.reads.round.as_ref()?;
        among(&round.readers).then(|| {
            let asked = ReadStage::Asked(round.context);
            round.index.map_or(asked, ReadStage::Applies)
        })
    }
}
