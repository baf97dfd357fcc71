//! `snapshot save`, `status` and `restore`, of etcdctl and of etcdutl, which moved the last two
//! (`etcdctl/ctlv3/command/snapshot_command.go`, `etcdutl/etcdutl/snapshot_command.go`). It must
//! not know a file's format.

use bytes::Bytes;

use super::{Desk, Event, Failure, Invocation, Machine, Next, over};
use crate::{
    ctl::{
        golang::quote,
        table::{CTL, Command},
    },
    etcd::{
        api::{self, check_urls},
        backend::{self, DataDir, Image, Restore, RestoreError, SHA256_BYTES, sha256},
    },
    units::{FileError, Files, Micros},
};

/// `snapshot save` waits for the backend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ctl) struct Save {
    path: Vec<u8>,
    call: u32,
}

fn shown(path: &[u8]) -> String {
    String::from_utf8_lossy(path).into_owned()
}

fn interrupted(text: impl std::fmt::Display) -> Failure {
    Failure::new(Failure::INTERRUPTED, text)
}

/// `snapshot save FILE`.
pub(super) fn save(mut invocation: Invocation, desk: &mut Desk) -> Next {
    let [path] = invocation.args() else {
        let text = "snapshot save expects one argument";
        return Err(Failure::new(Failure::BAD_ARGS, text));
    };
    let path = path.clone();
    // Without the flag there is no deadline.
    let timeout = if invocation.flags.changed("command-timeout") {
        invocation.timeout()
    } else {
        Micros::MAX
    };
    let connected = invocation.connect_as(desk, true);
    if desk.endpoints.len() != 1
        && !matches!(&connected, Err(it) if it.code == Failure::BAD_FEATURE)
    {
        let endpoints = desk.endpoints.join(" ");
        let text = "snapshot must be requested to one selected node, not multiple";
        return Err(interrupted(format!("{text} [{endpoints}]")));
    }
    connected?;
    // The file is opened before anything is asked for.
    let part = part(&path);
    if let Err(error) = desk.files.write(&part, Bytes::new()) {
        let part = shown(&part);
        return Err(interrupted(format!(
            "could not open {part} (open {part}: {error})"
        )));
    }
    let call = desk.call(api::Request::Snapshot(api::SnapshotRequest {}), timeout);
    Ok(Machine::Save(Box::new(Save { path, call })))
}

/// Where a snapshot grows.
fn part(path: &[u8]) -> Vec<u8> {
    [path, b".part"].concat()
}

impl Save {
    pub(super) fn step(self: Box<Self>, desk: &mut Desk, event: Event) -> Next {
        let Event::Response { call, result, .. } = event else {
            return Ok(Machine::Save(self));
        };
        if call != self.call {
            return Ok(Machine::Save(self));
        }
        let part = part(&self.path);
        let saved = match result {
            Ok(api::Response::Snapshot(answer)) => put(desk, &part, &self.path, answer.blob),
            Ok(_) => Ok(()),
            Err(error) => Err(error.to_string()),
        };
        let _gone = desk.files.remove(&part);
        saved.map_err(interrupted)?;
        desk.out(format!("Snapshot saved at {}\n", shown(&self.path)));
        Ok(over(desk))
    }
}

/// Writes a whole snapshot and gives it its name.
fn put(desk: &mut Desk, part: &[u8], path: &[u8], blob: Bytes) -> Result<(), String> {
    let write = |error| format!("write {}: {error}", shown(part));
    desk.files.write(part, blob).map_err(write)?;
    desk.files.rename(part, path).map_err(|error| {
        let (part, path) = (shown(part), shown(path));
        format!("could not rename {part} to {path} (rename {part} {path}: {error})")
    })
}

/// What etcdctl says before it does what is etcdutl's now.
fn deprecate(command: Command, desk: &mut Desk) {
    if command.program == &CTL {
        let path = command.path;
        desk.err(format!("Deprecated: Use `etcdutl {path}` instead.\n\n"));
    }
}

fn one_argument(command: Command, invocation: &Invocation) -> Result<&[u8], Failure> {
    match invocation.args() {
        [path] => Ok(path),
        _ => {
            let text = format!("{} requires exactly one argument", command.path);
            Err(Failure::new(Failure::BAD_ARGS, text))
        }
    }
}

