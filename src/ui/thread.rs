//! The thread of what is followed: `put hello › #28 › r14 › 1 watch event`, each a way to it.

use bytes::Bytes;
use yew::prelude::*;

use super::{
    Pane, browser,
    figures::moment,
    follow::{Thing, Thread},
    geometry::text::shorten,
    icon::{Glyph, icon},
    leases::left,
    words::Words,
};
use crate::{session::view::EntryKind, units::Revision};

/// Characters of a command in the thread.
const COMMAND_MAX: usize = 24;

/// What a command is called: its words but for `etcdctl` and flags, as many as have room.
fn command(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let words = line.split_whitespace();
    let words = words.filter(|it| !it.starts_with('-') && *it != "etcdctl");
    let mut name = String::new();
    for word in words {
        if !name.is_empty() && name.len() + word.len() >= COMMAND_MAX {
            break;
        }
        name.push_str(if name.is_empty() { "" } else { " " });
        name.push_str(word);
    }
    shorten(&name, COMMAND_MAX)
}

/// What is followed, in few words.
fn label(thing: &Thing, thread: &Thread, words: &Words) -> String {
    if let Some(asked) = &thread.command {
        return command(&asked.text);
    }
    match thing {
        Thing::Nothing | Thing::Line { .. } => String::new(),
        Thing::Entry(index) => index.to_string(),
        Thing::Revision(_, revision) => revision.to_string(),
        Thing::Lease(lease) => (words.follow.lease)(&left::tail(*lease, 8)),
    }
}

/// The links: what each is called and leads to; nothing to lead to is only said.
#[must_use]
pub fn links(thing: &Thing, thread: &Thread, words: &Words) -> Vec<(String, Option<Thing>)> {
    let mut links = Vec::new();
    let revoked = thread.kind == Some(EntryKind::LeaseRevoke);
    if let Some(asked) = &thread.command {
        let (shell, line) = (asked.shell.clone(), asked.line);
        links.push((command(&asked.text), Some(Thing::Line { shell, line })));
    } else if revoked {
        links.push((words.follow.ran_out.to_owned(), None));
    }
    if let Some((index, _)) = thread.entry {
        links.push((index.to_string(), Some(Thing::Entry(index))));
    }
    if let Some(main) = thread.revision {
        let is = |it: &&(Bytes, Revision)| match thing {
            Thing::Revision(key, at) => it.0 == *key && it.1 == *at,
            _ => true,
        };
        let change = thread.changes.iter().find(is).or(thread.changes.first());
        let to = change.map(|it| Thing::Revision(it.0.clone(), it.1));
        links.push((format!("r{main}"), to));
    }
    let granted = thread.kind == Some(EntryKind::LeaseGrant);
    if let Some(lease) = thread.lease
        && (granted || revoked || matches!(thing, Thing::Lease(_)))
    {
        let name = (words.follow.lease)(&left::tail(lease, 8));
        links.push((name, Some(Thing::Lease(lease))));
    }
    let sent = thread.events.len().max(thread.sent as usize);
    if sent > 0 {
        links.push(((words.follow.events)(sent), next_event(thing, thread)));
    }
    links
}

/// The place of a thing among the events of a thread.
fn event(thing: &Thing, thread: &Thread) -> Option<usize> {
    let Thing::Line { shell, line } = thing else {
        return None;
    };
    let mut events = thread.events.iter();
    events.position(|it| it.1 == *line && it.0 == *shell)
}

/// The event after the one that is followed, in a circle.
fn next_event(thing: &Thing, thread: &Thread) -> Option<Thing> {
    let next = event(thing, thread).map_or(0, |it| (it + 1) % thread.events.len());
    let (shell, line) = thread.events.get(next)?.clone();
    Some(Thing::Line { shell, line })
}

/// Brings a thing in sight and gives it the focus.
fn go(thing: &Thing) {
    match thing {
        Thing::Nothing => {}
        Thing::Line { shell, line } => browser::press_and_focus(
            &browser::selector("data-testid", &format!("shell-{shell}")),
            browser::selector("data-line", &format!("{shell}/{line}")),
        ),
        Thing::Entry(index) => {
            browser::press_and_focus("", format!(".entry[data-index=\"{}\"]", index.0));
        }
        Thing::Revision(_, at) => browser::press_and_focus(
            "#tab-revisions",
            format!(".dot[data-main=\"{}\"][data-sub=\"{}\"]", at.main, at.sub),
        ),
        Thing::Lease(id) => {
            browser::press_and_focus("#tab-leases", format!("[data-testid=\"lease-{id}\"]"));
        }
    }
}

/// One link.
fn link(pane: &Pane, (name, to): (String, Option<Thing>)) -> Html {
    let Some(to) = to else {
        return html! { <li><span>{ name }</span></li> };
    };
    let (thing, thread) = (&pane.follow.thing, &*pane.follow.thread);
    let both = event(&to, thread).is_some() && event(thing, thread).is_some();
    let current = both || to == *thing;
    let choose = pane.follow.choose.clone();
    let onclick = Callback::from(move |_: MouseEvent| {
        choose.emit(to.clone());
        go(&to);
    });
    html! {
        <li>
            <button type="button" {onclick} aria-current={current.then_some("true")}>
                { name }
            </button>
        </li>
    }
}

/// What its command or entry waits for, else what has become of it.
#[must_use]
pub fn fate(thread: &Thread, words: &Words) -> String {
    if let Some(waiting) = &thread.waiting {
        return (words.why.waiting)(waiting);
    }
    let applied = thread.applied.map(|at| (words.why.applied)(&moment(at)));
    applied.unwrap_or_default()
}

/// The thread, and what is said of it.
pub fn thread(pane: &Pane) -> Html {
    let words = &pane.words.follow;
    let (thing, thread) = (&pane.follow.thing, &*pane.follow.thread);
    let follows = *thing != Thing::Nothing;
    let links = links(thing, thread, pane.words);
    let stop = pane.follow.choose.reform(|_: MouseEvent| Thing::Nothing);
    let status = follows.then(|| {
        let entry = thread.entry.map(|it| it.0.0);
        (words.status)(&label(thing, thread, pane.words), entry, thread.revision)
    });
    let name = label(thing, thread, pane.words);
    let close = html! {
        <button type="button" class="button" data-kind="quiet" data-shape="square"
            aria-label={words.stop} onclick={stop}>{ icon(Glyph::Cross) }</button>
    };
    html! {
        <>
            if follows {
                <nav class="thread" aria-label={words.following}>
                    <span class="dim">{ words.following }</span>
                    <ol>
                        if links.is_empty() {
                            if !name.is_empty() {
                                <li><span>{ name }</span></li>
                            }
                            <li><span>{ words.not_here }</span></li>
                        }
                        { for links.into_iter().map(|it| link(pane, it)) }
                    </ol>
                    { close }
                </nav>
                <p class="thread-why" data-waits={thread.waiting.is_some().to_string()}
                    data-testid="thread-why">{ fate(thread, pane.words) }</p>
            }
            <p class="unseen" role="status">{ status.unwrap_or_default() }</p>
        </>
    }
}
