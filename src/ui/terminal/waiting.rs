//! What a shell waits for, in one sentence, and the ways out: Ctrl-C or a jump.

use yew::prelude::*;

use crate::{
    session::view::{Shell, ShellState, Waiting},
    ui::{
        host::{Goal, Host, Session},
        icon::{Glyph, icon},
        words::Words,
    },
    units::Micros,
};

/// A jump gives up after so much virtual time.
const JUMP_MAX: Micros = Micros::from_secs(60);
/// After a lease ran out: the leader's look every 500 ms, a proposal, an election at worst.
const AFTER_EXPIRY: Micros = Micros::from_secs(5);

/// What it shows.
pub(super) struct Props<'a> {
    /// The session.
    pub host: &'a Host,
    /// The texts.
    pub words: &'static Words,
    /// The shell.
    pub shell: &'a Shell,
}

/// The row below the transcript; nothing while the shell is at its prompt.
pub(super) fn waiting_row(props: &Props<'_>) -> Html {
    let words = &props.words.terminal;
    let queued = props.host.typed(&props.shell.name);
    let way_out = match props.shell.state {
        ShellState::Idle => return Html::default(),
        ShellState::Running => words.stops_waiting,
        ShellState::Holding => words.stops_holding,
        ShellState::Reading => words.end_input,
    };
    let interrupt = {
        let (host, shell) = (props.host.clone(), props.shell.name.clone());
        Callback::from(move |_: MouseEvent| host.interrupt(&shell))
    };
    let running = props.shell.state == ShellState::Running;
    html! {
        <div class="row waiting" data-kind="waiting">
            <span class="rail">if running { <i class="spinner" /> }</span>
            if let Some(text) = sentence(props) {
                <b class="text">{ text }</b>
            }
            if queued > 0 {
                <span class="text">{ (words.queued)(queued) }</span>
            }
            { jump(props) }
            <button class="button" data-kind="small" aria-label={words.interrupt}
                title={words.interrupt} onclick={interrupt}>{ "Ctrl-C" }</button>
            <span class="way-out">{ way_out }</span>
        </div>
    }
}

/// What it waits for.
fn sentence(props: &Props<'_>) -> Option<String> {
    let words = &props.words.terminal;
    if props.shell.state == ShellState::Reading {
        return Some(words.reading.to_owned());
    }
    let waiting = props.shell.waiting.as_ref();
    waiting.map(props.words.why.waiting)
}

/// The jump that fits: to the election, to the answer, or to a lease's end under a watch.
fn jump(props: &Props<'_>) -> Html {
    let words = &props.words.terminal;
    let host = props.host;
    let (label, goal, span) = match props.shell.state {
        ShellState::Idle | ShellState::Reading => return Html::default(),
        ShellState::Running => match props.shell.waiting {
            Some(Waiting::Leader { .. }) => (words.jump_leader, Goal::Leader, JUMP_MAX),
            Some(_) | None => (
                words.jump_answer,
                Goal::Answer(props.shell.name.clone()),
                JUMP_MAX,
            ),
        },
        ShellState::Holding => {
            let Some(expires) = next_expiry(host) else {
                return Html::default();
            };
            let revision = host.read(Session::cluster).revision;
            let span = expires.since(host.now()) + AFTER_EXPIRY;
            (words.jump_expiry, Goal::RevisionAfter(revision), span)
        }
    };
    let jump = {
        let host = host.clone();
        Callback::from(move |_: MouseEvent| host.jump(goal.clone(), span))
    };
    html! {
        <button class="button" data-kind="small" onclick={jump}>
            { icon(Glyph::Ahead) }{ label }
        </button>
    }
}

/// When the next lease with keys runs out.
fn next_expiry(host: &Host) -> Option<Micros> {
    let leases = host.read(Session::leases).leases;
    leases
        .iter()
        .filter(|it| it.keys_count > 0)
        .filter_map(|it| it.expires)
        .min()
}
