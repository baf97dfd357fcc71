//! The kinds of shell: how one is opened, and what a line of a Go shell starts.

use std::sync::Arc;

use super::{
    Refusal,
    input::Line,
    scene::{Scene, Start},
    shell::{LEASE, Shell},
    view::ShellKind,
    words,
};

/// Shells at once.
const SHELLS_MAX: usize = 64;

impl Scene {
    /// Opens a shell.
    pub(super) fn open_shell(&mut self, name: &str, kind: ShellKind) -> Result<(), Refusal> {
        if name.trim().is_empty() {
            return Err(Refusal::EmptyName);
        }
        if self.place(name).is_some() {
            return Err(Refusal::ShellExists(name.to_owned()));
        }
        if self.shells.len() >= SHELLS_MAX {
            return Err(Refusal::TooManyShells(SHELLS_MAX));
        }
        let mut shell = Shell::new(name.to_owned(), self.default_endpoint());
        shell.kind = kind;
        self.shells.push(Arc::new(shell));
        Ok(())
    }

    /// A line of a Go shell: the world's words are the same there, all else is Go.
    pub(super) fn start_go(&mut self, at: &Line, text: &str) {
        let is_help = text == "?" || text == "help";
        if text.starts_with("//") {
            return self.done(at, &[], 0);
        }
        match words::parse(text, &self.member_names()) {
            Ok(Some(word)) if !is_help => return self.world_word(at, word),
            Err(mistake) => return self.mistaken(at, &mistake.to_string()),
            Ok(_) => {}
        }
        let lease = self.shells[at.place].environment.get(LEASE).cloned();
        let start = Start {
            run: at.run,
            line: at.line,
            text: text.to_owned(),
            words: vec![b"go".to_vec(), text.as_bytes().to_vec()],
            environment: lease.map(|it| (LEASE.to_owned(), it)).into_iter().collect(),
            stdin: None,
        };
        self.launch(at.place, start);
    }
}
