//! The endpoint of a shell: one of the members' client addresses.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::ui::{
    host::{Action, Host, Session},
    words::Words,
};

/// What it shows.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    /// The session.
    pub host: Host,
    /// The shell.
    pub shell: String,
    /// Its endpoint.
    pub endpoint: String,
    /// The texts.
    pub words: &'static Words,
}

/// The picker.
#[component]
pub(super) fn Endpoint(props: &Props) -> Html {
    let members = props.host.read(Session::cluster).members;
    let choose = {
        let (host, shell) = (props.host.clone(), props.shell.clone());
        Callback::from(move |event: Event| {
            let picker: HtmlSelectElement = event.target_unchecked_into();
            let endpoint = picker.value();
            host.apply(Action::Endpoint {
                shell: shell.clone(),
                endpoint,
            });
        })
    };
    let known = members.iter().any(|it| it.client == props.endpoint);
    html! {
        <select class="endpoint" aria-label={props.words.terminal.endpoint}
            data-testid="endpoint" onchange={choose}>
            if !known {
                <option value={props.endpoint.clone()} selected=true>{ &props.endpoint }</option>
            }
            { for members.iter().map(|it| html! {
                <option key={it.client.clone()} value={it.client.clone()}
                    selected={it.client == props.endpoint}>
                    { format!("{} · {}", it.client, it.name) }
                </option>
            }) }
        </select>
    }
}
