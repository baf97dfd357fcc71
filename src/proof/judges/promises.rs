//! Who voted for whom, who led, who may campaign: what members promise each other by messages, and
//! whether it was on disk when it left.

use std::collections::{BTreeMap, BTreeSet};

use super::property::{Property, Verdict, ensure};
use crate::{
    raft::Configuration,
    units::{Index, NodeId, Term},
};

/// Votes, leaders, grants and invitations of one world.
#[derive(Clone, Debug, Default)]
pub(super) struct Promises {
    leaders: BTreeMap<Term, NodeId>,
    votes: BTreeMap<(NodeId, Term), NodeId>,
    /// Pre-votes granted: candidate, term it would campaign in, by whom.
    grants: BTreeSet<(NodeId, Term, NodeId)>,
    /// Requests for votes that came when no leader was heard: candidate, term, receiver.
    free: BTreeSet<(NodeId, Term, NodeId)>,
    /// Asked by a leader to campaign at once, in the leader's term.
    invited: BTreeSet<(NodeId, Term)>,
}

impl Promises {
    /// How many terms had a leader.
    pub(super) fn terms_led(&self) -> usize {
        self.leaders.len()
    }

    /// A member leads.
    pub(super) fn leads(&mut self, (id, name): (NodeId, &str), term: Term) -> Verdict {
        let first = *self.leaders.entry(term).or_insert(id);
        ensure(first == id, Property::ElectionSafety, || {
            format!("{name} and {first} both lead {term}")
        })
    }

    /// A member's vote, on its disk or on its way.
    pub(super) fn votes(&mut self, (id, name): (NodeId, &str), term: Term, to: NodeId) -> Verdict {
        if to == NodeId::NONE {
            return Ok(());
        }
        let first = *self.votes.entry((id, term)).or_insert(to);
        ensure(first == to, Property::OneVotePerTerm, || {
            format!("{name} voted for {first} and for {to} in {term}")
        })
    }

    /// A vote leaves; `on_disk` is the sender's term and vote there.
    pub(super) fn vote_leaves(
        &mut self,
        (id, name): (NodeId, &str),
        (term, to): (Term, NodeId),
        on_disk: (Term, NodeId),
    ) -> Verdict {
        let safe = on_disk == (term, to) || on_disk.0 > term;
        ensure(safe, Property::DurablePromises, || {
            let (disk_term, vote) = on_disk;
            format!(
                "the vote of {name} for {to} in {term} leaves while its disk says {vote} in \
                 {disk_term}"
            )
        })?;
        self.was_free((id, name), (term, to))?;
        self.votes((id, name), term, to)
    }

    /// A request for a vote arrived that its receiver may grant: it heard no leader lately.
    pub(super) fn may_grant(&mut self, id: NodeId, (term, to): (Term, NodeId)) {
        self.free.insert((to, term, id));
    }

    /// A pre-vote leaves.
    pub(super) fn pre_vote_leaves(
        &mut self,
        (id, name): (NodeId, &str),
        (term, to): (Term, NodeId),
    ) -> Verdict {
        self.grants.insert((to, term, id));
        self.was_free((id, name), (term, to))
    }

    /// Whether any request for this vote came when no leader was heard.
    fn was_free(&self, (id, name): (NodeId, &str), (term, to): (Term, NodeId)) -> Verdict {
        let free = to == id || self.free.contains(&(to, term, id));
        ensure(free, Property::NoDisruption, || {
            format!("{name} grants {to} a vote for {term} although it hears a leader")
        })
    }

    /// A leader of `term` asks another member to campaign.
    pub(super) fn invite(&mut self, to: NodeId, term: Term) {
        self.invited.insert((to, term));
    }

    /// Whether a campaign of `id` in `term` had a quorum's pre-votes, or was asked for.
    pub(super) fn may_campaign(
        &self,
        id: NodeId,
        term: Term,
        configuration: &Configuration,
    ) -> bool {
        let before = Term(term.0.saturating_sub(1));
        // etcd counts a late pre-vote for the term that the candidate has reached by now
        // (`stepCandidate` looks at no term).
        let granted = |voter| {
            let mut terms = [term, before].into_iter();
            voter == id || terms.any(|term| self.grants.contains(&(id, term, voter)))
        };
        self.invited.contains(&(id, before)) || is_quorum(configuration, granted)
    }

