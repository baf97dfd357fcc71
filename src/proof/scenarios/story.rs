//! Raft's stories in our own words: one command a line, and what must be true after it.
//!
//! ```text
//! members COUNT [voters 1,2] [learners 3] [index I] [window N] [apply-bytes N] [pre-vote]
//!         [check-quorum] [lease-reads] [two-queues] [step-down] [unchecked]
//!         [window-bytes N] [uncommitted-bytes N] [message-bytes N] [no-forwarding]
//! campaign ID              forget ID                 timeout ID TICKS
//! propose ID TEXT          beat ID                   silence ID
//! change ID [old|implicit|explicit] v2 l3 r4 u5      handover ID TO
//! ready IDS…               written IDS…              applied IDS…
//! deliver IDS… [only NAME] drop IDS… [only NAME]     settle [IDS…]
//! compact ID INDEX         snapshot ID TO            unreachable ID PEER
//! read ID NUMBER           arrived ID PEER           lost ID PEER
//!
//! expect ID saved TERM VOTE COMMIT    the last hard state handed out by the last command
//! expect ID config TEXT               the last configuration that took effect in it
//! expect ID is ROLE TERM LEADER       role and what it knows
//! expect ID peer PEER TEXT            what a leader believes
//! expect ID disk TEXT, TEXT…          the log on its disk
//! ```
//!
//! A line that begins with `#` is for the reader. Roles are follower, precandidate, candidate,
//! leader, with `+` for a voter and `-` for none.

use super::{
    print,
    stage::{Boot, Stage, changes},
};
use crate::{
    raft::{
        ConfChange, Config, Configuration, EntryKind, Input, ReadContext, ReadOnly, Transition,
    },
    units::{Index, NodeId},
};

/// What became of a story.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// Expectations that were met.
    pub met: usize,
    /// The others and lines that say nothing, with their numbers.
    pub failures: Vec<String>,
    /// The stage at the end.
    pub stage: Stage,
}

/// Tells a story from beginning to end.
#[must_use]
pub fn tell(text: &str) -> Told {
    let mut told = Told::default();
    for (number, line) in (1..).zip(text.lines()) {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            [] => {}
            [first, ..] if first.starts_with('#') => {}
            ["expect", id, what, rest @ ..] => {
                let ours = id.parse().ok().map(|id| fact(&told.stage, id, what, rest));
                let theirs = rest.join(" ");
                if ours.as_ref() == Some(&theirs) {
                    told.met += 1;
                } else {
                    let ours = ours.unwrap_or_default();
                    told.failures
                        .push(format!("line {number}: {theirs} is {ours}"));
                }
            }
            [command, rest @ ..] => {
                told.stage.begin();
                if run(&mut told.stage, command, rest).is_none() {
                    told.failures.push(format!("line {number} says nothing"));
                }
            }
        }
    }
    told
}

/// The fact that an expectation speaks of, as it would be written.
fn fact(stage: &Stage, id: u64, what: &str, rest: &[&str]) -> String {
    let Some(member) = stage.member(id) else {
        return String::new();
    };
    let raft = &member.raft;
    match what {
        "saved" => {
            let saved = stage.saved.iter().rfind(|it| it.0 == id).map(|it| it.1);
            saved.map_or_else(String::new, |it| {
                format!("{} {} {}", it.term.0, it.vote.0, it.commit.0)
            })
        }
        "config" => {
            let switched = stage.switched.iter().rfind(|it| it.0 == id);
            switched.map_or_else(String::new, |it| print::configuration(&it.1))
        }
        "is" => {
            let voter = raft.configuration().is_voter(raft.id());
            let role = format!("{:?}", raft.role()).to_lowercase();
            let sign = if voter { '+' } else { '-' };
            format!("{role}{sign} {} {}", raft.term().0, raft.leader().0)
        }
        "peer" => {
            let peer = rest.first().and_then(|it| it.parse().ok()).map(NodeId);
            let progress = peer.and_then(|it| Some((it, raft.progress(it)?)));
            let text = progress.map(|(id, it)| print::progress(id, it, raft.config()));
            text.unwrap_or_default().replacen(": State", " ", 1)
        }
        "disk" if member.disk.is_empty() => format!("nothing after {}", member.floor.0),
        "disk" => {
            let entries: Vec<String> = member.disk.iter().map(print::entry).collect();
            entries.join(", ").replace("Entry", "")
        }
        _ => String::new(),
    }
}

