//! The top bar and the stage: members, links, messages and clients at one moment.

use super::{Entries, leader, message, power, raft};
use crate::{
    raft::{Raft, Role, Rules},
    session::{
        scene::Scene,
        shell::Shell,
        view::{Client, Cluster, DiskState, Link, Member, Power, Queues, ShellState},
    },
    sim::{Node, Owner, Planned, Standing, address},
    units::{Index, Micros, NodeId},
};

pub(in crate::session) fn cluster(scene: &Scene) -> Cluster {
    let world = scene.world();
    let planned = world.planned();
    let leader = leader(scene);
    let tip = leader
        .and_then(|place| world.node(place))
        .map(|node| Entries::of(node).last());
    let members: Vec<Member> = (0..planned.len())
        .filter_map(|place| member(scene, (place, planned[place]), (leader, tip)))
        .collect();
    let running = || members.iter().filter(|member| member.power != Power::Down);
    let voters = voters(scene, leader);
    let up = |id: &&NodeId| {
        members
            .iter()
            .any(|it| it.id == **id && it.power == Power::Up)
    };
    Cluster {
        now: world.now(),
        leader,
        term: running()
            .map(|member| member.term)
            .max()
            .unwrap_or_default(),
        revision: running()
            .map(|member| member.revision)
            .max()
            .unwrap_or_default(),
        voters_up: voters.iter().filter(up).count(),
        voters: voters.len(),
        links: links(scene),
        messages: world.packets().into_iter().map(message::message).collect(),
        clients: scene.shells().map(|shell| client(scene, shell)).collect(),
        rules_off: rules_off(world.rules()),
        members,
    }
}

/// The rules that are off, by name.
fn rules_off(mut rules: Rules) -> Vec<&'static str> {
    let off = Rules::ALL.iter().filter(|(_, rule)| !*rule(&mut rules));
    off.map(|(name, _)| *name).collect()
}

/// The voters, as the leader or else the first running member has them.
fn voters(scene: &Scene, leader: Option<usize>) -> Vec<NodeId> {
    let world = scene.world();
    let known = leader.and_then(|place| world.node(place)).and_then(raft);
    let any = || world.nodes().find_map(raft);
    let rafts = known.or_else(any);
    rafts
        .map_or_else(
            || {
                world
                    .nodes()
                    .next()
                    .map(|node| node.state().configuration().voters())
            },
            |raft| Some(raft.configuration().voters()),
        )
        .unwrap_or_default()
}

fn member(
    scene: &Scene,
    (place, planned): (usize, Planned),
    (leader, tip): (Option<usize>, Option<Index>),
) -> Option<Member> {
    let world = scene.world();
    let node = world.node(place)?;
    let config = node.member();
    let raft = raft(node);
    let entries = Entries::of(node);
    let role = raft.map_or(Role::Follower, Raft::role);
    let tick_at = planned.tick.unwrap_or_default();
    let behind = tip.map_or(0, |tip| tip.0.saturating_sub(entries.last().0));
    let leads = role == Role::Leader && power(node) == Power::Up;
    Some(Member {
        name: config.name.clone(),
        id: node.identity().id,
        client: address(&config.client_url),
        peer: address(&config.peer_url),
        power: power(node),
        role,
        learner: is_learner(scene, leader, node),
        standing: node.standing(),
        term: entries.term(),
        leader: raft.and_then(|raft| world.place_of(raft.leader())),
        last_index: entries.last(),
        commit: entries.commit(),
        applied: entries.applied(),
        revision: node.state().store.revision(),
        behind,
        election_elapsed: raft.map_or(0, Raft::election_elapsed),
        election_timeout: raft.map_or(0, Raft::election_timeout),
        heartbeat_at: leads.then_some(tick_at),
        votes: raft.map_or_else(Vec::new, |raft| votes(scene, raft)),
        tick: node.clock().span(world.config().flags.heartbeat),
        tick_at,
        syncing: is_syncing(node, planned.sync),
        queues: queues(node),
        clock_offset: node.clock().offset(world.now()),
        drift_ppm: node.clock().ppm(),
        disk: disk(node),
        exit: node.exit(),
    })
}

/// A learner, as it knows itself or, before its first start, as the leader knows it.
fn is_learner(scene: &Scene, leader: Option<usize>, node: &Node) -> bool {
    let known = leader.and_then(|place| scene.world().node(place));
    let by = known.filter(|_| node.standing() == Standing::Waiting);
    let members = by.unwrap_or(node).state().configuration();
    members.is_learner(node.identity().id)
}

fn queues(node: &Node) -> Option<Queues> {
    let server = node.server()?;
    let asynchronous = server.raft().config().async_storage;
    asynchronous.then(|| Queues {
        append: server.writes_under_way(),
        apply: server.batches_to_apply().sum(),
    })
}

fn disk(node: &Node) -> DiskState {
    let disk = node.disk();
    DiskState {
        slow: disk.slow(),
        full: disk.is_full(),
        torn: disk.is_torn(),
        wiped: disk.is_wiped(),
    }
}

fn is_syncing(node: &Node, sync: Option<Micros>) -> bool {
    power(node) == Power::Up && sync.is_some()
}

fn votes(scene: &Scene, raft: &Raft) -> Vec<usize> {
    match raft.role() {
        Role::Candidate | Role::PreCandidate => {
            let granted = raft.votes().iter().filter(|(_, granted)| *granted);
            granted
                .filter_map(|(id, _)| scene.world().place_of(*id))
                .collect()
        }
        Role::Follower | Role::Leader => Vec::new(),
    }
}

fn links(scene: &Scene) -> Vec<Link> {
    let links = scene.world().links();
    links
        .map(|(from, to, link)| Link {
            from,
            to,
            cut_since: link.cut_since,
            lost: link.lost,
            loss_ppm: link.loss_ppm,
            delay: link.delay,
            duplicate_ppm: link.duplicate_ppm,
            reorder_ppm: link.reorder_ppm,
        })
        .collect()
}

/// A shell on the stage: it hangs from the member that has its request or stream, else from the
/// one its endpoint names.
fn client(scene: &Scene, shell: &Shell) -> Client {
    let world = scene.world();
    let run = shell.running.as_ref().map(|running| Owner(running.run));
    let asked = run.and_then(|run| world.calls_of(run).find_map(|call| call.member));
    let streamed = || run.and_then(|run| world.streams_of(run).find_map(|it| it.member));
    let chosen = || world.member_at(&shell.endpoint);
    Client {
        shell: shell.name.clone(),
        title: shell.title().to_owned(),
        member: asked.or_else(streamed).or_else(chosen),
        busy: matches!(shell.state(), ShellState::Running | ShellState::Holding),
    }
}
