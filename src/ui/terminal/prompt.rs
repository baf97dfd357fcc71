//! The prompt: an uncontrolled textarea of one row that grows.
//!
//! The browser owns its text; nothing here writes into it while an input method composes, and the
//! Enter that ends a composition runs nothing.

use std::{cell::RefCell, rc::Rc};

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use super::{desk::Desk, welcome::FIRST_LINE};
use crate::{
    session::view::ShellState,
    ui::{
        browser,
        host::{Action, Host},
        words::Words,
    },
};

/// The key code of every key press that an input method handles itself.
const KEY_OF_INPUT_METHOD: u32 = 229;
/// The field grows to so many rows.
const ROWS_MAX: u32 = 8;

/// What it is given.
#[derive(Clone, Properties)]
pub(super) struct Props {
    /// The session.
    pub host: Host,
    /// The texts.
    pub words: &'static Words,
    /// The shell.
    pub shell: String,
    /// What it is doing.
    pub state: ShellState,
    /// The id its next line will have at least.
    pub next_line: u64,
    /// Drafts and history.
    pub desk: Rc<RefCell<Desk>>,
    /// Whether Enter alone runs the line offered.
    pub first_visit: bool,
    /// Something was entered.
    pub on_enter: Callback<()>,
    /// Lines were put aside.
    pub on_clear: Callback<()>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        self.shell == other.shell
            && self.words == other.words
            && self.state == other.state
            && self.next_line == other.next_line
            && self.first_visit == other.first_visit
    }
}

/// The prompt of the shell that shows.
#[component]
pub(super) fn Prompt(props: &Props) -> Html {
    let field = use_node_ref();
    {
        let (field, desk) = (field.clone(), props.desk.clone());
        use_effect_with(props.shell.clone(), move |shell| {
            write(&field, &desk.borrow().draft(shell));
        });
    }
    use_effect_with((), |()| {
        // On a phone the focus would bring its keyboard up, and scroll the stage away.
        if !browser::framed() && browser::media("(pointer: fine) and (min-width: 920px)") {
            browser::focus_id("command");
        }
    });
    let hands = Hands {
        props: props.clone(),
        field: field.clone(),
    };
    use_nameless_events(&hands);
    let sign = match props.state {
        ShellState::Idle => "$",
        ShellState::Running | ShellState::Holding | ShellState::Reading => ">",
    };
    html! {
        <div class="prompt" data-state={if sign == "$" { "idle" } else { "busy" }}>
            <i class="prompt-sign" aria-hidden="true">{ sign }</i>
            <textarea id="command" ref={field} rows="1" aria-label={props.words.terminal.command}
                autocomplete="off" autocapitalize="off" spellcheck="false"
                data-gramm="false" enterkeyhint="go"
                onkeydown={hands.on(Hands::key)} oninput={hands.on(Hands::input)}
                onpaste={hands.on(Hands::paste)} />
        </div>
    }
}

/// Yew has no names for these events, so they are listened to by hand.
#[hook]
fn use_nameless_events(hands: &Hands) {
    let hands = hands.clone();
    use_effect(move || {
        let field = hands.field.cast::<web_sys::HtmlElement>();
        let listeners = field.map(|field| {
            let (composed, put_in) = (hands.clone(), hands);
            let options = EventListenerOptions::enable_prevent_default();
            (
                EventListener::new(&field, "compositionend", move |_| composed.composed()),
                EventListener::new_with_options(&field, "beforeinput", options, move |event| {
                    put_in.before_input(event.unchecked_ref());
                }),
            )
        });
        move || drop(listeners)
    });
}

/// What the visitor's hands do to the field.
#[derive(Clone)]
struct Hands {
    props: Props,
    field: NodeRef,
}