fn run(stage: &mut Stage, command: &str, words: &[&str]) -> Option<()> {
    let ids = || words.iter().map_while(|it| it.parse::<u64>().ok());
    let one = ids().next();
    let two = || Some((one?, ids().nth(1)?));
    let only = words.iter().position(|it| *it == "only");
    let only = only.and_then(|place| words.get(place + 1).copied());
    match command {
        "members" => {
            let boot = boot(words.get(1..)?)?;
            (0..one?).for_each(|_| stage.add(&boot));
        }
        "campaign" => stage.step(one?, Input::Campaign),
        "forget" => stage.step(one?, Input::ForgetLeader),
        "timeout" => stage.pin(two()?.0, u32::try_from(two()?.1).ok()?),
        "propose" => {
            let data = words.get(1).copied().unwrap_or_default().to_owned();
            stage.propose(one?, EntryKind::Normal, data.into());
        }
        "change" => propose_change(stage, one?, words.get(1..)?),
        "beat" => stage.tick(one?, |config| config.heartbeat_ticks),
        "silence" => stage.tick(one?, |config| config.election_ticks),
        "handover" => stage.step(one?, Input::Transfer(NodeId(two()?.1))),
        "ready" => ids().for_each(|id| stage.ready(id)),
        "written" => ids().for_each(|id| stage.written(id)),
        "applied" => ids().for_each(|id| stage.applied(id)),
        "deliver" => ids().for_each(|id| stage.deliver(id, only, false)),
        "drop" => ids().for_each(|id| stage.deliver(id, only, true)),
        "settle" => stage.settle(&ids().collect::<Vec<_>>()),
        "read" => stage.step(one?, Input::Read(ReadContext(two()?.1))),
        "arrived" => stage.step(one?, Input::SnapshotSent(NodeId(two()?.1), true)),
        "lost" => stage.step(one?, Input::SnapshotSent(NodeId(two()?.1), false)),
        "compact" => stage.compact(one?, Index(two()?.1)),
        "snapshot" => stage.send_snapshot(one?, two()?.1),
        "unreachable" => stage.step(one?, Input::Unreachable(NodeId(two()?.1))),
        _ => return None,
    }
    Some(())
}

fn propose_change(stage: &mut Stage, id: u64, words: &[&str]) {
    let changes = changes(&words.join(" "));
    let transition = match words.first() {
        Some(&"implicit") => Transition::Implicit,
        Some(&"explicit") => Transition::Explicit,
        _ => Transition::Auto,
    };
    let old = changes.first().filter(|_| words.first() == Some(&"old"));
    if let Some(only) = old {
        stage.propose(id, EntryKind::ConfChange, only.to_bytes());
    } else {
        let change = ConfChange {
            transition,
            changes,
        };
        stage.propose(id, EntryKind::ConfChangeV2, change.to_bytes());
    }
}

fn boot(words: &[&str]) -> Option<Boot> {
    let mut boot = Boot {
        config: Config {
            election_ticks: 3,
            pre_vote: false,
            check_quorum: false,
            message_bytes_max: usize::MAX,
            apply_bytes_max: usize::MAX,
            inflight_max: usize::MAX,
            ..Config::default()
        },
        ..Boot::default()
    };
    let config = &mut boot.config;
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match *word {
            "voters" => boot.configuration = Configuration::of(list(words.next()?)),
            "learners" => boot.configuration.learners = list(words.next()?),
            "index" => boot.index = words.next()?.parse().ok()?,
            "window" => config.inflight_max = words.next()?.parse().ok()?,
            "apply-bytes" => config.apply_bytes_max = words.next()?.parse().ok()?,
            "pre-vote" => config.pre_vote = true,
            "check-quorum" => config.check_quorum = true,
            "lease-reads" => config.read_only = ReadOnly::LeaseBased,
            "two-queues" => config.async_storage = true,
            "step-down" => config.step_down_on_removal = true,
            "window-bytes" => config.inflight_bytes_max = words.next()?.parse().ok()?,
            "uncommitted-bytes" => config.uncommitted_bytes_max = words.next()?.parse().ok()?,
            "message-bytes" => config.message_bytes_max = words.next()?.parse().ok()?,
            "no-forwarding" => config.forward_proposals = false,
            "unchecked" => config.validate_changes = false,
            _ => return None,
        }
    }
    Some(boot)
}

fn list(text: &str) -> Vec<NodeId> {
    let ids = text.split(',').filter_map(|it| it.parse().ok());
    ids.map(NodeId).collect()
}
