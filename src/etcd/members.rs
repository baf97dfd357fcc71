//! Members come and go: what is checked before a change is proposed, what it does once it is
//! applied, and handing leadership over (`server.go`, `membership/cluster.go`).

use prost::Message as _;

use super::{
    CallKey, Output, Ruling, Server, State, Told, added_member_id,
    api::{self, Error, Member, Response},
    lease_service::LeaseAsker,
    propose::{Asker, Waiter},
    record::ConfChange,
};
use crate::{
    raft::{self, ChangeKind, Entry, EntryKind, Proposal},
    units::{Micros, NodeId},
};

/// How long a peer must have been connected to count as healthy (`HealthInterval`).
const HEALTHY_AFTER: Micros = Micros::from_secs(5);

/// Learners in a cluster at most (`membership.maxLearners`).
const LEARNERS_MAX: usize = 1;

/// How long a member goes on after it applied its own removal (`stopWithDelay`).
pub const STOP_AFTER: Micros = Micros::from_secs(1);

impl Server {
    pub(super) fn member_add(
        &mut self,
        call: CallKey,
        ask: &api::MemberAddRequest,
        out: &mut Vec<Output>,
    ) {
        let checked = self.check_manager();
        let checked = checked.and_then(|()| self.may_add(ask.is_learner));
        let checked = match api::check_urls(&ask.peer_urls) {
            Ok(urls) => checked.map(|()| urls),
            Err(_) => Err(Error::BadMemberUrls),
        };
        let change = checked.map(|peer_urls| {
            let id = added_member_id(&peer_urls, self.unix());
            let context = Some(Member {
                id: id.0,
                peer_urls,
                is_learner: ask.is_learner,
                ..Member::default()
            });
            let kind = if ask.is_learner {
                ChangeKind::AddLearner
            } else {
                ChangeKind::AddVoter
            };
            change(kind, id, context)
        });
        self.configure(LeaseAsker::Call(call), change, out);
    }

    pub(super) fn member_remove(&mut self, call: CallKey, id: u64, out: &mut Vec<Output>) {
        let id = NodeId(id);
        let checked = self.check_manager().and_then(|()| self.may_remove(id));
        let change = checked.map(|()| change(ChangeKind::Remove, id, None));
        self.configure(LeaseAsker::Call(call), change, out);
    }

    pub(super) fn member_update(
        &mut self,
        call: CallKey,
        ask: api::MemberUpdateRequest,
        out: &mut Vec<Output>,
    ) {
        let context = Some(Member {
            id: ask.id,
            peer_urls: ask.peer_urls,
            ..Member::default()
        });
        let change = change(ChangeKind::Update, NodeId(ask.id), context);
        let change = self.check_manager().map(|()| change);
        self.configure(LeaseAsker::Call(call), change, out);
    }

    /// Only the leader knows how far a learner is.
    pub(super) fn promote(&mut self, asker: LeaseAsker, id: NodeId, out: &mut Vec<Output>) {
        let checked = self.may_promote(id);
        if let Err(Error::LearnerNotReady) = checked {
            let matched = |id| self.raft.progress(id).map(|progress| progress.matched);
            out.push(Output::Told(Told::Ruled(Ruling::LearnerLags {
                matched: matched(id).unwrap_or_default(),
                own: matched(self.identity.id).unwrap_or_default(),
            })));
        }
        let change = checked.map(|()| ConfChange {
            is_promote: true,
            ..change(ChangeKind::AddVoter, id, None)
        });
        self.configure(asker, change, out);
    }

    /// Numbers a change and proposes it.
    fn configure(
        &mut self,
        asker: LeaseAsker,
        change: Result<ConfChange, Error>,
        out: &mut Vec<Output>,
    ) {
        if let Some(ruling) = change
            .as_ref()
            .err()
            .and_then(|error| self.change_ruling(error))
        {
            out.push(Output::Told(Told::Ruled(ruling)));
        }
        let id = self.ids.next_request();
        let proposed = change.and_then(|change| {
            let data = ConfChange { id, ..change }.to_bytes();
            let (kind, since) = (EntryKind::ConfChange, self.now);
            let asker = Asker::Change(asker);
            self.waiters.insert(id, Waiter { asker, since });
            self.propose_or_block(id, Proposal { kind, data })
        });
        match (proposed, asker) {
            (Ok(()), LeaseAsker::Call(call)) => {
                out.push(Output::Told(Told::Named { call, request: id }));
            }
            (Ok(()), _) => {}
            (Err(error), asker) => self.tell_lease(asker, Some(Err(error)), out),
        }
    }

    /// The numbers behind the refusal of a change.
    fn change_ruling(&self, error: &Error) -> Option<Ruling> {
        let count = |wanted: &dyn Fn(&Member) -> bool| {
            let wanted = self.state.voting().filter(|it| wanted(it)).count();
            u32::try_from(wanted).unwrap_or(u32::MAX)
        };
        let voters = count(&|_| true);
        match error {
            Error::NotEnoughStarted => Some(Ruling::TooFewStarted {
                started: count(&is_started),
                voters,
            }),
            Error::Unhealthy => Some(Ruling::TooFewHealthy {
                healthy: count(&|member| self.is_healthy(NodeId(member.id))),
                voters,
            }),
            _ => None,
        }
    }

