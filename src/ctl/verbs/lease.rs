//! `lease grant|revoke|timetolive|list`. It must not know how answers look.

use crate::ctl::golang::parse_int;
use crate::etcd::api;
use crate::units::Micros;

use super::unary::{self, Asked};
use super::{Desk, Failure, Invocation, Next};

fn bad_args(text: impl std::fmt::Display) -> Failure {
    Failure::new(Failure::BAD_ARGS, text)
}

/// The one argument of a lease command.
pub(super) fn only_argument<'a>(
    invocation: &'a Invocation,
    otherwise: &str,
) -> Result<&'a [u8], Failure> {
    match invocation.args() {
        [argument] => Ok(argument),
        _ => Err(bad_args(otherwise)),
    }
}

/// A lease id as typed: hex without a prefix.
pub(super) fn lease_id(text: &[u8]) -> Result<i64, Failure> {
    let bad = |error| bad_args(format!("bad lease ID arg ({error}), expecting ID in Hex"));
    parse_int(text, 16).map_err(bad)
}

/// `lease grant TTL`.
pub(super) fn grant(mut invocation: Invocation, desk: &mut Desk) -> Next {
    let ttl = only_argument(&invocation, "lease grant command needs TTL argument")?;
    let ttl = parse_int(ttl, 10).map_err(|error| bad_args(format!("bad TTL ({error})")))?;
    let timeout = invocation.timeout();
    invocation.connect(desk)?;
    let request = api::Request::LeaseGrant(api::LeaseGrantRequest { ttl, id: 0 });
    unary::call(desk, request, timeout, Asked::Grant)
}

/// `lease revoke ID`.
pub(super) fn revoke(mut invocation: Invocation, desk: &mut Desk) -> Next {
    let id = lease_id(only_argument(
        &invocation,
        "lease revoke command needs 1 argument",
    )?)?;
    let timeout = invocation.timeout();
    invocation.connect(desk)?;
    let request = api::Request::LeaseRevoke(api::LeaseRevokeRequest { id });
    unary::call(desk, request, timeout, Asked::Revoke { lease: id })
}

/// `lease timetolive ID`: the client is built before the id is read, and waits without end.
pub(super) fn time_to_live(mut invocation: Invocation, desk: &mut Desk) -> Next {
    let otherwise = "lease timetolive command needs lease ID as argument";
    let text = only_argument(&invocation, otherwise)?.to_vec();
    invocation.connect(desk)?;
    let keys = invocation.flags.bool("keys");
    let request = api::LeaseTimeToLiveRequest {
        id: lease_id(&text)?,
        keys,
    };
    let request = api::Request::LeaseTimeToLive(request);
    unary::call(desk, request, Micros::MAX, Asked::TimeToLive { keys })
}

/// `lease list`, which waits without end.
pub(super) fn list(mut invocation: Invocation, desk: &mut Desk) -> Next {
    invocation.connect(desk)?;
    let request = api::Request::LeaseLeases(api::LeaseLeasesRequest {});
    unary::call(desk, request, Micros::MAX, Asked::Leases)
}
