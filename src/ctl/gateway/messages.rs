//! etcd's requests and answers as protobuf, and what each is called where. It must not know HTTP.

use prost::Message as _;

use crate::etcd::api::{
    self, AuthRequest, AuthResponse, Request, Response, StreamRequest, WatchCancelRequest,
    WatchCreateRequest,
};

use super::{
    json::{self, Fault},
    read,
    reply::Reply,
    routes,
    schema::{self, Message},
    wire::{Value, fields},
};

/// What a call is called, and what goes in and comes out.
#[derive(Clone, Copy, Debug)]
pub struct Method {
    /// gRPC's name of it, e.g. `etcdserverpb.KV/Put`.
    pub name: &'static str,
    /// Where it stands behind the gateway, after `/v3/`; empty where it does not.
    pub path: &'static str,
    /// The table of the request.
    pub request: &'static Message,
    /// The table of the answer.
    pub response: &'static Message,
}

fn method(name: &'static str, path: &'static str) -> Method {
    let found = routes::find(path);
    let nothing: &'static Message = &schema::NOTHING;
    let (request, response) = found.map_or((nothing, nothing), |it| (it.request, it.response));
    Method {
        name,
        path,
        request,
        response,
    }
}

/// The method that a request calls.
#[must_use]
pub fn method_of(request: &Request) -> Method {
    let (name, path) = match request {
        Request::Range(_) => ("KV/Range", "kv/range"),
        Request::Put(_) => ("KV/Put", "kv/put"),
        Request::DeleteRange(_) => ("KV/DeleteRange", "kv/deleterange"),
        Request::Txn(_) => ("KV/Txn", "kv/txn"),
        Request::Compact(_) => ("KV/Compact", "kv/compaction"),
        Request::LeaseGrant(_) => ("Lease/LeaseGrant", "lease/grant"),
        Request::LeaseRevoke(_) => ("Lease/LeaseRevoke", "lease/revoke"),
        Request::LeaseTimeToLive(_) => ("Lease/LeaseTimeToLive", "lease/timetolive"),
        Request::LeaseLeases(_) => ("Lease/LeaseLeases", "lease/leases"),
        Request::LeaseKeepAlive(_) => ("Lease/LeaseKeepAlive", "lease/keepalive"),
        Request::MemberList(_) => ("Cluster/MemberList", "cluster/member/list"),
        Request::MemberAdd(_) => ("Cluster/MemberAdd", "cluster/member/add"),
        Request::MemberRemove(_) => ("Cluster/MemberRemove", "cluster/member/remove"),
        Request::MemberUpdate(_) => ("Cluster/MemberUpdate", "cluster/member/update"),
        Request::MemberPromote(_) => ("Cluster/MemberPromote", "cluster/member/promote"),
        Request::MoveLeader(_) => ("Maintenance/MoveLeader", "maintenance/transfer-leadership"),
        Request::Status(_) => ("Maintenance/Status", "maintenance/status"),
        Request::Alarm(_) => ("Maintenance/Alarm", "maintenance/alarm"),
        Request::Defragment(_) => ("Maintenance/Defragment", "maintenance/defragment"),
        Request::Hash(_) => ("Maintenance/Hash", "maintenance/hash"),
        Request::HashKv(_) => {
            let mut hash = method("Maintenance/HashKV", "");
            (hash.request, hash.response) = (&schema::HASH_KV_REQUEST, &schema::HASH_KV_RESPONSE);
            return hash;
        }
        Request::Snapshot(_) => ("Maintenance/Snapshot", "maintenance/snapshot"),
        Request::Auth(request) => auth_method(request),
    };
    method(name, path)
}

