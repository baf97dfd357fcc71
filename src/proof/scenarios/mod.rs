//! etcd-io/raft's public test data, played on our core: its interaction files, and its tables of
//! configuration changes and quorums. The files themselves are not part of this project.
//!
//! Only facts are compared, never a sentence of a log: roles, terms, leaders, progress, logs on
//! disk, and of each command the last hard state and configuration of each member.

mod interaction;
mod print;
mod stage;
pub mod story;
mod tables;
mod text;

pub use stage::{Boot, Mail, Member, Stage};
pub use text::{Argument, Block, blocks};

/// What became of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Facts compared.
    pub checked: usize,
    /// Those that agree.
    pub agreed: usize,
    /// The others: the command's line, ours and theirs.
    pub differences: Vec<String>,
}

impl Outcome {
    /// Whether something was compared and all of it agrees.
    #[must_use]
    pub const fn passed(&self) -> bool {
        self.checked > 0 && self.agreed == self.checked
    }

    fn check(&mut self, line: usize, ours: &str, theirs: &str) {
        self.checked += 1;
        if ours == theirs {
            self.agreed += 1;
        } else {
            let said = format!("line {line}: ours   {ours}\n          theirs {theirs}");
            self.differences.push(said);
        }
    }

    /// One check for each line of theirs; lines of ours that they lack are differences too.
    fn lines(&mut self, line: usize, ours: Vec<String>, theirs: &[String]) {
        for (place, theirs) in theirs.iter().enumerate() {
            let ours = ours.get(place).map_or("nothing", String::as_str);
            self.check(line, ours, theirs);
        }
        for more in ours.iter().skip(theirs.len()) {
            self.check(line, more, "nothing");
        }
    }
}

/// Plays one file; its first command tells what kind it is.
#[must_use]
pub fn play(text: &str) -> Outcome {
    let blocks = blocks(text);
    let mut outcome = Outcome::default();
    match blocks.first().map(|it| it.command.as_str()) {
        Some("simple" | "enter-joint" | "leave-joint") => {
            tables::configurations(&blocks, &mut outcome);
        }
        Some("vote" | "committed") => tables::quorums(&blocks, &mut outcome),
        _ => drop(interaction::play(&blocks, &mut outcome)),
    }
    outcome
}
