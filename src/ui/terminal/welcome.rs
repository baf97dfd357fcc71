//! The first visit: one sentence and one line to run.

use yew::prelude::*;

use crate::ui::{
    host::{Host, Session},
    icon::{Glyph, icon},
    words::Words,
};

/// The line that the first visit offers.
pub(super) const FIRST_LINE: &str = "etcdctl put hello world";

/// What it shows.
pub(super) struct Props<'a> {
    /// The session.
    pub host: &'a Host,
    /// The texts.
    pub words: &'static Words,
    /// The shell the line runs in.
    pub shell: &'a str,
}

/// The sentence and the line.
pub(super) fn welcome(props: &Props<'_>) -> Html {
    let words = &props.words.terminal;
    let cluster = props.host.read(Session::cluster);
    let leader = cluster.leader.and_then(|it| cluster.members.get(it));
    let sentence = match leader {
        Some(leader) => (words.welcome)(&leader.name),
        None => words.welcome_alone.to_owned(),
    };
    let run = {
        let (host, shell) = (props.host.clone(), props.shell.to_owned());
        Callback::from(move |_: MouseEvent| host.type_lines(&shell, [FIRST_LINE.to_owned()]))
    };
    html! {
        <div class="welcome">
            <p>{ sentence }</p>
            <button class="first-line" aria-label={(words.run_line)(FIRST_LINE)} onclick={run}>
                <code><i>{ "$ " }</i>{ FIRST_LINE }</code>
                <span class="run">
                    { icon(Glyph::Play) }{ words.run }<kbd>{ "Enter" }</kbd>
                </span>
            </button>
            <p class="aside">{ words.own }</p>
        </div>
    }
}
