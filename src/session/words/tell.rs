//! Values back to words: what a fault did, how the members are.

use crate::{
    raft::Role,
    session::view::Happening,
    sim::{Fault, Power, World},
};

/// What the line says that faults rule through every transcript.
pub(in crate::session) fn told(faults: &[Fault], names: &[String]) -> Happening {
    let name = |place: &usize| names.get(*place).cloned().unwrap_or_default();
    let both = faults.len() > 1;
    match faults.first() {
        // Nothing was broken, so nothing has to be healed.
        None | Some(Fault::HealAll) => Happening::HealedAll,
        Some(Fault::Kill(member)) => Happening::Killed(name(member)),
        Some(Fault::Restart(member)) => Happening::Started(name(member)),
        Some(Fault::Freeze(member)) => Happening::Frozen(name(member)),
        Some(Fault::Thaw(member)) => Happening::Thawed(name(member)),
        Some(Fault::Isolate(member)) => Happening::Isolated(name(member)),
        Some(Fault::Cut { from, to }) => Happening::Cut {
            from: name(from),
            to: name(to),
            both,
        },
        Some(Fault::Heal { from, to }) => Happening::Healed {
            from: name(from),
            to: name(to),
            both,
        },
        Some(Fault::Partition(groups)) => Happening::Parted(parted(groups, names)),
        Some(Fault::Loss { from, to, ppm }) => Happening::Loses {
            from: name(from),
            to: name(to),
            ppm: *ppm,
        },
    }
}

/// The groups by names; members not named form one more.
fn parted(groups: &[Vec<usize>], names: &[String]) -> Vec<Vec<String>> {
    let named: Vec<usize> = groups.iter().flatten().copied().collect();
    let rest: Vec<usize> = (0..names.len())
        .filter(|place| !named.contains(place))
        .collect();
    let group = |places: &Vec<usize>| {
        places
            .iter()
            .filter_map(|place| names.get(*place).cloned())
            .collect()
    };
    let groups = groups.iter().chain(Some(&rest));
    groups
        .filter(|group| !group.is_empty())
        .map(group)
        .collect()
}

/// What `sim status` prints: one line per member, in columns.
pub(in crate::session) fn status(world: &World) -> String {
    let mut rows =
        vec![["MEMBER", "ROLE", "TERM", "COMMIT", "REVISION", "CLIENTS"].map(String::from)];
    for (node, member) in world.nodes().zip(&world.config().members) {
        let role = match (
            node.power(),
            node.server().map(|server| server.raft().role()),
        ) {
            (Power::Down, _) | (Power::Up, None) => "down",
            (Power::Frozen, _) => "frozen",
            (Power::Up, Some(Role::Leader)) => "leader",
            (Power::Up, Some(Role::Follower)) => "follower",
            (Power::Up, Some(Role::Candidate)) => "candidate",
            (Power::Up, Some(Role::PreCandidate)) => "pre-candidate",
        };
        let number = |value: Option<u64>| value.map_or_else(|| "-".to_owned(), |it| it.to_string());
        let raft = node.server().map(crate::etcd::Server::raft);
        rows.push([
            member.name.clone(),
            role.to_owned(),
            number(raft.map(|raft| raft.term().0)),
            number(raft.map(|raft| raft.log().committed().0)),
            node.state().store.revision().to_string(),
            member.client_url.clone(),
        ]);
    }
    let mut text = columns(&rows);
    for (from, to, link) in world.links() {
        if let Some(since) = link.cut_since {
            let name = |place: usize| world.config().members[place].name.as_str();
            let since = format!("{}.{:03} s", since.as_secs(), since.as_ms() % 1_000);
            text += &format!("cut: {} > {} since {since}\n", name(from), name(to));
        }
    }
    text
}

fn columns<const N: usize>(rows: &[[String; N]]) -> String {
    let width = |column: usize| {
        let widths = rows.iter().map(|row| row[column].chars().count());
        widths.max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..N).map(width).collect();
    let line = |row: &[String; N]| {
        let cells = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell:width$}"));
        let line = cells.collect::<Vec<_>>().join("  ");
        format!("{}\n", line.trim_end())
    };
    rows.iter().map(line).collect()
}

/// What `goreman run status` prints: a star before what runs.
pub(in crate::session) fn processes(world: &World) -> String {
    let line = |(node, member): (&crate::sim::Node, &crate::sim::MemberConfig)| {
        let star = if node.server().is_some() { '*' } else { ' ' };
        format!("{star}{}\n", member.name)
    };
    world
        .nodes()
        .zip(&world.config().members)
        .map(line)
        .collect()
}
