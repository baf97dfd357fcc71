//! `cat`, `ls` and `cp`.

use bytes::Bytes;

use super::{Work, options, quoted, reason, shown};
use crate::units::{Entry, FileError};

/// Whether a line's program reads its standard input.
pub(super) fn reads(words: &[Vec<u8>]) -> bool {
    let Some((program, args)) = words.split_first() else {
        return false;
    };
    let dash = |word: &Vec<u8>| word == b"-";
    match program.as_slice() {
        b"cat" => args.iter().any(dash) || !args.iter().any(|it| !it.starts_with(b"-")),
        b"dd" => !args.iter().any(|it| it.starts_with(b"if=")),
        _ => false,
    }
}

/// `cat [FILE…]`.
pub(super) fn cat(work: &mut Work<'_>, args: &[Vec<u8>]) -> u8 {
    let Some((_, paths)) = options(work, "cat", args, "u") else {
        return 1;
    };
    let mut status = 0;
    let paths = if paths.is_empty() {
        vec![&b"-"[..]]
    } else {
        paths
    };
    for path in paths {
        if path == b"-" {
            let input = std::mem::take(&mut work.input);
            work.out.extend_from_slice(input);
            continue;
        }
        match work.files.read(path) {
            Ok(bytes) => work.out.extend_from_slice(&bytes),
            Err(error) => {
                let text = format!("{}: {}", shown(path), reason(error));
                work.complain("cat", &text);
                status = 1;
            }
        }
    }
    status
}

/// `ls [-1aAdR] [PATH…]`.
pub(super) fn ls(work: &mut Work<'_>, args: &[Vec<u8>]) -> u8 {
    let Some((letters, mut paths)) = options(work, "ls", args, "1aAdR") else {
        return 2;
    };
    if paths.is_empty() {
        paths.push(b".");
    }
    paths.sort_unstable();
    let mut status = 0;
    let (mut folders, mut listed) = (Vec::new(), Vec::new());
    for path in paths {
        match work.files.entry(path) {
            Ok(Entry::Folder) if !letters.contains('d') => folders.push(path.to_vec()),
            Ok(_) => {
                listed.extend_from_slice(path);
                listed.push(b'\n');
            }
            Err(error) => {
                let text = format!("cannot access {}: {}", quoted(path), reason(error));
                work.complain("ls", &text);
                status = 2;
            }
        }
    }
    let named = args.iter().filter(|arg| !arg.starts_with(b"-")).count() > 1;
    let titled = named || letters.contains('R');
    work.out.extend_from_slice(&listed);
    // A folder's own folders come right after it.
    folders.reverse();
    while let Some(folder) = folders.pop() {
        if !work.out.is_empty() {
            work.out.push(b'\n');
        }
        if titled {
            work.out.extend_from_slice(&folder);
            work.out.extend_from_slice(b":\n");
        }
        let inside = list(work, &folder, &letters);
        if letters.contains('R') {
            folders.extend(inside.into_iter().rev());
        }
    }
    status
}

/// Lists a folder; gives the folders in it.
fn list(work: &mut Work<'_>, folder: &[u8], letters: &str) -> Vec<Vec<u8>> {
    let mut names = work.files.list(folder).unwrap_or_default();
    if !letters.contains(['a', 'A']) {
        names.retain(|name| !name.starts_with(b"."));
    }
    if letters.contains('a') {
        work.out.extend_from_slice(b".\n..\n");
    }
    let mut folders = Vec::new();
    for name in names {
        work.out.extend_from_slice(&name);
        work.out.push(b'\n');
        let path = join(folder, &name);
        if work.files.is_folder(&path) {
            folders.push(path);
        }
    }
    folders
}

fn join(folder: &[u8], name: &[u8]) -> Vec<u8> {
    let mut path = folder.to_vec();
    if !path.ends_with(b"/") {
        path.push(b'/');
    }
    path.extend_from_slice(name);
    path
}

/// `cp [-r] SOURCE… TARGET`.
pub(super) fn cp(work: &mut Work<'_>, args: &[Vec<u8>]) -> u8 {
    let Some((letters, paths)) = options(work, "cp", args, "afprR") else {
        return 1;
    };
    let recursive = letters.contains(['a', 'r', 'R']);
    let (target, sources) = match paths.as_slice() {
        [] => {
            work.misused("cp", "missing file operand");
            return 1;
        }
        [one] => {
            let text = format!("missing destination file operand after {}", quoted(one));
            work.misused("cp", &text);
            return 1;
        }
        [sources @ .., target] => (*target, sources),
    };
    let inside = work.files.is_folder(target);
    if sources.len() > 1 && !inside {
        let why = match work.files.entry(target) {
            Ok(_) => FileError::NotFolder,
            Err(error) => error,
        };
        let text = format!("target {}: {}", quoted(target), reason(why));
        work.complain("cp", &text);
        return 1;
    }
    let mut status = 0;
    for source in sources {
        let to = if inside {
            let name = source
                .split(|byte| *byte == b'/')
                .rfind(|it| !it.is_empty());
            join(target, name.unwrap_or_default())
        } else {
            target.to_vec()
        };
        if let Err(text) = copy(work, source, &to, recursive) {
            work.complain("cp", &text);
            status = 1;
        }
    }
    status
}

/// Copies a file, or a folder with all that is in it.
fn copy(work: &mut Work<'_>, from: &[u8], to: &[u8], recursive: bool) -> Result<(), String> {
    let source = work.files.entry(from);
    let unknown = |error| format!("cannot stat {}: {}", quoted(from), reason(error));
    let target = match (source.map_err(unknown)?, work.files.entry(to)) {
        (Entry::Folder, _) if !recursive => {
            let from = quoted(from);
            return Err(format!("-r not specified; omitting directory {from}"));
        }
        (Entry::Folder, Ok(Entry::File(_))) => {
            let (to, from) = (quoted(to), quoted(from));
            return Err(format!(
                "cannot overwrite non-directory {to} with directory {from}"
            ));
        }
        (Entry::Folder, _) => return copy_folder(work, from, to),
        (Entry::File(_), Err(FileError::NotFolder)) if !to.ends_with(b"/") => {
            return Err(format!("cannot stat {}: Not a directory", quoted(to)));
        }
        (Entry::File(bytes), target) => (bytes, target),
    };
    let (bytes, there) = target;
    if there == Ok(Entry::File(bytes.clone())) && work.files.same(from, to) {
        let (from, to) = (quoted(from), quoted(to));
        return Err(format!("{from} and {to} are the same file"));
    }
    let failed = |error| {
        let why = if to.ends_with(b"/") {
            FileError::NotFolder
        } else {
            error
        };
        format!("cannot create regular file {}: {}", quoted(to), reason(why))
    };
    work.files.write(to, bytes).map_err(failed)
}

fn copy_folder(work: &mut Work<'_>, from: &[u8], to: &[u8]) -> Result<(), String> {
    if work.files.within(to, from) {
        let (from, to) = (quoted(from), quoted(to));
        return Err(format!(
            "cannot copy a directory, {from}, into itself, {to}"
        ));
    }
    let failed = |error| format!("cannot create directory {}: {}", quoted(to), reason(error));
    let names: Vec<Bytes> = work.files.list(from).map_err(failed)?;
    if !work.files.is_folder(to) {
        work.files.make_folder(to).map_err(failed)?;
    }
    for name in names {
        copy(work, &join(from, &name), &join(to, &name), true)?;
    }
    Ok(())
}
