//! What the judge says of the visit, and when it is asked: while a rule is off, or by hand.

use yew::prelude::*;

use crate::{
    session::Seek,
    ui::{
        figures::moment,
        host::Host,
        words::Words,
        work::{Broken, Told},
    },
    units::Micros,
};

/// What the judge said last.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Verdict {
    /// Nothing yet.
    #[default]
    None,
    /// It is at work.
    Judging,
    /// Nothing is broken up to there.
    Kept(Micros),
    /// Something is.
    Broken(Broken),
    /// It could not work.
    Failed(String),
    /// The visit's beginning is forgotten.
    Forgotten,
}

impl Verdict {
    /// The same after what the worker told.
    #[must_use]
    pub(super) fn of(told: Told) -> Self {
        match told {
            Told::Kept { time, .. } => Self::Kept(time),
            Told::Broken(it) => Self::Broken(it),
            Told::Failed(why) => Self::Failed(why),
            Told::Ready | Told::At(_) | Told::Found(_) | Told::Nothing(_) => Self::Judging,
        }
    }

    /// In a sentence.
    #[must_use]
    pub(super) fn text(&self, words: &'static Words) -> String {
        let words = &words.rules;
        match self {
            Self::None => String::new(),
            Self::Judging => words.judging.to_owned(),
            Self::Kept(at) => (words.kept)(&moment(*at)),
            Self::Broken(it) => (words.broken)((words.property)(&it.property), &moment(it.time)),
            Self::Failed(why) => (words.failed)(why),
            Self::Forgotten => words.forgotten.to_owned(),
        }
    }
}

/// The verdict, and the way to the moment when something broke.
pub(super) fn verdict(it: &Verdict, host: &Host, words: &'static Words) -> Html {
    let broken = matches!(it, Verdict::Broken(_));
    let look = match it {
        Verdict::Broken(broken) => {
            let (host, to) = (host.clone(), broken.time);
            let onclick = Callback::from(move |_: MouseEvent| host.seek(Seek::To(to)));
            html! {
                <button type="button" class="button" data-kind="small" {onclick}>
                    { words.rules.look }
                </button>
            }
        }
        _ => Html::default(),
    };
    html! {
        <span class="verdict" data-broken={broken.to_string()}>
            <span role="status">{ it.text(words) }</span>
            { look }
        </span>
    }
}
