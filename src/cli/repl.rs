//! `etcdscope repl`: the lines of the case format, typed.

use std::{
    io::{self, BufRead, IsTerminal, Write},
    process::ExitCode,
};

use crate::proof::recorded::{Done, Parser, Runner, Shape, Stage};

const HELP: &str = "\
$ COMMAND       run it: etcdctl, sim, goreman; a bare line is the same
& NAME COMMAND  start it in the background
@sleep SECONDS  let virtual time pass; without such a line only commands move it
@lines NAME N   wait for lines of a background command; @int NAME ends it and shows all it printed
@send NAME TEXT, @eof NAME, @term NAME, @kill NAME, @wait NAME
@node-kill N, @node-start N, @node-pause N, @node-resume N, @leader N, @await-leader
@set NAME=VALUE, @capture NAME REGEX, @env NAME=VALUE
a line may end in <<EOF: the lines up to EOF are its input
";

/// Reads lines until the end of input.
pub(super) fn main(members: usize) -> ExitCode {
    let shape = Shape {
        members,
        ..Shape::default()
    };
    let mut runner = match Stage::new(&shape) {
        Ok(cluster) => Runner::new(cluster, &shape),
        Err(error) => {
            eprintln!("etcdscope: {error}");
            return ExitCode::FAILURE;
        }
    };
    let mut parser = Parser::default();
    let prompts = io::stdin().is_terminal();
    prompt(prompts, &parser);
    for line in io::stdin().lock().lines() {
        let Ok(line) = line else { break };
        if line.trim() == "help" && parser.waits_for().is_none() {
            print!("{HELP}");
        } else {
            obey(&line, &mut parser, &mut runner);
        }
        prompt(prompts, &parser);
    }
    ExitCode::SUCCESS
}

fn prompt(wanted: bool, parser: &Parser) {
    if wanted {
        print!(
            "{}",
            if parser.waits_for().is_some() {
                "> "
            } else {
                "$ "
            }
        );
        // A closed terminal ends the loop at its next read.
        drop(io::stdout().flush());
    }
}

fn obey(line: &str, parser: &mut Parser, runner: &mut Runner<Stage>) {
    let marked = line.starts_with(['$', '&', '@', '#']) || line.trim().is_empty();
    let line = if marked || parser.waits_for().is_some() {
        line.to_owned()
    } else {
        format!("$ {line}")
    };
    let step = match parser.push(&line) {
        Ok(Some(step)) => step,
        Ok(None) => return,
        Err(problem) => return eprintln!("{}", problem.text),
    };
    match runner.step(&step) {
        Ok(done) => done.iter().for_each(show),
        Err(problem) => eprintln!("{}", problem.text),
    }
}

/// Prints what the command printed, byte for byte, and its exit code if it failed.
fn show(done: &Done) {
    let Some(outcome) = &done.outcome else { return };
    // Where the reader is gone, there is nobody to tell.
    drop(io::stdout().write_all(&outcome.output.stdout));
    drop(io::stderr().write_all(&outcome.output.stderr));
    if outcome.exit != 0 {
        println!("[exit {}]", outcome.exit);
    }
}
