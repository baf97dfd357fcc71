//! Consensus without a world: members that hear each other at once, and tests that say when not.

use std::collections::{BTreeMap, BTreeSet};

use etcdscope::{
    raft::{
        Body, Config, Configuration, Entry, EntryKind, HardState, Input, Log, Message, Proposal,
        Raft, ReadContext, ReadState, Role, Rules,
    },
    units::{Index, NodeId, Term},
};

/// Members whose disks answer at once and whose messages arrive at once, unless cut off.
struct Group {
    members: BTreeMap<u64, Raft>,
    cut_off: BTreeSet<u64>,
    reads: Vec<ReadState>,
}

fn entry(index: u64, term: u64) -> Entry {
    Entry {
        term: Term(term),
        index: Index(index),
        ..Entry::default()
    }
}

/// A member whose log holds entries of these terms, in the last of them.
fn member(id: u64, of: u64, terms: &[u64], rules: Rules) -> Raft {
    let entries = (1..)
        .zip(terms)
        .map(|(index, term)| entry(index, *term))
        .collect();
    let log = Log::restore((Index(0), Term(0)), entries, Index(0), Index(0));
    let term = Term(terms.last().copied().unwrap_or(0));
    let hard_state = HardState {
        term,
        ..HardState::default()
    };
    let config = Config {
        rules,
        ..Config::default()
    };
    let configuration = Configuration::of((1..=of).map(NodeId));
    Raft::new(NodeId(id), config, id, (hard_state, log, configuration))
}

impl Group {
    fn new(logs: &[&[u64]]) -> Self {
        Self::with(logs, Rules::default())
    }

    fn with(logs: &[&[u64]], rules: Rules) -> Self {
        let of = logs.len() as u64;
        let members = (1..=of)
            .zip(logs)
            .map(|(id, log)| (id, member(id, of, log, rules)));
        Self {
            members: members.collect(),
            cut_off: BTreeSet::new(),
            reads: Vec::new(),
        }
    }

    fn step(&mut self, id: u64, input: Input) {
        let accepted = self.members.get_mut(&id).expect("a member").step(input);
        accepted.expect("these tests propose to leaders");
        self.settle();
    }

    /// Lets disks answer and messages arrive until nothing is left to do.
    fn settle(&mut self) {
        loop {
            let mut post: Vec<Message> = Vec::new();
            for raft in self.members.values_mut() {
                while let Some(ready) = raft.ready() {
                    post.extend(ready.messages);
                    post.extend(ready.after_write);
                    self.reads.extend(ready.reads);
                    if raft.awaits_disk() {
                        raft.step(Input::Persisted).expect("a disk's answer");
                    }
                    if let Some(last) = ready.committed.last() {
                        raft.step(Input::Applied(last.index))
                            .expect("an application's answer");
                    }
                }
            }
            if post.is_empty() {
                return;
            }
            for message in post {
                let (from, to) = (message.from.0, message.to.0);
                if !self.cut_off.contains(&from) && !self.cut_off.contains(&to) {
                    let raft = self.members.get_mut(&to).expect("a member");
                    raft.step(Input::Message(message))
                        .expect("messages are not refused");
                }
            }
        }
    }

    fn tick(&mut self, id: u64, ticks: u32) {
        (0..ticks).for_each(|_| self.step(id, Input::Tick));
    }

    fn propose(&mut self, id: u64) {
        let proposal = Proposal {
            kind: EntryKind::Normal,
            data: "x".into(),
        };
        self.step(id, Input::Propose(vec![proposal]));
    }

    fn at(&self, id: u64) -> &Raft {
        &self.members[&id]
    }

    fn terms(&self, id: u64) -> Vec<u64> {
        let log = self.at(id).log();
        log.slice(Index(1), log.last_index(), usize::MAX)
            .iter()
            .map(|e| e.term.0)
            .collect()
    }
}

#[test]
fn only_a_member_with_the_newest_log_is_elected() {
    // Paper §5.4.1: a later last term wins, among equal ones the longer log.
    for (candidate, others, wins) in [
        (&[1, 1][..], &[1][..], true),
        (&[1], &[1, 1], false),
        (&[1, 2], &[1, 1, 1], true),
        (&[1, 1, 1], &[1, 2], false),
        (&[1, 2], &[1, 2], true),
    ] {
        let mut group = Group::new(&[candidate, others, others]);
        group.step(1, Input::Campaign);
        let elected = group.at(1).role() == Role::Leader;
        assert_eq!(elected, wins, "{candidate:?} against {others:?}");
    }
}

#[test]
fn a_leader_brings_every_follower_of_figure_7_to_its_own_log() {
    let leader = &[1, 1, 1, 4, 4, 5, 5, 6, 6, 6][..];
    for follower in [
        &[1, 1, 1, 4, 4, 5, 5, 6, 6][..],
        &[1, 1, 1, 4],
        &[1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 6],
        &[1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 7, 7],
        &[1, 1, 1, 4, 4, 4, 4],
        &[1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3],
    ] {
        // The third votes for the leader whatever the follower thinks of it.
        let mut group = Group::new(&[leader, follower, &[1, 1, 1]]);
        for _ in 0..3 {
            group.step(1, Input::Campaign);
        }
        assert_eq!(group.at(1).role(), Role::Leader, "against {follower:?}");
        group.propose(1);
        assert_eq!(group.terms(2), group.terms(1), "from {follower:?}");
        assert_eq!(group.at(2).log().hash(), group.at(1).log().hash());
    }
}

