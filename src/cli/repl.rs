//! `etcdscope repl`: the lines of the case format, typed.

use std::{
    io::{self, BufRead, IsTerminal, Write},
    process::ExitCode,
};

use crate::proof::recorded::{Action, Directive, Done, Parser, Runner, Shape, Stage, Step};

const HELP: &str = "\
$ COMMAND       run it: etcdctl, sim, goreman; a bare line is the same
& NAME COMMAND  start it in the background
@sleep SECONDS  let virtual time pass; without such a line only commands move it
@lines NAME N   wait for lines of a background command; @int NAME ends it and shows all it printed
@send NAME TEXT, @eof NAME, @term NAME, @kill NAME, @wait NAME
@node-kill N, @node-start N, @node-pause N, @node-resume N, @leader N, @await-leader
@set NAME=VALUE, @capture NAME REGEX, @env NAME=VALUE
@cluster N      start over with 1 or 3 members; @world WORDS: with the world of a printed story
a line may end in <<EOF: the lines up to EOF are its input
";

/// Reads lines until the end of input.
pub(super) fn main(members: usize) -> ExitCode {
    let shape = Shape {
        members,
        ..Shape::default()
    };
    let mut runner = match start(&shape) {
        Ok(runner) => runner,
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

fn start(shape: &Shape) -> Result<Runner<Stage>, String> {
    Ok(Runner::new(Stage::new(shape)?, shape))
}

/// The cluster that a line asks for, if it asks for another one.
fn shape_of(step: &Step) -> Option<Shape> {
    let Action::Direct(directive) = &step.action else {
        return None;
    };
    let shape = |members, world| Shape {
        members,
        world,
        ..Shape::default()
    };
    match directive {
        Directive::Cluster(members) => Some(shape(*members, None)),
        Directive::World(words) => Some(shape(1, Some(words.clone()))),
        _ => None,
    }
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
    if let Some(shape) = shape_of(&step) {
        match start(&shape) {
            Ok(other) => *runner = other,
            Err(error) => eprintln!("{error}"),
        }
        return;
    }
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
