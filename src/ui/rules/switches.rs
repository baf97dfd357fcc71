//! The rules with their switches. A switch types `sim rule NAME off`, as any menu types its words.

use yew::prelude::*;

use crate::{
    raft::Rules as Known,
    ui::{
        host::Host,
        words::{Words, rules::source},
    },
};

/// One rule.
fn rule(host: &Host, words: &'static Words, name: &'static str, on: bool) -> Html {
    let host = host.clone();
    let onclick = Callback::from(move |_: MouseEvent| {
        host.run_line(&format!(
            "sim rule {name} {}",
            if on { "off" } else { "on" }
        ));
    });
    html! {
        <li key={name}>
            <button type="button" role="switch" class="switch" aria-checked={on.to_string()}
                aria-label={name} data-rule={name} {onclick} />
            <div>
                <code>{ name }</code>
                <p>{ (words.rules.protects)(name) }</p>
                <small>{ source(name) }</small>
            </div>
        </li>
    }
}

/// All rules; those in `off` are off.
pub(super) fn switches(host: &Host, words: &'static Words, off: &[&'static str]) -> Html {
    let rules = Known::ALL.iter();
    let rules = rules.map(|(name, _)| rule(host, words, name, !off.contains(name)));
    html! {
        <>
            <p>{ words.rules.intro }</p>
            <ul class="rule-list">{ for rules }</ul>
        </>
    }
}
