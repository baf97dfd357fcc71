//! `member add|remove|update|promote` and `move-leader`. It must not know how answers look.

use crate::ctl::golang::{parse_uint, quote};
use crate::ctl::print::Format;
use crate::etcd::api;
use crate::units::Micros;

use super::unary::{self, Asked};
use super::{Desk, Event, Failure, Invocation, Machine, Next, over};

fn bad_args(text: impl std::fmt::Display) -> Failure {
    Failure::new(Failure::BAD_ARGS, text)
}

fn error(error: impl std::fmt::Display) -> Failure {
    Failure::new(Failure::ERROR, error)
}

/// A `member add` and the list that it asks for afterwards.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::ctl) struct Add {
    name: String,
    /// As typed.
    peer_urls: String,
    timeout: Micros,
    call: u32,
    /// Once it is added: its id, and who answered last.
    added: Option<(u64, u64)>,
}

/// `member add NAME --peer-urls=URLS [--learner]`.
pub(super) fn add(mut invocation: Invocation, desk: &mut Desk) -> Next {
    let name = match invocation.args() {
        [] => return Err(bad_args("member name not provided")),
        [name] => String::from_utf8_lossy(name).into_owned(),
        [..] => return Err(bad_args(too_many(invocation.args()))),
    };
    let (peer_urls, list) = peer_urls(&invocation)?;
    let (timeout, is_learner) = (invocation.timeout(), invocation.flags.bool("learner"));
    invocation.connect(desk)?;
    let peer_list = api::check_urls(&list).map_err(error)?;
    let request = api::MemberAddRequest {
        peer_urls: peer_list,
        is_learner,
    };
    let call = desk.call(api::Request::MemberAdd(request), timeout);
    Ok(Machine::Add(Box::new(Add {
        name,
        peer_urls,
        timeout,
        call,
        added: None,
    })))
}

fn too_many(args: &[Vec<u8>]) -> String {
    let mut text = "too many arguments".to_owned();
    for word in args.iter().map(|word| String::from_utf8_lossy(word)) {
        if word.to_lowercase().starts_with("http") {
            text.push_str(&format!(", did you mean --peer-urls={word}"));
        }
    }
    text
}

/// `--peer-urls` as typed, and cut at its commas.
fn peer_urls(invocation: &Invocation) -> Result<(String, Vec<String>), Failure> {
    let text = String::from_utf8_lossy(invocation.flags.text("peer-urls")).into_owned();
    if text.is_empty() {
        return Err(bad_args("member peer urls not provided"));
    }
    let list = text.split(',').map(str::to_owned).collect();
    Ok((text, list))
}

impl Add {
    pub(super) fn step(mut self, desk: &mut Desk, event: Event) -> Next {
        let Event::Response { call, result, .. } = event else {
            return Ok(Machine::Add(Box::new(self)));
        };
        if call != self.call {
            return Ok(Machine::Add(Box::new(self)));
        }
        let list = api::Request::MemberList(api::MemberListRequest { linearizable: true });
        let answer = result.map_err(error)?;
        let who = answer.header().unwrap_or_default().member_id;
        match (&answer, self.added) {
            (api::Response::MemberAdd(answer), _) => {
                desk.out(desk.printer.member_add(answer)?);
                if desk.printer.format != Format::Simple {
                    return Ok(over(desk));
                }
                let id = answer.member.as_ref().map_or(0, |member| member.id);
                self.added = Some((id, who));
                self.call = desk.call(list, self.timeout);
            }
            (api::Response::MemberList(answer), Some((id, last))) if last == who => {
                desk.out(self.environment(id, &answer.members));
                return Ok(over(desk));
            }
            // Another member answered, which may not know the new one yet: a read through the
            // quorum brings it up to date.
            (api::Response::MemberList(_), _) => {
                let range = api::RangeRequest {
                    key: bytes::Bytes::from_static(b"_"),
                    ..api::RangeRequest::default()
                };
                self.call = desk.call(api::Request::Range(range), self.timeout);
            }
            (_, added) => {
                self.added = added.map(|(id, _)| (id, who));
                self.call = desk.call(list, self.timeout);
            }
        }
        Ok(Machine::Add(Box::new(self)))
    }

    /// What the new member's process is to be started with.
    fn environment(&self, id: u64, members: &[api::Member]) -> String {
        let named = members.iter().flat_map(|member| {
            let name = if member.id == id {
                &self.name
            } else {
                &member.name
            };
            let urls = member.peer_urls.iter();
            urls.map(move |url| format!("{name}={url}"))
        });
        let cluster = named.collect::<Vec<_>>().join(",");
        let [name, cluster, peers] =
            [&self.name, &cluster, &self.peer_urls].map(|text| quote(text.as_bytes()));
        format!(
            "\nETCD_NAME={name}\nETCD_INITIAL_CLUSTER={cluster}\n\
             ETCD_INITIAL_ADVERTISE_PEER_URLS={peers}\nETCD_INITIAL_CLUSTER_STATE=\"existing\"\n"
        )
    }
}