const fn auth_method(request: &AuthRequest) -> (&'static str, &'static str) {
    match request {
        AuthRequest::Enable => ("Auth/AuthEnable", "auth/enable"),
        AuthRequest::Disable => ("Auth/AuthDisable", "auth/disable"),
        AuthRequest::Status => ("Auth/AuthStatus", "auth/status"),
        AuthRequest::Authenticate(_) => ("Auth/Authenticate", "auth/authenticate"),
        AuthRequest::UserAdd(_) => ("Auth/UserAdd", "auth/user/add"),
        AuthRequest::UserGet(_) => ("Auth/UserGet", "auth/user/get"),
        AuthRequest::UserList => ("Auth/UserList", "auth/user/list"),
        AuthRequest::UserDelete(_) => ("Auth/UserDelete", "auth/user/delete"),
        AuthRequest::UserChangePassword(_) => ("Auth/UserChangePassword", "auth/user/changepw"),
        AuthRequest::UserGrantRole(_) => ("Auth/UserGrantRole", "auth/user/grant"),
        AuthRequest::UserRevokeRole(_) => ("Auth/UserRevokeRole", "auth/user/revoke"),
        AuthRequest::RoleAdd(_) => ("Auth/RoleAdd", "auth/role/add"),
        AuthRequest::RoleGet(_) => ("Auth/RoleGet", "auth/role/get"),
        AuthRequest::RoleList => ("Auth/RoleList", "auth/role/list"),
        AuthRequest::RoleDelete(_) => ("Auth/RoleDelete", "auth/role/delete"),
        AuthRequest::RoleGrantPermission(_) => ("Auth/RoleGrantPermission", "auth/role/grant"),
        AuthRequest::RoleRevokePermission(_) => ("Auth/RoleRevokePermission", "auth/role/revoke"),
    }
}

/// A request as protobuf.
#[must_use]
pub fn request_wire(request: &Request) -> Vec<u8> {
    match request {
        Request::Range(it) => it.encode_to_vec(),
        Request::Put(it) => it.encode_to_vec(),
        Request::DeleteRange(it) => it.encode_to_vec(),
        Request::Txn(it) => it.encode_to_vec(),
        Request::Compact(it) => it.encode_to_vec(),
        Request::LeaseGrant(it) => it.encode_to_vec(),
        Request::LeaseRevoke(it) => it.encode_to_vec(),
        Request::LeaseTimeToLive(it) => it.encode_to_vec(),
        Request::LeaseKeepAlive(it) => it.encode_to_vec(),
        Request::MemberList(it) => it.encode_to_vec(),
        Request::MemberAdd(it) => it.encode_to_vec(),
        Request::MemberRemove(it) | Request::MemberPromote(it) => it.encode_to_vec(),
        Request::MemberUpdate(it) => it.encode_to_vec(),
        Request::MoveLeader(it) => it.encode_to_vec(),
        Request::Alarm(it) => it.encode_to_vec(),
        Request::HashKv(it) => it.encode_to_vec(),
        Request::Auth(it) => auth_wire(it),
        Request::LeaseLeases(_)
        | Request::Status(_)
        | Request::Defragment(_)
        | Request::Hash(_)
        | Request::Snapshot(_) => Vec::new(),
    }
}

fn auth_wire(request: &AuthRequest) -> Vec<u8> {
    match request {
        AuthRequest::Authenticate(it) => it.encode_to_vec(),
        AuthRequest::UserAdd(it) => it.encode_to_vec(),
        AuthRequest::UserGet(it) | AuthRequest::UserDelete(it) => it.encode_to_vec(),
        AuthRequest::UserChangePassword(it) => it.encode_to_vec(),
        AuthRequest::UserGrantRole(it) | AuthRequest::UserRevokeRole(it) => it.encode_to_vec(),
        AuthRequest::RoleAdd(it) | AuthRequest::RoleGet(it) | AuthRequest::RoleDelete(it) => {
            it.encode_to_vec()
        }
        AuthRequest::RoleGrantPermission(it) => it.encode_to_vec(),
        AuthRequest::RoleRevokePermission(it) => it.encode_to_vec(),
        AuthRequest::Enable
        | AuthRequest::Disable
        | AuthRequest::Status
        | AuthRequest::UserList
        | AuthRequest::RoleList => Vec::new(),
    }
}

