//! What is wrong with a member's machine, read from the view: in words, and as badges at its ring.
//!
//! Pure.

use yew::prelude::*;

use crate::{
    session::{
        view::{DiskState, Member},
        words::{offset, rate},
    },
    sim::Delay,
    ui::{geometry::number, words::Words},
};

/// Whether clocks or disk can be healed.
#[must_use]
pub fn amiss(member: &Member) -> bool {
    let clock = member.clock_offset != 0 || member.drift_ppm != 0;
    clock || member.disk.full || member.disk.slow != Delay::default()
}

/// What is wrong, one thing each: `clock +2s`, `disk full`.
#[must_use]
pub fn said(member: &Member, words: &'static Words) -> Vec<String> {
    let words = &words.machine;
    // What a clock that drifts is off by goes on changing: whole milliseconds are enough.
    let by = member.clock_offset / 1_000 * 1_000;
    let mut said = Vec::new();
    if by != 0 {
        said.push((words.clock)(&offset(by)));
    }
    if member.drift_ppm != 0 {
        said.push((words.drifts)(&rate(member.drift_ppm)));
    }
    said.extend(words.disk(member.disk));
    said
}

/// Characters of a fact below a member: as many as its label has room for.
const BRIEF: usize = 26;

/// The same where there is little room: as much of it as fits, with an ellipsis for the rest.
#[must_use]
pub fn brief(member: &Member, words: &'static Words) -> Option<String> {
    let said = said(member, words);
    let mut brief = said.first()?.clone();
    for (nth, more) in said.iter().enumerate().skip(1) {
        let longer = format!("{brief}{}{more}", words.stage.comma);
        let last = nth + 1 == said.len();
        if longer.chars().count() + if last { 0 } else { 2 } > BRIEF {
            return Some(brief + " …");
        }
        brief = longer;
    }
    Some(brief)
}

/// The word that markup and style use for a disk.
#[must_use]
pub fn disk_state(disk: DiskState) -> &'static str {
    match disk {
        DiskState { wiped: true, .. } => "wiped",
        DiskState { torn: true, .. } => "torn",
        DiskState { full: true, .. } => "full",
        DiskState { slow, .. } if slow != Delay::default() => "slow",
        DiskState { .. } => "sound",
    }
}

/// A disk's chip around the origin: a floppy with what is wrong on it.
pub fn disk_chip(state: &'static str) -> Html {
    html! {
        <>
            <path d="M-5-5h10v10h-10z" />
            if matches!(state, "sound" | "slow") {
                <path d="M-2.5-5v3.5h5v-3.5" />
            }
            if state == "slow" {
                <path d="M-2.5 2.5h.1M0 2.5h.1M2.5 2.5h.1" stroke-linecap="round" />
            }
            if state == "full" {
                <path class="filled" d="M-3.5-3.5h7v7h-7z" />
            }
            if state == "torn" {
                <path d="M-5 1l2.5-2 2.5 2 2.5-2 2.5 2" />
            }
        </>
    }
}

/// A clock's face around the origin.
pub fn clock_face() -> Html {
    html! { <><circle r="5.5" /><path d="M0-3V0l2.4 1.6" /></> }
}

/// The badges of a machine, at so far from the middle of its member's ring.
pub fn badges(member: &Member, at: f64, words: &'static Words) -> Html {
    let state = disk_state(member.disk);
    let wrong_clock = member.clock_offset != 0 || member.drift_ppm != 0;
    let at = number(at);
    html! {
        <>
            if member.syncing || state != "sound" {
                <g class="badge-sync" data-disk={state} data-syncing={member.syncing.to_string()}
                    transform={format!("translate(-{at} {at})")}>
                    <title>{ if state == "sound" { words.stage.syncing.to_owned() } else {
                        words.machine.disk(member.disk).join(words.stage.comma)
                    } }</title>
                    { disk_chip(state) }
                </g>
            }
            if wrong_clock {
                <g class="badge-clock" transform={format!("translate({at} -{at})")}>
                    <title>{ said(member, words).join(words.stage.comma) }</title>
                    { clock_face() }
                </g>
            }
        </>
    }
}
