//! Shells: what their tabs say, their transcripts, and what a waiting command waits for.

use super::waits::waiting;
use crate::session::{
    scene::Scene,
    shell::{LEASE, Shell},
    view::{self, Line, LineKind},
    words::Gathering,
};

pub(in crate::session) fn shells(scene: &Scene) -> Vec<view::Shell> {
    scene.shells().map(|shell| head(scene, shell)).collect()
}

pub(in crate::session) fn shell(scene: &Scene, name: &str) -> Option<view::Shell> {
    let shell = scene.shell(name)?;
    let lines = all_lines(scene, shell, 0);
    Some(view::Shell {
        lines,
        ..head(scene, shell)
    })
}

pub(in crate::session) fn lines(scene: &Scene, name: &str, from: u64) -> Vec<Line> {
    scene
        .shell(name)
        .map_or_else(Vec::new, |shell| all_lines(scene, shell, from))
}

/// The lines, with what is known so far of the command that runs.
fn all_lines(scene: &Scene, shell: &Shell, from: u64) -> Vec<Line> {
    let mut lines: Vec<Line> = shell.transcript.from(from).cloned().collect();
    for line in &mut lines {
        update(scene, shell, line);
    }
    lines.extend(gathering(scene, shell));
    lines
}

/// One line, with what is known so far of its command.
pub(super) fn line(scene: &Scene, shell: &str, id: u64) -> Option<Line> {
    let shell = scene.shell(shell)?;
    let line = shell.transcript.from(id).next();
    let mut line = line.filter(|line| line.id == id)?.clone();
    update(scene, shell, &mut line);
    Some(line)
}

/// A here-document that is being typed; its lines get these numbers for good once it ends.
fn gathering(scene: &Scene, shell: &Shell) -> impl Iterator<Item = Line> {
    let (time, next) = (scene.world().now(), shell.transcript.next());
    let typed = shell.gathering.iter().flat_map(Gathering::lines);
    typed.zip(next..).map(move |(text, id)| Line {
        id,
        time,
        kind: if id == next {
            LineKind::Command
        } else {
            LineKind::Input
        },
        text,
        did: None,
        happening: None,
        note: None,
    })
}

/// Says what the command that runs did so far. One that gave up may have been done all the same:
/// then its line says so.
fn update(scene: &Scene, shell: &Shell, line: &mut Line) {
    if line.kind != LineKind::Command {
        return;
    }
    if let Some(running) = shell.running.as_ref().filter(|it| it.line == line.id) {
        line.did = Some(scene.did(running.run, running.began));
        return;
    }
    let run = shell.unsettled.iter().find(|it| it.1 == line.id);
    if let (Some((run, _)), Some(did)) = (run, line.did.as_mut()) {
        let since = scene.did(*run, scene.world().now());
        (did.term, did.index, did.revision) = (since.term, since.index, since.revision);
    }
}

fn head(scene: &Scene, shell: &Shell) -> view::Shell {
    view::Shell {
        name: shell.name.clone(),
        kind: shell.kind,
        title: shell.title().to_owned(),
        endpoint: shell.endpoint.clone(),
        state: shell.state(),
        lines: Vec::new(),
        queued: shell.pending.len(),
        lease: shell.environment.get(LEASE).cloned(),
        waiting: waiting(scene, shell),
    }
}
