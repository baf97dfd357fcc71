//! In the past: where one stands, and what the branch looked at holds below that.

use yew::prelude::*;

use crate::ui::{
    banner::fine,
    host::{Host, Session},
    icon::{Glyph, icon},
    words::Words,
};

/// Lines shown of what has not happened yet.
const LINES_MAX: usize = 40;

/// The rule and the greyed lines; nothing at the end of a branch.
pub(super) fn future(host: &Host, words: &'static Words, shell: &str) -> Html {
    if !host.read(Session::past) {
        return Html::default();
    }
    let lines = host.read(|it| it.future_lines(shell));
    html! {
        <>
            <p class="row here">
                { icon(Glyph::Clock) }{ (words.terminal.you_are_here)(&fine(host.now())) }
            </p>
            <div class="future" role="group" aria-label={words.terminal.future} lang="en">
                { for lines.iter().take(LINES_MAX).map(|line| html! {
                    <div class="row"><span class="text">
                        if line.kind == crate::session::view::LineKind::Command { { "$ " } }
                        { line.happening.as_ref().map_or_else(
                            || line.text.chars().take(LINES_MAX * 10).collect(),
                            words.terminal.happening,
                        ) }
                    </span></div>
                }) }
            </div>
        </>
    }
}
