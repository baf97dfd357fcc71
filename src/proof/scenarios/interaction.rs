//! Plays etcd-io/raft's interaction files and compares every objective fact they state.

use super::{
    Outcome, print,
    stage::{Boot, Stage, changes},
    text::Block,
};
use crate::{
    raft::{ChangeKind, ConfChange, Config, Configuration, EntryKind, Input, ReadOnly, Transition},
    units::{Index, NodeId},
};

/// Plays all blocks on one stage.
pub(super) fn play(blocks: &[Block], outcome: &mut Outcome) -> Stage {
    let mut stage = Stage::default();
    for block in blocks {
        stage.begin();
        run(&mut stage, block);
        compare(&stage, block, outcome);
    }
    stage
}

fn run(stage: &mut Stage, block: &Block) {
    let (id, ids) = (block.id(), block.ids());
    match block.command.as_str() {
        "add-nodes" => {
            let boot = boot(block);
            (0..id).for_each(|_| stage.add(&boot));
        }
        "campaign" => stage.step(id, Input::Campaign),
        "process-ready" => ids.iter().for_each(|id| stage.ready(*id)),
        "process-append-thread" => ids.iter().for_each(|id| stage.written(*id)),
        "process-apply-thread" => ids.iter().for_each(|id| stage.applied(*id)),
        "stabilize" => stage.settle(&ids),
        "deliver-msgs" => {
            let name = block.value("type");
            ids.iter().for_each(|id| stage.deliver(*id, name, false));
            for id in block.numbers("drop") {
                stage.deliver(id, name, true);
            }
        }
        "propose" => {
            let data = block.arguments.get(1).map(|it| it.key.clone());
            stage.propose(id, EntryKind::Normal, data.unwrap_or_default().into());
        }
        "propose-conf-change" => propose_change(stage, block),
        "tick-heartbeat" => stage.tick(id, |config| config.heartbeat_ticks),
        "tick-election" => stage.tick(id, |config| config.election_ticks),
        "set-randomized-election-timeout" => {
            let ticks = block.numbers("timeout").first().copied();
            stage.pin(id, ticks.and_then(|it| u32::try_from(it).ok()).unwrap_or(1));
        }
        "compact" => stage.compact(id, Index(ids.get(1).copied().unwrap_or_default())),
        "forget-leader" => stage.step(id, Input::ForgetLeader),
        "transfer-leadership" => {
            let (from, to) = (block.numbers("from"), block.numbers("to"));
            if let (Some(from), Some(to)) = (from.first(), to.first()) {
                stage.step(*from, Input::Transfer(NodeId(*to)));
            }
        }
        "send-snapshot" if ids.len() == 2 => stage.send_snapshot(ids[0], ids[1]),
        "report-unreachable" if ids.len() == 2 => {
            stage.step(ids[0], Input::Unreachable(NodeId(ids[1])));
        }
        // What prints only: `log-level`, `raft-state`, `raft-log`, `status`.
        _ => {}
    }
}

fn boot(block: &Block) -> Boot {
    let mut configuration = Configuration::of(block.numbers("voters").into_iter().map(NodeId));
    configuration.learners = block.numbers("learners").into_iter().map(NodeId).collect();
    let limit = |key: &str| {
        let number = block.numbers(key).first().copied();
        number.map_or(usize::MAX, |it| usize::try_from(it).unwrap_or(usize::MAX))
    };
    let leases = block.value("read-only") == Some("lease-based");
    Boot {
        configuration,
        index: block.numbers("index").first().copied().unwrap_or_default(),
        config: Config {
            election_ticks: 3,
            pre_vote: block.flag("prevote"),
            check_quorum: block.flag("checkquorum"),
            message_bytes_max: usize::MAX,
            apply_bytes_max: limit("max-committed-size-per-ready"),
            inflight_max: limit("inflight"),
            read_only: if leases {
                ReadOnly::LeaseBased
            } else {
                ReadOnly::Safe
            },
            async_storage: block.flag("async-storage-writes"),
            step_down_on_removal: block.flag("step-down-on-removal"),
            validate_changes: !block.flag("disable-conf-change-validation"),
            ..Config::default()
        },
    }
}

