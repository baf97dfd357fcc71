//! What the visitor's hands do to the prompt: keys, letters, pastes.
//!
//! The Enter that ends an input method's composition runs nothing.

use std::{cell::RefCell, rc::Rc};

use wasm_bindgen::JsCast;
use yew::prelude::*;

use super::{
    aid::{Aid, Popup, Search},
    completing::{completions, go_names},
    desk::Desk,
    field::Field,
    paste::{LONG_LINE, commands},
    prompt::Props,
    welcome::FIRST_LINE,
};
use crate::{
    session::view::{ShellKind, ShellState},
    ui::{browser, host::Action},
};

/// The key code of every key press that an input method handles itself.
const KEY_OF_INPUT_METHOD: u32 = 229;

/// The prompt's parts, as the hands hold them.
#[derive(Clone)]
pub(super) struct Hands {
    pub(super) props: Props,
    pub(super) field: Field,
    pub(super) aid: Rc<RefCell<Aid>>,
    pub(super) redraw: UseForceUpdateHandle,
}

impl Hands {
    pub(super) fn on<E: 'static>(&self, act: fn(&Self, E)) -> Callback<E> {
        let hands = self.clone();
        Callback::from(move |event: E| act(&hands, event))
    }

    pub(super) fn key(&self, event: KeyboardEvent) {
        if event.is_composing() || event.key_code() == KEY_OF_INPUT_METHOD {
            return;
        }
        let bare = !event.ctrl_key() && !event.alt_key() && !event.meta_key();
        let control = event.ctrl_key() && !event.alt_key() && !event.meta_key();
        let key = event.key();
        let plain = bare && !event.shift_key();
        let helped = if plain {
            self.helped(&key)
        } else {
            control && self.search_key(&key)
        };
        let taken = helped
            || match key.as_str() {
                "Enter" if bare => self.enter(),
                "Tab" if plain => self.complete(),
                "ArrowUp" if plain => self.recall(Desk::older),
                "ArrowDown" if plain => self.recall(Desk::newer),
                "c" | "C" if control && !event.shift_key() => self.interrupt(),
                "l" | "L" if control => self.clear(),
                "d" | "D" if control => self.end_of_input(),
                _ => false,
            };
        if taken {
            event.prevent_default();
        }
        // An Esc that closes something here closes nothing else.
        if helped {
            event.stop_propagation();
        }
    }

    /// A key that a list or a search takes before the prompt does.
    fn helped(&self, key: &str) -> bool {
        if self.aid.borrow().search.is_some() {
            return match key {
                "Enter" => self.run_found(),
                "Escape" => self.leave_search(false),
                "Tab" | "ArrowRight" | "ArrowLeft" | "End" => self.leave_search(true),
                "ArrowUp" => self.search_older(),
                _ => false,
            };
        }
        let mut aid = self.aid.borrow_mut();
        let Some(popup) = &mut aid.popup else {
            aid.dismissed |= key == "Escape";
            return false;
        };
        match key {
            "ArrowUp" | "ArrowDown" => popup.walk(key == "ArrowDown"),
            "ArrowRight" if popup.ghost().is_empty() => return false,
            "Tab" | "ArrowRight" => {
                drop(aid);
                self.take_pick(None);
                return true;
            }
            "Escape" => {
                aid.popup = None;
                aid.dismissed = true;
            }
            _ => return false,
        }
        drop(aid);
        self.redraw.force_update();
        true
    }

    /// Ctrl-R begins a search and goes on with it; Ctrl-G and Ctrl-C leave it.
    fn search_key(&self, key: &str) -> bool {
        let searches = self.aid.borrow().search.is_some();
        match key {
            "r" | "R" if searches => self.search_older(),
            "r" | "R" => self.begin_search(),
            "g" | "G" | "c" | "C" if searches => self.leave_search(false),
            _ => false,
        }
    }

    fn begin_search(&self) -> bool {
        {
            let mut aid = self.aid.borrow_mut();
            (aid.popup, aid.search) = (None, Some(Search::new()));
        }
        self.field.write("", "");
        self.redraw.force_update();
        true
    }

    fn search_older(&self) -> bool {
        if let Some(search) = &mut self.aid.borrow_mut().search {
            search.older(&self.props.desk.borrow().history);
        }
        self.redraw.force_update();
        true
    }

    fn found(&self) -> Option<String> {
        let search = self.aid.borrow_mut().search.take()?;
        let desk = self.props.desk.borrow();
        search.line(&desk.history).map(str::to_owned)
    }

    /// Back to the prompt: with the line found, or with the draft that was there.
    fn leave_search(&self, with_line: bool) -> bool {
        let found = self.found().filter(|_| with_line);
        let mut desk = self.props.desk.borrow_mut();
        if let Some(line) = found {
            desk.set_draft(&self.props.shell, line);
        }
        self.field.write(&desk.draft(&self.props.shell), "");
        drop(desk);
        self.redraw.force_update();
        true
    }

    fn run_found(&self) -> bool {
        match self.found() {
            Some(line) => {
                self.submit(vec![line]);
                self.field.write("", "");
                self.redraw.force_update();
            }
            None => return self.leave_search(false),
        }
        true
    }

    pub(super) fn input(&self, event: InputEvent) {
        if !event.is_composing() {
            self.typed();
        }
        self.field.grow();
    }

    pub(super) fn composed(&self) {
        self.typed();
        self.field.grow();
    }

    /// Keeps the draft and offers what may follow.
    fn typed(&self) {
        let text = self.field.text();
        let mut aid = self.aid.borrow_mut();
        if let Some(search) = &mut aid.search {
            search.look_for(text, &self.props.desk.borrow().history);
            drop(aid);
            self.redraw.force_update();
            return;
        }
        aid.dismissed = false;
        let shown = aid.popup.take().is_some();
        let (before, after) = self.field.around_selection();
        let begun = text.len() < LONG_LINE && !before.ends_with(char::is_whitespace);
        if begun && !text.is_empty() {
            aid.popup = self.offer(&before, &after);
        }
        let redraw = shown || aid.popup.is_some();
        drop(aid);
        let mut desk = self.props.desk.borrow_mut();
        desk.set_draft(&self.props.shell, text);
        drop(desk);
        if redraw {
            self.redraw.force_update();
        }
    }

    fn offer(&self, before: &str, after: &str) -> Option<Popup> {
        if self.props.state == ShellState::Reading || before.contains('\n') {
            return None;
        }
        let Props {
            host, words, lease, ..
        } = &self.props;
        let found = match self.props.kind {
            ShellKind::Go => go_names(before),
            ShellKind::Etcdctl => completions(host, words, lease.as_deref(), before),
        };
        Popup::open(before, after, found)
    }

    /// Tab: takes the only completion, lists several; without one the focus moves on.
    fn complete(&self) -> bool {
        let (before, after) = self.field.around_selection();
        let leaves = before.trim().is_empty() || self.aid.borrow().dismissed;
        let Some(popup) = self.offer(&before, &after).filter(|_| !leaves) else {
            return false;
        };
        let only = popup.picks.len() == 1 && !popup.word().is_empty();
        self.aid.borrow_mut().popup = Some(popup);
        if only {
            self.take_pick(None);
        } else {
            self.redraw.force_update();
        }
        true
    }

    /// Puts a pick into the line: the one with this number, else the chosen one.
    pub(super) fn take_pick(&self, at: Option<usize>) {
        let Some(mut popup) = self.aid.borrow_mut().popup.take() else {
            return;
        };
        popup.at = at.unwrap_or(popup.at);
        let (before, after) = popup.taken();
        let follows = popup.picks[popup.at].open;
        self.rewrite(&before, &after);
        if follows {
            self.aid.borrow_mut().popup = self.offer(&before, &after);
        }
        self.redraw.force_update();
    }

    /// Writes the line as if it had been typed.
    fn rewrite(&self, before: &str, after: &str) {
        let text = format!("{before}{after}");
        let mut desk = self.props.desk.borrow_mut();
        desk.set_draft(&self.props.shell, text);
        self.field.write(before, after);
    }

    /// Puts a word in place of the selection.
    pub(super) fn insert(&self, word: &str) {
        let (before, after) = self.field.around_selection();
        let apart = before.is_empty() || before.ends_with([' ', '=']);
        let blank = if apart { "" } else { " " };
        self.rewrite(&format!("{before}{blank}{word}"), &after);
        self.field.focus();
    }

    pub(super) fn blur(&self, _: FocusEvent) {
        if self.aid.borrow_mut().popup.take().is_some() {
            self.redraw.force_update();
        }
    }

    /// Several lines put in at once, by dropping or by a tool: the browser would put them in one
    /// by one, which takes minutes for ten thousand.
    pub(super) fn before_input(&self, event: &InputEvent) {
        let dropped = || event.data_transfer()?.get_data("text/plain").ok();
        let Some(text) = event.data().or_else(dropped).filter(|it| is_much(it)) else {
            return;
        };
        if !event.is_composing() {
            event.prevent_default();
            self.put_in(&text);
        }
    }

    pub(super) fn paste(&self, event: Event) {
        let event: web_sys::ClipboardEvent = event.unchecked_into();
        let pasted = event
            .clipboard_data()
            .and_then(|it| it.get_data("text/plain").ok());
        if let Some(pasted) = pasted.filter(|it| is_much(it)) {
            event.prevent_default();
            self.put_in(&pasted);
        }
    }

    /// Puts text in place of the selection: one line at once, several after a look at them. What
    /// reads its input gets them without.
    fn put_in(&self, text: &str) {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let (before, after) = self.field.around_selection();
        if self.props.state == ShellState::Reading {
            return self.give(&format!("{before}{text}{after}"));
        }
        let line = text.trim_matches('\n');
        if !is_much(line) {
            self.rewrite(&format!("{before}{line}"), &after);
            return self.typed();
        }
        let whole = format!("{before}{text}{after}");
        self.props
            .desk
            .borrow_mut()
            .set_paste(&self.props.shell, whole);
        self.redraw.force_update();
    }

    /// Hands in every complete line; the rest becomes the draft.
    fn give(&self, text: &str) {
        let (lines, rest) = text.rsplit_once('\n').unwrap_or(("", text));
        self.submit(lines.split('\n').map(str::to_owned).collect());
        self.rewrite(rest, "");
    }

    pub(super) fn run_paste(&self, _: MouseEvent) {
        let text = self.taken_paste();
        self.submit(commands(&text).map(str::to_owned).collect());
        self.rewrite("", "");
    }

    pub(super) fn edit_paste(&self, _: MouseEvent) {
        let text = self.taken_paste();
        self.rewrite(text.trim_end_matches('\n'), "");
    }

    pub(super) fn cancel_paste(&self) {
        drop(self.taken_paste());
    }

    fn taken_paste(&self) -> String {
        let text = self.props.desk.borrow_mut().take_paste(&self.props.shell);
        self.field.focus();
        self.redraw.force_update();
        text
    }

    /// Enter: runs the line, or the offered one on the first visit.
    fn enter(&self) -> bool {
        let text = self.field.text();
        let reading = self.props.state == ShellState::Reading;
        if text.trim().is_empty() && !reading {
            if self.props.first_visit {
                self.submit(vec![FIRST_LINE.to_owned()]);
            }
            return true;
        }
        self.submit(text.split('\n').map(str::to_owned).collect());
        self.field.write("", "");
        true
    }

    /// The button that does what Enter does.
    pub(super) fn run(&self, _: MouseEvent) {
        self.enter();
        self.field.focus();
    }

    fn submit(&self, mut lines: Vec<String>) {
        if self.aid.take().popup.is_some() {
            self.redraw.force_update();
        }
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
        let idle = self.props.state == ShellState::Idle && self.props.kind != ShellKind::Go;
        if !idle || words.next() != Some("help") {
            return None;
        }
        let topic: Vec<&str> = words.collect();
        let text = (self.props.words.terminal.help)(&topic.join(" "))?;
        Some((line, text))
    }

    fn recall(&self, walk: fn(&mut Desk, &str) -> Option<String>) -> bool {
        if self.field.text().contains('\n') {
            return false;
        }
        let recalled = walk(&mut self.props.desk.borrow_mut(), &self.props.shell);
        if let Some(line) = recalled {
            self.field.write(&line, "");
        }
        true
    }

    /// Ctrl-C interrupts when nothing is selected; otherwise it copies.
    fn interrupt(&self) -> bool {
        if self.field.has_selection() || browser::something_selected() {
            return false;
        }
        if self.aid.take().popup.is_some() {
            self.redraw.force_update();
        }
        self.rewrite("", "");
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
        if !self.field.text().is_empty() {
            return false;
        }
        if self.props.state == ShellState::Reading {
            self.props.host.apply(Action::EndOfInput {
                shell: self.props.shell.clone(),
            });
        }
        true
    }
}

/// Several lines, or one so long that it is looked at first.
fn is_much(text: &str) -> bool {
    text.contains(['\n', '\r']) || text.len() > LONG_LINE
}
