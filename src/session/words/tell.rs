//! Values back to words: what a fault did, how the members are.

use crate::{
    raft::{Role, Rules},
    session::{view::Happening, views},
    sim::{Delay, Fault, Packet, Power, World},
    units::Micros,
};

use super::{longer, percent, span};

/// What the line says that faults, which have just been done, rule through every transcript.
pub(in crate::session) fn told(faults: &[Fault], world: &World) -> Happening {
    let names: Vec<String> = world
        .config()
        .members
        .iter()
        .map(|it| it.name.clone())
        .collect();
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
        Some(Fault::Partition(groups)) => Happening::Parted(parted(groups, &names)),
        Some(Fault::Loss { from, to, ppm }) => Happening::Loses {
            from: name(from),
            to: name(to),
            both,
            ppm: *ppm,
        },
        Some(Fault::Delay { from, to, delay }) => Happening::Delays {
            from: name(from),
            to: name(to),
            both,
            delay: *delay,
        },
        Some(Fault::Message { id, act }) => {
            let packet = world.packets().into_iter().find(|it| it.id == *id);
            Happening::Handled {
                id: *id,
                message: packet.map_or("", views::name_of),
                from: packet.map_or_else(String::new, |it| name(&it.from)),
                to: packet.map_or_else(String::new, |it| name(&it.to)),
                act: *act,
            }
        }
        Some(Fault::Rule { rule, on }) => Happening::Rule {
            name: Rules::ALL.get(*rule).map_or("", |(name, _)| name),
            on: *on,
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
        let ends = format!("{} > {}", name(world, from), name(world, to));
        if let Some(since) = link.cut_since {
            text += &format!("cut: {ends} since {} s\n", seconds(since));
        }
        if link.loss_ppm > 0 {
            text += &format!("loss: {ends} {}\n", percent(link.loss_ppm));
        }
        if link.delay != Delay::default() {
            text += &format!("delay: {ends} {}\n", longer(link.delay));
        }
    }
    text
}

fn name(world: &World, place: usize) -> &str {
    &world.config().members[place].name
}

fn seconds(at: Micros) -> String {
    format!("{}.{:03}", at.as_secs(), at.as_ms() % 1_000)
}

/// What `sim messages` prints: one line per message between members that is under way.
pub(in crate::session) fn messages(world: &World) -> String {
    let mut rows = vec![["MESSAGE", "TYPE", "FROM", "TO", "ARRIVES"].map(String::from)];
    let row = |packet: &Packet| {
        let arrives = match packet.held {
            Some(since) => format!("held since {} s", seconds(since)),
            None => format!("in {}", span(packet.arrives.since(world.now()))),
        };
        [
            format!("m{}", packet.id),
            views::name_of(packet).to_owned(),
            name(world, packet.from).to_owned(),
            name(world, packet.to).to_owned(),
            arrives,
        ]
    };
    rows.extend(world.under_way().into_iter().map(row));
    columns(&rows)
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

/// What `sim rules` prints: each rule, and whether the members follow it.
pub(in crate::session) fn rules(world: &World) -> String {
    let mut rules = world.rules();
    let mut rows = vec![["RULE", "STATE"].map(String::from)];
    rows.extend(Rules::ALL.iter().map(|(name, rule)| {
        let state = if *rule(&mut rules) { "on" } else { "off" };
        [*name, state].map(String::from)
    }));
    columns(&rows)
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
