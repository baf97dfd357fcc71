//! Answers to text, one function for each kind of answer and format. It must not know how an
//! answer was asked for.

pub(super) mod auth;
mod fields;
pub(super) mod json;
mod simple;
mod table;
#[cfg(test)]
mod tests;

use prost::Message as _;

use crate::etcd::{api, backend::Status};

use super::desk::Failure;

/// The formats of `--write-out`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Format {
    #[default]
    Simple,
    Json,
    Fields,
    Table,
    Protobuf,
}

impl Format {
    /// The names, in the order of `ALL`.
    pub(super) const NAMES: [&str; 5] = ["simple", "json", "fields", "table", "protobuf"];
    const ALL: [Self; 5] = [
        Self::Simple,
        Self::Json,
        Self::Fields,
        Self::Table,
        Self::Protobuf,
    ];

    /// The format of that name.
    pub(super) fn named(name: &[u8]) -> Option<Self> {
        let place = Self::NAMES.iter().position(|it| it.as_bytes() == name)?;
        Some(Self::ALL[place])
    }

    fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// The complaint of a command that has no such format.
    fn unsupported(self) -> Failure {
        let name = self.name();
        Failure::new(
            Failure::BAD_FEATURE,
            format!("{name} not supported as output format"),
        )
    }
}

/// Whatever is printed; keys and values are bytes.
type Text = Result<Vec<u8>, Failure>;

/// One row of `endpoint health`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Health {
    pub(super) endpoint: String,
    pub(super) took: String,
    /// Empty: healthy.
    pub(super) error: String,
}

/// One endpoint's answer.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct At<T> {
    pub(super) endpoint: String,
    pub(super) answer: T,
}

/// How answers are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Printer {
    pub(super) format: Format,
    /// Keys and values as `\x6b…`; only the simple format and the member list listen to it.
    pub(super) hex: bool,
}

impl Printer {
    pub(super) fn put(self, answer: &api::PutResponse) -> Text {
        Ok(match self.format {
            Format::Simple => simple::put(answer, self.hex),
            Format::Json => json::put(answer).line(),
            Format::Fields => fields::put(answer).into_bytes(),
            Format::Protobuf => answer.encode_to_vec(),
            Format::Table => return Err(self.format.unsupported()),
        })
    }

    pub(super) fn get(self, answer: &api::RangeResponse, values_only: bool) -> Text {
        Ok(match self.format {
            Format::Simple => simple::get(answer, self.hex, values_only),
            Format::Json => json::get(answer).line(),
            Format::Fields => fields::get(answer).into_bytes(),
            Format::Protobuf => answer.encode_to_vec(),
            Format::Table => return Err(self.format.unsupported()),
        })
    }

    pub(super) fn del(self, answer: &api::DeleteRangeResponse) -> Text {
        Ok(match self.format {
            Format::Simple => simple::del(answer, self.hex),
            Format::Json => json::del(answer).line(),
            Format::Fields => fields::del(answer).into_bytes(),
            Format::Protobuf => answer.encode_to_vec(),
            Format::Table => return Err(self.format.unsupported()),
        })
    }

    pub(super) fn txn(self, answer: &api::TxnResponse) -> Text {
        Ok(match self.format {
            Format::Simple => simple::txn(answer, self.hex),
            Format::Json => json::txn(answer).line(),
            Format::Fields => fields::txn(answer).into_bytes(),
            Format::Protobuf => answer.encode_to_vec(),
            Format::Table => return Err(self.format.unsupported()),
        })
    }

    pub(super) fn watch(self, answer: &api::WatchResponse) -> Text {
        Ok(match self.format {
            Format::Simple => simple::watch(answer, self.hex),
            Format::Json => json::watch(answer).line(),
            Format::Fields => fields::watch(answer).into_bytes(),
            Format::Protobuf => {
                // The client rebuilds the message from what it kept of it.
                let kept = api::WatchResponse {
                    header: Some(answer.header.unwrap_or_default()),
                    compact_revision: answer.compact_revision,
                    canceled: answer.canceled,
                    created: answer.created,
                    events: answer.events.clone(),
                    ..api::WatchResponse::default()
                };
                kept.encode_to_vec()
            }
            Format::Table => return Err(self.format.unsupported()),
        })
    }

