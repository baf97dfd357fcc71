//! Locks and elections (`v3lockpb`, `v3electionpb`).

use super::{HEAD, KEY_VALUE, Message, bytes, int, message};

/// `LockRequest`.
pub static LOCK_REQUEST: Message = Message(&[bytes("name", 1), int("lease", 2)]);

/// `LockResponse`.
pub static LOCK_RESPONSE: Message = Message(&[HEAD, bytes("key", 2)]);

/// `UnlockRequest`.
pub static UNLOCK_REQUEST: Message = Message(&[bytes("key", 1)]);

/// `LeaderKey`.
pub static LEADER_KEY: Message = Message(&[
    bytes("name", 1),
    bytes("key", 2),
    int("rev", 3),
    int("lease", 4),
]);

/// `CampaignRequest`.
pub static CAMPAIGN_REQUEST: Message =
    Message(&[bytes("name", 1), int("lease", 2), bytes("value", 3)]);

/// `CampaignResponse`.
pub static CAMPAIGN_RESPONSE: Message = Message(&[HEAD, message("leader", 2, &LEADER_KEY)]);

/// `ProclaimRequest`.
pub static PROCLAIM_REQUEST: Message =
    Message(&[message("leader", 1, &LEADER_KEY), bytes("value", 2)]);

/// `LeaderRequest`: a name, also of `Observe`.
pub static ELECTION_NAME: Message = Message(&[bytes("name", 1)]);

/// `LeaderResponse`.
pub static LEADER_RESPONSE: Message = Message(&[HEAD, message("kv", 2, &KEY_VALUE)]);

/// `ResignRequest`.
pub static RESIGN_REQUEST: Message = Message(&[message("leader", 1, &LEADER_KEY)]);
