//! The buttons at the terminal's right: find, two shells side by side, copy.

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::{
    session::view::LineKind,
    ui::{
        host::{Host, Session},
        icon::{Glyph, icon},
        share::copy,
        words::Words,
    },
};

/// What they are given.
pub(super) struct Props<'a> {
    /// The session.
    pub host: &'a Host,
    /// The texts.
    pub words: &'static Words,
    /// The chosen shell.
    pub shell: &'a str,
    /// Whether two show.
    pub split: bool,
    /// Shows two, or one again.
    pub on_split: Callback<()>,
    /// Begins a search.
    pub on_find: &'a Callback<bool>,
    /// What was done last.
    pub said: &'a UseStateHandle<&'static str>,
}

/// The buttons, and a word about what was copied.
pub(super) fn tools(props: &Props<'_>) -> Html {
    let words = &props.words.terminal;
    let output = {
        let (host, shell) = (props.host.clone(), props.shell.to_owned());
        Callback::from(move |_: MouseEvent| output(&host, &shell))
    };
    let script = {
        let host = props.host.clone();
        Callback::from(move |_: MouseEvent| host.read(Session::script))
    };
    let find = props.on_find.reform(|_: MouseEvent| true);
    let split = props.on_split.reform(|_: MouseEvent| ());
    let pressed = props.split.to_string();
    html! {
        <div class="tools">
            <span class="said" role="status">{ **props.said }</span>
            { button(words.find, Glyph::Find, None, find) }
            { button(words.split, Glyph::Split, Some(pressed), split) }
            { button(words.copy_output, Glyph::Copy, None, copies(props, output)) }
            { button(words.copy_script, Glyph::Script, None, copies(props, script)) }
        </div>
    }
}

fn button(
    name: &'static str,
    glyph: Glyph,
    pressed: Option<String>,
    onclick: Callback<MouseEvent>,
) -> Html {
    html! {
        <button class="button" data-kind="quiet" data-shape="square" aria-label={name}
            title={name} aria-pressed={pressed} {onclick}>{ icon(glyph) }</button>
    }
}

/// Copies a text, then says whether it could.
fn copies(props: &Props<'_>, text: Callback<MouseEvent, String>) -> Callback<MouseEvent> {
    let (words, said) = (&props.words.terminal, props.said.clone());
    Callback::from(move |event: MouseEvent| {
        let (text, said) = (text.emit(event), said.clone());
        spawn_local(async move {
            let done = copy(&text).await;
            said.set(if done { words.copied } else { words.not_copied });
        });
    })
}

/// Commands and what etcdctl wrote; nothing of the page's own.
fn output(host: &Host, shell: &str) -> String {
    let mut text = String::new();
    for line in host.read(|it| it.lines(shell, 0)) {
        match line.kind {
            LineKind::World | LineKind::Note => continue,
            LineKind::Command => text.push_str("$ "),
            LineKind::Out | LineKind::Err | LineKind::Input | LineKind::Interrupt => {}
        }
        text.push_str(&line.text);
        text.push('\n');
    }
    text
}