    pub(super) fn grant(self, answer: &api::LeaseGrantResponse) -> Text {
        Ok(match self.format {
            Format::Simple => simple::grant(answer),
            Format::Json => json::grant(answer).line(),
            Format::Fields => fields::grant(answer).into_bytes(),
            Format::Protobuf => inlined_header(answer.header),
            Format::Table => return Err(self.format.unsupported()),
        })
    }

    pub(super) fn revoke(self, lease: i64, answer: &api::LeaseRevokeResponse) -> Text {
        Ok(match self.format {
            Format::Simple => simple::revoke(lease),
            Format::Json => json::revoke(answer).line(),
            Format::Fields => fields::header(answer.header).into_bytes(),
            Format::Protobuf => return Err(no_message(answer.header)),
            Format::Table => return Err(self.format.unsupported()),
        })
    }

    pub(super) fn keep_alive(self, answer: &api::LeaseKeepAliveResponse) -> Text {
        Ok(match self.format {
            Format::Simple => simple::keep_alive(answer),
            Format::Json => json::keep_alive(answer).line(),
            Format::Fields => fields::keep_alive(answer).into_bytes(),
            Format::Protobuf => inlined_header(answer.header),
            Format::Table => return Err(self.format.unsupported()),
        })
    }

    pub(super) fn time_to_live(self, answer: &api::LeaseTimeToLiveResponse, keys: bool) -> Text {
        Ok(match self.format {
            Format::Simple => simple::time_to_live(answer, keys),
            Format::Json => json::time_to_live(answer).line(),
            Format::Fields => fields::time_to_live(answer).into_bytes(),
            Format::Protobuf => inlined_header(answer.header),
            Format::Table => return Err(self.format.unsupported()),
        })
    }

    pub(super) fn leases(self, answer: &api::LeaseLeasesResponse) -> Text {
        Ok(match self.format {
            Format::Simple => simple::leases(answer),
            Format::Json => json::leases(answer).line(),
            Format::Fields => fields::leases(answer).into_bytes(),
            Format::Protobuf => inlined_header(answer.header),
            Format::Table => return Err(self.format.unsupported()),
        })
    }

    pub(super) fn member_list(self, answer: &api::MemberListResponse) -> Text {
        Ok(match self.format {
            Format::Simple => simple::rows(&table::members(answer)),
            Format::Json if self.hex => json::member_list_hex(answer),
            Format::Json => json::member_list(answer).line(),
            Format::Fields => fields::member_list(answer).into_bytes(),
            Format::Table => table::render(&table::MEMBERS, &table::members(answer)),
            Format::Protobuf => answer.encode_to_vec(),
        })
    }

    pub(super) fn member_add(self, answer: &api::MemberAddResponse) -> Text {
        let id = answer.member.as_ref().map_or(0, |member| member.id);
        Ok(match self.format {
            Format::Simple => simple::member(id, "added to", answer.header),
            Format::Json => json::member_add(answer).line(),
            Format::Protobuf => answer.encode_to_vec(),
            Format::Fields | Format::Table => return Err(self.format.unsupported()),
        })
    }

    /// A member was removed or updated.
    pub(super) fn member_changed(
        self,
        id: u64,
        what: &str,
        answer: &api::MemberListResponse,
    ) -> Text {
        Ok(match self.format {
            Format::Simple => simple::member(id, what, answer.header),
            Format::Json => json::member_list(answer).line(),
            Format::Protobuf => answer.encode_to_vec(),
            Format::Fields | Format::Table => return Err(self.format.unsupported()),
        })
    }

