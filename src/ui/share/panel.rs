//! The Share button and its dialog: the link with what it holds, and the visit as a script.

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::{copy, link};
use crate::ui::{
    browser,
    figures::moment,
    host::{Host, Session},
    icon::{Glyph, icon},
    words::Words,
};

/// The id that opens it.
const ID: &str = "share";

/// The id of the link's field.
const FIELD: &str = "share-link";

/// Longer links are cut by some chat tools.
const SAFE: usize = 2_000;

/// Longer links are refused by too many places.
const MOST: usize = 16_000;

/// What the dialog shows.
#[derive(Clone, Debug, Default, PartialEq)]
struct Made {
    /// The address; empty while there is none.
    link: String,
    /// What it holds.
    holds: String,
    /// What has become of it.
    status: String,
}

/// What the button is given.
#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    /// The session.
    pub host: Host,
    /// The texts.
    pub words: &'static Words,
}

/// Commands, branches and the moment.
fn holds(host: &Host, words: &'static Words) -> String {
    let Some(visit) = host.read(Session::visit) else {
        return words.share.forgotten.to_owned();
    };
    let (commands, branches) = (visit.commands(), visit.branches.len());
    let holds = (words.share.holds)(commands, branches, &moment(visit.now()));
    let off = host.read(|it| it.cluster().rules_off);
    if off.is_empty() {
        return holds;
    }
    format!("{holds} {}", (words.rules.not_etcd)(&off.join(", ")))
}

/// Copies a text and says so, or says what to do instead.
async fn copied(text: &str, done: &str, words: &'static Words) -> String {
    if copy(text).await {
        return done.to_owned();
    }
    browser::select_id(FIELD);
    words.share.select.to_owned()
}

/// Makes the link, puts it into the address and on the clipboard.
async fn make(host: Host, words: &'static Words) -> Made {
    let holds = holds(&host, words);
    let link = link(&host).await.unwrap_or_default();
    let short = !link.is_empty() && link.len() <= MOST;
    let status = if short {
        browser::replace_address(&link);
        copied(&link, words.share.copied, words).await
    } else {
        String::new()
    };
    Made {
        link,
        holds,
        status,
    }
}

/// The button and the dialog behind it.
#[component]
pub fn Share(props: &Props) -> Html {
    let made = use_state_eq(Made::default);
    let (host, words) = (&props.host, props.words);
    let open = {
        let (host, made) = (host.clone(), made.setter());
        Callback::from(move |_: MouseEvent| {
            let (host, made) = (host.clone(), made.clone());
            spawn_local(async move { made.set(make(host, words).await) });
        })
    };
    let title = words.share.share;
    html! {
        <>
            <button type="button" class="button" data-kind="quiet" data-shape="square"
                aria-haspopup="dialog"
                aria-label={title} {title} popovertarget={ID} onclick={open}>
                { icon(Glyph::Share) }
            </button>
            <div class="map share" id={ID} popover="auto" role="dialog"
                aria-labelledby="share-title">
                <div class="map-head">
                    <h2 id="share-title">{ words.share.title }</h2>
                    <button type="button" class="button" popovertarget={ID}
                        popovertargetaction="hide">{ words.menu.close }</button>
                </div>
                <p>{ &made.holds }{ " " }{ length(made.link.len(), words) }</p>
                { field(&made, words) }
                { script(host, &made, words) }
                <p role="status">{ &made.status }</p>
            </div>
        </>
    }
}

/// What there is to say about a link of so many characters.
fn length(characters: usize, words: &'static Words) -> String {
    let say = match characters {
        0 => return String::new(),
        it if it <= SAFE => words.share.length,
        it if it <= MOST => words.share.long,
        _ => words.share.too_long,
    };
    say(characters)
}

/// The link and the button that copies it.
fn field(made: &UseStateHandle<Made>, words: &'static Words) -> Html {
    if made.link.is_empty() || made.link.len() > MOST {
        return Html::default();
    }
    let (link, shown) = (made.link.clone(), made.clone());
    let onclick = Callback::from(move |_: MouseEvent| {
        let (link, made) = (link.clone(), shown.clone());
        spawn_local(async move {
            let status = copied(&link, words.share.copied, words).await;
            made.set(Made {
                status,
                ..(*made).clone()
            });
        });
    });
    html! {
        <div class="share-row">
            <input type="text" id={FIELD} class="field" readonly={true}
                aria-label={words.share.link} value={made.link.clone()} />
            <button type="button" class="button" data-kind="main" {onclick}>
                { words.share.copy }
            </button>
        </div>
    }
}

/// The visit as a script: to copy, or as a file.
fn script(host: &Host, made: &UseStateHandle<Made>, words: &'static Words) -> Html {
    let (copies, shown) = (host.clone(), made.clone());
    let onclick = Callback::from(move |_: MouseEvent| {
        let text = copies.read(Session::script);
        let made = shown.clone();
        spawn_local(async move {
            let status = copied(&text, words.share.script_copied, words).await;
            made.set(Made {
                status,
                ..(*made).clone()
            });
        });
    });
    let saves = host.clone();
    // Written when it is asked for: a long visit is a long text.
    let save = Callback::from(move |event: MouseEvent| {
        let text = js_sys::encode_uri_component(&saves.read(Session::script));
        let address = JsValue::from(format!("data:text/plain;charset=utf-8,{text}"));
        let target = event.target().map_or(JsValue::NULL, JsValue::from);
        // A browser that takes no address downloads nothing.
        drop(js_sys::Reflect::set(&target, &"href".into(), &address));
    });
    html! {
        <div class="share-row">
            <button type="button" class="button" {onclick}>{ words.share.script }</button>
            <a class="button" href="#" download="etcdscope.txt" onclick={save}>
                { words.share.save }
            </a>
        </div>
    }
}
