//! Plans as scripts of a visit: the page opens them, and whoever reads one has the plan again. It
//! must not know why something was done.

use super::{
    act::{Act, Done},
    plan::Plan,
};
use crate::{
    session::{
        Action,
        script::{Branch, Input, Place, Style, Visit},
    },
    sim::Config,
    units::Micros,
};

/// The name of a shell, from 0, as the page counts them.
fn name_of(shell: usize) -> String {
    format!("shell {}", shell + 1)
}

/// What was done in a world until `end`, as a script; `notes` stand above it.
#[must_use]
pub fn write(config: &Config, done: &[Done], end: Micros, notes: &[String]) -> String {
    let mut open = vec![0];
    let mut inputs = Vec::new();
    for Done { at, act } in done {
        let place = Place {
            time: *at,
            events: None,
        };
        let mut add = |action| inputs.push(Input { place, action });
        match act {
            Act::Fault(fault) => add(Action::Fault(fault.clone())),
            Act::Line { shell, text } => {
                let name = name_of(*shell);
                if !open.contains(shell) {
                    open.push(*shell);
                    add(Action::OpenShell { name: name.clone() });
                }
                add(Action::Submit {
                    shell: name,
                    line: text.clone(),
                });
            }
            // What was done is a fault or a line.
            Act::Handle { .. } | Act::Ask { .. } | Act::Repair => {}
        }
    }
    let visit = Visit {
        config: config.clone(),
        branches: vec![Branch {
            name: "main".to_owned(),
            fork: None,
            inputs,
            end: Place {
                time: end,
                events: None,
            },
        }],
        looks: None,
        selection: String::new(),
        hash: None,
    };
    let notes: String = notes.iter().map(|it| format!("# {it}\n")).collect();
    notes + &visit.write(Style::Readable)
}

/// The plan that a script tells.
///
/// # Errors
/// The line that cannot be read, or what the judges cannot follow.
pub fn read(text: &str) -> Result<Plan, String> {
    let visit = Visit::read(text).map_err(|error| error.to_string())?;
    let [branch] = visit.branches.as_slice() else {
        return Err("a script with branches has no one story to judge".to_owned());
    };
    let mut shells = vec![name_of(0)];
    let mut acts = Vec::new();
    for input in &branch.inputs {
        if input.place.events.is_some() {
            return Err("a script that counts events cannot be judged".to_owned());
        }
        let act = match &input.action {
            Action::Fault(fault) => Act::Fault(fault.clone()),
            Action::OpenShell { name } if !shells.contains(name) => {
                shells.push(name.clone());
                continue;
            }
            Action::Submit { shell, line } => {
                let shell = shells.iter().position(|it| it == shell);
                Act::Line {
                    shell: shell.ok_or("a shell is used before it is opened")?,
                    text: line.clone(),
                }
            }
            other => return Err(format!("the judges cannot follow {other:?}")),
        };
        acts.push((input.place.time, act));
    }
    Ok(Plan {
        config: visit.config,
        acts,
        end: branch.end.time,
    })
}

/// How many lines a script has that do something.
#[must_use]
pub fn lines(text: &str) -> usize {
    let plan = read(text);
    plan.map_or(0, |it| it.acts.len())
}