    /// A learner was promoted, of which etcdctl 3.5 knows one way to tell.
    pub(super) fn member_promoted(self, id: u64, answer: &api::MemberListResponse) -> Text {
        if self.format != Format::Simple {
            return Err(self.format.unsupported());
        }
        Ok(simple::member(id, "promoted in", answer.header))
    }

    pub(super) fn move_leader(self, from: u64, to: u64, answer: &api::MoveLeaderResponse) -> Text {
        Ok(match self.format {
            Format::Simple => simple::move_leader(from, to),
            Format::Json => json::move_leader(answer).line(),
            Format::Protobuf => answer.encode_to_vec(),
            Format::Fields | Format::Table => return Err(self.format.unsupported()),
        })
    }

    /// `endpoint health`, without the lines of the simple format that go to standard error.
    pub(super) fn health(self, rows: &[Health]) -> Text {
        Ok(match self.format {
            Format::Simple => simple::healthy(rows),
            Format::Json => json::health(rows),
            Format::Fields => fields::health(rows).into_bytes(),
            Format::Table => table::render(&table::HEALTH, &table::health(rows)),
            Format::Protobuf => return Err(self.format.unsupported()),
        })
    }

    /// What `endpoint health` says on standard error.
    pub(super) fn unhealthy(self, rows: &[Health]) -> String {
        match self.format {
            Format::Simple => simple::unhealthy(rows),
            Format::Json | Format::Fields | Format::Table | Format::Protobuf => String::new(),
        }
    }

    /// What a snapshot holds.
    pub(super) fn snapshot(self, status: &Status) -> Text {
        Ok(match self.format {
            Format::Simple => simple::rows(&table::snapshot(status)),
            Format::Json => json::snapshot(status).line(),
            Format::Fields => fields::snapshot(status).into_bytes(),
            Format::Table => table::render(&table::SNAPSHOT, &table::snapshot(status)),
            Format::Protobuf => return Err(self.format.unsupported()),
        })
    }

    /// Alarms.
    pub(super) fn alarms(self, answer: &api::AlarmResponse) -> Text {
        Ok(match self.format {
            Format::Simple => simple::alarms(answer).into_bytes(),
            Format::Json => json::alarms(answer).line(),
            Format::Fields => fields::alarms(answer).into_bytes(),
            Format::Protobuf => answer.encode_to_vec(),
            Format::Table => return Err(self.format.unsupported()),
        })
    }

    /// The hashes of endpoints.
    pub(super) fn hash_kv(self, rows: &[At<api::HashKvResponse>]) -> Text {
        Ok(match self.format {
            Format::Simple => simple::rows(&table::hash_kv(rows)),
            Format::Json => json::hash_kv(rows),
            Format::Fields => fields::hash_kv(rows).into_bytes(),
            Format::Table => table::render(&table::HASH_KV, &table::hash_kv(rows)),
            Format::Protobuf => return Err(self.format.unsupported()),
        })
    }

    pub(super) fn status(self, rows: &[At<api::StatusResponse>]) -> Text {
        Ok(match self.format {
            Format::Simple => simple::rows(&table::status(rows)),
            Format::Json => json::status(rows),
            Format::Fields => fields::status(rows).into_bytes(),
            Format::Table => table::render(&table::STATUS, &table::status(rows)),
            Format::Protobuf => return Err(self.format.unsupported()),
        })
    }
}

/// The client's own lease answers hold a header in their first place, and its marshaller is the
/// only one that Go finds in them.
fn inlined_header(header: Option<api::ResponseHeader>) -> Vec<u8> {
    header.unwrap_or_default().encode_to_vec()
}

/// A revoke's answer is passed by value, which has no marshaller.
fn no_message(header: Option<api::ResponseHeader>) -> Failure {
    let header = fields::go_header(header.unwrap_or_default());
    let name = "clientv3.LeaseRevokeResponse";
    let text = format!("marshal unsupported for type {name} ({{{header} {{}} [] 0}})");
    Failure::new(Failure::BAD_FEATURE, text)
}
