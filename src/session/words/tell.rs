//! Values back to words: what a fault did, how the members are.

use crate::{
    raft::{Role, Rules},
    session::{view::Happening, views},
    sim::{Delay, Exit, Fault, Node, Packet, Power, Standing, World},
    units::Micros,
};

use super::{longer, offset, percent, rate, span};

/// What the line says that faults, which have just been done, rule through every transcript;
/// `amiss` is whether a machine had something to heal before.
pub(in crate::session) fn told(faults: &[Fault], world: &World, amiss: bool) -> Happening {
    let name = |place: &usize| name_at(world, *place);
    match faults.first() {
        Some(Fault::HealAll) if amiss => Happening::MendedAll,
        // Nothing was broken, so nothing has to be healed.
        None | Some(Fault::HealAll) => Happening::HealedAll,
        Some(Fault::Kill(member)) => Happening::Killed(name(member)),
        Some(Fault::LoseTail(member)) => Happening::PowerLost(name(member)),
        Some(Fault::Restart(member)) => match world.node(*member).and_then(Node::exit) {
            Some(exit) => exited(world, *member, exit),
            None => Happening::Started(name(member)),
        },
        Some(Fault::Start { name, .. }) => {
            let place = world.nodes().position(|node| node.member().name == *name);
            let exit = place.and_then(|place| Some((place, world.node(place)?.exit()?)));
            match exit {
                Some((place, exit)) => exited(world, place, exit),
                None => Happening::Started(name.clone()),
            }
        }
        Some(Fault::Freeze(member)) => Happening::Frozen(name(member)),
        Some(Fault::Thaw(member)) => Happening::Thawed(name(member)),
        Some(Fault::TimeoutNow(member)) => Happening::TimedOut(name(member)),
        Some(Fault::Isolate(member)) => Happening::Isolated(name(member)),
        Some(Fault::Partition(groups)) => {
            let all: Vec<String> = (0..world.nodes().len()).map(|it| name(&it)).collect();
            Happening::Parted(parted(groups, &all))
        }
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
        Some(Fault::HealMember(member)) => Happening::Mended(name(member)),
        Some(Fault::Skew { member, by }) => Happening::Skewed {
            member: name(member),
            by: *by,
        },
        Some(Fault::Drift { member, ppm }) => Happening::Drifts {
            member: name(member),
            ppm: *ppm,
        },
        Some(Fault::SlowDisk { member, delay }) => Happening::SlowDisk {
            member: name(member),
            delay: *delay,
        },
        Some(Fault::FullDisk(member, true)) => Happening::DiskFull(name(member)),
        Some(Fault::FullDisk(member, false)) => Happening::DiskFree(name(member)),
        Some(Fault::TearRecord(member)) => Happening::Torn(name(member)),
        Some(Fault::WipeDisk(member)) => Happening::Wiped(name(member)),
        Some(Fault::Rule { rule, on }) => Happening::Rule {
            name: Rules::ALL.get(*rule).map_or("", |(name, _)| name),
            on: *on,
        },
        Some(link) => told_of_link(link, faults.len() > 1, world),
    }
}

fn told_of_link(fault: &Fault, both: bool, world: &World) -> Happening {
    let name = |place: &usize| name_at(world, *place);
    match fault {
        Fault::Cut { from, to } => Happening::Cut {
            from: name(from),
            to: name(to),
            both,
        },
        Fault::Heal { from, to } => Happening::Healed {
            from: name(from),
            to: name(to),
            both,
        },
        Fault::Loss { from, to, ppm } => Happening::Loses {
            from: name(from),
            to: name(to),
            both,
            ppm: *ppm,
        },
        Fault::Delay { from, to, delay } => Happening::Delays {
            from: name(from),
            to: name(to),
            both,
            delay: *delay,
        },
        Fault::Duplication { from, to, ppm } => Happening::Duplicates {
            from: name(from),
            to: name(to),
            both,
            ppm: *ppm,
        },
        Fault::Reordering { from, to, ppm } => Happening::Reorders {
            from: name(from),
            to: name(to),
            both,
            ppm: *ppm,
        },
        _ => Happening::HealedAll,
    }
}

/// What the line says of a process that ended by itself.
pub(in crate::session) fn exited(world: &World, member: usize, exit: Exit) -> Happening {
    let member = name_at(world, member);
    Happening::Exited { member, exit }
}

/// Why a process that was just started did not live, and what helps.
pub(in crate::session) fn did_not_start(faults: &[Fault], world: &World) -> Option<String> {
    let Some(Fault::Restart(member)) = faults.first() else {
        return None;
    };
    let exit = world.node(*member)?.exit()?;
    let name = name_at(world, *member);
    Some(format!("{name} exited: {exit}\n{}", remedy(&name, exit)))
}

