//! The instruments, drawn natively from fixed views: what they name, count and place.

mod geometry;
mod leases;
mod links;
mod log;
mod machine;
mod reasons;
mod revisions;
mod rules;
mod stage;
mod thread;
mod timeline;
mod why;

use etcdscope::ui::words::{Language, Words};
use yew::prelude::*;

/// Renders a component to HTML.
pub(super) fn draw<C: BaseComponent>(props: C::Properties) -> String
where
    C::Properties: Clone,
{
    let renderer = yew::LocalServerRenderer::<C>::with_props(props).hydratable(false);
    futures::executor::block_on(renderer.render())
}

/// What a view function drew.
#[derive(Clone, PartialEq, Properties)]
struct Drawn {
    html: Html,
}

/// The component around it that the renderer asks for.
#[component]
fn Around(drawn: &Drawn) -> Html {
    drawn.html.clone()
}

/// Renders what a view function drew to HTML.
pub(super) fn show(html: Html) -> String {
    draw::<Around>(Drawn { html })
}

pub(super) fn count(html: &str, what: &str) -> usize {
    html.matches(what).count()
}

pub(super) fn english() -> &'static Words {
    Language::En.words()
}

pub(super) fn chinese() -> &'static Words {
    Language::Zh.words()
}
