//! The KeyValue at one revision: each field with where it came from.

use std::rc::Rc;

use bytes::Bytes;
use yew::prelude::*;

use super::history::{self, history};
use crate::{
    session::view::KeyDetail,
    ui::{
        figures::{bytes, countdown, excerpt, moment},
        geometry::text::shorten,
        words::Words,
    },
    units::{LeaseId, Revision},
};

/// The card.
#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    /// The KeyValue.
    pub detail: Rc<KeyDetail>,
    /// The texts.
    pub words: &'static Words,
    /// Whether its revision is followed.
    #[prop_or_default]
    pub followed: bool,
    /// Chooses another revision of the key.
    #[prop_or_default]
    pub on_choose: Callback<(Bytes, Revision)>,
    /// Follows its lease.
    #[prop_or_default]
    pub on_lease: Callback<LeaseId>,
}

/// Bytes of a value that are shown.
const VALUE_MAX: usize = 400;
/// Characters of the value before.
const WAS_MAX: usize = 28;

/// Who asked for it.
fn origin(props: &Props) -> Option<String> {
    let words = &props.words.revisions;
    let by = props.detail.by.as_ref()?;
    let time = moment(by.time);
    Some(match &by.shell {
        Some(name) => (words.by_shell)(&props.words.shell_name(name), &time),
        None => (words.by_expiry)(&time),
    })
}

/// The entry that made it, and who asked for it.
fn made_by(props: &Props) -> String {
    let detail = &props.detail;
    let entry = detail.index.map(|index| {
        let term = detail
            .term
            .map_or_else(|| "t–".to_owned(), |it| it.to_string());
        (props.words.revisions.entry)(&index.to_string(), &term)
    });
    [entry, origin(props)]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ")
}

/// What the value was before.
fn was(props: &Props) -> String {
    let words = &props.words.revisions;
    let history = props.detail.history.iter();
    let before = history
        .rev()
        .find(|it| it.revision < props.detail.at && !it.compacted);
    match before {
        Some(before) if !before.tombstone && props.detail.version > 1 => {
            let revision = format!("r{}", before.revision.main);
            if before.value == props.detail.value {
                return (words.same_value)(&revision);
            }
            let (value, _) = excerpt(&before.value, WAS_MAX * 2);
            (words.was)(&shorten(&value, WAS_MAX), &revision)
        }
        Some(_) | None => String::new(),
    }
}

/// One field.
fn field(name: &'static str, value: Html, note: String) -> Html {
    html! {
        <div class="field" data-field={name}>
            <dt><code>{ name }</code></dt>
            <dd class="field-value">{ value }</dd>
            <dd class="field-note">{ note }</dd>
        </div>
    }
}

/// The lease, and how long it has.
fn lease(props: &Props) -> Html {
    let words = &props.words.revisions;
    let id = props.detail.lease;
    if id == LeaseId::NONE {
        return field(
            "lease",
            html! { <code class="dim">{ "0" }</code> },
            words.no_lease.to_owned(),
        );
    }
    let onclick = props.on_lease.reform(move |_: MouseEvent| id);
    let left = props
        .detail
        .lease_left
        .map(|it| (words.left)(&countdown(it)));
    field(
        "lease",
        html! {
            <button type="button" class="link" {onclick}><code>{ id.to_string() }</code></button>
        },
        left.unwrap_or_default(),
    )
}

/// The fields of a put.
fn put(props: &Props) -> Html {
    let detail = &props.detail;
    let words = &props.words.revisions;
    let create = if detail.create == detail.at.main {
        words.created_here.to_owned()
    } else {
        (words.created_at)(&format!("r{}", detail.create))
    };
    let (value, more) = excerpt(&detail.value, VALUE_MAX);
    let code = |text: String| html! { <code>{ text }</code> };
    let value = html! {
        <>
            <code class="value">{ format!("\"{value}\"") }</code>
            if more > 0 {
                <span class="dim">{ " " }{ (words.more_bytes)(more) }</span>
            }
        </>
    };
    html! {
        <>
            { field("create_revision", code(format!("r{}", detail.create)), create) }
            { field("mod_revision", code(format!("r{}", detail.modified)), made_by(props)) }
            { field("version", code(format!("v{}", detail.version)),
                (words.nth_write)(detail.version)) }
            { field("value", value, was(props)) }
            { lease(props) }
        </>
    }
}

/// The card.
pub fn card(props: &Props) -> Html {
    let detail = &props.detail;
    let words = &props.words.revisions;
    let key = bytes(&detail.key);
    let at = detail.at.to_string();
    let tag = if detail.tombstone {
        words.deleted.to_owned()
    } else {
        format!("v{}", detail.version)
    };
    let gone = detail
        .history
        .iter()
        .any(|it| it.revision == detail.at && it.compacted);
    html! {
        <section class="card" aria-label={(words.card)(&key, &at)}
            data-followed={props.followed.to_string()}>
            <header class="card-head">
                <h3 title={key.clone()}><code>{ key }</code></h3>
                <span class="tag" data-followed={props.followed.to_string()}>{ at }</span>
                <span class="tag">{ tag }</span>
            </header>
            <dl class="fields">
                if gone {
                    <p class="card-gone">{ words.is_compacted }</p>
                }
                if detail.tombstone {
                    { field("mod_revision",
                        html! { <code>{ format!("r{}", detail.modified) }</code> },
                        made_by(props)) }
                } else if !gone {
                    { put(props) }
                }
            </dl>
            { history(&history::Props { detail, words: props.words, on_choose: &props.on_choose }) }
        </section>
    }
}