/// `snapshot status FILE`.
pub(super) fn status(command: Command, invocation: &Invocation, desk: &mut Desk) -> Next {
    deprecate(command, desk);
    let path = one_argument(command, invocation)?;
    desk.printer = invocation.printer()?;
    let name = shown(path);
    let failed = |text: String| Failure::new(Failure::ERROR, text);
    let bytes = desk.files.read(path).map_err(|error| match error {
        FileError::IsFolder => failed(format!("open {name}: {error}")),
        error => failed(format!("stat {name}: {error}")),
    })?;
    let image = Image::open(bytes).map_err(|error| match error {
        backend::ImageError::Empty => failed(format!("write {name}: {error}")),
        error => failed(error.to_string()),
    })?;
    let buckets = image.read().map_err(damaged)?;
    let status = backend::Status {
        total_size: image.size(),
        ..buckets.status()
    };
    let text = desk.printer.snapshot(&status)?;
    desk.out(text);
    Ok(over(desk))
}

/// What is listed is an error; what a real process crashes on is its last words.
fn damaged(damage: backend::Damage) -> Failure {
    match damage {
        backend::Damage::Listed(_) => Failure::new(Failure::ERROR, damage),
        _ => crash(&damage.to_string()),
    }
}

/// A crash, without the trace of the stack.
fn crash(text: &str) -> Failure {
    Failure {
        code: 2,
        lines: format!("{text}\n"),
    }
}

/// `snapshot restore FILE`.
pub(super) fn restore(command: Command, invocation: &Invocation, desk: &mut Desk) -> Next {
    deprecate(command, desk);
    let path = one_argument(command, invocation)?;
    let failed = |text| Failure::new(Failure::ERROR, text);
    let plan = plan(invocation).map_err(failed)?;
    let flag = |name| invocation.flags.text(name).to_vec();
    let mut data = flag("data-dir");
    if data.is_empty() {
        data = format!("{}.etcd", plan.name).into_bytes();
    }
    let mut log = flag("wal-dir");
    if log.is_empty() {
        log = [&data, &b"/member/wal"[..]].concat();
    }
    let files = &mut desk.files;
    let taken = match files.list(&data) {
        Ok(names) => !names.is_empty(),
        Err(_) => files.exists(&data),
    };
    if taken {
        let text = format!("data-dir {} not empty or could not be read", quote(&data));
        return Err(failed(text));
    }
    if files.exists(&log) {
        return Err(failed(format!("wal-dir {} exists", quote(&log))));
    }
    let folder = [&data, &b"/member/snap"[..]].concat();
    let skip = invocation.flags.bool("skip-hash-check");
    let database = copy(files, path, &folder, skip).map_err(failed)?;
    let made = backend::restore(database, &plan).map_err(|error| match error {
        RestoreError::NotOpen(_) => crash("panic: failed to open database"),
        RestoreError::Damaged(damage) => crash(&damage.to_string()),
    })?;
    fill(files, &folder, &log, made).map_err(failed)?;
    Ok(over(desk))
}

/// Copies the database out of a snapshot to where it belongs, checking the digest at its end.
fn copy(files: &mut Files, path: &[u8], folder: &[u8], skip: bool) -> Result<Bytes, String> {
    let name = shown(path);
    let seek = || format!("seek {name}: invalid argument");
    let file = match files.read(path) {
        Err(FileError::IsFolder) => return Err(seek()),
        file => file.map_err(|error| format!("open {name}: {error}"))?,
    };
    let tail = file.len().checked_sub(SHA256_BYTES).ok_or_else(seek)?;
    make_folders(files, folder)?;
    let hashed = file.len() % 512 == SHA256_BYTES;
    let database = if hashed {
        file.slice(..tail)
    } else {
        file.clone()
    };
    let place = [folder, b"/db"].concat();
    let written = files.write(&place, database.clone());
    written.map_err(|error| format!("write {}: {error}", shown(&place)))?;
    if skip {
        return Ok(database);
    }
    if !hashed {
        return Err("snapshot missing hash but --skip-hash-check=false".to_owned());
    }
    let numbers = |bytes: &[u8]| {
        let numbers: Vec<String> = bytes.iter().map(u8::to_string).collect();
        numbers.join(" ")
    };
    let (wanted, got) = (&file[tail..], sha256(&database));
    if wanted != got {
        let (wanted, got) = (numbers(wanted), numbers(&got));
        return Err(format!("expected sha256 [{wanted}], got [{got}]"));
    }
    Ok(database)
}

/// Makes folders as Go's `MkdirAll` does, with its complaint.
fn make_folders(files: &mut Files, folder: &[u8]) -> Result<(), String> {
    files.make_folders(folder).map_err(|error| {
        let ends = (1..=folder.len()).filter(|at| folder.get(*at).is_none_or(|it| *it == b'/'));
        let mut ways = ends.map(|at| &folder[..at]);
        let way = ways.find(|way| !files.is_folder(way)).unwrap_or(folder);
        format!("mkdir {}: {error}", shown(way))
    })
}

