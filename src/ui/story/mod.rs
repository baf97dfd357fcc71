//! The story: a title on the first screen; in a story's world its steps, each with prose, the Go
//! call and lines to run.
//!
//! Whether a step is done is read from the session at the moment looked at; only which step is
//! open, and the visit that is put aside, live here.

mod chip;
mod panel;
mod progress;
mod prose;
mod step;

use std::{cell::RefCell, rc::Rc};

use yew::prelude::*;

use super::{
    Pane, browser,
    follow::Thing,
    host::{Action, Host, Session, Visit},
    terminal::tab_id,
};
use crate::session::lesson::{self, Line, Story as Lesson};
use panel::Panel;
use progress::Progress;

/// What a visitor can do in the story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    /// Opens the panel, or closes it to its rail.
    Open(bool),
    /// Starts a story, or goes on with it.
    Enter(usize),
    /// Goes back to the visit that was put aside.
    Leave,
    /// Shows a step.
    Show(usize),
    /// Runs a line of the step that shows.
    Run(usize),
}

/// What the panel remembers beside what shows.
#[derive(Default)]
struct Desk {
    lessons: Rc<Vec<Lesson<'static>>>,
    progress: Progress,
    /// The visit that waits.
    aside: Option<Visit>,
    /// The shell to choose once it is drawn, and whether it has its place beside the first.
    shell: Option<(String, bool)>,
    /// Whether the focus goes to what shows, once it is drawn.
    goes: bool,
}

/// The story's panel.
#[component]
pub fn Story(pane: &Pane) -> Html {
    // Wide windows show it beside the cluster, telephones as a view of its own.
    let open = use_state_eq(|| !browser::media("(min-width: 641px) and (max-width: 1199px)"));
    let at = use_state_eq(|| None::<usize>);
    let desk = use_mut_ref(|| Desk {
        lessons: Rc::new(lesson::stories()),
        ..Desk::default()
    });
    {
        let desk = desk.clone();
        use_effect(move || {
            let (shell, goes) = {
                let mut desk = desk.borrow_mut();
                (desk.shell.take(), std::mem::take(&mut desk.goes))
            };
            if let Some((shell, beside)) = shell {
                show_shell(&shell, beside);
            }
            if goes {
                browser::go_to(".story [aria-current] h3 button, .story summary");
            }
        });
    }
    let act = {
        let (open, at, desk, pane) = (open.setter(), at.setter(), desk.clone(), pane.clone());
        Callback::from(move |act: Act| match act {
            Act::Open(it) => open.set(it),
            Act::Show(step) => {
                at.set(Some(step));
                desk.borrow_mut().goes = true;
            }
            Act::Run(line) => run(&pane.host, &desk, line),
            Act::Enter(_) | Act::Leave => {
                change_visit(&pane, &desk, act);
                at.set(None);
                desk.borrow_mut().goes = true;
            }
        })
    };
    let (lessons, kept) = {
        let desk = desk.borrow();
        (desk.lessons.clone(), desk.aside.is_some())
    };
    let seen = desk.borrow_mut().progress.read(&pane.host, &lessons, *at);
    let past = pane.host.read(Session::past);
    html! {
        <Panel words={pane.words} open={*open} {lessons} {seen} {past} {kept}
            act={Latest(act)} />
    }
}

/// A callback that is another one with each drawing, which is no reason to draw.
#[derive(Clone)]
struct Latest(Callback<Act>);

impl PartialEq for Latest {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// Puts the visit that shows aside, for the story's or for the visitor's own.
fn change_visit(pane: &Pane, desk: &RefCell<Desk>, act: Act) {
    let waiting = desk.borrow_mut().aside.take();
    let new = || match act {
        Act::Enter(story) => desk.borrow().lessons[story].open().ok(),
        // A link may have opened the story's world: then no visit of one's own was put aside.
        _ => Some(Session::ready(crate::ui::world())),
    };
    if let Some(other) = waiting.or_else(|| new().map(Visit::new)) {
        let shown = pane.host.enter(other);
        desk.borrow_mut().aside = Some(shown);
        pane.follow.choose.emit(Thing::Nothing);
    }
}

/// Chooses the tab of a shell; one of a line's own shows beside the first, where there is room.
fn show_shell(shell: &str, beside: bool) {
    browser::press(&browser::selector("id", &tab_id(shell)));
    if beside && browser::media("(min-width: 1200px)") {
        browser::press(".terminal .tools [aria-pressed=\"false\"]");
    }
}

/// Runs a line of the step that shows, in its shell, which is then chosen.
fn run(host: &Host, desk: &RefCell<Desk>, line: usize) {
    let (lessons, seen) = {
        let desk = desk.borrow();
        (desk.lessons.clone(), desk.progress.seen())
    };
    let step = seen.told.and_then(|it| lessons[it].steps.get(seen.shown));
    let Some(line) = step.and_then(|step| step.lines.get(line)) else {
        return;
    };
    let shell = submit(host, line);
    desk.borrow_mut().shell = shell.map(|it| (it, line.shell.is_some()));
}

/// Runs a line and returns its shell.
fn submit(host: &Host, line: &Line<'_>) -> Option<String> {
    if host.read(Session::past) {
        host.fork();
        host.set_clock(|clock| clock.playing = true);
    }
    for action in host.read(|session| line.actions(session)) {
        match action {
            Action::Submit { shell, line } => {
                host.type_lines(&shell, [line]);
                return Some(shell);
            }
            other => host.apply(other),
        }
    }
    None
}
