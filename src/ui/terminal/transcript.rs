//! The transcript of one shell: its newest lines, and a button for earlier ones.

use yew::prelude::*;

use super::{lines::Lines, row::Row};
use crate::ui::words::Words;

/// What it shows.
pub(super) struct Props<'a> {
    /// The texts.
    pub words: &'static Words,
    /// The shell's name.
    pub shell: &'a str,
    /// The lines.
    pub lines: &'a Lines,
    /// Asks for earlier lines.
    pub earlier: &'a Callback<()>,
}

/// The lines.
pub(super) fn transcript(props: &Props<'_>) -> Html {
    let words = &props.words.terminal;
    let name = super::shown_name(props.shell, props.words);
    let earlier = props.earlier.reform(|_: MouseEvent| ());
    html! {
        <>
            if props.lines.earlier {
                <button class="earlier" onclick={earlier}>{ words.earlier }</button>
            }
            <div role="log" aria-label={(words.output)(&name)} lang="en"
                aria-busy={props.lines.rushes.to_string()}>
                { for props.lines.rows.iter().map(|(key, line)| html! {
                    <Row key={key.clone()} line={line.clone()} words={props.words} />
                }) }
            </div>
        </>
    }
}