    fn may_add(&self, is_learner: bool) -> Result<(), Error> {
        if !is_learner && !self.state.may_grow() {
            return Err(Error::NotEnoughStarted);
        }
        let mut voters = self.state.voting();
        if !voters.all(|member| self.is_healthy(NodeId(member.id))) {
            return Err(Error::Unhealthy);
        }
        Ok(())
    }

    fn may_remove(&self, id: NodeId) -> Result<(), Error> {
        let member = self.state.members.get(&id);
        if member.is_some_and(|member| member.is_learner) {
            return Ok(());
        }
        if !self.state.may_shrink(id) {
            return Err(Error::NotEnoughStarted);
        }
        // One that is down is no part of the quorum that runs.
        let connected = self.connections.iter().any(|(peer, _)| *peer == id);
        if id != self.identity.id && !connected {
            return Ok(());
        }
        let voters = self.state.voting().count();
        let healthy = |member: &&Member| self.is_healthy(NodeId(member.id));
        let active = self.state.voting().filter(healthy).count();
        if active < 2 + voters.saturating_sub(1) / 2 {
            return Err(Error::Unhealthy);
        }
        Ok(())
    }

    fn may_promote(&self, id: NodeId) -> Result<(), Error> {
        let matched = |id| self.raft.progress(id).map(|progress| progress.matched.0);
        let own = matched(self.identity.id).unwrap_or_default();
        // Nine tenths of what the leader has (`readyPercent`).
        if matched(id).is_some_and(|matched| matched * 10 < own * 9) {
            return Err(Error::LearnerNotReady);
        }
        // The learner counts as a voter that has started.
        let started = self.state.voting().filter(|member| is_started(member));
        let (started, voters) = (started.count() + 1, self.state.voting().count() + 1);
        if started <= voters / 2 {
            return Err(Error::NotEnoughStarted);
        }
        Ok(())
    }

    /// Whether this is the member itself or one that has been connected for a while.
    fn is_healthy(&self, id: NodeId) -> bool {
        let since = self.connections.iter().find(|(peer, _)| *peer == id);
        id == self.identity.id
            || since.is_some_and(|(_, since)| self.now.since(*since) > HEALTHY_AFTER)
    }

    /// Lets a change take effect, unless it does not fit the members there are; then it is an
    /// entry without an effect. Gives the request's id and what its asker hears.
    pub(super) fn apply_conf_change(
        &mut self,
        entry: &Entry,
        out: &mut Vec<Output>,
    ) -> (u64, Option<Result<Response, Error>>) {
        let Some(mut change) = raft::ConfChange::read(entry.kind, &entry.data) else {
            return (0, None);
        };
        let record = ConfChange::decode(entry.data.clone()).ok();
        // The newer form says nothing of members' names and addresses.
        let record = record.filter(|_| entry.kind == EntryKind::ConfChange);
        let checked = record
            .as_ref()
            .map_or(Ok(()), |record| self.state.check_change(record));
        if checked.is_err() {
            for one in &mut change.changes {
                one.node = NodeId::NONE;
            }
        }
        self.raft_step(raft::Input::ApplyConfChange(change));
        self.state.configuration = self.raft.configuration().clone();
        let Some(record) = record else {
            return (0, None);
        };
        let answer = checked.map(|()| {
            self.state.change_members(&record);
            let id = NodeId(record.node_id);
            match record.kind() {
                ChangeKind::AddVoter | ChangeKind::AddLearner => out.push(Output::Added(id)),
                ChangeKind::Remove => out.push(Output::Removed(id)),
                ChangeKind::Update => {}
            }
            self.change_answer(&record)
        });
        (record.id, Some(answer))
    }

    fn change_answer(&self, record: &ConfChange) -> Response {
        // What is about members carries no revision.
        let header = Some(self.header(0));
        let members = self.state.members.values().cloned().collect();
        match record.kind() {
            ChangeKind::AddVoter if record.is_promote => {
                Response::MemberPromote(api::MemberListResponse { header, members })
            }
            ChangeKind::AddVoter | ChangeKind::AddLearner => {
                Response::MemberAdd(api::MemberAddResponse {
                    header,
                    member: record.context.clone(),
                    members,
                })
            }
            ChangeKind::Remove => {
                Response::MemberRemove(api::MemberListResponse { header, members })
            }
            ChangeKind::Update => {
                Response::MemberUpdate(api::MemberListResponse { header, members })
            }
        }
    }

