//! Answers about users and roles, in all formats. It must not know how they were asked for.

use prost::Message as _;

use super::{Format, Printer, Text, fields, json};
use crate::ctl::verbs::prefix_end;
use crate::etcd::api::{AuthResponse, AuthRoleGetResponse, Permission, PermissionType};

/// What the simple format says of an answer, as far as the command knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ctl) enum Said {
    /// This, in every format.
    Always(&'static str),
    /// This.
    Done(String),
    /// What this user or role has.
    Of(String),
    /// What the answer holds.
    Names,
}

impl Printer {
    pub(in crate::ctl) fn auth(self, said: &Said, answer: &AuthResponse) -> Text {
        if let Said::Always(text) = said {
            return Ok(text.as_bytes().to_vec());
        }
        Ok(match self.format {
            Format::Simple => simple(said, answer),
            Format::Json => json::auth(answer).line(),
            Format::Protobuf => match answer {
                AuthResponse::Done(it) => it.encode_to_vec(),
                AuthResponse::Status(it) => it.encode_to_vec(),
                AuthResponse::Authenticate(it) => it.encode_to_vec(),
                AuthResponse::RoleGet(it) => it.encode_to_vec(),
                AuthResponse::UserGet(it)
                | AuthResponse::UserList(it)
                | AuthResponse::RoleList(it) => it.encode_to_vec(),
            },
            Format::Fields => match answer {
                AuthResponse::Done(it) => fields::header(it.header).into_bytes(),
                AuthResponse::RoleGet(it) => fields::role(it).into_bytes(),
                AuthResponse::RoleList(it) => fields::roles(it).into_bytes(),
                _ => return Err(self.format.unsupported()),
            },
            Format::Table => return Err(self.format.unsupported()),
        })
    }
}

fn simple(said: &Said, answer: &AuthResponse) -> Vec<u8> {
    match (said, answer) {
        (Said::Done(text), _) => text.clone(),
        (Said::Of(user), AuthResponse::UserGet(answer)) => {
            let roles: String = answer.names.iter().map(|role| format!(" {role}")).collect();
            format!("User: {user}\nRoles:{roles}\n")
        }
        (Said::Of(role), AuthResponse::RoleGet(answer)) => return simple_role(role, answer),
        (_, AuthResponse::UserList(answer) | AuthResponse::RoleList(answer)) => answer
            .names
            .iter()
            .map(|name| format!("{name}\n"))
            .collect(),
        (_, AuthResponse::Status(answer)) => format!(
            "Authentication Status: {}\nAuthRevision: {}\n",
            answer.enabled, answer.auth_revision
        ),
        _ => String::new(),
    }
    .into_bytes()
}

fn simple_role(role: &str, answer: &AuthRoleGetResponse) -> Vec<u8> {
    let mut text = format!("Role {role}\n").into_bytes();
    let both = PermissionType::Readwrite as i32;
    let kinds = [
        ("KV Read:\n", PermissionType::Read),
        ("KV Write:\n", PermissionType::Write),
    ];
    for (title, kind) in kinds {
        text.extend_from_slice(title.as_bytes());
        let shown = |it: &&Permission| it.perm_type == both || it.perm_type == kind as i32;
        for Permission { key, range_end, .. } in answer.perm.iter().filter(shown) {
            text.push(b'\t');
            if range_end.is_empty() {
                text.extend_from_slice(key);
            } else {
                text.extend(range(key, range_end));
                if prefix_end(key) == range_end {
                    text.extend([b" (prefix ", &key[..], b")"].concat());
                }
            }
            text.push(b'\n');
        }
    }
    text
}

/// A range as etcdctl shows it.
pub(in crate::ctl) fn range(key: &[u8], end: &[u8]) -> Vec<u8> {
    match end {
        [0] => [b"[", key, b", <open ended>"].concat(),
        end => [b"[", key, b", ", end, b")"].concat(),
    }
}
