//! The KeyValue at one revision: each field with where it came from.

use std::rc::Rc;

use bytes::Bytes;
use yew::prelude::*;

use super::{
    changes::changes,
    history::{self, history},
    restore, why,
};
use crate::{
    session::view::KeyDetail,
    ui::{
        figures::{countdown, excerpt, key, moment},
        geometry::text::shorten,
        icon::{Glyph, icon},
        words::Words,
    },
    units::{LeaseId, Micros, Revision},
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
    /// The revision that is read at, where that is not the newest.
    #[prop_or_default]
    pub read: Option<u64>,
    /// The newest revision at the moment looked at.
    #[prop_or_default]
    pub head: u64,
    /// The moment looked at.
    #[prop_or_default]
    pub now: Micros,
    /// The branch's name.
    #[prop_or_default]
    pub branch: AttrValue,
    /// The version that is compared with.
    #[prop_or_default]
    pub base: Option<Revision>,
    /// Compares with another one.
    #[prop_or_default]
    pub on_base: Callback<Option<Revision>>,
    /// Writes a line at the prompt.
    #[prop_or_default]
    pub on_insert: Callback<String>,
    /// The line copied last.
    #[prop_or_default]
    pub copied: Option<String>,
    /// Copies a line.
    #[prop_or_default]
    pub on_copy: Callback<String>,
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

/// One field, and why its value is what it is.
fn field(name: &'static str, value: Html, note: String, why: Option<(String, String)>) -> Html {
    html! {
        <div class="field" data-field={name}>
            <dt><code>{ name }</code></dt>
            <dd class="field-value">{ value }</dd>
            <dd class="field-note">{ note }
                if let Some((name, why)) = why {
                    <details><summary aria-label={name}>{ "?" }</summary><p>{ why }</p></details>
                }
            </dd>
        </div>
    }
}

/// The question and its answer.
fn why(
    props: &Props,
    name: &str,
    answer: fn(&KeyDetail, &Words) -> String,
) -> Option<(String, String)> {
    let words = props.words;
    Some(((words.keys.why)(name), answer(&props.detail, words)))
}

/// The lease, and how long it has.
fn lease(props: &Props) -> Html {
    let words = &props.words.revisions;
    let id = props.detail.lease;
    let why = why(props, "lease", why::lease);
    if id == LeaseId::NONE {
        let none = html! { <code class="dim">{ "0" }</code> };
        return field("lease", none, words.no_lease.to_owned(), why);
    }
    let onclick = props.on_lease.reform(move |_: MouseEvent| id);
    let left = props
        .detail
        .lease_left
        .map(|it| (words.left)(&countdown(it)));
    let link = html! {
        <button type="button" class="link" {onclick}><code>{ id.to_string() }</code></button>
    };
    field("lease", link, left.unwrap_or_default(), why)
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
            { field("create_revision", code(format!("r{}", detail.create)), create,
                why(props, "create_revision", why::create)) }
            { field("mod_revision", code(format!("r{}", detail.modified)), made_by(props),
                why(props, "mod_revision", why::modified)) }
            { field("version", code(format!("v{}", detail.version)),
                (words.nth_write)(detail.version), why(props, "version", why::version)) }
            { field("value", value, was(props), None) }
            { lease(props) }
        </>
    }
}

/// The way back to this value: a line at the prompt, which nothing runs.
fn restoring(props: &Props) -> Html {
    let detail = &props.detail;
    let words = &props.words.keys;
    let newest = detail.history.last();
    if newest.is_some_and(|it| !it.tombstone && it.value == detail.value) {
        return html! { <p class="hint">{ words.is_now }</p> };
    }
    let Some(line) = restore::put(&detail.key, &detail.value) else {
        let read = restore::get(&detail.key, detail.at.main);
        return html! { <p class="hint">{ (words.too_long)(&read) }</p> };
    };
    let onclick = props.on_insert.reform(move |_: MouseEvent| line.clone());
    html! {
        <>
            <button type="button" class="button" {onclick}>{ words.restore }</button>
            <p class="hint">{ words.restore_help }</p>
        </>
    }
}

/// The head: key, revision, version, and the command that reads just this.
fn head(props: &Props, key: String) -> Html {
    let detail = &props.detail;
    let tag = if detail.tombstone {
        props.words.revisions.deleted.to_owned()
    } else {
        format!("v{}", detail.version)
    };
    let line = restore::get(&detail.key, props.read.unwrap_or(detail.at.main));
    let name = (props.words.keys.copy)(&line);
    let short = format!("get --rev={} -w json", props.read.unwrap_or(detail.at.main));
    let copied = props.copied.as_ref() == Some(&line);
    let onclick = props.on_copy.reform(move |_: MouseEvent| line.clone());
    html! {
        <header class="card-head">
            <h3 title={key.clone()}><code>{ key }</code></h3>
            <span class="tag" data-followed={props.followed.to_string()}>
                { detail.at.to_string() }
            </span>
            <span class="tag">{ tag }</span>
            <span class="grow" />
            <button type="button" class="button" data-kind="quiet" aria-label={name.clone()}
                title={name} {onclick}>{ icon(Glyph::Copy) }<code>{ short }</code></button>
            <span class="dim" role="status">{ copied.then_some(props.words.keys.copied) }</span>
        </header>
    }
}

/// The card.
pub fn card(props: &Props) -> Html {
    let (detail, words) = (&props.detail, &props.words.revisions);
    let key = key(&detail.key);
    let gone = detail
        .history
        .iter()
        .any(|it| it.revision == detail.at && it.compacted);
    let past = history::Props {
        detail,
        head: props.head,
        now: (props.now, &props.branch),
        words: props.words,
        on_choose: &props.on_choose,
    };
    html! {
        <section class="card" aria-label={(words.card)(&key, &detail.at.to_string())}
            data-followed={props.followed.to_string()}>
            { head(props, key.clone()) }
            if gone {
                <p class="card-gone">{ words.is_compacted }</p>
            }
            <dl class="fields">
                if detail.tombstone {
                    { field("mod_revision",
                        html! { <code>{ format!("r{}", detail.modified) }</code> },
                        made_by(props), why(props, "mod_revision", why::modified)) }
                } else if !gone {
                    { put(props) }
                }
            </dl>
            if !gone && !detail.tombstone {
                { changes(detail, props.base, props.words, &props.on_base) }
                <div class="restoring">{ restoring(props) }</div>
            }
            { history(&past) }
        </section>
    }
}
