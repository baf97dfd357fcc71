//! Evaluates etcd-io/raft's tables: configurations step by step, and quorums.

use super::{Outcome, print, stage::changes, text::Block};
use crate::{
    raft::{ChangeError, Changed, Config, Configuration, Joint, Progress, Tally},
    units::{Index, NodeId},
};

/// Every block of a table of configuration changes, each on top of the one before.
pub(super) fn configurations(blocks: &[Block], outcome: &mut Outcome) {
    let mut configuration = Configuration::default();
    let mut progress: Vec<(NodeId, Progress)> = Vec::new();
    for (last, block) in (0..).map(Index).zip(blocks) {
        let changes = changes(&block.input);
        let changed = match block.command.as_str() {
            "simple" => configuration.simple(&changes),
            "enter-joint" => configuration.enter_joint(block.flag("autoleave"), &changes),
            _ => configuration.leave_joint(),
        };
        match changed {
            Ok(changed) => {
                track(&mut progress, &changed, last);
                configuration = changed.configuration;
                let mut ours = vec![print::configuration(&configuration)];
                let rows = progress.iter();
                ours.extend(rows.map(|(id, it)| print::progress(*id, it, &Config::default())));
                outcome.check(block.line, &ours.join("\n"), &block.expected.join("\n"));
            }
            Err(why) => {
                let theirs = block.expected.join("\n");
                let same = theirs.contains(key(why));
                let ours = if same { &theirs } else { key(why) };
                outcome.check(block.line, ours, &theirs);
            }
        }
    }
}

/// What etcd's message of the same refusal says and no other does.
const fn key(why: ChangeError) -> &'static str {
    match why {
        ChangeError::AlreadyJoint => "already joint",
        ChangeError::NotJoint => "non-joint",
        ChangeError::SimpleInJoint => "simple config change in joint",
        ChangeError::NoVoters => "zero-voter",
        ChangeError::RemovedAllVoters => "removed all",
        ChangeError::ManyVoters => "more than one voter",
    }
}

fn track(progress: &mut Vec<(NodeId, Progress)>, changed: &Changed, last: Index) {
    let members = changed.configuration.members();
    progress.retain(|(id, _)| members.contains(id) && !changed.fresh.contains(id));
    for id in &changed.fresh {
        let mut fresh = Progress::new(last.max(Index(1)));
        fresh.recent_active = true;
        progress.push((*id, fresh));
    }
    progress.sort_by_key(|(id, _)| *id);
    for (id, progress) in progress {
        progress.learner = changed.configuration.is_learner(*id);
    }
}

/// Every block of a table of quorums.
pub(super) fn quorums(blocks: &[Block], outcome: &mut Outcome) {
    for block in blocks {
        let ids = |key: &str| -> Vec<NodeId> {
            let mut ids: Vec<_> = block.numbers(key).into_iter().map(NodeId).collect();
            ids.sort_unstable();
            ids
        };
        // The inputs belong to the members in the order they are named, each once.
        let mut named: Vec<NodeId> = Vec::new();
        for id in block
            .numbers("cfg")
            .into_iter()
            .chain(block.numbers("cfgj"))
        {
            if !named.contains(&NodeId(id)) {
                named.push(NodeId(id));
            }
        }
        let voters = Joint {
            incoming: ids("cfg"),
            outgoing: ids("cfgj"),
        };
        let ours = if block.command == "vote" {
            vote(&voters, &named, block.values("votes"))
        } else {
            committed(&voters, &named, block.values("idx"))
        };
        outcome.check(block.line, &ours, &block.expected.join("\n"));
    }
}

fn vote(voters: &Joint, named: &[NodeId], votes: &[String]) -> String {
    let vote = |id: NodeId| {
        let place = named.iter().position(|it| *it == id)?;
        match votes.get(place)?.as_str() {
            "y" => Some(true),
            "n" => Some(false),
            _ => None,
        }
    };
    let text = match voters.tally(vote) {
        Tally::Pending => "VotePending",
        Tally::Lost => "VoteLost",
        Tally::Won => "VoteWon",
    };
    text.to_owned()
}

fn committed(voters: &Joint, named: &[NodeId], indexes: &[String]) -> String {
    let index = |id: NodeId| -> Option<Index> {
        let place = named.iter().position(|it| *it == id)?;
        indexes.get(place)?.parse().ok().map(Index)
    };
    if named.is_empty() {
        return "<empty majority quorum>∞".to_owned();
    }
    let mut ids = named.to_vec();
    ids.sort_unstable();
    let held = |id: NodeId| index(id).unwrap_or_default();
    let width = ids.len();
    let mut lines = vec![format!("{}    idx", " ".repeat(width))];
    for id in &ids {
        // A bar as long as there are members with less.
        let bar = ids.iter().filter(|it| held(**it) < held(*id)).count();
        let drawn = if index(*id).is_some() {
            format!("{}>{}", "x".repeat(bar), " ".repeat(width - bar))
        } else {
            format!("?{}", " ".repeat(width))
        };
        lines.push(format!("{drawn} {:>5}    (id={:x})", held(*id).0, id.0));
    }
    lines.push(voters.committed(held).0.to_string());
    lines.join("\n")
}
