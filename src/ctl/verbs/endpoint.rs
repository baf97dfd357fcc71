//! `endpoint health|status|hashkv` and `defrag`: one question to each endpoint. It must not know
//! how answers look.

use std::collections::VecDeque;

use crate::ctl::golang::Nanos;
use crate::ctl::print::{At, Health};
use crate::etcd::api;
use crate::units::{Map, Micros};

use super::{Desk, Event, Failure, Invocation, Machine, Next, over};

/// What each endpoint is asked.
#[derive(Clone, Debug, PartialEq)]
enum Survey {
    /// All at once: a read through the quorum, then the alarms.
    Health {
        asked: Map<u32, Asked>,
        rows: Vec<Health>,
    },
    /// One after the other.
    Status { rows: Vec<At<api::StatusResponse>> },
    /// The same about the keys' hash at a revision.
    HashKv {
        revision: i64,
        rows: Vec<At<api::HashKvResponse>>,
    },
    /// The same, and each is told of as it is done.
    Defrag,
}

/// One endpoint whose health is being asked for.
#[derive(Clone, Debug, PartialEq)]
struct Asked {
    endpoint: String,
    /// How long the read took, once it is answered.
    took: Option<Micros>,
}

/// A survey of endpoints.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::ctl) struct Endpoints {
    survey: Survey,
    timeout: Micros,
    /// The member list that `--cluster` asks for first.
    list: Option<u32>,
    /// The one being asked, where they are asked one after the other.
    current: Option<(u32, String)>,
    left: VecDeque<String>,
    /// The last endpoint's error.
    error: Option<api::Error>,
}

/// `endpoint health`.
pub(super) fn health(mut invocation: Invocation, desk: &mut Desk) -> Next {
    invocation.connect_each(desk)?;
    let survey = Survey::Health {
        asked: Map::new(),
        rows: Vec::new(),
    };
    Endpoints::begin(survey, &invocation, desk)
}

/// `endpoint status`.
pub(super) fn status(mut invocation: Invocation, desk: &mut Desk) -> Next {
    invocation.connect(desk)?;
    Endpoints::begin(Survey::Status { rows: Vec::new() }, &invocation, desk)
}

/// `endpoint hashkv`.
pub(super) fn hash_kv(mut invocation: Invocation, desk: &mut Desk) -> Next {
    invocation.connect_as(desk, true)?;
    let revision = invocation.flags.int("rev");
    let rows = Vec::new();
    Endpoints::begin(Survey::HashKv { revision, rows }, &invocation, desk)
}

/// `defrag`.
pub(super) fn defrag(mut invocation: Invocation, desk: &mut Desk) -> Next {
    invocation.connect_as(desk, true)?;
    Endpoints::begin(Survey::Defrag, &invocation, desk)
}

impl Endpoints {
    fn begin(survey: Survey, invocation: &Invocation, desk: &mut Desk) -> Next {
        let mut endpoints = Self {
            survey,
            timeout: invocation.timeout(),
            list: None,
            current: None,
            left: VecDeque::new(),
            error: None,
        };
        if !invocation.flags.bool("cluster") {
            return endpoints.ask(desk, invocation.endpoints());
        }
        desk.endpoints = invocation.discover()?;
        if desk.endpoints.is_empty() {
            let text = "etcdclient: no available endpoints";
            return Err(Failure::new(Failure::ERROR, text));
        }
        let request = api::Request::MemberList(api::MemberListRequest { linearizable: true });
        endpoints.list = Some(desk.call(request, endpoints.timeout));
        Ok(Machine::Endpoints(Box::new(endpoints)))
    }

    /// Starts asking, once the endpoints are known.
    fn ask(mut self, desk: &mut Desk, endpoints: Vec<String>) -> Next {
        if let Survey::Health { asked, .. } = &mut self.survey {
            for endpoint in endpoints {
                let key = bytes::Bytes::from_static(b"health");
                let range = api::RangeRequest {
                    key,
                    ..api::RangeRequest::default()
                };
                let request = api::Request::Range(range);
                let call = desk.call_at(vec![endpoint.clone()], request, self.timeout);
                asked.insert(
                    call,
                    Asked {
                        endpoint,
                        took: None,
                    },
                );
            }
        } else {
            self.left = endpoints.into();
        }
        self.proceed(desk)
    }

    /// Asks the next endpoint, or prints when none is left.
    fn proceed(mut self, desk: &mut Desk) -> Next {
        let waiting = match &self.survey {
            Survey::Health { asked, .. } => !asked.is_empty(),
            _ => self.current.is_some(),
        };
        if waiting {
            return Ok(Machine::Endpoints(Box::new(self)));
        }
        let Some(endpoint) = self.left.pop_front() else {
            return self.finish(desk);
        };
        let request = match self.survey {
            Survey::HashKv { revision, .. } => {
                api::Request::HashKv(api::HashKvRequest { revision })
            }
            Survey::Defrag => api::Request::Defragment(api::DefragmentRequest {}),
            _ => api::Request::Status(api::StatusRequest {}),
        };
        let call = desk.call_at(vec![endpoint.clone()], request, self.timeout);
        self.current = Some((call, endpoint));
        Ok(Machine::Endpoints(Box::new(self)))
    }

