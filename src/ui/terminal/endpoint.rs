//! The endpoint of a shell: one of the members' client addresses.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::ui::{
    host::{Action, Host, Session},
    words::Words,
};

/// What it shows.
pub(super) struct Props<'a> {
    /// The session.
    pub host: &'a Host,
    /// The shell.
    pub shell: &'a str,
    /// Its endpoint.
    pub endpoint: &'a str,
    /// The texts.
    pub words: &'static Words,
}

/// The picker.
pub(super) fn endpoint(props: &Props<'_>) -> Html {
    let members = props.host.read(Session::cluster).members;
    let choose = {
        let (host, shell) = (props.host.clone(), props.shell.to_owned());
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
                <option value={props.endpoint.to_owned()} selected=true>{ props.endpoint }</option>
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