impl Hands {
    fn on<E: 'static>(&self, act: fn(&Self, E)) -> Callback<E> {
        let hands = self.clone();
        Callback::from(move |event: E| act(&hands, event))
    }

    fn key(&self, event: KeyboardEvent) {
        if event.is_composing() || event.key_code() == KEY_OF_INPUT_METHOD {
            return;
        }
        let bare = !event.ctrl_key() && !event.alt_key() && !event.meta_key();
        let control = event.ctrl_key() && !event.alt_key() && !event.meta_key();
        let taken = match event.key().as_str() {
            "Enter" if bare => self.enter(),
            "ArrowUp" if bare && !event.shift_key() => self.recall(Desk::older),
            "ArrowDown" if bare && !event.shift_key() => self.recall(Desk::newer),
            "c" | "C" if control && !event.shift_key() => self.interrupt(),
            "l" | "L" if control => self.clear(),
            "d" | "D" if control => self.end_of_input(),
            _ => false,
        };
        if taken {
            event.prevent_default();
        }
    }

    fn input(&self, event: InputEvent) {
        if !event.is_composing() {
            self.typed();
        }
        self.grow();
    }

    fn composed(&self) {
        self.typed();
        self.grow();
    }

    /// Keeps the draft; a text with line breaks (a paste that the browser put in itself) runs.
    fn typed(&self) {
        let text = self.text();
        if text.contains('\n') {
            self.run_lines(&text);
        } else {
            self.props
                .desk
                .borrow_mut()
                .set_draft(&self.props.shell, text);
        }
    }

    /// Several lines put in at once, by dropping or by a tool: the browser would put them in one
    /// by one, which takes minutes for ten thousand.
    fn before_input(&self, event: &InputEvent) {
        let dropped = || event.data_transfer()?.get_data("text/plain").ok();
        let Some(text) = event.data().or_else(dropped).filter(|it| it.contains('\n')) else {
            return;
        };
        if !event.is_composing() {
            event.prevent_default();
            self.put_in(&text);
        }
    }

    /// A paste of several lines runs each of them; what follows the last line break stays.
    fn paste(&self, event: Event) {
        let event: web_sys::ClipboardEvent = event.unchecked_into();
        let pasted = event
            .clipboard_data()
            .and_then(|it| it.get_data("text/plain").ok());
        if let Some(pasted) = pasted.filter(|it| it.contains(['\n', '\r'])) {
            event.prevent_default();
            self.put_in(&pasted);
        }
    }

    /// Puts text in place of the selection and runs every complete line.
    fn put_in(&self, text: &str) {
        if let Some(field) = self.field.cast::<HtmlTextAreaElement>() {
            let (before, after) = around_selection(&field);
            self.run_lines(&format!("{before}{}{after}", text.replace("\r\n", "\n")));
        }
    }

    /// Runs every complete line; the rest becomes the draft.
    fn run_lines(&self, text: &str) {
        let text = text.replace('\r', "\n");
        let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
        let rest = lines.pop().unwrap_or_default();
        self.submit(lines);
        self.props
            .desk
            .borrow_mut()
            .set_draft(&self.props.shell, rest.clone());
        write(&self.field, &rest);
        self.grow();
    }

    /// Enter: runs the line, or the offered one on the first visit.
    fn enter(&self) -> bool {
        let text = self.text();
        let reading = self.props.state == ShellState::Reading;
        if text.trim().is_empty() && !reading {
            if self.props.first_visit {
                self.submit(vec![FIRST_LINE.to_owned()]);
            }
            return true;
        }
        self.submit(text.split('\n').map(str::to_owned).collect());
        write(&self.field, "");
        self.grow();
        true
    }

    fn submit(&self, mut lines: Vec<String>) {
        if self.props.state != ShellState::Reading {
            lines.retain(|it| !it.trim().is_empty());
        }
        self.props
            .desk
            .borrow_mut()
            .entered(&self.props.shell, &lines);
        self.props.on_enter.emit(());
        if let Some((line, text)) = self.own_help(&lines) {
            self.props.host.answer(&self.props.shell, line, text);
        } else if !lines.is_empty() {
            self.props.host.type_lines(&self.props.shell, lines);
        }
    }

    /// A single `help` line at a prompt, and its text where the page has one in its language.
    fn own_help<'a>(&self, lines: &'a [String]) -> Option<(&'a str, &'static str)> {
        let [line] = lines else { return None };
        let mut words = line.split_whitespace();
        let idle = self.props.state == ShellState::Idle;
        if !idle || words.next() != Some("help") {
            return None;
        }
        let topic: Vec<&str> = words.collect();
        let text = (self.props.words.terminal.help)(&topic.join(" "))?;
        Some((line, text))
    }

    fn recall(&self, walk: fn(&mut Desk, &str) -> Option<String>) -> bool {
        if self.text().contains('\n') {
            return false;
        }
        let recalled = walk(&mut self.props.desk.borrow_mut(), &self.props.shell);
        if let Some(line) = recalled {
            write(&self.field, &line);
            self.grow();
        }
        true
    }

    /// Ctrl-C interrupts when nothing is selected; otherwise it copies.
    fn interrupt(&self) -> bool {
        let Some(field) = self.field.cast::<HtmlTextAreaElement>() else {
            return false;
        };
        let selected = field.selection_start() != field.selection_end();
        if selected || browser::something_selected() {
            return false;
        }
        self.props
            .desk
            .borrow_mut()
            .set_draft(&self.props.shell, String::new());
        write(&self.field, "");
        self.grow();
        self.props.on_enter.emit(());
        self.props.host.interrupt(&self.props.shell);
        true
    }

    fn clear(&self) -> bool {
        self.props
            .desk
            .borrow_mut()
            .clear(&self.props.shell, self.props.next_line);
        self.props.on_clear.emit(());
        true
    }

    fn end_of_input(&self) -> bool {
        if !self.text().is_empty() {
            return false;
        }
        if self.props.state == ShellState::Reading {
            self.props.host.apply(Action::EndOfInput {
                shell: self.props.shell.clone(),
            });
        }
        true
    }

    fn text(&self) -> String {
        self.field
            .cast::<HtmlTextAreaElement>()
            .map_or_else(String::new, |it| it.value())
    }

    /// As many rows as lines; long lines wrap by the style sheet where it can grow by itself.
    fn grow(&self) {
        if let Some(field) = self.field.cast::<HtmlTextAreaElement>() {
            let lines = field.value().matches('\n').count();
            let rows = u32::try_from(lines + 1).unwrap_or(ROWS_MAX).min(ROWS_MAX);
            field.set_rows(rows);
        }
    }
}

/// The text before and after the selection.
fn around_selection(field: &HtmlTextAreaElement) -> (String, String) {
    let units: Vec<u16> = field.value().encode_utf16().collect();
    let place = |it: Option<u32>| {
        it.and_then(|it| usize::try_from(it).ok())
            .unwrap_or(units.len())
            .min(units.len())
    };
    let start = place(field.selection_start().ok().flatten());
    let end = place(field.selection_end().ok().flatten()).max(start);
    (
        String::from_utf16_lossy(&units[..start]),
        String::from_utf16_lossy(&units[end..]),
    )
}

/// Writes into the field, which also puts the caret at its end.
fn write(field: &NodeRef, text: &str) {
    if browser::window().is_none() {
        return;
    }
    if let Some(field) = field.cast::<HtmlTextAreaElement>()
        && field.value() != text
    {
        field.set_value(text);
    }
}