    pub(super) fn step(mut self, desk: &mut Desk, event: Event) -> Next {
        let Event::Response { call, result, took } = event else {
            return Ok(Machine::Endpoints(Box::new(self)));
        };
        if self.list == Some(call) {
            self.list = None;
            return self.listed(desk, result);
        }
        if let Survey::Health { asked, rows } = &mut self.survey {
            let Some(one) = asked.remove(&call) else {
                return Ok(Machine::Endpoints(Box::new(self)));
            };
            match one.answered(result, took, self.timeout, desk) {
                Answered::Asks(call, one) => drop(asked.insert(call, one)),
                Answered::Row(row) => rows.push(row),
            }
            return self.proceed(desk);
        }
        match self.current.take() {
            Some((current, endpoint)) if current == call => {
                self.one_answered(desk, endpoint, result);
                self.proceed(desk)
            }
            current => {
                self.current = current;
                Ok(Machine::Endpoints(Box::new(self)))
            }
        }
    }

    /// The member list that `--cluster` asked for.
    fn listed(self, desk: &mut Desk, result: Result<api::Response, api::Error>) -> Next {
        let what = "failed to fetch endpoints from etcd cluster member list";
        let fail = |error| Failure::new(Failure::ERROR, format!("{what}: {error}"));
        let endpoints = match result.map_err(fail)? {
            api::Response::MemberList(answer) => answer
                .members
                .into_iter()
                .flat_map(|member| member.client_urls)
                .collect(),
            _ => Vec::new(),
        };
        self.ask(desk, endpoints)
    }

    /// The answer of one endpoint's status.
    fn one_answered(
        &mut self,
        desk: &mut Desk,
        endpoint: String,
        result: Result<api::Response, api::Error>,
    ) {
        match (&mut self.survey, result) {
            (Survey::Status { rows }, Ok(api::Response::Status(answer))) => {
                rows.push(At { endpoint, answer });
            }
            (Survey::HashKv { rows, .. }, Ok(api::Response::HashKv(answer))) => {
                rows.push(At { endpoint, answer });
            }
            (Survey::Defrag, Ok(_)) => {
                desk.out(format!("Finished defragmenting etcd member[{endpoint}]\n"));
            }
            (survey, Err(error)) => {
                let text = match survey {
                    Survey::HashKv { .. } => format!("get the hash of endpoint {endpoint}"),
                    Survey::Defrag => format!("defragment etcd member[{endpoint}]"),
                    _ => format!("get the status of endpoint {endpoint}"),
                };
                desk.err(format!("Failed to {text} ({error})\n"));
                self.error = Some(error);
            }
            _ => {}
        }
    }

    fn finish(self, desk: &mut Desk) -> Next {
        let printer = desk.printer;
        let failure = match &self.survey {
            Survey::Health { rows, .. } => {
                desk.out(printer.health(rows)?);
                desk.err(printer.unhealthy(rows));
                let ill = rows.iter().any(|row| !row.error.is_empty());
                ill.then(|| Failure::new(Failure::ERROR, "unhealthy cluster"))
            }
            Survey::Status { rows } => {
                desk.out(printer.status(rows)?);
                self.error.map(|_| Failure::silent(Failure::ERROR))
            }
            Survey::HashKv { rows, .. } => {
                desk.out(printer.hash_kv(rows)?);
                self.error.map(|error| Failure::new(Failure::ERROR, error))
            }
            Survey::Defrag => self.error.map(|_| Failure::silent(Failure::ERROR)),
        };
        match failure {
            Some(failure) => Err(failure),
            None => Ok(over(desk)),
        }
    }
}

/// What follows an answer about health.
enum Answered {
    /// The second question, and its call.
    Asks(u32, Asked),
    /// Nothing more to ask.
    Row(Health),
}

impl Asked {
    /// Takes an answer.
    fn answered(
        self,
        result: Result<api::Response, api::Error>,
        took: Micros,
        timeout: Micros,
        desk: &mut Desk,
    ) -> Answered {
        let Self {
            endpoint,
            took: first,
        } = self;
        let span = |took: Micros| {
            Nanos(i64::try_from(took.0.saturating_mul(1_000)).unwrap_or(i64::MAX)).to_string()
        };
        let row = |took, error| Health {
            endpoint: endpoint.clone(),
            took: span(took),
            error,
        };
        match (first, result) {
            // A refusal comes through the quorum too. Both questions share one deadline.
            (None, Ok(_) | Err(api::Error::PermissionDenied)) => {
                let left = timeout.since(took);
                let request = api::Request::Alarm(api::AlarmRequest::default());
                let call = desk.call_at(vec![endpoint.clone()], request, left);
                Answered::Asks(
                    call,
                    Self {
                        endpoint,
                        took: Some(took),
                    },
                )
            }
            (None, Err(error)) => Answered::Row(row(took, error.to_string())),
            (Some(took), Ok(api::Response::Alarm(answer))) if !answer.alarms.is_empty() => {
                let names = answer.alarms.iter().map(|alarm| match alarm.alarm() {
                    api::AlarmType::Nospace => "NOSPACE ",
                    api::AlarmType::Corrupt => "CORRUPT ",
                    api::AlarmType::None => "UNKNOWN ",
                });
                Answered::Row(row(
                    took,
                    format!("Active Alarm(s): {}", names.collect::<String>()),
                ))
            }
            (Some(took), Ok(_)) => Answered::Row(row(took, String::new())),
            (Some(took), Err(_)) => {
                Answered::Row(row(took, "Unable to fetch the alarm list".to_owned()))
            }
        }
    }
}
