//! The four instruments, drawn natively from fixed views: what they name, count and place.

mod geometry;
mod leases;
mod log;
mod revisions;
mod stage;

use etcdscope::ui::words::{Language, Words};
use yew::BaseComponent;

/// Renders a component to HTML.
pub(super) fn draw<C: BaseComponent>(props: C::Properties) -> String
where
    C::Properties: Clone,
{
    let renderer = yew::LocalServerRenderer::<C>::with_props(props).hydratable(false);
    futures::executor::block_on(renderer.render())
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