    /// An acknowledgement leaves; `held` tells whether the entry is on the sender's disk.
    pub(super) fn append_leaves(
        name: &str,
        (index, term): (Index, Term),
        (term_on_disk, held): (Term, bool),
    ) -> Verdict {
        ensure(
            held && term_on_disk >= term,
            Property::DurablePromises,
            || {
                format!(
                    "{name} acknowledges {index} in {term} before it is on its disk, which is in \
                     {term_on_disk}"
                )
            },
        )
    }
}

/// Whether those of whom `has` is true are a quorum of a configuration, of both halves if joint.
pub(super) fn is_quorum(configuration: &Configuration, has: impl Fn(NodeId) -> bool) -> bool {
    let voters = &configuration.voters;
    [&voters.incoming, &voters.outgoing]
        .into_iter()
        .filter(|half| !half.is_empty())
        .all(|half| half.iter().filter(|id| has(**id)).count() > half.len() / 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: (NodeId, &str) = (NodeId(1), "a");
    const B: (NodeId, &str) = (NodeId(2), "b");

    fn property(verdict: Verdict) -> Option<Property> {
        verdict.err().map(|violation| violation.property)
    }

    #[test]
    fn two_leaders_of_one_term_are_noticed() {
        let mut promises = Promises::default();
        assert_eq!(property(promises.leads(A, Term(2))), None);
        assert_eq!(property(promises.leads(A, Term(2))), None);
        assert_eq!(property(promises.leads(B, Term(3))), None);
        let second = promises.leads(B, Term(2));
        assert_eq!(property(second), Some(Property::ElectionSafety));
        assert_eq!(promises.terms_led(), 2);
    }

    #[test]
    fn a_second_vote_in_a_term_is_noticed() {
        let mut promises = Promises::default();
        assert_eq!(property(promises.votes(A, Term(2), B.0)), None);
        assert_eq!(property(promises.votes(A, Term(2), NodeId::NONE)), None);
        assert_eq!(property(promises.votes(A, Term(3), A.0)), None);
        let second = promises.votes(A, Term(2), A.0);
        assert_eq!(property(second), Some(Property::OneVotePerTerm));
    }

    #[test]
    fn a_promise_that_is_not_on_disk_is_noticed() {
        let mut promises = Promises::default();
        promises.may_grant(A.0, (Term(5), B.0));
        let mut leaves = |on_disk| property(promises.vote_leaves(A, (Term(5), B.0), on_disk));
        assert_eq!(leaves((Term(5), B.0)), None);
        assert_eq!(leaves((Term(6), NodeId::NONE)), None);
        let early = Some(Property::DurablePromises);
        assert_eq!(leaves((Term(4), B.0)), early);
        assert_eq!(leaves((Term(5), NodeId::NONE)), early);
        let acknowledges = |disk| property(Promises::append_leaves("a", (Index(9), Term(5)), disk));
        assert_eq!(acknowledges((Term(5), true)), None);
        assert_eq!(acknowledges((Term(5), false)), early);
        assert_eq!(acknowledges((Term(4), true)), early);
    }

    #[test]
    fn who_hears_a_leader_grants_no_pre_vote() {
        let mut promises = Promises::default();
        promises.may_grant(A.0, (Term(5), B.0));
        let mut grants = |term| property(promises.pre_vote_leaves(A, (Term(term), B.0)));
        assert_eq!(grants(5), None);
        assert_eq!(grants(6), Some(Property::NoDisruption));
    }

    #[test]
    fn a_campaign_needs_pre_votes_or_an_invitation() {
        let three = Configuration::of([1, 2, 3].map(NodeId));
        let mut promises = Promises::default();
        assert!(!promises.may_campaign(B.0, Term(5), &three));
        promises.may_grant(A.0, (Term(5), B.0));
        assert_eq!(property(promises.pre_vote_leaves(A, (Term(5), B.0))), None);
        assert!(promises.may_campaign(B.0, Term(5), &three));
        assert!(promises.may_campaign(B.0, Term(6), &three));
        assert!(!promises.may_campaign(B.0, Term(7), &three));
        promises.invite(NodeId(3), Term(7));
        assert!(promises.may_campaign(NodeId(3), Term(8), &three));
        let mut joint = three;
        joint.voters.outgoing = [3, 4, 5].map(NodeId).to_vec();
        assert!(!promises.may_campaign(B.0, Term(5), &joint));
    }
}
