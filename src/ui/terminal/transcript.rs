//! The transcript of one shell: its newest lines, and a button for earlier ones.

use std::rc::Rc;

use yew::prelude::*;

use super::{lines::Lines, row::Row};
use crate::ui::words::Words;

/// What it shows.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    /// The texts.
    pub words: &'static Words,
    /// The shell's name.
    pub shell: String,
    /// The lines.
    pub lines: Rc<Lines>,
    /// Whether lines come faster than anyone reads, aloud or not.
    pub rushes: bool,
    /// Asks for earlier lines.
    pub earlier: Callback<()>,
}

/// The lines.
#[component]
pub(super) fn Transcript(props: &Props) -> Html {
    let words = &props.words.terminal;
    let name = super::shown_name(&props.shell, props.words);
    let earlier = props.earlier.reform(|_: MouseEvent| ());
    html! {
        <>
            if props.lines.earlier {
                <button class="earlier" onclick={earlier}>{ words.earlier }</button>
            }
            <div role="log" aria-label={(words.output)(&name)} lang="en"
                aria-busy={props.rushes.to_string()}>
                { for props.lines.rows.iter().map(|(key, line)| html! {
                    <Row key={key.clone()} line={line.clone()} words={props.words} />
                }) }
            </div>
        </>
    }
}
