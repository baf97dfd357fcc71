//! The transcript of one shell: its newest lines, and a button for earlier ones.

use yew::prelude::*;

use super::{lines::Lines, row::Row};
use crate::{
    session::view::Line,
    ui::{browser, follow::Follow, words::Words},
};

/// What it shows.
pub(super) struct Props<'a> {
    /// What is followed.
    pub follow: &'a Follow,
    /// The texts.
    pub words: &'static Words,
    /// The shell's name.
    pub shell: &'a str,
    /// Whether its lines are Go.
    pub go: bool,
    /// The lines.
    pub lines: &'a Lines,
    /// Asks for earlier lines.
    pub earlier: &'a Callback<()>,
    /// What is searched for, and the key of the row where the search stands.
    pub find: &'a (AttrValue, Option<String>),
}

/// The lines.
pub(super) fn transcript(props: &Props<'_>) -> Html {
    let words = &props.words.terminal;
    let name = super::shown_name(props.shell, props.words);
    let earlier = props.earlier.reform(|_: MouseEvent| ());
    let thread = &*props.follow.thread;
    let rows = &props.lines.rows;
    let has = |line: &Line| line.did.is_some() && thread.has_line(props.shell, line.id);
    let tagged = |line: &Line| {
        line.did
            .is_some_and(|it| it.index.is_some() || it.revision.is_some())
    };
    let stop = rows.iter().rfind(|(_, it)| has(it));
    let stop = stop.or_else(|| rows.iter().rfind(|(_, it)| tagged(it)));
    let stop = stop.map(|(_, it)| it.id);
    let shell = AttrValue::from(props.shell.to_owned());
    let onkeydown = Callback::from(|event: KeyboardEvent| {
        let back = match event.key().as_str() {
            "ArrowUp" => true,
            "ArrowDown" => false,
            _ => return,
        };
        if browser::focus_beside(&event, "button.tag", back) {
            event.prevent_default();
        }
    });
    html! {
        <>
            if props.lines.earlier {
                <button class="earlier" onclick={earlier}>{ words.earlier }</button>
            }
            <div role="log" aria-label={(words.output)(&name)} lang="en"
                aria-busy={props.lines.rushes.to_string()} {onkeydown}>
                { for rows.iter().map(|(key, line)| html! {
                    <Row key={key.clone()} line={line.clone()} words={props.words}
                        shell={shell.clone()} choose={props.follow.choose.clone()}
                        followed={has(line)} tab_stop={stop == Some(line.id)}
                        find={props.find.0.clone()} go={props.go}
                        found={props.find.1.as_ref() == Some(key)} />
                }) }
            </div>
        </>
    }
}
