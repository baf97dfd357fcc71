//! The command line: files, printing and arguments live here and nowhere below.

mod bench;
mod fuzz;
mod hash;
mod linear;
mod repl;
mod replay;
mod visits;

use std::process::ExitCode;

const USAGE: &str = "\
etcdscope, the command line of the cluster in the page

usage:
  etcdscope replay PATH…   play recorded cases (NAME.case beside NAME.golden; folders recursively)
  etcdscope repl [N]       a cluster of 1 or 3 members to type at; help lists what a line can be
  etcdscope fuzz --seeds N [--from SEED]
                           N random worlds under every invariant; a failure prints its story
  etcdscope visits --seeds N [--from SEED] [--json]
                           N random visits compared in every way through time; as JSON for the page
  etcdscope hash SCRIPT    tell a story (at MS COMMAND, line by line) and print the hash at its end
  etcdscope linear --histories N [--from SEED]
                           N short client histories judged, and again by trying every order
  etcdscope linear bench   long client histories, by the wall's clock
  etcdscope bench [N] [--in-flight K]
                           N puts (100000) through three members, K (100) under way at once
  etcdscope bench idle [SECONDS] [MEMBERS]
                           so many idle seconds (100000) of 3 members, judged after every event
";

/// Runs the command line of this process and returns its exit code.
pub fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        ["replay", ref paths @ ..] if !paths.is_empty() => replay::main(paths),
        ["repl"] | ["repl", "3"] => repl::main(3),
        ["repl", "1"] => repl::main(1),
        ["fuzz", ref words @ ..] if !words.is_empty() => fuzz::main(words),
        ["visits", ref words @ ..] if !words.is_empty() => visits::main(words),
        ["hash", path] => hash::main(path),
        ["linear", ref words @ ..] => linear::main(words),
        ["bench", ref words @ ..] => bench::main(words),
        ["help" | "--help" | "-h"] => {
            print!("{USAGE}");
            ExitCode::SUCCESS
        }
        _ => {
            eprint!("{USAGE}");
            ExitCode::from(2)
        }
    }
}
