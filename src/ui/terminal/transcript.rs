//! The transcript of one shell. It draws the newest lines and, on request, earlier ones: a
//! transcript may have tens of thousands, and none is ever lost.

use yew::prelude::*;

use super::row::Row;
use crate::{session::view::Shell, ui::words::Words};

/// Lines drawn at first, and more at each request.
const WINDOW: usize = 300;

/// What it shows.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    /// The texts.
    pub words: &'static Words,
    /// The shell.
    pub shell: Shell,
    /// Lines before this id are put aside.
    pub cleared: u64,
}

/// The lines.
#[component]
pub(super) fn Transcript(props: &Props) -> Html {
    // How many lines beyond the window are asked for, and in which shell.
    let more = use_state(|| (String::new(), 0_usize));
    let shell = &props.shell;
    let asked = if more.0 == shell.name { more.1 } else { 0 };
    let fresh = shell
        .lines
        .iter()
        .rev()
        .take_while(|it| it.id >= props.cleared)
        .count();
    let shown = (fresh.min(WINDOW) + asked).min(shell.lines.len());
    let hidden = shell.lines.len() - shown;
    let earlier = {
        let (more, name) = (more.clone(), shell.name.clone());
        Callback::from(move |_: MouseEvent| more.set((name.clone(), asked + WINDOW)))
    };
    let name = super::shown_name(&shell.name, props.words);
    html! {
        <>
            if hidden > 0 {
                <button class="earlier" onclick={earlier}>
                    { (props.words.terminal.earlier)(hidden) }
                </button>
            }
            <div role="log" aria-label={(props.words.terminal.output)(&name)}>
                { for shell.lines[hidden..].iter().map(|line| html! {
                    <Row key={line.id} line={line.clone()} words={props.words} />
                }) }
            </div>
        </>
    }
}