/// An answer as protobuf.
#[must_use]
pub fn response_wire(response: &Response) -> Vec<u8> {
    match response {
        Response::Range(it) => it.encode_to_vec(),
        Response::Put(it) => it.encode_to_vec(),
        Response::DeleteRange(it) => it.encode_to_vec(),
        Response::Txn(it) => it.encode_to_vec(),
        Response::Compact(it) => it.encode_to_vec(),
        Response::LeaseGrant(it) => it.encode_to_vec(),
        Response::LeaseRevoke(it) => it.encode_to_vec(),
        Response::LeaseTimeToLive(it) => it.encode_to_vec(),
        Response::LeaseLeases(it) => it.encode_to_vec(),
        Response::LeaseKeepAlive(it) => it.encode_to_vec(),
        Response::MemberList(it)
        | Response::MemberRemove(it)
        | Response::MemberUpdate(it)
        | Response::MemberPromote(it) => it.encode_to_vec(),
        Response::MemberAdd(it) => it.encode_to_vec(),
        Response::MoveLeader(it) => it.encode_to_vec(),
        Response::Status(it) => it.encode_to_vec(),
        Response::Alarm(it) => it.encode_to_vec(),
        Response::Defragment(it) => it.encode_to_vec(),
        Response::Hash(it) => it.encode_to_vec(),
        Response::HashKv(it) => it.encode_to_vec(),
        Response::Snapshot(it) => it.encode_to_vec(),
        Response::Auth(it) => match it {
            AuthResponse::Done(it) => it.encode_to_vec(),
            AuthResponse::Status(it) => it.encode_to_vec(),
            AuthResponse::Authenticate(it) => it.encode_to_vec(),
            AuthResponse::UserGet(it) | AuthResponse::UserList(it) | AuthResponse::RoleList(it) => {
                it.encode_to_vec()
            }
            AuthResponse::RoleGet(it) => it.encode_to_vec(),
        },
    }
}

pub(super) const fn snapshot() -> Request {
    Request::Snapshot(api::SnapshotRequest {})
}

/// The messages of a body, one after the other. Only the first one's fault is an error; a later
/// one ends them.
fn stream(table: &'static Message, body: &[u8]) -> Result<Vec<Vec<u8>>, Reply> {
    let mut found = Vec::new();
    let mut at = 0;
    loop {
        let why = match json::value(body, at) {
            Ok(range) => {
                at = range.end;
                match read::message(table, &body[range]) {
                    Ok(wire) => {
                        found.push(wire);
                        continue;
                    }
                    Err(why) => why,
                }
            }
            Err(Fault::Empty) => return Ok(found),
            Err(Fault::Short) => "unexpected EOF".to_owned(),
            Err(Fault::Bad(why)) => why,
        };
        return if found.is_empty() {
            Err(Reply::refused(2, &why))
        } else {
            Ok(found)
        };
    }
}

/// What a body says to a watch stream.
pub(super) fn watch_requests(body: &[u8]) -> Result<Vec<StreamRequest>, Reply> {
    let messages = stream(&schema::WATCH_REQUEST, body)?;
    Ok(messages.iter().filter_map(|it| watch_request(it)).collect())
}

/// The last choice counts; a message without one says nothing.
fn watch_request(wire: &[u8]) -> Option<StreamRequest> {
    let (tag, Value::Bytes(inner)) = fields(wire).pop()? else {
        return None;
    };
    match tag {
        1 => WatchCreateRequest::decode(inner)
            .ok()
            .map(StreamRequest::WatchCreate),
        2 => WatchCancelRequest::decode(inner)
            .ok()
            .map(StreamRequest::WatchCancel),
        _ => Some(StreamRequest::WatchProgress),
    }
}

/// The renewals that a body asks for.
pub(super) fn keep_alives(body: &[u8]) -> Result<Vec<Request>, Reply> {
    let messages = stream(&schema::LEASE_ID, body)?;
    let requests = messages
        .iter()
        .filter_map(|it| api::LeaseKeepAliveRequest::decode(&it[..]).ok());
    Ok(requests.map(Request::LeaseKeepAlive).collect())
}