#[test]
fn a_member_without_a_quorum_raises_no_term_and_disturbs_nobody() {
    let mut group = Group::new(&[&[1], &[1], &[1]]);
    group.step(1, Input::Campaign);
    let term = group.at(1).term();
    group.cut_off.insert(3);
    group.tick(3, 100);
    assert_eq!(group.at(3).term(), term, "pre-vote asks first");
    group.cut_off.clear();
    group.tick(3, 30);
    assert_eq!(
        (group.at(1).role(), group.at(1).term()),
        (Role::Leader, term)
    );
}

#[test]
fn a_leader_without_a_quorum_steps_down_and_answers_no_reads() {
    let mut group = Group::new(&[&[1], &[1], &[1]]);
    group.step(1, Input::Campaign);
    group.step(1, Input::Read(ReadContext(7)));
    assert_eq!(group.reads.len(), 1, "a quorum confirms");
    group.cut_off.extend([2, 3]);
    group.step(1, Input::Read(ReadContext(8)));
    group.tick(1, 25);
    assert_eq!(group.at(1).role(), Role::Follower);
    assert_eq!(group.reads.len(), 1, "nobody confirmed");
}

#[test]
fn entries_of_an_older_term_are_committed_by_one_of_the_own() {
    // Paper figure 8: member 1 leads again and replicates an entry of term 2 to a majority.
    for (rules, committed) in [
        (Rules::default(), 1),
        (
            Rules {
                commit_own_term_only: false,
                ..Rules::default()
            },
            2,
        ),
    ] {
        let mut raft = member(1, 3, &[1, 2], rules);
        raft.step(Input::Message(vote_for(1, 3)))
            .expect("a message");
        raft.step(Input::Campaign).expect("campaigns");
        drain(&mut raft);
        for pre in [true, false] {
            let body = Body::VoteAnswer { pre, reject: false };
            let term = if pre { raft.term().next() } else { raft.term() };
            let answer = Message {
                from: NodeId(2),
                to: NodeId(1),
                term,
                body,
            };
            raft.step(Input::Message(answer)).expect("a message");
            drain(&mut raft);
        }
        assert_eq!(raft.role(), Role::Leader);
        let body = Body::Appended { index: Index(2) };
        let (from, to, term) = (NodeId(2), NodeId(1), raft.term());
        raft.step(Input::Message(Message {
            from,
            to,
            term,
            body,
        }))
        .expect("a message");
        let expected = if committed == 2 { Index(2) } else { Index(0) };
        assert_eq!(raft.log().committed(), expected, "{rules:?}");
    }
}

fn vote_for(to: u64, term: u64) -> Message {
    let body = Body::Vote {
        pre: false,
        last_index: Index(0),
        last_term: Term(0),
        transfer: false,
    };
    Message {
        from: NodeId(3),
        to: NodeId(to),
        term: Term(term),
        body,
    }
}

fn drain(raft: &mut Raft) {
    while raft.ready().is_some() {
        if raft.awaits_disk() {
            raft.step(Input::Persisted).expect("a disk's answer");
        }
    }
}

#[test]
fn a_vote_is_given_once_a_term_and_survives_a_restart() {
    for (durable, second_granted) in [(true, false), (false, true)] {
        let rules = Rules {
            vote_is_durable: durable,
            ..Rules::default()
        };
        let hard_state = HardState {
            term: Term(5),
            vote: NodeId(2),
            commit: Index(0),
        };
        let config = Config {
            rules,
            ..Config::default()
        };
        let configuration = Configuration::of((1..=3).map(NodeId));
        let mut raft = Raft::new(
            NodeId(1),
            config,
            1,
            (hard_state, Log::default(), configuration),
        );
        raft.step(Input::Message(vote_for(1, 5)))
            .expect("a message");
        let ready = raft.ready().expect("it answers");
        let granted = ready
            .after_write
            .iter()
            .any(|m| matches!(m.body, Body::VoteAnswer { reject: false, .. }));
        assert_eq!(granted, second_granted, "vote durable: {durable}");
    }
}

#[test]
fn leadership_moves_to_whom_it_is_handed() {
    let mut group = Group::new(&[&[1], &[1], &[1]]);
    group.step(1, Input::Campaign);
    group.step(1, Input::Transfer(NodeId(3)));
    assert_eq!(group.at(3).role(), Role::Leader);
    assert_eq!(group.at(1).role(), Role::Follower);
    group.propose(3);
    assert_eq!(
        group.at(1).log().committed(),
        group.at(3).log().last_index()
    );
}

#[test]
fn a_seed_decides_the_timeouts() {
    let timeouts = |seed: u64| -> Vec<u32> {
        let configuration = Configuration::of((1..=3).map(NodeId));
        let disk = (HardState::default(), Log::default(), configuration);
        let mut raft = Raft::new(NodeId(1), Config::default(), seed, disk);
        let mut drawn = Vec::new();
        for term in 1..20 {
            raft.step(Input::Message(vote_for(1, term)))
                .expect("a message");
            drawn.push(raft.election_timeout());
        }
        drawn
    };
    assert_eq!(timeouts(1), timeouts(1));
    assert_ne!(timeouts(1), timeouts(2));
    assert!(timeouts(3).iter().all(|timeout| (10..20).contains(timeout)));
}
