//! One revision of one key: a put with its version, or a tombstone.

use bytes::Bytes;
use yew::prelude::*;

use crate::{
    session::view,
    ui::{
        figures,
        geometry::{Point, lanes::DOT, number, text},
        words::Words,
    },
    units::{LeaseId, Revision},
};

/// One revision.
pub struct Props<'a> {
    /// The revision.
    pub dot: &'a view::Dot,
    /// Its key.
    pub name: &'a Bytes,
    /// Its lane.
    pub lane: usize,
    /// Where it is drawn.
    pub at: Point,
    /// Whether Tab comes here.
    pub tab_stop: bool,
    /// Whether it is followed.
    pub followed: bool,
    /// Whether it comes later than the moment looked at.
    pub later: bool,
    /// Room for it: half the width of its column, where that is narrow.
    pub small: Option<f64>,
    /// The texts.
    pub words: &'static Words,
    /// Chooses it.
    pub on_choose: &'a Callback<(Bytes, Revision)>,
}

/// Whether a revision is a tombstone.
#[must_use]
pub fn tombstone(dot: &view::Dot) -> bool {
    dot.version == 0
}

/// The accessible name.
#[must_use]
pub fn name(dot: &view::Dot, key: &[u8], words: &'static Words) -> String {
    let (words, key, revision) = (&words.revisions, figures::key(key), dot.revision);
    let revision = revision.to_string();
    let revision = revision.trim_start_matches('r');
    if tombstone(dot) {
        (words.tombstone)(&key, revision)
    } else {
        (words.put)(&key, revision, dot.version)
    }
}

/// What more there is to say.
fn more(props: &Props<'_>) -> String {
    let words = &props.words.revisions;
    let compacted = props.dot.compacted.then_some(words.compacted);
    let leased = (props.dot.lease != LeaseId::NONE).then_some(words.leased);
    let more: Vec<_> = [compacted, leased].into_iter().flatten().collect();
    more.join(", ")
}

/// The shape.
fn shape(props: &Props<'_>) -> Html {
    if let Some(half) = props.small {
        let r = number((half - 0.5).clamp(1.5, 6.0));
        let class = if tombstone(props.dot) {
            "tombstone"
        } else {
            "put"
        };
        return html! { <circle {class} {r} /> };
    }
    if tombstone(props.dot) {
        return html! {
            <>
                <rect class="tombstone" x="-9" y="-9" width="18" height="18" rx="2" />
                <path class="cross" d="M-4-4 4 4M4-4-4 4" />
            </>
        };
    }
    let version = format!("v{}", props.dot.version);
    // A long version makes the dot a pill.
    let half = (text::sans(&version, 11.0) / 2.0 + 3.0).max(DOT);
    html! {
        <>
            <rect class="put" x={number(-half)} y={number(-DOT)} width={number(2.0 * half)}
                height={number(2.0 * DOT)} rx={number(DOT)} />
            <text y="4" text-anchor="middle">{ version }</text>
        </>
    }
}

/// One revision.
pub fn dot(props: &Props<'_>) -> Html {
    let Revision { main, sub } = props.dot.revision;
    let onclick = {
        let (key, revision) = (props.name.clone(), props.dot.revision);
        props
            .on_choose
            .reform(move |_: MouseEvent| (key.clone(), revision))
    };
    let more = more(props);
    if props.later {
        return html! {
            <g key={props.dot.revision.to_string()} class="dot" role="img" data-later="true"
                aria-label={name(props.dot, props.name, props.words)}
                transform={format!("translate({})", props.at.words())}>{ shape(props) }</g>
        };
    }
    html! {
        <g key={props.dot.revision.to_string()} class="dot" role="button"
            tabindex={if props.tab_stop { "0" } else { "-1" }}
            aria-label={name(props.dot, props.name, props.words)}
            aria-pressed={props.followed.to_string()} data-testid={format!("rev-{main}-{sub}")}
            data-lane={props.lane.to_string()} data-main={main.to_string()}
            data-sub={sub.to_string()} data-followed={props.followed.to_string()}
            data-compacted={props.dot.compacted.to_string()}
            transform={format!("translate({})", props.at.words())} {onclick}>
            if !more.is_empty() {
                <title>{ more }</title>
            }
            <circle class="dot-hit" r={number(props.small.unwrap_or(14.0))} />
            { shape(props) }
            if props.dot.lease != LeaseId::NONE && props.small.is_none() {
                <g class="dot-lease" transform="translate(9 -9)">
                    <circle r="4.5" /><path d="M0-2.4V0l1.6 1.2" />
                </g>
            }
        </g>
    }
}
