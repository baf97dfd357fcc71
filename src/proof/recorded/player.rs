//! What a recorded case is played on: a cluster, a shell and a clock. It must not know cases.

use super::directive::NodeAction;
use crate::{ctl::job::Signal, units::Micros};

/// How long a step may take before it is ended with exit code 124.
pub const PATIENCE: Micros = Micros::from_secs(90);

/// A command line ready to run: words split, variables replaced.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// The line as written, for whoever shows it.
    pub text: String,
    /// Its words as raw bytes, program name first.
    pub words: Vec<Vec<u8>>,
    /// What it finds on standard input.
    pub stdin: Vec<u8>,
    /// The environment, sorted by name.
    pub environment: Vec<(String, String)>,
}

/// What a command printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Output {
    /// Standard output.
    pub stdout: Vec<u8>,
    /// Standard error.
    pub stderr: Vec<u8>,
}

/// What a command printed, and how it ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// What it printed.
    pub output: Output,
    /// Its exit code.
    pub exit: i32,
}

/// A cluster with a shell, moved only by these calls. Members count from 1, in the order of their
/// names. Background commands go by name.
pub trait Player {
    /// Runs a line until it ends, [`PATIENCE`] at most; its input ends after `stdin`.
    fn run(&mut self, line: &Line) -> Outcome;
    /// Starts a line in the background, its input left open; a watch is registered on return.
    fn start(&mut self, name: &str, line: &Line);
    /// What a background command has printed so far.
    fn output(&self, name: &str) -> Output;
    /// The exit code of a background command that has ended.
    fn finished(&self, name: &str) -> Option<i32>;
    /// Sends a line to a background command; a watch that it asks for is registered on return.
    fn send_line(&mut self, name: &str, line: &str);
    /// Ends the input of a background command.
    fn end_input(&mut self, name: &str);
    /// Signals a background command.
    fn signal(&mut self, name: &str, signal: Signal);
    /// Writes a file of the working folder.
    fn write_file(&mut self, name: &str, bytes: Vec<u8>);
    /// What a file of the working folder holds.
    fn read_file(&self, name: &str) -> Option<Vec<u8>>;
    /// Lets time pass.
    fn advance(&mut self, span: Micros);
    /// Kills, starts, pauses or resumes a member; a started one is healthy on return.
    fn node(&mut self, member: usize, action: NodeAction);
    /// Makes a member the leader.
    ///
    /// # Errors
    /// It does not become it.
    fn move_leader(&mut self, member: usize) -> Result<(), String>;
    /// Lets time pass until the live members agree on a live leader.
    ///
    /// # Errors
    /// They do not in time.
    fn await_leader(&mut self) -> Result<(), String>;
    /// The members' ids in the order of their names.
    fn member_ids(&self) -> Vec<u64>;
    /// The cluster's id.
    fn cluster_id(&self) -> u64;
}
