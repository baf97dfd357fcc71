//! What members decided, and what one will decide about a message under way.

use crate::{
    session::scene::Scene,
    sim::{Decision, Packet, Power},
};

/// Events looked ahead for one message.
const AHEAD_MAX: u64 = 5_000;

pub(in crate::session) fn decisions(
    scene: &Scene,
    member: Option<usize>,
    most: usize,
) -> Vec<Decision> {
    let all = scene.world().all_decisions().into_iter();
    let asked = all.filter(|it| member.is_none_or(|member| it.member == member));
    asked.take(most).copied().collect()
}

pub(in crate::session) fn when_sent(scene: &Scene, message: u64) -> Vec<Decision> {
    let Some(packet) = packet(scene, message) else {
        return Vec::new();
    };
    let (from, sent) = (packet.from, packet.sent);
    of(scene, |it| it.member == from && it.at == sent)
}

/// A copy of the world is let run until the message is there.
pub(in crate::session) fn when_arrived(scene: &Scene, message: u64) -> Option<Vec<Decision>> {
    let packet = packet(scene, message)?;
    if packet.lost.is_some() || packet.held.is_some() {
        return None;
    }
    let (to, arrives) = (packet.to, packet.arrives);
    let mut ahead = scene.clone();
    let end = ahead.world.events() + AHEAD_MAX;
    while ahead.world.next().is_some_and(|at| at <= arrives) {
        if ahead.world.events() >= end {
            return None;
        }
        ahead.world.step();
    }
    let is_lost = |it: &&Packet| it.id == message && it.lost.is_some();
    let sleeps = ahead.world.node(to)?.power() != Power::Up;
    if sleeps || ahead.world.packets().iter().any(is_lost) {
        return None;
    }
    Some(of(&ahead, |it| it.packet == Some(message)))
}

fn packet(scene: &Scene, message: u64) -> Option<&Packet> {
    let packets = scene.world().packets().into_iter();
    packets.into_iter().find(|it| it.id == message)
}

/// Decisions in the order in which they were made.
fn of(scene: &Scene, wanted: impl Fn(&Decision) -> bool) -> Vec<Decision> {
    let all = scene.world().all_decisions().into_iter().rev();
    all.filter(|it| wanted(it)).copied().collect()
}
