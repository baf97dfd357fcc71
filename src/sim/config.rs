//! What a world is made of: members, flags, delays, seed and the wall clock at its beginning.

use crate::{etcd, units::Micros};

/// A fixed part and a random part of a delay; the random part is uniform in `0..=spread`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Delay {
    /// Always.
    pub base: Micros,
    /// Up to this much more.
    pub spread: Micros,
}

/// How long things take; simulated, and labelled so wherever they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delays {
    /// Member to member, one way.
    pub peer_link: Delay,
    /// Client to member, one way.
    pub client_link: Delay,
    /// One sync of the write-ahead log.
    pub wal_sync: Delay,
    /// Applying one entry.
    pub apply_entry: Micros,
}

impl Default for Delays {
    fn default() -> Self {
        let ms = |base, spread| Delay {
            base: Micros::from_ms(base),
            spread: Micros::from_ms(spread),
        };
        Self {
            peer_link: ms(4, 2),
            client_link: ms(1, 1),
            wal_sync: ms(2, 1),
            apply_entry: Micros(20),
        }
    }
}

/// One member as its start script names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberConfig {
    /// `--name`.
    pub name: String,
    /// `--advertise-client-urls`.
    pub client_url: String,
    /// `--initial-advertise-peer-urls`.
    pub peer_url: String,
}

/// A whole world before its first event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// The members, in the order they are shown.
    pub members: Vec<MemberConfig>,
    /// `--initial-cluster-token`.
    pub token: String,
    /// Server flags, the same on all members.
    pub flags: etcd::Flags,
    /// Seed of the world's generator.
    pub seed: u64,
    /// Delays.
    pub delays: Delays,
    /// Wall clock at virtual time 0: time since 1970.
    pub unix: Micros,
}

/// The wall clock at which worlds begin unless told otherwise: 2026-01-01T00:00:00Z.
const UNIX_DEFAULT: Micros = Micros::from_secs(1_767_225_600);

/// When the article's infra1 began to number its leases: 2021-04-10T07:54:16.037Z, as the ids it
/// shows say.
const UNIX_ARTICLE: Micros = Micros::from_ms(1_618_041_256_037);

/// The seed of worlds unless told otherwise: with it the first member of three leads soon.
const SEED_DEFAULT: u64 = 10;

impl Config {
    /// The tutorial's three members, on its ports and with its token, so with its ids.
    #[must_use]
    pub fn tutorial() -> Self {
        let members = (1..=3).map(Self::tutorial_member).collect();
        Self::of(members, "etcd-cluster-1")
    }

    /// The tutorial's members on the day its article was written: leases get the ids it shows.
    #[must_use]
    pub fn article() -> Self {
        Self {
            unix: UNIX_ARTICLE,
            ..Self::tutorial()
        }
    }

    /// One `infra1`.
    #[must_use]
    pub fn single() -> Self {
        Self::of(vec![Self::tutorial_member(1)], "etcd-cluster-1")
    }

    /// So many members of the tutorial's series, at least one and at most seven.
    #[must_use]
    pub fn of_members(count: usize) -> Self {
        let count = u32::try_from(count.clamp(1, 7)).unwrap_or(1);
        Self::of(
            (1..=count).map(Self::tutorial_member).collect(),
            "etcd-cluster-1",
        )
    }

    /// The member of this name in the tutorial's series.
    #[must_use]
    pub fn in_series(name: &str) -> Option<MemberConfig> {
        let number: u32 = name.strip_prefix("infra")?.parse().ok()?;
        let member = (1..=99)
            .contains(&number)
            .then(|| Self::tutorial_member(number));
        member.filter(|member| member.name == name)
    }

    /// Member `number` of the tutorial's series: infra1, infra2 and so on.
    #[must_use]
    pub fn tutorial_member(number: u32) -> MemberConfig {
        // 1..=6 stand on ports of their own ten thousand; beyond, the series starts over at 2479.
        let (client, peer) = if number <= 6 {
            let client = if number == 1 {
                2379
            } else {
                (number * 10_000) + 2379
            };
            (client, number * 10_000 + 2380)
        } else {
            (2479 + (number - 7) * 100, 2480 + (number - 7) * 100)
        };
        MemberConfig {
            name: format!("infra{number}"),
            client_url: format!("http://127.0.0.1:{client}"),
            peer_url: format!("http://127.0.0.1:{peer}"),
        }
    }

    /// The recordings' single node: started with no flags.
    #[must_use]
    pub fn default_node() -> Self {
        let member = MemberConfig {
            name: "default".to_owned(),
            client_url: "http://localhost:2379".to_owned(),
            peer_url: "http://localhost:2380".to_owned(),
        };
        Self::of(vec![member], "etcd-cluster")
    }

    /// The recordings' three nodes.
    #[must_use]
    pub fn three_nodes() -> Self {
        let member = |(number, prefix): (u32, &str)| MemberConfig {
            name: format!("node{number}"),
            client_url: format!("http://127.0.0.1:{prefix}2379"),
            peer_url: format!("http://127.0.0.1:{prefix}2380"),
        };
        let members = [(1, ""), (2, "2"), (3, "3")].map(member).to_vec();
        Self::of(members, "etcd-cluster")
    }

    fn of(members: Vec<MemberConfig>, token: &str) -> Self {
        Self {
            members,
            token: token.to_owned(),
            flags: etcd::Flags::default(),
            seed: SEED_DEFAULT,
            delays: Delays::default(),
            unix: UNIX_DEFAULT,
        }
    }
}

/// The host and port of a URL or address; `localhost`, no host and any host are 127.0.0.1.
#[must_use]
pub fn address(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host_port = rest.split('/').next().unwrap_or(rest);
    match host_port.split_once(':') {
        Some(("" | "0.0.0.0" | "localhost", port)) => format!("127.0.0.1:{port}"),
        _ => host_port.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_series_of_members_has_the_tutorials_ports() {
        for (number, client, peer) in [
            (1, "2379", "12380"),
            (2, "22379", "22380"),
            (3, "32379", "32380"),
            (4, "42379", "42380"),
            (6, "62379", "62380"),
            (7, "2479", "2480"),
        ] {
            let member = Config::tutorial_member(number);
            assert_eq!(member.client_url, format!("http://127.0.0.1:{client}"));
            assert_eq!(member.peer_url, format!("http://127.0.0.1:{peer}"));
        }
    }

    #[test]
    fn addresses_lose_scheme_and_name() {
        for (url, expected) in [
            ("http://localhost:2379", "127.0.0.1:2379"),
            ("127.0.0.1:2379", "127.0.0.1:2379"),
            ("https://10.0.0.1:1/x", "10.0.0.1:1"),
            (":2379", "127.0.0.1:2379"),
            ("0.0.0.0:1", "127.0.0.1:1"),
            ("", ""),
        ] {
            assert_eq!(address(url), expected);
        }
    }
}
