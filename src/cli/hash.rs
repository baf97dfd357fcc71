//! `etcdscope hash`: tells a story and prints the hash at its end, for comparison with the page.

use std::{fs, process::ExitCode};

use crate::proof::story::{at_once, parse, tell};

/// Tells the story in a file.
pub(super) fn main(path: &str) -> ExitCode {
    let told = fs::read_to_string(path)
        .map_err(|error| error.to_string())
        .and_then(|text| parse(&text))
        .and_then(|lines| tell(&lines, at_once));
    match told {
        Ok(session) => {
            println!("{:016x}", session.hash());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("etcdscope: {path}: {error}");
            ExitCode::FAILURE
        }
    }
}
