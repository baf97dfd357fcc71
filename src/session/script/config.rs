//! A world's configuration as words, one table for writing and reading.

use super::token;
use crate::{
    etcd, raft,
    sim::{Config, Delay, Delays, MemberConfig},
    units::Micros,
};

/// More members than etcd recommends, and as many as the stage can draw.
const MEMBERS_MAX: u64 = 7;

/// A setting, by its kind.
enum Slot<'a> {
    Number(&'a mut u64),
    Size(&'a mut usize),
    Time(&'a mut Micros),
    Flag(&'a mut bool),
    Delay(&'a mut Delay),
    Reads(&'a mut raft::ReadOnly),
}

/// Every setting but the members, with its word. A new setting does not compile without one.
fn slots(config: &mut Config) -> Vec<(&'static str, Slot<'_>)> {
    let Config {
        members: _,
        token: _,
        flags,
        seed,
        delays,
        unix,
    } = config;
    let etcd::Flags {
        heartbeat,
        election,
        pre_vote,
        tick_advance,
        snapshot_count,
        catch_up_entries,
        request_bytes_max,
        quota_bytes,
        read_only,
        inflight_bytes_max,
        uncommitted_bytes_max,
        async_storage,
        forward_proposals,
        step_down_on_removal,
        validate_changes,
        rules,
    } = flags;
    let Delays {
        peer_link,
        client_link,
        wal_sync,
        apply_entry,
    } = delays;
    let mut slots = vec![
        ("seed", Slot::Number(seed)),
        ("unix", Slot::Time(unix)),
        ("heartbeat", Slot::Time(heartbeat)),
        ("election", Slot::Time(election)),
        ("snapshot-count", Slot::Number(snapshot_count)),
        ("kept", Slot::Number(catch_up_entries)),
        ("pre-vote", Slot::Flag(pre_vote)),
        ("tick-advance", Slot::Flag(tick_advance)),
        ("request-bytes", Slot::Size(request_bytes_max)),
        ("quota-bytes", Slot::Number(quota_bytes)),
        ("link", Slot::Delay(peer_link)),
        ("client-link", Slot::Delay(client_link)),
        ("sync", Slot::Delay(wal_sync)),
        ("apply", Slot::Time(apply_entry)),
        ("read-only", Slot::Reads(read_only)),
        ("inflight-bytes", Slot::Size(inflight_bytes_max)),
        ("uncommitted-bytes", Slot::Size(uncommitted_bytes_max)),
        ("async-storage", Slot::Flag(async_storage)),
        ("forward-proposals", Slot::Flag(forward_proposals)),
        ("step-down-on-removal", Slot::Flag(step_down_on_removal)),
        ("validate-changes", Slot::Flag(validate_changes)),
    ];
    slots.extend(rules_slots(rules));
    slots
}

/// Every rule of Raft with its word.
fn rules_slots(rules: &mut raft::Rules) -> [(&'static str, Slot<'_>); 11] {
    let raft::Rules {
        commit_own_term_only,
        vote_is_durable,
        acknowledge_after_sync,
        check_log_match,
        votes_count_in_their_term,
        one_change_at_a_time,
        change_after_own_commit,
        changes_wait_for_commit,
        refuse_old_snapshots,
        confirm_reads,
        leader_expires_leases,
    } = rules;
    [
        ("commit-own-term-only", Slot::Flag(commit_own_term_only)),
        ("vote-is-durable", Slot::Flag(vote_is_durable)),
        ("acknowledge-after-sync", Slot::Flag(acknowledge_after_sync)),
        ("check-log-match", Slot::Flag(check_log_match)),
        (
            "votes-count-in-their-term",
            Slot::Flag(votes_count_in_their_term),
        ),
        ("one-change-at-a-time", Slot::Flag(one_change_at_a_time)),
        (
            "change-after-own-commit",
            Slot::Flag(change_after_own_commit),
        ),
        (
            "changes-wait-for-commit",
            Slot::Flag(changes_wait_for_commit),
        ),
        ("refuse-old-snapshots", Slot::Flag(refuse_old_snapshots)),
        ("confirm-reads", Slot::Flag(confirm_reads)),
        ("leader-expires-leases", Slot::Flag(leader_expires_leases)),
    ]
}

impl Slot<'_> {
    fn text(&self) -> String {
        match self {
            Self::Number(it) => it.to_string(),
            Self::Size(it) => it.to_string(),
            Self::Time(it) => it.0.to_string(),
            Self::Flag(it) => it.to_string(),
            Self::Reads(raft::ReadOnly::Safe) => "safe".to_owned(),
            Self::Reads(raft::ReadOnly::LeaseBased) => "lease".to_owned(),
            Self::Delay(it) => format!("{}+{}", it.base.0, it.spread.0),
        }
    }

    fn read(self, text: &str) -> Option<()> {
        match self {
            Self::Number(it) => *it = text.parse().ok()?,
            Self::Size(it) => *it = text.parse().ok()?,
            Self::Time(it) => it.0 = text.parse().ok()?,
            Self::Flag(it) => *it = text.parse().ok()?,
            Self::Reads(it) => {
                *it = match text {
                    "safe" => raft::ReadOnly::Safe,
                    "lease" => raft::ReadOnly::LeaseBased,
                    _ => return None,
                }
            }
            Self::Delay(it) => {
                let (base, spread) = text.split_once('+')?;
                (it.base.0, it.spread.0) = (base.parse().ok()?, spread.parse().ok()?);
            }
        }
        Some(())
    }
}

/// What tells a world from the tutorial's, as words; `full` names seed and members in any case.
#[must_use]
pub fn world(config: &Config, full: bool) -> String {
    let (mut mine, mut tutorials) = (config.clone(), Config::tutorial());
    let members = members(config, &tutorials, full);
    let mut words = Vec::new();
    for ((name, mine), (_, usual)) in slots(&mut mine).iter().zip(slots(&mut tutorials)) {
        let text = mine.text();
        if text != usual.text() || (full && *name == "seed") {
            words.push(format!("{name}={text}"));
        }
    }
    if config.token != tutorials.token {
        words.push(token::quoted(format!("token={}", config.token).as_bytes()));
    }
    words.extend(members);
    words.join(" ")
}

fn members(config: &Config, tutorials: &Config, full: bool) -> Vec<String> {
    if config.members == series(config.members.len() as u64) {
        let named = full || config.members.len() != tutorials.members.len();
        let count = named.then(|| format!("members={}", config.members.len()));
        return count.into_iter().collect();
    }
    let member = |it: &MemberConfig| {
        let text = format!("member={},{},{}", it.name, it.client_url, it.peer_url);
        token::quoted(text.as_bytes())
    };
    config.members.iter().map(member).collect()
}

fn series(count: u64) -> Vec<MemberConfig> {
    (1..=u32::try_from(count).unwrap_or(0))
        .map(Config::tutorial_member)
        .collect()
}

/// The world that such words describe.
///
/// # Errors
/// The word that says nothing.
pub fn config(words: &str) -> Result<Config, String> {
    let mut config = Config::tutorial();
    let mut named = Vec::new();
    let mut rest = words;
    while let Some((word, after)) = token::next(rest) {
        rest = after;
        let word = String::from_utf8_lossy(&word);
        read(&mut config, &mut named, &word)
            .ok_or_else(|| format!("{word} says nothing about a world"))?;
    }
    if !rest.trim().is_empty() {
        return Err(format!("{} is no word", rest.trim()));
    }
    if !named.is_empty() {
        config.members = named;
    }
    Ok(config)
}

fn read(config: &mut Config, named: &mut Vec<MemberConfig>, word: &str) -> Option<()> {
    let (name, value) = word.split_once('=')?;
    match name {
        "members" => {
            let count: u64 = value.parse().ok()?;
            config.members = series(count.clamp(1, MEMBERS_MAX));
        }
        "member" => {
            let mut parts = value.splitn(3, ',').map(str::to_owned);
            named.push(MemberConfig {
                name: parts.next()?,
                client_url: parts.next()?,
                peer_url: parts.next()?,
            });
            (named.len() as u64 <= MEMBERS_MAX).then_some(())?;
        }
        "token" => value.clone_into(&mut config.token),
        _ => {
            let mut slots = slots(config).into_iter();
            slots.find(|(known, _)| *known == name)?.1.read(value)?;
        }
    }
    Some(())
}
