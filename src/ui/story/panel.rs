//! The panel itself, drawn anew only where something of the story has changed.

use std::rc::Rc;

use yew::prelude::*;

use super::{Act, Latest, progress::Seen, prose::prose, step::step};
use crate::{
    session::lesson::Story as Lesson,
    ui::{
        icon::{Glyph, icon},
        words::Words,
    },
};

/// What it shows.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    /// The texts.
    pub words: &'static Words,
    /// Whether it is more than its rail.
    pub open: bool,
    /// The stories.
    pub lessons: Rc<Vec<Lesson<'static>>>,
    /// How far the visitor has come.
    pub seen: Rc<Seen>,
    /// Whether the moment looked at is past.
    pub past: bool,
    /// Whether another visit is put aside.
    pub kept: bool,
    /// What the visitor does.
    pub act: Latest,
}

impl Props {
    /// What a press does.
    pub(super) fn press(&self, act: Act) -> Callback<MouseEvent> {
        let Latest(callback) = &self.act;
        callback.reform(move |_: MouseEvent| act)
    }

    /// The story that is told, with its number.
    pub(super) fn lesson(&self) -> Option<&Lesson<'static>> {
        self.lessons.get(self.seen.told?)
    }
}

/// The panel.
#[component]
pub(super) fn Panel(props: &Props) -> Html {
    let body = match props.lesson() {
        Some(lesson) => told(props, lesson),
        None => lobby(props),
    };
    html! {
        <aside class="panel story" aria-label={props.words.app.story} data-testid="story"
            data-open={props.open.to_string()}>
            <div class="panel-head">{ head(props) }</div>
            if props.open {
                { body }
            }
            <p class="unseen" role="status">{ said(props) }</p>
        </aside>
    }
}

/// The step done last, said once.
fn said(props: &Props) -> Option<String> {
    let words = &props.words.story;
    let step = props.lesson()?.steps.get(props.seen.said?)?;
    Some((words.said)((words.text)(&step.title)))
}

/// Title, step and the button that folds the panel to its rail.
fn head(props: &Props) -> Html {
    let words = &props.words.story;
    let label = if props.open {
        words.collapse
    } else {
        props.words.app.story
    };
    let steps = props.seen.done.len();
    let step = (steps > 0).then(|| (words.step)(props.seen.shown + 1, steps));
    let glyph = if props.open { Glyph::Left } else { Glyph::Book };
    html! {
        <>
            if props.open {
                { icon(Glyph::Book) }
                <h2>{ props.words.app.story }</h2>
                <span class="grow" />
                <span class="aside">{ step }</span>
            }
            <button class="button fold" data-kind="quiet" data-shape="square"
                aria-label={label} title={label} aria-expanded={props.open.to_string()}
                aria-keyshortcuts="S" onclick={props.press(Act::Open(!props.open))}>
                { icon(glyph) }
            </button>
        </>
    }
}

/// Outside a story: what this page is, and the stories' titles.
fn lobby(props: &Props) -> Html {
    let words = &props.words.story;
    let lesson = |(place, lesson): (usize, &Lesson<'static>)| {
        let start = if props.kept {
            words.resume
        } else {
            words.start
        };
        html! {
            <li>
                <h3>{ (words.text)(&lesson.title) }</h3>
                <p>{ (words.text)(&lesson.about) }</p>
                <button class="button" onclick={props.press(Act::Enter(place))}>
                    { start }
                </button>
                <p class="aside">{ words.aside }</p>
            </li>
        }
    };
    html! {
        <div class="story-body">
            <h2>{ words.heading }</h2>
            <p>{ words.about }</p>
            <details>
                <summary>
                    { icon(Glyph::Book) }{ words.lessons }
                    <span class="count">{ props.lessons.len() }</span>
                </summary>
                <ul>{ for props.lessons.iter().enumerate().map(lesson) }</ul>
            </details>
        </div>
    }
}

/// In a story: its steps, and the way to the neighbours of the one that shows.
fn told(props: &Props, lesson: &Lesson<'static>) -> Html {
    let words = &props.words.story;
    let whole = props.seen.done.iter().all(|done| *done);
    html! {
        <>
            <div class="story-body">
                <h2>{ (words.text)(&lesson.title) }</h2>
                <p>{ prose((words.text)(&lesson.about)) }</p>
                <ol>{ for (0..lesson.steps.len()).map(|place| step(props, lesson, place)) }</ol>
                if whole {
                    <p>{ words.end }</p>
                }
                <button class="button leave" onclick={props.press(Act::Leave)}>
                    { words.leave }
                </button>
            </div>
            <div class="story-foot">
                { neighbour(props, lesson, props.seen.shown.checked_sub(1)) }
                <span class="grow" />
                { neighbour(props, lesson, Some(props.seen.shown + 1)) }
            </div>
        </>
    }
}

/// The button to a step beside the one that shows, if there is one.
fn neighbour(props: &Props, lesson: &Lesson<'static>, place: Option<usize>) -> Html {
    let words = &props.words.story;
    let step = place.and_then(|place| Some((place, lesson.steps.get(place)?)));
    let Some((place, step)) = step else {
        return Html::default();
    };
    let title = (words.text)(&step.title);
    let after = place > props.seen.shown;
    let name = if after { words.after } else { words.before };
    // The next step is the way on once this one is done.
    let main = after && props.seen.done.get(props.seen.shown) == Some(&true);
    html! {
        <button class="button" data-kind={main.then_some("main")} aria-label={name(title)}
            onclick={props.press(Act::Show(place))}>
            if !after {
                { icon(Glyph::Left) }
            }
            <span>{ title }</span>
            if after {
                { icon(Glyph::Right) }
            }
        </button>
    }
}
