//! A member sends its backend (`v3rpc/maintenance.go`, `Snapshot`).

use bytes::Bytes;

use super::{Buckets, image_of, sha256};
use crate::etcd::{
    CallKey, Output, Server, State,
    api::{Response, SnapshotResponse},
};

/// The backend of a state as a snapshot: the database, and the SHA-256 of it. The file is as long
/// as the backend is said to be, or as what is in it needs.
#[must_use]
pub fn snapshot(state: &State) -> Bytes {
    const PAGE: u64 = 4096;
    let (pages, index) = (state.file_bytes() / PAGE, state.consistent_index().0);
    let mut file = image_of(&Buckets::of(state), index.saturating_mul(2), pages);
    let digest = sha256(&file);
    file.extend_from_slice(&digest);
    file.into()
}

impl Server {
    pub(in crate::etcd) fn snapshot(&self, call: CallKey, out: &mut Vec<Output>) {
        let response = SnapshotResponse {
            header: Some(self.header_now()),
            remaining_bytes: 0,
            blob: snapshot(&self.state),
        };
        out.push(Output::Answer(call, Ok(Response::Snapshot(response))));
    }
}
