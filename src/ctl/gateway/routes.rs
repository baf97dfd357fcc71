//! What stands where behind the gateway: paths, the messages that go in and come out, and the
//! request that they make. It must not know JSON.

use prost::Message as Prost;

use crate::etcd::api::{self, AuthRequest, Request};

use super::schema::{self, Message};

/// What a path leads to.
pub struct Route {
    path: &'static str,
    /// What the body is.
    pub request: &'static Message,
    /// What the answer is, or each line of it.
    pub response: &'static Message,
    /// How it is asked.
    pub how: How,
}

/// How a request is made of the body, as protobuf.
#[derive(Clone, Copy)]
pub enum How {
    /// One call, one answer.
    Call(fn(&[u8]) -> Option<Request>),
    /// A stream of watchers.
    Watch,
    /// A stream of renewals.
    KeepAlive,
    /// One call whose answer comes in pieces.
    Snapshot,
    /// Locks and elections, which the member does with its own client.
    Recipe(Recipe),
    /// What a downgrade would take.
    Downgrade,
}

/// The calls of the services for locks and elections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recipe {
    /// Waits for a lock.
    Lock,
    /// Gives one back.
    Unlock,
    /// Waits for leadership.
    Campaign,
    /// Changes the leader's value.
    Proclaim,
    /// Asks who leads.
    Leader,
    /// Is told of every leader.
    Observe,
    /// Gives leadership up.
    Resign,
}

/// What stands at a path below `/v3/`.
pub(in crate::ctl) fn find(path: &str) -> Option<&'static Route> {
    ROUTES.iter().find(|route| route.path == path)
}

/// All of them.
#[cfg(test)]
pub(super) fn all() -> &'static [Route] {
    ROUTES
}

fn make<M: Prost + Default>(wire: &[u8], request: fn(M) -> Request) -> Option<Request> {
    M::decode(wire).ok().map(request)
}

fn auth<M: Prost + Default>(wire: &[u8], request: fn(M) -> AuthRequest) -> Option<Request> {
    M::decode(wire).ok().map(request).map(Request::Auth)
}

const fn call(
    path: &'static str,
    request: &'static Message,
    response: &'static Message,
    make: fn(&[u8]) -> Option<Request>,
) -> Route {
    Route {
        path,
        request,
        response,
        how: How::Call(make),
    }
}

const fn other(
    path: &'static str,
    request: &'static Message,
    response: &'static Message,
    how: How,
) -> Route {
    Route {
        path,
        request,
        response,
        how,
    }
}

fn revoke(wire: &[u8]) -> Option<Request> {
    make(wire, Request::LeaseRevoke)
}

fn time_to_live(wire: &[u8]) -> Option<Request> {
    make(wire, Request::LeaseTimeToLive)
}

fn leases(wire: &[u8]) -> Option<Request> {
    make(wire, Request::LeaseLeases)
}

