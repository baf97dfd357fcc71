//! Values back to words: what a fault did, how the members are.

use crate::{
    raft::Role,
    sim::{Fault, Power, World},
};

/// One sentence for the line that a fault rules through every transcript.
pub(in crate::session) fn told(faults: &[Fault], names: &[String]) -> String {
    let name = |place: &usize| names.get(*place).map_or("?", String::as_str);
    match faults {
        [Fault::Cut { from, to }, Fault::Cut { .. }] => {
            format!("{} – {} cut", name(from), name(to))
        }
        [Fault::Heal { from, to }, Fault::Heal { .. }] => {
            format!("{} – {} healed", name(from), name(to))
        }
        [Fault::Kill(member)] => format!("{} killed", name(member)),
        [Fault::Restart(member)] => format!("{} started", name(member)),
        [Fault::Freeze(member)] => format!("{} frozen", name(member)),
        [Fault::Thaw(member)] => format!("{} goes on", name(member)),
        [Fault::Isolate(member)] => format!("{} isolated", name(member)),
        [Fault::Cut { from, to }] => format!("{} → {} cut", name(from), name(to)),
        [Fault::Heal { from, to }] => format!("{} → {} healed", name(from), name(to)),
        [Fault::HealAll] => "all links healed".to_owned(),
        [Fault::Partition(groups)] => parted(groups, names),
        [Fault::Loss { from, to, ppm }] => {
            format!(
                "{} → {} loses {ppm} of a million messages",
                name(from),
                name(to)
            )
        }
        _ => faults
            .iter()
            .map(|fault| told(std::slice::from_ref(fault), names))
            .collect::<Vec<_>>()
            .join(", "),
    }
}

fn parted(groups: &[Vec<usize>], names: &[String]) -> String {
    let named: Vec<usize> = groups.iter().flatten().copied().collect();
    let rest: Vec<usize> = (0..names.len())
        .filter(|place| !named.contains(place))
        .collect();
    let group = |places: &Vec<usize>| {
        let names: Vec<&str> = places
            .iter()
            .filter_map(|place| names.get(*place))
            .map(String::as_str)
            .collect();
        names.join(" ")
    };
    let groups: Vec<String> = groups
        .iter()
        .chain(Some(&rest))
        .filter(|it| !it.is_empty())
        .map(group)
        .collect();
    format!("partition: {}", groups.join(" / "))
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
