//! Shells: what their tabs say, their transcripts, and what a waiting command waits for.

use crate::session::{
    scene::Scene,
    shell::Shell,
    view::{self, Line},
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
    if let Some(running) = &shell.running
        && let Some(line) = lines.iter_mut().find(|line| line.id == running.line)
    {
        line.did = Some(scene.did(running.run, running.began));
    }
    lines
}

fn head(_scene: &Scene, shell: &Shell) -> view::Shell {
    view::Shell {
        name: shell.name.clone(),
        title: shell.title().to_owned(),
        endpoint: shell.endpoint.clone(),
        state: shell.state(),
        lines: Vec::new(),
        waiting: None,
    }
}
