//! An answer field by field: its name, its value, and what it means.

use yew::prelude::*;

use crate::{
    session::view::{Row, SpokenCall},
    ui::words::Words,
};

/// The answer, or why there is none.
pub(super) fn answer(call: &SpokenCall, words: &Words) -> Html {
    let texts = &words.spoken;
    html! {
        <section class="tongue" data-testid="tongue-answer" aria-label={texts.answer}>
            <h3>{ texts.answer }</h3>
            if let Some(error) = &call.refused {
                <p class="refused" lang="en">{ error }</p>
            } else if call.rows.is_empty() {
                <p class="dim">{ texts.no_answer }</p>
            } else {
                <table class="fields">
                    <tbody>{ for call.rows.iter().map(|it| row(it, words)) }</tbody>
                </table>
            }
        </section>
    }
}

/// One field; what nobody set is dim.
fn row(row: &Row, words: &Words) -> Html {
    html! {
        <tr data-unset={row.unset.then_some("true")} data-depth={row.depth.min(6).to_string()}>
            <th scope="row" lang="en">{ row.name }</th>
            <td lang="en">{ &row.value }</td>
            <td>{ (words.spoken.field)(row.within, row.name) }</td>
        </tr>
    }
}