    pub(super) fn move_leader(&mut self, call: CallKey, to: NodeId, out: &mut Vec<Output>) {
        let can_lead = |member: &Member| !member.is_learner;
        let refused = if self.raft.leader() != self.identity.id {
            Some(Error::NotLeader)
        } else if !self.state.members.get(&to).is_some_and(can_lead) {
            Some(Error::BadTransferee)
        } else {
            None
        };
        if let Some(error) = refused {
            return out.push(Output::Answer(call, Err(error)));
        }
        self.raft_step(raft::Input::Transfer(to));
        self.transfers.push((call, to, self.now));
        self.finish_transfers(out);
    }

    /// On every tick: answers who waits for leadership to move.
    pub(super) fn finish_transfers(&mut self, out: &mut Vec<Output>) {
        let (leader, now, limit) = (self.raft.leader(), self.now, self.flags.request_timeout());
        self.transfers.retain(|(call, to, since)| {
            let answer = if *to == leader {
                Ok(Response::MoveLeader(api::MoveLeaderResponse::default()))
            } else if now.since(*since) >= limit {
                Err(Error::TransferTimeout)
            } else {
                return true;
            };
            out.push(Output::Answer(*call, answer));
            false
        });
    }

    /// Whether this member follows without a vote.
    pub(super) fn is_learner(&self) -> bool {
        let own = self.state.members.get(&self.identity.id);
        own.is_some_and(|member| member.is_learner)
    }
}

fn change(kind: ChangeKind, node: NodeId, context: Option<Member>) -> ConfChange {
    ConfChange {
        r#type: kind as i32,
        node_id: node.0,
        context,
        ..ConfChange::default()
    }
}

/// A member that has started has published its name.
const fn is_started(member: &Member) -> bool {
    !member.name.is_empty()
}

impl State {
    fn voting(&self) -> impl Iterator<Item = &Member> {
        self.members.values().filter(|member| !member.is_learner)
    }

    /// Whether with one more voter, not started yet, a quorum would have started
    /// (`IsReadyToAddVotingMember`).
    fn may_grow(&self) -> bool {
        let voters = self.voting().count() + 1;
        let started = self.voting().filter(|member| is_started(member)).count();
        // The way back for a single member that has lost its data's peers.
        (started == 1 && voters == 2) || started > voters / 2
    }

    /// Whether without `id` a quorum would have started (`IsReadyToRemoveVotingMember`).
    fn may_shrink(&self, id: NodeId) -> bool {
        let left = || self.voting().filter(|member| member.id != id.0);
        let started = left().filter(|member| is_started(member)).count();
        started > left().count() / 2
    }

    /// Whether a change fits the members there are (`ValidateConfigurationChange`).
    fn check_change(&self, record: &ConfChange) -> Result<(), Error> {
        let id = NodeId(record.node_id);
        let there = self.members.get(&id);
        if self.removed.contains(&id) {
            return Err(Error::MemberNotFound);
        }
        match record.kind() {
            ChangeKind::AddVoter if record.is_promote => match there {
                None => Err(Error::MemberNotFound),
                Some(member) if !member.is_learner => Err(Error::NotLearner),
                Some(_) => Ok(()),
            },
            ChangeKind::AddVoter | ChangeKind::AddLearner => {
                if there.is_some() {
                    return Err(Error::MemberExist);
                }
                self.check_peer_urls(record)?;
                let learners = self.members.values().filter(|member| member.is_learner);
                let learner = record.context.as_ref().is_some_and(|it| it.is_learner);
                if learner && learners.count() >= LEARNERS_MAX {
                    return Err(Error::TooManyLearners);
                }
                Ok(())
            }
            _ if there.is_none() => Err(Error::MemberNotFound),
            ChangeKind::Remove => Ok(()),
            ChangeKind::Update => self.check_peer_urls(record),
        }
    }

    /// No two members have a peer URL in common.
    fn check_peer_urls(&self, record: &ConfChange) -> Result<(), Error> {
        let Some(context) = &record.context else {
            return Ok(());
        };
        let mut others = self.members.values().filter(|it| it.id != record.node_id);
        if others.any(|it| {
            it.peer_urls
                .iter()
                .any(|url| context.peer_urls.contains(url))
        }) {
            return Err(Error::PeerUrlExist);
        }
        Ok(())
    }

    fn change_members(&mut self, record: &ConfChange) {
        let id = NodeId(record.node_id);
        match (record.kind(), &record.context) {
            (ChangeKind::Remove, _) => {
                self.members.remove(&id);
                self.removed.insert(id);
            }
            (ChangeKind::AddVoter, _) if record.is_promote => {
                if let Some(member) = self.members.get_mut(&id) {
                    member.is_learner = false;
                }
            }
            (ChangeKind::Update, Some(context)) => {
                if let Some(member) = self.members.get_mut(&id) {
                    member.peer_urls.clone_from(&context.peer_urls);
                }
            }
            (ChangeKind::AddVoter | ChangeKind::AddLearner, Some(context)) => {
                self.members.insert(id, context.clone());
            }
            (_, None) => {}
        }
        match self.members.get(&id) {
            Some(member) => self.stored.insert(id, member.clone()),
            None => self.stored.remove(&id),
        };
    }
}
