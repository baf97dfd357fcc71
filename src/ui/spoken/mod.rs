//! A request in five tongues: what a command asked, as etcdctl, Go, gRPC and curl say it, and the
//! answer field by field. Of what is followed; else of the last command.
//!
//! The texts come from the session; this only lays them out and copies them.

mod answer;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::{
    Pane,
    follow::Thing,
    icon::{Glyph, icon},
    share::copy,
    words::Words,
};
use crate::session::view::{Said, SpokenCall};
use answer::answer;

/// The instrument.
#[component]
pub fn Spoken(pane: &Pane) -> Html {
    let chosen = use_state_eq(|| 0_usize);
    let said = use_state_eq(|| "");
    let words = pane.words;
    let spoken = pane.host.read(|it| it.spoken(&pane.follow.thing));
    let follows = pane.follow.thing != Thing::Nothing;
    let place = (*chosen).min(spoken.calls.len().saturating_sub(1));
    let Some(call) = spoken.calls.get(place) else {
        let hint = if follows {
            words.spoken.unknown
        } else {
            words.spoken.none
        };
        return html! { <p class="hint">{ hint }</p> };
    };
    let one = |number: usize| {
        let chosen = chosen.setter();
        let onclick = Callback::from(move |_: MouseEvent| chosen.set(number));
        html! {
            <button type="button" class="button" data-kind="quiet"
                aria-pressed={(number == place).to_string()} {onclick}>{ number + 1 }</button>
        }
    };
    html! {
        <div class="spoken">
            <p class="spoken-of">
                <code lang="en">{ &spoken.command }</code>
                if !follows { <span class="dim">{ words.spoken.last }</span> }
                <span class="said" role="status">{ *said }</span>
            </p>
            if spoken.calls.len() > 1 {
                <div class="why-whose" role="group" aria-label={words.spoken.calls}>
                    { for (0..spoken.calls.len()).map(one) }
                </div>
            }
            { tongues(call, words, &said) }
            { answer(call, words) }
        </div>
    }
}

/// What the tongues say.
fn tongues(call: &SpokenCall, words: &'static Words, said: &UseStateHandle<&'static str>) -> Html {
    let texts = &words.spoken;
    let all = &call.tongues;
    let message = Ok(format!("{} {}", all.method, all.message));
    html! {
        <>
            { one("etcdctl", "etcdctl", &all.etcdctl, (words, said)) }
            { one("go", texts.go, &all.go, (words, said)) }
            { one("grpc", texts.message, &message, (words, said)) }
            { one("curl", texts.curl, &all.curl, (words, said)) }
        </>
    }
}

/// One of them, with the button that copies it.
fn one(
    id: &'static str,
    title: &'static str,
    text: &Said,
    (words, said): (&'static Words, &UseStateHandle<&'static str>),
) -> Html {
    let copies = text.as_ref().ok().map(|text| {
        let name = (words.spoken.copy)(title);
        let (text, said) = (text.clone(), said.clone());
        let onclick = Callback::from(move |_: MouseEvent| {
            let (text, said) = (text.clone(), said.clone());
            spawn_local(async move {
                let done = copy(&text).await;
                let texts = &words.terminal;
                said.set(if done { texts.copied } else { texts.not_copied });
            });
        });
        html! {
            <button class="button" data-kind="quiet" data-shape="square"
                aria-label={name.clone()} title={name} {onclick}>{ icon(Glyph::Copy) }</button>
        }
    });
    html! {
        <section class="tongue" data-testid={format!("tongue-{id}")} aria-label={title}>
            <h3>{ title }</h3>
            { for copies }
            if let Ok(text) = text {
                <pre lang="en" tabindex="0"><code>{ text }</code></pre>
            }
            if let Err(why) = text {
                <p class="dim">{ (words.spoken.unsaid)(*why) }</p>
            }
        </section>
    }
}
