//! The legend: every glyph that can appear, with its name.

use yew::prelude::*;

use super::{
    legend_marks::legend_marks,
    machine::{clock_face, disk_chip},
    message::HELD,
    message_glyph::message_glyph,
    role_glyph::{mark_glyph, role_glyph},
};
use crate::{
    raft::Role,
    session::view::{MessageKind, Power},
    ui::words::Words,
};

/// The id that the legend's button names.
pub const ID: &str = "legend";

/// The messages, requests before answers.
const MESSAGES: [(MessageKind, &str); 14] = [
    (MessageKind::Append, "MsgApp"),
    (MessageKind::AppendResponse, "MsgAppResp"),
    (MessageKind::Heartbeat, "MsgHeartbeat"),
    (MessageKind::HeartbeatResponse, "MsgHeartbeatResp"),
    (MessageKind::PreVote, "MsgPreVote"),
    (MessageKind::PreVoteResponse, "MsgPreVoteResp"),
    (MessageKind::Vote, "MsgVote"),
    (MessageKind::VoteResponse, "MsgVoteResp"),
    (MessageKind::Snapshot, "MsgSnap"),
    (MessageKind::Proposal, "MsgProp"),
    (MessageKind::ReadIndex, "MsgReadIndex"),
    (MessageKind::ReadIndexResponse, "MsgReadIndexResp"),
    (MessageKind::TransferLeader, "MsgTransferLeader"),
    (MessageKind::TimeoutNow, "MsgTimeoutNow"),
];

/// One line of the legend.
pub fn entry(glyph: Html, name: &str) -> Html {
    html! {
        <li>
            <svg class="glyph-box" viewBox="-9 -9 18 18" aria-hidden="true">{ glyph }</svg>
            { name }
        </li>
    }
}

/// A message that is held up.
fn held() -> Html {
    let glyph = message_glyph(MessageKind::Heartbeat, false);
    html! {
        <g class="message" transform="translate(0 -5)">
            { glyph }
            <path class="held" d={HELD} />
        </g>
    }
}

/// Many messages in one glyph.
fn crowd() -> Html {
    html! {
        <g class="crowd">
            <circle r="8.5" />
            <text y="4" text-anchor="middle">{ "40" }</text>
        </g>
    }
}

/// The numbers' prefixes.
fn numbers(words: &'static Words) -> Html {
    let words = &words.stage;
    let number = |sample: &'static str, name: &'static str| {
        html! { <span><code>{ sample }</code>{ " " }{ name }</span> }
    };
    html! {
        <p class="legend-numbers">
            <span>{ words.numbers }</span>
            { number("#28", words.number_index) }
            { number("r14", words.number_revision) }
            { number("r13.1", words.number_sub) }
            { number("v2", words.number_version) }
            { number("t3", words.number_term) }
        </p>
    }
}

/// The messages.
fn messages(words: &'static Words) -> Html {
    let kinds = MESSAGES
        .iter()
        .map(|(kind, name)| entry(message_glyph(*kind, false), name));
    html! {
        <section class="legend-messages">
            <h3>{ words.stage.legend_messages }</h3>
            <ul>
                { for kinds }
                { entry(message_glyph(MessageKind::Lease, false), words.stage.legend_lease) }
                { entry(message_glyph(MessageKind::Heartbeat, true), words.stage.legend_lost) }
                { entry(held(), words.stage.legend_held) }
                { entry(crowd(), words.stage.legend_crowd) }
            </ul>
        </section>
    }
}

/// The members.
fn members(words: &'static Words) -> Html {
    let (words, it) = (&words.stage, &words.machine);
    let role =
        |role: Role, power: Power, name: &'static str| entry(role_glyph(role, power, 6.5), name);
    let ring = |class: &'static str| {
        html! { <circle class="ring-run" data-timer={class} r="6" stroke-dasharray="14 40" /> }
    };
    html! {
        <section>
            <h3>{ words.legend_members }</h3>
            <ul>
                { role(Role::Leader, Power::Up, words.leader) }
                { role(Role::Follower, Power::Up, words.follower) }
                { entry(mark_glyph("learner", 6.5), words.learner) }
                { role(Role::PreCandidate, Power::Up, words.pre_candidate) }
                { role(Role::Candidate, Power::Up, words.candidate) }
                { role(Role::Follower, Power::Down, words.down) }
                { entry(mark_glyph("waiting", 6.5), words.waiting) }
                { entry(mark_glyph("removed", 6.5), words.removed) }
                { entry(html! { <path class="badge-frozen" d="M-3-5v10M3-5v10" /> },
                    words.frozen) }
                { entry(ring("election"), words.legend_timer) }
                { entry(ring("heartbeat"), words.legend_heartbeat) }
                { entry(html! { <path class="badge-sync"
                    d="M-5-5h10v10h-10zM-2.5-5v3.5h5v-3.5" /> }, words.syncing) }
                { entry(html! { <g class="badge-sync" data-disk="full">
                    { disk_chip("full") }</g> }, it.legend_disk) }
                { entry(html! { <g class="badge-clock">{ clock_face() }</g> }, it.legend_clock) }
                { entry(html! { <g class="wall"><path d="M0-8V8" /></g> }, words.legend_cut) }
                { entry(html! { <path class="lane" data-faulty="true" d="M-8 0H8" /> },
                    words.legend_slow) }
            </ul>
        </section>
    }
}

/// The legend; its button opens it natively, Escape or a click elsewhere closes it.
pub fn legend(words: &'static Words) -> Html {
    html! {
        <div id={ID} class="legend" popover="auto" role="dialog" aria-label={words.stage.legend}>
            { numbers(words) }
            <div class="legend-columns">
                { messages(words) }
                { members(words) }
                { legend_marks(words) }
            </div>
        </div>
    }
}