fn fill(files: &mut Files, folder: &[u8], log: &[u8], made: DataDir) -> Result<(), String> {
    make_folders(files, log)?;
    let (name, snapshot) = made.snapshot;
    let each = [
        ([folder, b"/db"].concat(), made.database),
        ([folder, b"/", name.as_bytes()].concat(), snapshot),
        ([log, b"/", backend::LOG_NAME.as_bytes()].concat(), made.log),
    ];
    for (path, bytes) in each {
        let written = files.write(&path, bytes);
        written.map_err(|error| format!("write {}: {error}", shown(&path)))?;
    }
    Ok(())
}

/// Who the members are to be, checked as a server checks its own flags (`config.go`,
/// `VerifyBootstrap`).
fn plan(invocation: &Invocation) -> Result<Restore, String> {
    let flag = |name| shown(invocation.flags.text(name));
    let name = flag("name");
    let advertised = flag("initial-advertise-peer-urls");
    let advertised: Vec<String> = advertised.split(',').map(str::to_owned).collect();
    let advertised = check_urls(&advertised)?;
    let mut members: Vec<(String, Vec<String>)> = Vec::new();
    for part in flag("initial-cluster")
        .split(',')
        .filter(|it| !it.is_empty())
    {
        let (name, url) = part.split_once('=').unwrap_or((part, ""));
        match members.iter_mut().find(|(known, _)| known == name) {
            Some((_, urls)) => urls.push(url.to_owned()),
            None => members.push((name.to_owned(), vec![url.to_owned()])),
        }
    }
    members.sort();
    for (_, urls) in &mut members {
        *urls = check_urls(urls)?;
    }
    let own = members.iter().find(|(known, _)| *known == name);
    let Some((_, own)) = own else {
        let name = quote(name.as_bytes());
        return Err(format!(
            "couldn't find local name {name} in the initial cluster configuration"
        ));
    };
    matches(&name, own, &advertised)?;
    let mut all: Vec<String> = Vec::new();
    for (name, urls) in &members {
        all.extend(urls.iter().map(|url| format!("{name}={url}")));
    }
    all.sort();
    let urls = || members.iter().flat_map(|(_, urls)| urls);
    if urls().any(|url| urls().filter(|other| *other == url).count() > 1) {
        let all = all.join(",");
        return Err(format!("initial cluster {all} has duplicate url"));
    }
    let token = flag("initial-cluster-token");
    Ok(Restore {
        name,
        members,
        token,
    })
}

/// Whether a member advertises what the cluster knows it by (`advertiseMatchesCluster`).
fn matches(name: &str, own: &[String], advertised: &[String]) -> Result<(), String> {
    if own == advertised {
        return Ok(());
    }
    let named = |missing: Vec<&String>| {
        let each = missing.into_iter().map(|url| format!("{name}={url}"));
        each.collect::<Vec<_>>().join(",")
    };
    let quoted = |urls: &[String]| {
        let each = urls.iter().map(|url| quote(url.as_bytes()));
        format!("[{}]", each.collect::<Vec<_>>().join(" "))
    };
    let missing: Vec<&String> = own.iter().filter(|it| !advertised.contains(it)).collect();
    if !missing.is_empty() {
        let differ = advertised.iter().zip(own).find(|(one, other)| one != other);
        let why = match differ {
            Some((one, other)) if own.len() == advertised.len() => {
                format!(
                    "\"{one}\"(resolved from \"{one}\") != \"{other}\"(resolved from \"{other}\")"
                )
            }
            _ => format!("len({}) != len({})", quoted(advertised), quoted(own)),
        };
        let (missing, advertised) = (named(missing), advertised.join(","));
        return Err(format!(
            "--initial-cluster has {missing} but missing from \
             --initial-advertise-peer-urls={advertised} ({why})"
        ));
    }
    let missing: Vec<&String> = advertised.iter().filter(|it| !own.contains(it)).collect();
    let missing: Vec<String> = missing.into_iter().cloned().collect();
    Err(format!(
        "--initial-advertise-peer-urls has {} but missing from --initial-cluster={}",
        missing.join(","),
        named(advertised.iter().collect())
    ))
}

/// `etcdutl defrag --data-dir DIR`.
pub(super) fn defrag(invocation: &Invocation, desk: &mut Desk) -> Next {
    let path = [invocation.flags.text("data-dir"), b"/member/snap/db"].concat();
    let not_open = || crash("panic: failed to open database");
    let database = desk.files.read(&path).map_err(|_| not_open())?;
    let made = backend::defragmented(database).map_err(|error| match error {
        RestoreError::NotOpen(_) => not_open(),
        RestoreError::Damaged(damage) => crash(&damage.to_string()),
    })?;
    let failed = |error| Failure::new(Failure::ERROR, format!("write {}: {error}", shown(&path)));
    desk.files.write(&path, made).map_err(failed)?;
    Ok(over(desk))
}