/// What helps a process that ended by itself.
fn remedy(name: &str, exit: Exit) -> String {
    match exit {
        Exit::Killed | Exit::PowerLost => format!("sim restart {name} starts it"),
        Exit::Removed => format!(
            "to have it back: etcdctl member add {name} --peer-urls=…, then sim start {name}"
        ),
        Exit::WalFull | Exit::BackendFull => {
            format!("make room first: sim disk {name} free, then sim restart {name}")
        }
        Exit::Bootstrapped(id) => format!(
            "its peers know it, but it has lost all it promised them. Give it a new id: etcdctl \
             member remove {id}, etcdctl member add {name} --peer-urls=…, then sim start {name}"
        ),
        Exit::LogLost { .. } => "its log lost entries that it had acknowledged. Remove it and add \
             it anew, or restart it once another member leads"
            .to_owned(),
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
    for node in world.nodes() {
        let role = match (
            node.power(),
            node.server().map(|server| server.raft().role()),
        ) {
            (Power::Down, _) if node.standing() == Standing::Removed => "removed",
            (Power::Down, _) if node.standing() == Standing::Waiting => "added",
            (Power::Down, _) | (Power::Up, None) => "down",
            (Power::Frozen, _) => "frozen",
            (Power::Up, Some(Role::Leader)) => "leader",
            (Power::Up, Some(Role::Follower)) if is_learner(node) => "learner",
            (Power::Up, Some(Role::Follower)) => "follower",
            (Power::Up, Some(Role::Candidate)) => "candidate",
            (Power::Up, Some(Role::PreCandidate)) => "pre-candidate",
        };
        let number = |value: Option<u64>| value.map_or_else(|| "-".to_owned(), |it| it.to_string());
        let raft = node.server().map(crate::etcd::Server::raft);
        rows.push([
            node.member().name.clone(),
            role.to_owned(),
            number(raft.map(|raft| raft.term().0)),
            number(raft.map(|raft| raft.log().committed().0)),
            node.state().store.revision().to_string(),
            node.member().client_url.clone(),
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
        if link.duplicate_ppm > 0 {
            text += &format!("duplicate: {ends} {}\n", percent(link.duplicate_ppm));
        }
        if link.reorder_ppm > 0 {
            text += &format!("reorder: {ends} {}\n", percent(link.reorder_ppm));
        }
    }
    for (place, node) in world.nodes().enumerate() {
        text += &machine(name(world, place), node, world.now());
    }
    text
}

/// What is wrong with a machine, one line for each thing.
fn machine(name: &str, node: &Node, now: Micros) -> String {
    let (clock, disk) = (node.clock(), node.disk());
    let says = [
        node.exit()
            .filter(|it| it.is_own())
            .map(|exit| format!("exit: {name} {exit}\nhelp: {}", remedy(name, exit))),
        (clock.offset(now) != 0).then(|| format!("clock: {name} {}", offset(clock.offset(now)))),
        (clock.ppm() != 0).then(|| format!("drift: {name} {}", rate(clock.ppm()))),
        (disk.slow() != Delay::default())
            .then(|| format!("disk: {name} takes {} longer", longer(disk.slow()))),
        disk.is_full().then(|| format!("disk: {name} full")),
        disk.is_torn()
            .then(|| format!("disk: {name} last record torn")),
        disk.is_wiped().then(|| format!("disk: {name} no data")),
    ];
    says.into_iter()
        .flatten()
        .map(|line| format!("{line}\n"))
        .collect()
}

fn name(world: &World, place: usize) -> &str {
    let known = world.node(place);
    known.map_or("", |node| node.member().name.as_str())
}

/// The members' names by place; of a removed member whose name another has, its id.
pub(in crate::session) fn names(world: &World) -> Vec<String> {
    let is_gone = |node: &Node| node.standing() == Standing::Removed;
    let name = |node: &Node| {
        let name = &node.member().name;
        let mut others = world.nodes().filter(|other| !is_gone(other));
        if is_gone(node) && others.any(|other| other.member().name == *name) {
            return node.identity().id.to_string();
        }
        name.clone()
    };
    world.nodes().map(name).collect()
}

fn is_learner(node: &Node) -> bool {
    node.state().configuration().is_learner(node.identity().id)
}

fn name_at(world: &World, place: usize) -> String {
    name(world, place).to_owned()
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
    let line = |node: &Node| {
        let star = if node.server().is_some() { '*' } else { ' ' };
        format!("{star}{}\n", node.member().name)
    };
    world.nodes().map(line).collect()
}
