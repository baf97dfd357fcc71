//! Several pasted lines, shown before they run.

use yew::prelude::*;

use crate::ui::words::Words;

/// Lines shown.
const LINES_MAX: usize = 20;
/// Characters shown of a line.
const CHARS_MAX: usize = 160;
/// A line from so many bytes on is looked at before it comes to the prompt: values may have
/// megabytes.
pub(super) const LONG_LINE: usize = 4_096;

/// The id of the button that runs them.
pub(super) const RUN_ID: &str = "run-lines";

/// What one can do with them.
pub(super) struct Props<'a> {
    /// The text.
    pub text: &'a str,
    /// The texts.
    pub words: &'static Words,
    /// Runs them.
    pub run: Callback<MouseEvent>,
    /// Puts them to the prompt.
    pub edit: Callback<MouseEvent>,
    /// Forgets them.
    pub cancel: Callback<()>,
}

/// The lines that would run.
pub(super) fn commands(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|it| !it.trim().is_empty())
}

/// The lines and the three buttons.
pub(super) fn paste(props: &Props<'_>) -> Html {
    let words = &props.words.terminal;
    let count = commands(props.text).count();
    let title = (words.run_lines)(count);
    let escape = {
        let cancel = props.cancel.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                event.stop_propagation();
                cancel.emit(());
            }
        })
    };
    let cancel = props.cancel.reform(|_: MouseEvent| ());
    let shown = commands(props.text).take(LINES_MAX);
    html! {
        <div class="paste" role="group" aria-label={title.clone()} onkeydown={escape}>
            <ol lang="en">
                { for shown.map(|line| html! { <li>{ cut(line) }</li> }) }
            </ol>
            if count > LINES_MAX {
                <p>{ (words.more_lines)(count - LINES_MAX) }</p>
            }
            <div>
                <button id={RUN_ID} class="button" data-kind="main" onclick={props.run.clone()}>
                    { title }<kbd>{ "Enter" }</kbd>
                </button>
                <button class="button" onclick={props.edit.clone()}>{ words.edit }</button>
                <button class="button" onclick={cancel}>
                    { words.cancel }<kbd>{ "Esc" }</kbd>
                </button>
            </div>
        </div>
    }
}

fn cut(line: &str) -> String {
    let mut shown: String = line.chars().take(CHARS_MAX).collect();
    if shown.len() < line.len() {
        shown.push('…');
    }
    shown
}
