//! The command line: files, printing and arguments live here and nowhere below.

mod bench;
pub mod faithful;
mod fuzz;
mod hash;
mod linear;
mod repl;
mod replay;
mod scenarios;
mod visits;

use std::process::ExitCode;

const USAGE: &str = "\
etcdscope, the command line of the cluster in the page

usage:
  etcdscope replay PATH…   play recorded cases (NAME.case beside NAME.golden; folders recursively)
  etcdscope faithful [--check]
                           plays all recorded cases and writes what came out into the page
                           and the README; with --check says whether they are current
  etcdscope repl [N]       a cluster of 1 or 3 members to type at; help lists what a line can be
  etcdscope fuzz --seeds N [--first SEED] [--nodes 1|3|5|7] [--faults all|none|NAME,NAME]
                 [--steps N] [--seconds S] [--forget RULE]
                           N random worlds under every judge; the first that breaks a property is
                           told as shortly as possible, as a script that the page opens
  etcdscope fuzz --mutants [--seeds N] [--keep FOLDER]
                           the same for each rule that can be forgotten: all must be caught
  etcdscope play SCRIPT    play a script under every judge; says what it breaks
  etcdscope visits --seeds N [--from SEED] [--nodes 1|3|5|7] [--json]
                           N random visits compared in every way through time; as JSON for the page
  etcdscope hash SCRIPT    tell a story (at MS COMMAND, line by line) and print the hash at its end
  etcdscope linear --histories N [--from SEED]
                           N short client histories judged, and again by trying every order
  etcdscope linear bench   long client histories, by the wall's clock
  etcdscope raft-scenarios PATH…
                           etcd-io/raft's own test data (folders recursively) against our core
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
        ["faithful"] => faithful::main(".", false),
        ["faithful", "--check"] => faithful::main(".", true),
        ["repl"] | ["repl", "3"] => repl::main(3),
        ["repl", "1"] => repl::main(1),
        ["fuzz", ref words @ ..] if !words.is_empty() => fuzz::main(words),
        ["play", path] => fuzz::play(path),
        ["visits", ref words @ ..] if !words.is_empty() => visits::main(words),
        ["raft-scenarios", ref paths @ ..] if !paths.is_empty() => scenarios::main(paths),
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
