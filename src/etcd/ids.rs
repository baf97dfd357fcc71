//! Ids by etcd's own formulas: members, clusters, requests and leases.

use sha1::{Digest, Sha1};

use crate::units::{LeaseId, Micros, NodeId};

/// A member's id: the first 8 bytes of SHA-1 over its sorted peer URLs and the cluster token
/// (`membership/member.go`, `computeMemberId`).
#[must_use]
pub fn member_id(peer_urls: &[String], token: &str) -> NodeId {
    let mut urls: Vec<&str> = peer_urls.iter().map(String::as_str).collect();
    urls.sort_unstable();
    let mut sha = Sha1::new();
    for url in urls {
        sha.update(url);
    }
    sha.update(token);
    NodeId(first_eight(sha))
}

/// The id of a member that is added at `unix` since 1970: as of one of the first members, but with
/// the second instead of the cluster's token (`v3rpc/member.go`, `MemberAdd`).
#[must_use]
pub fn added_member_id(peer_urls: &[String], unix: Micros) -> NodeId {
    member_id(peer_urls, &unix.as_secs().to_string())
}

/// A cluster's id: the first 8 bytes of SHA-1 over its member ids, ascending
/// (`membership/cluster.go`, `genID`).
#[must_use]
pub fn cluster_id(members: &[NodeId]) -> u64 {
    let mut ids: Vec<u64> = members.iter().map(|id| id.0).collect();
    ids.sort_unstable();
    let mut sha = Sha1::new();
    for id in ids {
        sha.update(id.to_be_bytes());
    }
    first_eight(sha)
}

fn first_eight(sha: Sha1) -> u64 {
    let digest = sha.finalize();
    digest
        .iter()
        .take(8)
        .fold(0, |id, byte| id << 8 | u64::from(*byte))
}

/// Numbers a member's requests and leases (`pkg/idutil`): the low 16 bits of the member's id, 40
/// bits of the milliseconds at which it started, and a counter that runs on into them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestIds {
    prefix: u64,
    suffix: u64,
}

impl RequestIds {
    /// A generator for `member`, started at `unix` since 1970.
    #[must_use]
    pub const fn new(member: NodeId, unix: Micros) -> Self {
        let low_40_bits = (1 << 40) - 1;
        Self {
            prefix: member.0 << 48,
            suffix: (unix.as_ms() & low_40_bits) << 8,
        }
    }

    /// The next request id.
    pub const fn next_request(&mut self) -> u64 {
        self.suffix += 1;
        self.prefix | (self.suffix & ((1 << 48) - 1))
    }

    /// The next lease id: a request id without its sign bit.
    pub const fn next_lease(&mut self) -> LeaseId {
        LeaseId((self.next_request() & i64::MAX.cast_unsigned()).cast_signed())
    }

    /// The state, for hashing.
    #[must_use]
    pub const fn state(self) -> u64 {
        self.prefix ^ self.suffix
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(url: &str, token: &str) -> NodeId {
        member_id(&[url.to_owned()], token)
    }

    #[test]
    fn ids_are_etcds() {
        let tutorial = ["12380", "22380", "32380"]
            .map(|port| id(&format!("http://127.0.0.1:{port}"), "etcd-cluster-1"));
        assert_eq!(
            tutorial.map(|id| id.0),
            [
                0x8211_f1d0_f64f_3269,
                0x91bc_3c39_8fb3_c146,
                0xfd42_2379_fda5_0e48
            ]
        );
        assert_eq!(cluster_id(&tutorial), 0xef37_ad9d_c622_a7c4);
        let single = id("http://localhost:2380", "etcd-cluster");
        assert_eq!(single, NodeId(0x8e9e_05c5_2164_694d));
        assert_eq!(cluster_id(&[single]), 0xcdf8_1819_4e3a_8c32);
    }

    #[test]
    fn the_articles_lease_ids_come_out() {
        // infra1 started at 2021-04-10T07:54:16.037Z; the article shows its numbers 10 and 30.
        let unix = Micros::from_ms(1_618_041_256_037);
        let mut ids = RequestIds::new(NodeId(0x8211_f1d0_f64f_3269), unix);
        let leases: Vec<String> = (0..30).map(|_| ids.next_lease().to_string()).collect();
        assert_eq!(leases[9], "326978bac638650a");
        assert_eq!(leases[29], "326978bac638651e");
    }
}