/// The one argument of the other commands: an id in hex.
fn member_id(invocation: &Invocation) -> Result<u64, Failure> {
    let [text] = invocation.args() else {
        return Err(bad_args("member ID is not provided"));
    };
    let bad = |error| bad_args(format!("bad member ID arg ({error}), expecting ID in Hex"));
    parse_uint(text, 16).map_err(bad)
}

/// `member remove ID`.
pub(super) fn remove(mut invocation: Invocation, desk: &mut Desk) -> Next {
    let id = member_id(&invocation)?;
    let timeout = invocation.timeout();
    invocation.connect(desk)?;
    let request = api::Request::MemberRemove(api::MemberIdRequest { id });
    unary::call(desk, request, timeout, Asked::MemberRemove { id })
}

/// `member promote ID`.
pub(super) fn promote(mut invocation: Invocation, desk: &mut Desk) -> Next {
    let id = member_id(&invocation)?;
    let timeout = invocation.timeout();
    invocation.connect(desk)?;
    let request = api::Request::MemberPromote(api::MemberIdRequest { id });
    unary::call(desk, request, timeout, Asked::MemberPromote { id })
}

/// `member update ID --peer-urls=URLS`.
pub(super) fn update(mut invocation: Invocation, desk: &mut Desk) -> Next {
    let id = member_id(&invocation)?;
    let (_, list) = peer_urls(&invocation)?;
    let timeout = invocation.timeout();
    invocation.connect(desk)?;
    let peer_urls = api::check_urls(&list).map_err(error)?;
    let request = api::Request::MemberUpdate(api::MemberUpdateRequest { id, peer_urls });
    unary::call(desk, request, timeout, Asked::MemberUpdate { id })
}

/// A `move-leader`: each endpoint is asked whether it leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ctl) struct MoveLeader {
    target: u64,
    left: Vec<String>,
    call: u32,
    endpoint: String,
    /// What is left of the one deadline of all calls.
    timeout: Micros,
    /// The leader, once it is found.
    leader: Option<u64>,
}

/// `move-leader ID`.
pub(super) fn move_leader(mut invocation: Invocation, desk: &mut Desk) -> Next {
    let [text] = invocation.args() else {
        return Err(bad_args("move-leader command needs 1 argument"));
    };
    let target = parse_uint(text, 16).map_err(bad_args)?;
    let timeout = invocation.timeout();
    invocation.connect(desk)?;
    let mut left = desk.endpoints.clone();
    left.reverse();
    MoveLeader {
        target,
        left,
        call: 0,
        endpoint: String::new(),
        timeout,
        leader: None,
    }
    .ask(desk)
}

impl MoveLeader {
    fn ask(mut self, desk: &mut Desk) -> Next {
        let Some(endpoint) = self.left.pop() else {
            let endpoints = desk.endpoints.join(" ");
            return Err(bad_args(format!(
                "no leader endpoint given at [{endpoints}]"
            )));
        };
        let request = api::Request::Status(api::StatusRequest {});
        self.call = desk.call_at(vec![endpoint.clone()], request, self.timeout);
        self.endpoint = endpoint;
        Ok(Machine::MoveLeader(self))
    }

    pub(super) fn step(mut self, desk: &mut Desk, event: Event) -> Next {
        let Event::Response { call, result, took } = event else {
            return Ok(Machine::MoveLeader(self));
        };
        if call != self.call {
            return Ok(Machine::MoveLeader(self));
        }
        self.timeout = Micros(self.timeout.0.saturating_sub(took.0));
        match (result.map_err(error)?, self.leader) {
            (api::Response::MoveLeader(answer), Some(leader)) => {
                desk.out(desk.printer.move_leader(leader, self.target, &answer)?);
                return Ok(over(desk));
            }
            (api::Response::Status(status), _)
                if status.header.unwrap_or_default().member_id == status.leader =>
            {
                self.leader = Some(status.leader);
                let target_id = self.target;
                let request = api::Request::MoveLeader(api::MoveLeaderRequest { target_id });
                self.call = desk.call_at(vec![self.endpoint.clone()], request, self.timeout);
            }
            _ => return self.ask(desk),
        }
        Ok(Machine::MoveLeader(self))
    }
}
