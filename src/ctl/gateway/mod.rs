//! The JSON gateway of etcd 3.5: HTTP requests to etcd's requests, answers to JSON.
//!
//! What grpc-gateway 1.16 does with `jsonpb`, and what stands beside it on the same port
//! (`/version`, `/health`, `/metrics`). [`ask`] reads a request; [`Exchange`] carries it out over a
//! desk's calls and says what comes back, piece by piece. The [`schema`] tables also serve whoever
//! wants one of etcd's messages as JSON. It must not know curl, nor a page.

mod base64;
mod downgrade;
mod exchange;
mod health;
mod json;
mod messages;
mod plain;
mod read;
mod recipe;
mod reply;
pub(in crate::ctl) mod routes;
pub mod schema;
#[cfg(test)]
mod tests;
pub(in crate::ctl) mod wire;
mod write;

pub(in crate::ctl) use exchange::{Exchange, Said};
pub use messages::{Method, method_of, request_wire, response_wire};
pub use reply::Reply;
pub(in crate::ctl) use routes::find;
pub use routes::{How, Recipe, Route};
pub use write::message as message_json;

use crate::etcd::api::{Request, StreamRequest};

use json::Fault;
use schema::Message;

/// What a request comes to.
pub enum Ask {
    /// An answer that needs nobody else.
    Answer(Reply),
    /// One call.
    Call(Request, &'static Message),
    /// A stream of watchers: its messages, in their order.
    Watch(Vec<StreamRequest>),
    /// Renewals, one after the other.
    KeepAlive(Vec<Request>),
    /// The backend's file in pieces.
    Snapshot(Request),
    /// A lock or an election: its body as protobuf.
    Recipe(Recipe, Vec<u8>, &'static Message),
    /// A downgrade that would be possible.
    Downgrade,
    /// `/version`.
    Version,
    /// `/health`, with the names of alarms that don't count.
    Health(Vec<String>),
    /// `/metrics`.
    Metrics,
}

/// Reads a request: its method, its path with what may follow `?`, and its body.
#[must_use]
pub fn ask(method: &str, target: &str, body: &[u8]) -> Ask {
    let (path, query) = match target.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (target, None),
    };
    let Some(path) = plain::unescape(path) else {
        return Ask::Answer(Reply::malformed());
    };
    if method == "OPTIONS" {
        return Ask::Answer(Reply::nothing());
    }
    let path = match path.strip_prefix("/v3beta/") {
        Some(rest) => format!("/v3/{rest}"),
        None => path,
    };
    let clean = plain::clean(&path);
    if clean == "/v3" || clean != path {
        let slash = if clean == "/v3" { "/" } else { "" };
        let query = query.map_or_else(String::new, |query| format!("?{query}"));
        let to = format!("{}{slash}{query}", plain::escape(&clean));
        return Ask::Answer(Reply::moved(method, &to));
    }
    match path.strip_prefix("/v3/") {
        Some(path) => gateway(method, path, body),
        None => plain::ask(method, &path, query.unwrap_or_default()),
    }
}

/// What stands below `/v3/`.
fn gateway(method: &str, path: &str, body: &[u8]) -> Ask {
    // What follows the last colon of the last part would be a verb; etcd has none.
    let (before, last) = path.rsplit_once('/').unwrap_or(("", path));
    let (last, verb) = last.rsplit_once(':').unwrap_or((last, ""));
    let name = match before {
        "" => last.to_owned(),
        _ => format!("{before}/{last}"),
    };
    let Some(route) = routes::find(&name).filter(|_| verb.is_empty()) else {
        return Ask::Answer(Reply::text(404, "Not Found"));
    };
    if method != "POST" {
        return Ask::Answer(Reply::text(405, "Method Not Allowed"));
    }
    let asked = match route.how {
        How::Watch => messages::watch_requests(body).map(Ask::Watch),
        How::KeepAlive => messages::keep_alives(body).map(Ask::KeepAlive),
        _ => unary(route, body),
    };
    asked.unwrap_or_else(Ask::Answer)
}

fn unary(route: &'static Route, body: &[u8]) -> Result<Ask, Reply> {
    let refuse = |why: &str| Reply::refused(3, why);
    let wire = match json::value(body, 0) {
        Ok(range) => read::message(route.request, &body[range]).map_err(|why| refuse(&why))?,
        Err(Fault::Empty) => Vec::new(),
        Err(Fault::Short) => return Err(refuse("unexpected EOF")),
        Err(Fault::Bad(why)) => return Err(refuse(&why)),
    };
    let made = match route.how {
        How::Call(make) => make(&wire).map(|request| Ask::Call(request, route.response)),
        How::Snapshot => Some(Ask::Snapshot(messages::snapshot())),
        How::Recipe(recipe) => Some(Ask::Recipe(recipe, wire, route.response)),
        How::Downgrade => return downgrade::refusal(&wire).map_or(Ok(Ask::Downgrade), Err),
        How::Watch | How::KeepAlive => None,
    };
    made.ok_or_else(|| Reply::refused(13, "grpc: failed to unmarshal the received message"))
}