static ROUTES: &[Route] = {
    use schema::*;
    &[
        call("kv/range", &RANGE_REQUEST, &RANGE_RESPONSE, |it| {
            make(it, Request::Range)
        }),
        call("kv/put", &PUT_REQUEST, &PUT_RESPONSE, |it| {
            make(it, Request::Put)
        }),
        call("kv/deleterange", &DELETE_REQUEST, &DELETE_RESPONSE, |it| {
            make(it, Request::DeleteRange)
        }),
        call("kv/txn", &TXN_REQUEST, &TXN_RESPONSE, |it| {
            make(it, Request::Txn)
        }),
        call("kv/compaction", &COMPACTION_REQUEST, &DONE, |it| {
            make(it, Request::Compact)
        }),
        call("lease/grant", &GRANT_REQUEST, &GRANT_RESPONSE, |it| {
            make(it, Request::LeaseGrant)
        }),
        call("lease/revoke", &LEASE_ID, &DONE, revoke),
        call("kv/lease/revoke", &LEASE_ID, &DONE, revoke),
        call(
            "lease/timetolive",
            &TIME_TO_LIVE_REQUEST,
            &TIME_TO_LIVE_RESPONSE,
            time_to_live,
        ),
        call(
            "kv/lease/timetolive",
            &TIME_TO_LIVE_REQUEST,
            &TIME_TO_LIVE_RESPONSE,
            time_to_live,
        ),
        call("lease/leases", &NOTHING, &LEASES_RESPONSE, leases),
        call("kv/lease/leases", &NOTHING, &LEASES_RESPONSE, leases),
        other(
            "lease/keepalive",
            &LEASE_ID,
            &KEEP_ALIVE_RESPONSE,
            How::KeepAlive,
        ),
        other("watch", &WATCH_REQUEST, &WATCH_RESPONSE, How::Watch),
        call(
            "cluster/member/list",
            &MEMBER_LIST_REQUEST,
            &MEMBERS_RESPONSE,
            |it| make(it, Request::MemberList),
        ),
        call(
            "cluster/member/add",
            &MEMBER_ADD_REQUEST,
            &MEMBER_ADD_RESPONSE,
            |it| make(it, Request::MemberAdd),
        ),
        call(
            "cluster/member/remove",
            &MEMBER_ID,
            &MEMBERS_RESPONSE,
            |it| make(it, Request::MemberRemove),
        ),
        call(
            "cluster/member/update",
            &MEMBER_UPDATE_REQUEST,
            &MEMBERS_RESPONSE,
            |it| make(it, Request::MemberUpdate),
        ),
        call(
            "cluster/member/promote",
            &MEMBER_ID,
            &MEMBERS_RESPONSE,
            |it| make(it, Request::MemberPromote),
        ),
        call("maintenance/alarm", &ALARM_REQUEST, &ALARM_RESPONSE, |it| {
            make(it, Request::Alarm)
        }),
        call("maintenance/status", &NOTHING, &STATUS_RESPONSE, |_| {
            Some(Request::Status(api::StatusRequest {}))
        }),
        call("maintenance/defragment", &NOTHING, &DONE, |_| {
            Some(Request::Defragment(api::DefragmentRequest {}))
        }),
        call("maintenance/hash", &NOTHING, &HASH_RESPONSE, |_| {
            Some(Request::Hash(api::HashRequest {}))
        }),
        call(
            "maintenance/transfer-leadership",
            &MOVE_LEADER_REQUEST,
            &DONE,
            |it| make(it, Request::MoveLeader),
        ),
        other(
            "maintenance/snapshot",
            &NOTHING,
            &SNAPSHOT_RESPONSE,
            How::Snapshot,
        ),
        other(
            "maintenance/downgrade",
            &DOWNGRADE_REQUEST,
            &DOWNGRADE_RESPONSE,
            How::Downgrade,
        ),
        call("auth/enable", &NOTHING, &DONE, |_| {
            Some(Request::Auth(AuthRequest::Enable))
        }),
        call("auth/disable", &NOTHING, &DONE, |_| {
            Some(Request::Auth(AuthRequest::Disable))
        }),
        call("auth/status", &NOTHING, &AUTH_STATUS_RESPONSE, |_| {
            Some(Request::Auth(AuthRequest::Status))
        }),
        call(
            "auth/authenticate",
            &AUTHENTICATE_REQUEST,
            &AUTHENTICATE_RESPONSE,
            |it| auth(it, AuthRequest::Authenticate),
        ),
        call("auth/user/add", &USER_ADD_REQUEST, &DONE, |it| {
            auth(it, AuthRequest::UserAdd)
        }),
        call("auth/user/get", &NAME, &ROLES_RESPONSE, |it| {
            auth(it, AuthRequest::UserGet)
        }),
        call("auth/user/list", &NOTHING, &USERS_RESPONSE, |_| {
            Some(Request::Auth(AuthRequest::UserList))
        }),
        call("auth/user/delete", &NAME, &DONE, |it| {
            auth(it, AuthRequest::UserDelete)
        }),
        call("auth/user/changepw", &USER_PASSWORD_REQUEST, &DONE, |it| {
            auth(it, AuthRequest::UserChangePassword)
        }),
        call("auth/user/grant", &USER_GRANT_REQUEST, &DONE, |it| {
            auth(it, AuthRequest::UserGrantRole)
        }),
        call("auth/user/revoke", &USER_REVOKE_REQUEST, &DONE, |it| {
            auth(it, AuthRequest::UserRevokeRole)
        }),
        call("auth/role/add", &NAME, &DONE, |it| {
            auth(it, AuthRequest::RoleAdd)
        }),
        call("auth/role/get", &ROLE, &ROLE_GET_RESPONSE, |it| {
            auth(it, AuthRequest::RoleGet)
        }),
        call("auth/role/list", &NOTHING, &ROLES_RESPONSE, |_| {
            Some(Request::Auth(AuthRequest::RoleList))
        }),
        call("auth/role/delete", &ROLE, &DONE, |it| {
            auth(it, AuthRequest::RoleDelete)
        }),
        call("auth/role/grant", &ROLE_GRANT_REQUEST, &DONE, |it| {
            auth(it, AuthRequest::RoleGrantPermission)
        }),
        call("auth/role/revoke", &ROLE_REVOKE_REQUEST, &DONE, |it| {
            auth(it, AuthRequest::RoleRevokePermission)
        }),
        other(
            "lock/lock",
            &LOCK_REQUEST,
            &LOCK_RESPONSE,
            How::Recipe(Recipe::Lock),
        ),
        other(
            "lock/unlock",
            &UNLOCK_REQUEST,
            &DONE,
            How::Recipe(Recipe::Unlock),
        ),
        other(
            "election/campaign",
            &CAMPAIGN_REQUEST,
            &CAMPAIGN_RESPONSE,
            How::Recipe(Recipe::Campaign),
        ),
        other(
            "election/proclaim",
            &PROCLAIM_REQUEST,
            &DONE,
            How::Recipe(Recipe::Proclaim),
        ),
        other(
            "election/leader",
            &ELECTION_NAME,
            &LEADER_RESPONSE,
            How::Recipe(Recipe::Leader),
        ),
        other(
            "election/observe",
            &ELECTION_NAME,
            &LEADER_RESPONSE,
            How::Recipe(Recipe::Observe),
        ),
        other(
            "election/resign",
            &RESIGN_REQUEST,
            &DONE,
            How::Recipe(Recipe::Resign),
        ),
    ]
};
