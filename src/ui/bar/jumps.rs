//! Jumps to the next commit, election, lease expiry: in the past to the recorded one, at the end
//! time runs ahead to it.

use yew::prelude::*;

use crate::{
    session::{
        Seek,
        view::{Cluster, HeapNode, Landmark},
    },
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

/// What the jumps look at, read once for all of them.
struct Ahead<'a> {
    host: &'a Host,
    cluster: &'a Cluster,
    past: bool,
    /// The lease that runs out first, while time can run ahead to it.
    first: Option<HeapNode>,
}

/// What time can run ahead to, and for how long at most; none if nothing of the kind is coming.
fn goal(ahead: &Ahead<'_>, which: Landmark) -> Option<(Goal, Micros)> {
    let span = |it: HeapNode| it.expires.since(ahead.cluster.now) + AFTER_EXPIRY;
    match which {
        Landmark::Commit => {
            let busy = ahead.host.read(Session::busy).then_some(JUMP_MAX);
            let span = busy.or_else(|| ahead.first.map(span))?;
            let commits = ahead.cluster.members.iter().map(|it| it.commit);
            Some((Goal::Commit(commits.max()?), span))
        }
        Landmark::Election => {
            let leads = ahead.cluster.leader.is_some();
            (!leads).then_some((Goal::Leader, JUMP_MAX))
        }
        Landmark::Expiry => {
            let first = ahead.first?;
            Some((Goal::Gone(first.lease), span(first)))
        }
        Landmark::Fault | Landmark::Command => None,
    }
}

/// One button.
fn jump(ahead: &Ahead<'_>, words: &'static Words, which: Landmark) -> Html {
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
    let past = ahead.past;
    let goal = if past { None } else { goal(ahead, which) };
    let nothing = !past && goal.is_none();
    let host = ahead.host.clone();
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
pub(super) fn jumps(host: &Host, cluster: &Cluster, words: &'static Words) -> Html {
    let past = host.read(Session::past);
    let first = || host.read(Session::leases).heap.first().copied();
    let ahead = Ahead {
        host,
        cluster,
        past,
        first: if past { None } else { first() },
    };
    let all = [Landmark::Commit, Landmark::Election, Landmark::Expiry];
    html! {
        <div class="group jumps" role="group" aria-label={words.bar.jump}>
            { for all.into_iter().map(|it| jump(&ahead, words, it)) }
        </div>
    }
}
