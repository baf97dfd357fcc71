//! Recorded cases: what real etcd printed, replayed on our cluster and compared line by line.
//!
//! A [`Case`] is read from its file, a [`Runner`] runs its steps on a [`Player`], the comparison
//! [`Rules`] replace what chance and clock decide, and [`check`] says where the two transcripts
//! differ. It must not know files: texts come in, texts go out.

mod case;
mod compare;
mod directive;
mod http;
mod player;
mod rules;
mod run;
mod stage;
pub mod transcript;
mod words;

pub use case::{Action, Case, Parser, Problem, Shape, Stdin, Step};
pub use compare::difference;
pub use directive::{Directive, Keep, NodeAction};
pub use player::{Line, Outcome, Output, PATIENCE, Player};
pub use rules::Rules;
pub use run::{Done, Runner};
pub use stage::Stage;

use transcript::Block;

/// Runs a whole case; gives its blocks after the comparison rules.
///
/// # Errors
/// The case cannot be run as it is written.
pub fn play<P: Player>(case: &Case, player: P) -> Result<Vec<Block>, String> {
    let mut runner = Runner::new(player, &case.shape());
    let mut blocks = Vec::new();
    for step in &case.steps {
        let done = runner.step(step).map_err(|problem| problem.to_string())?;
        blocks.extend(done.map(|done| done.block));
    }
    runner.finish()?;
    Ok(blocks)
}

/// Plays the text of a case and compares with the text of its golden.
///
/// # Errors
/// The difference, readably, or what is wrong with either text.
pub fn check<P: Player>(
    case: &str,
    golden: &str,
    player: impl FnOnce(&Shape) -> Result<P, String>,
) -> Result<(), String> {
    let case = Case::parse(case).map_err(|problem| problem.to_string())?;
    let want = transcript::parse(golden)?;
    let got = play(&case, player(&case.shape())?)?;
    difference(&want, &got).map_or(Ok(()), Err)
}
