//! `Maintenance/Downgrade`: what it says of a target version. A cluster here is never downgraded,
//! so there is never a job under way. It must not know HTTP.

use prost::Message as _;

use crate::etcd::api::{CLUSTER_VERSION, StatusResponse};

use super::recipe::{bytes_of, int_of};
use super::reply::Reply;
use super::schema;
use super::wire::Writer;

/// etcd's refusals, with their codes.
const FORMAT: (u32, &str) = (3, "etcdserver: wrong downgrade target version format");
const TARGET: (u32, &str) = (3, "etcdserver: invalid downgrade target version");
const NO_JOB: (u32, &str) = (9, "etcdserver: no inflight downgrade job");
const METHOD: (u32, &str) = (2, "etcdserver: unknown method");
/// Ours: the one thing that is not here.
const MISSING: (u32, &str) = (12, "a downgrade is not part of this playground");

/// Why a request is refused; one that is not may be answered.
pub(super) fn refusal(wire: &[u8]) -> Option<Reply> {
    let action = int_of(wire, 1);
    let target = target(&String::from_utf8_lossy(&bytes_of(wire, 2)));
    let (code, why) = match (action, target) {
        (2, _) => NO_JOB,
        (0 | 1, None) => FORMAT,
        (0 | 1, Some(target)) if Some(target) != below() => TARGET,
        (0, _) => return None,
        (1, _) => MISSING,
        _ => METHOD,
    };
    Some(Reply::refused(code, why))
}

/// The only version that a cluster can go down to.
fn below() -> Option<(u64, u64)> {
    let (major, minor) = target(CLUSTER_VERSION)?;
    Some((major, minor.checked_sub(1)?))
}

/// Major and minor of `3.4`, `3.4.1` or `3.4.1-rc.1+x`.
fn target(text: &str) -> Option<(u64, u64)> {
    let core = text.split(['-', '+']).next().unwrap_or_default();
    let numbers: Option<Vec<u64>> = core.split('.').map(|part| part.parse().ok()).collect();
    match numbers?.as_slice() {
        [major, minor, _] => Some((*major, *minor)),
        [major, minor] if core == text => Some((*major, *minor)),
        _ => None,
    }
}

/// The answer, from what a member says of itself.
pub(super) fn answer(status: &StatusResponse) -> Vec<u8> {
    let mut writer = Writer::default();
    let [header, version] = schema::DOWNGRADE_RESPONSE.0 else {
        return Vec::new();
    };
    writer.message(header, &status.header.unwrap_or_default().encode_to_vec());
    writer.bytes(version, CLUSTER_VERSION.as_bytes());
    writer.end()
}
