//! `etcdscope run`: lines typed at a cluster whose files are a real folder's.

use std::{
    fs,
    io::{self, Read, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use crate::{
    session::{Action, Session},
    sim::Config,
    units::{Entry, Micros, WORKING},
};

/// How long one line may take.
const PATIENCE: Micros = Micros::from_secs(90);

/// Types the lines of standard input at a single node that has the folder's files, and writes
/// back those that are there in the end.
pub(super) fn main(folder: &str) -> ExitCode {
    match run(Path::new(folder)) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("etcdscope: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(folder: &Path) -> Result<i32, String> {
    let mut session = Session::ready(Config::default_node());
    load(&mut session, folder, folder)?;
    let mut lines = String::new();
    let read = io::stdin().read_to_string(&mut lines);
    read.map_err(|error| error.to_string())?;
    let mut worst = 0;
    for line in lines.lines().filter(|line| !line.trim().is_empty()) {
        worst = worst.max(type_line(&mut session, line)?);
    }
    save(&session, folder)?;
    Ok(worst)
}

fn type_line(session: &mut Session, line: &str) -> Result<i32, String> {
    let ticket = session.exec("shell 1", line, None);
    let ticket = ticket.map_err(|refusal| refusal.to_string())?;
    let end = session.now() + PATIENCE;
    loop {
        let report = session.exec_poll(&ticket);
        if let Some(code) = report.exit {
            // Where the reader is gone, there is nobody to tell.
            drop(io::stdout().write_all(&report.stdout));
            drop(io::stderr().write_all(&report.stderr));
            return Ok(code);
        }
        if session.now() >= end {
            return Err(format!("{line}: it does not end"));
        }
        let step = Action::Advance(Micros::from_ms(10));
        session.apply(step).map_err(|refusal| refusal.to_string())?;
    }
}

/// Reads the files below a folder.
fn load(session: &mut Session, root: &Path, folder: &Path) -> Result<(), String> {
    let failed = |path: &Path, error: io::Error| format!("{}: {error}", path.display());
    for entry in fs::read_dir(folder).map_err(|error| failed(folder, error))? {
        let path = entry.map_err(|error| failed(folder, error))?.path();
        if path.is_dir() {
            load(session, root, &path)?;
            continue;
        }
        let bytes = fs::read(&path)
            .map_err(|error| failed(&path, error))?
            .into();
        let name = path.strip_prefix(root).unwrap_or(&path);
        let path = name.to_string_lossy().into_owned();
        let action = Action::File { path, bytes };
        session
            .apply(action)
            .map_err(|refusal| refusal.to_string())?;
    }
    Ok(())
}

/// Writes the visit's files into a folder.
fn save(session: &Session, folder: &Path) -> Result<(), String> {
    let working = format!("{WORKING}/");
    for (at, entry) in session.files().iter() {
        let at = String::from_utf8_lossy(at);
        let Some(name) = at.strip_prefix(&working) else {
            continue;
        };
        let path: PathBuf = folder.join(name);
        let done = match entry {
            Entry::Folder => fs::create_dir_all(&path),
            Entry::File(bytes) => fs::write(&path, bytes),
        };
        done.map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(())
}
