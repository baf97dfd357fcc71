//! Jumps to the next commit, election, lease expiry: in the past to the recorded one, at the end
//! time runs ahead to it.

use yew::prelude::*;

use crate::{
    session::{Seek, view::Landmark},
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

/// What time can run ahead to, and for how long at most; none if nothing of the kind is coming.
fn ahead(host: &Host, which: Landmark) -> Option<(Goal, Micros)> {
    let commit = || {
        let members = host.read(Session::cluster).members;
        members.iter().map(|it| it.commit).max().unwrap_or_default()
    };
    let first = || host.read(Session::leases).heap.first().copied();
    let span = |expires: Micros| expires.since(host.now()) + AFTER_EXPIRY;
    match which {
        Landmark::Commit => {
            let busy = host.read(Session::busy);
            let revoke = first().map(|it| span(it.expires));
            let span = if busy { Some(JUMP_MAX) } else { revoke };
            Some((Goal::Commit(commit()), span?))
        }
        Landmark::Election => {
            let leads = host.read(Session::cluster).leader.is_some();
            (!leads).then_some((Goal::Leader, JUMP_MAX))
        }
        Landmark::Expiry => {
            let first = first()?;
            Some((Goal::Gone(first.lease), span(first.expires)))
        }
        Landmark::Fault | Landmark::Command => None,
    }
}

/// One button.
fn jump(host: &Host, words: &'static Words, which: Landmark) -> Html {
    let words = &words.bar;
    let (short, name, why, key, glyph) = match which {
        Landmark::Commit => (
            words.commit,
            words.next_commit,
            words.no_commit,
            "C",
            Glyph::Check,
        ),
        Landmark::Election => (
            words.election,
            words.next_election,
            words.no_election,
            "E",
            Glyph::Diamond,
        ),
        Landmark::Expiry | Landmark::Fault | Landmark::Command => (
            words.expiry,
            words.next_expiry,
            words.no_expiry,
            "L",
            Glyph::Clock,
        ),
    };
    let past = host.read(Session::past);
    let goal = if past { None } else { ahead(host, which) };
    let nothing = !past && goal.is_none();
    let host = host.clone();
    let onclick = Callback::from(move |_: MouseEvent| match goal.clone() {
        Some((goal, span)) => host.jump(goal, span),
        None if past => host.seek(Seek::Landmark {
            which,
            forward: true,
        }),
        None => {}
    });
    html! {
        <button type="button" class="button" aria-label={name} aria-keyshortcuts={key}
            title={if nothing { why } else { name }} aria-disabled={nothing.to_string()} {onclick}>
            { icon(glyph) }<span>{ short }</span>
        </button>
    }
}

/// The group.
pub(super) fn jumps(host: &Host, words: &'static Words) -> Html {
    let all = [Landmark::Commit, Landmark::Election, Landmark::Expiry];
    html! {
        <div class="group jumps" role="group" aria-label={words.bar.jump}>
            { for all.into_iter().map(|it| jump(host, words, it)) }
        </div>
    }
}
