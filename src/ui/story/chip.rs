//! A line to run, as a button that wraps and is never cut.

use yew::prelude::*;

use super::{Act, panel::Props, prose};
use crate::{
    session::lesson::{LEASE, Line},
    ui::icon::{Glyph, icon},
};

/// A line by its number in the step that shows.
pub(super) fn chip(props: &Props, line: &Line<'static>, number: usize) -> Html {
    let words = &props.words.story;
    let lacks = line.text.contains(LEASE) && props.seen.lease.is_none();
    let text = match props.seen.lease {
        Some(lease) => line.text.replace(LEASE, &lease.to_string()),
        None => line.text.to_owned(),
    };
    let name = if props.past {
        format!("{} {text}", words.fork)
    } else {
        (props.words.terminal.run_line)(&text)
    };
    let ran = props.seen.ran.get(number) == Some(&true);
    let press = (!lacks).then(|| props.press(Act::Run(number)));
    html! {
        <li key={number}>
            if let Some(shell) = line.shell {
                <span class="where">{ props.words.shell_name(shell) }</span>
            }
            <button class="chip" data-ran={ran.to_string()} aria-label={name}
                aria-disabled={lacks.then_some("true")}
                title={lacks.then_some(words.no_lease)} onclick={press}>
                { icon(if ran { Glyph::Check } else { Glyph::Play }) }
                if props.past {
                    <span class="where">{ words.fork }</span>
                }
                <code>{ prose::line(&text) }</code>
            </button>
        </li>
    }
}