fn propose_change(stage: &mut Stage, block: &Block) {
    let changes = changes(&block.input);
    let old = changes.first().filter(|_| block.flag("v1"));
    let (kind, data) = old.map_or_else(
        || {
            let transition = match block.value("transition") {
                Some("implicit") => Transition::Implicit,
                Some("explicit") => Transition::Explicit,
                _ => Transition::Auto,
            };
            let change = ConfChange {
                transition,
                changes: changes.clone(),
            };
            (EntryKind::ConfChangeV2, change.to_bytes())
        },
        |only| (EntryKind::ConfChange, only.to_bytes()),
    );
    debug_assert!(
        ChangeKind::AddVoter as u8 == 0,
        "kinds are numbered as etcd's"
    );
    stage.propose(block.id(), kind, data);
}

/// Compares what the block states: the lines of three commands whole, and of every block the last
/// hard state and the last configuration of each member.
fn compare(stage: &Stage, block: &Block, outcome: &mut Outcome) {
    let line = block.line;
    match block.command.as_str() {
        "raft-state" => {
            let members = (1..).map_while(|id| stage.member(id));
            let ours = members.map(|it| print::state(&it.raft)).collect();
            outcome.lines(line, ours, &block.expected);
        }
        "status" => {
            let ours = stage.member(block.id()).map(|it| {
                let ids = it.raft.configuration().members();
                let rows = ids.into_iter().filter_map(|id| {
                    let progress = it.raft.progress(id)?;
                    Some(print::progress(id, progress, it.raft.config()))
                });
                rows.collect()
            });
            outcome.lines(line, ours.unwrap_or_default(), &block.expected);
        }
        "raft-log" => outcome.check(line, &dump(stage, block.id()), &block.expected.join("\n")),
        _ => {}
    }
    compare_noted(stage, block, outcome);
}

fn dump(stage: &Stage, id: u64) -> String {
    let Some(member) = stage.member(id) else {
        return String::new();
    };
    if member.disk.is_empty() {
        let (first, last) = (member.floor.0 + 1, member.floor.0);
        return format!("log is empty: first index={first}, last index={last}");
    }
    let entries: Vec<String> = member.disk.iter().map(print::entry).collect();
    entries.join("\n")
}

fn compare_noted(stage: &Stage, block: &Block, outcome: &mut Outcome) {
    let mut saved: Vec<(u64, &str)> = Vec::new();
    let mut switched: Vec<(u64, &str)> = Vec::new();
    let mut at = block.id();
    for line in block.expected.iter().map(|it| it.trim()) {
        if let Some(head) = line.strip_prefix("> ") {
            at = head
                .split(' ')
                .next()
                .and_then(|id| id.parse().ok())
                .unwrap_or(at);
        } else if let Some(state) = line.strip_prefix("HardState ") {
            keep_last(&mut saved, at, state);
        } else if let Some((head, text)) = line.split_once(" switched to configuration ") {
            let id = head.rsplit(' ').next().and_then(|id| id.parse().ok());
            keep_last(&mut switched, id.unwrap_or(at), text);
        }
    }
    for (id, theirs) in saved {
        let ours = stage.saved.iter().rfind(|it| it.0 == id);
        let ours = ours.map_or_else(String::new, |it| print::hard_state(&it.1));
        outcome.check(block.line, &ours, theirs);
    }
    for (id, theirs) in switched {
        let ours = stage.switched.iter().rfind(|it| it.0 == id);
        let ours = ours.map_or_else(String::new, |it| print::configuration(&it.1));
        outcome.check(block.line, &ours, theirs);
    }
}

fn keep_last<'a>(list: &mut Vec<(u64, &'a str)>, id: u64, text: &'a str) {
    list.retain(|(known, _)| *known != id);
    list.push((id, text));
}
