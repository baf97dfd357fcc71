//! The visit's own files as inputs: one is written, and a cluster starts from data directories.

use bytes::Bytes;

use super::{Refusal, scene::Scene, view::Happening};
use crate::etcd::backend::{BadBackend, Boot};

impl Scene {
    /// Writes a file, with the folders on the way to it.
    pub(super) fn write_file(&mut self, path: &str, bytes: &Bytes) -> Result<(), Refusal> {
        let folder = path.rfind('/').map_or("", |at| &path[..=at]);
        let made = self.files.make_folders(folder.as_bytes());
        let written = made.and_then(|()| self.files.write(path.as_bytes(), bytes.clone()));
        written.map_err(|why| Refusal::File(path.to_owned(), why))
    }

    /// A line without the `< FILE` at its end, and what that file holds.
    pub(super) fn input_file<'a>(
        &self,
        line: &'a str,
    ) -> Result<(&'a str, Option<Vec<u8>>), String> {
        let plain = |it: char| it.is_alphanumeric() || "_./-".contains(it);
        let Some((before, name)) = line.trim_end().rsplit_once('<') else {
            return Ok((line, None));
        };
        let name = name.trim_start();
        if name.is_empty() || !name.chars().all(plain) || !before.ends_with([' ', '\t']) {
            return Ok((line, None));
        }
        let bytes = self.files.read(name.as_bytes());
        let bytes = bytes.map_err(|why| format!("{name}: {why}"))?;
        Ok((before, Some(bytes.to_vec())))
    }

    /// Stops the cluster and starts the members whose data directories these are; the error says
    /// what to type instead.
    pub(super) fn boot(&mut self, folders: &[String]) -> Result<(), String> {
        let mut boots = Vec::new();
        for folder in folders {
            let boot = self.read_member(folder);
            boots.push(boot.map_err(|why| format!("sim boot: {folder}: {why}"))?);
        }
        let names: Vec<String> = boots.iter().map(|it| it.member.name.clone()).collect();
        let booted = self.world.boot_from(boots);
        booted.map_err(|why| format!("sim boot: {why}"))?;
        // A member that serves no client any more is no shell's endpoint.
        self.rule(Happening::Booted(names));
        Ok(())
    }

    fn read_member(&self, folder: &str) -> Result<Boot, String> {
        let read = |path: &str| {
            let path = format!("{folder}/{path}");
            let bytes = self.files.read(path.as_bytes());
            bytes.map_err(|why| {
                format!("open {path}: {why}; etcdutl snapshot restore makes a data directory")
            })
        };
        let logs = self.files.list(format!("{folder}/member/wal").as_bytes());
        let logs = logs.unwrap_or_default();
        let mut logs = logs.iter().filter(|name| name.ends_with(b".wal"));
        let log = logs.next().ok_or_else(|| BadBackend::Log.to_string())?;
        let log = read(&format!("member/wal/{}", String::from_utf8_lossy(log)))?;
        let database = read("member/snap/db")?;
        let least = self.world.config().flags.minimum_ttl();
        Boot::read(database, &log, least).map_err(|why| why.to_string())
    }
}
