//! What changed between two versions of a value, with the changed part marked.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::{
    session::view::{Change, HistoryRow, KeyDetail, diff},
    ui::{figures::bytes, words::Words},
    units::Revision,
};

/// Bytes of each value that are compared.
const COMPARED_MAX: usize = 4_000;

/// The versions that one can be compared with: those with a value, but for itself.
fn others(detail: &KeyDetail) -> impl DoubleEndedIterator<Item = &HistoryRow> + Clone {
    let has = move |it: &&HistoryRow| !it.tombstone && !it.compacted && it.revision != detail.at;
    detail.history.iter().filter(has)
}

/// The version that is compared with: the one chosen, else the one before.
#[must_use]
pub fn base(detail: &KeyDetail, chosen: Option<Revision>) -> Option<&HistoryRow> {
    let is = |it: &&HistoryRow| Some(it.revision) == chosen;
    let before = |it: &&HistoryRow| it.revision < detail.at;
    let mut all = others(detail);
    let base = all.clone().find(is);
    base.or_else(|| all.rfind(before))
}

/// One run.
fn run((change, run): (Change, &[u8])) -> Html {
    let text = bytes(run);
    match change {
        Change::Same => html! { <span>{ text }</span> },
        Change::Gone => html! { <del>{ text }</del> },
        Change::New => html! { <ins>{ text }</ins> },
    }
}

/// The choice of the other version.
fn picker(detail: &KeyDetail, base: Revision, words: &'static Words, pick: &Pick) -> Html {
    let all: Vec<Revision> = others(detail).map(|it| it.revision).collect();
    let option = |it: &HistoryRow| {
        html! {
            <option selected={it.revision == base}>
                { format!("{} v{}", it.revision, it.version) }
            </option>
        }
    };
    let onchange = pick.reform(move |event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        let nth = usize::try_from(select.selected_index()).unwrap_or(0);
        all.get(nth).copied()
    });
    html! {
        <label class="store-of">
            <span>{ words.keys.compared }</span>
            <select {onchange}>{ for others(detail).map(option) }</select>
        </label>
    }
}

/// Chooses another version to compare with.
pub type Pick = Callback<Option<Revision>>;

/// The changes; nothing where there is nothing to compare.
pub fn changes(
    detail: &KeyDetail,
    chosen: Option<Revision>,
    words: &'static Words,
    pick: &Pick,
) -> Html {
    let Some(base) = base(detail, chosen).filter(|_| !detail.tombstone) else {
        return html! {};
    };
    let cut = |value: &[u8]| value[..value.len().min(COMPARED_MAX)].to_vec();
    // The older one first, whichever was chosen.
    let (mut old, mut new) = (cut(&base.value), cut(&detail.value));
    if base.revision > detail.at {
        std::mem::swap(&mut old, &mut new);
    }
    html! {
        <section class="changes" aria-label={words.keys.changes}>
            <header>
                <h3>{ words.keys.changes }</h3>
                { picker(detail, base.revision, words, pick) }
            </header>
            if old == new {
                <p class="hint">{ words.keys.same }</p>
            } else {
                <code>{ for diff(&old, &new).into_iter().map(run) }</code>
            }
        </section>
    }
}
