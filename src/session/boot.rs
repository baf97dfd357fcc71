//! The visit's own files as inputs: one is written, and a cluster starts from data directories.

use bytes::Bytes;

use super::{Refusal, scene::Scene};

impl Scene {
    /// Writes a file, with the folders on the way to it.
    pub(super) fn write_file(&mut self, path: &str, bytes: &Bytes) -> Result<(), Refusal> {
        let folder = path.rfind('/').map_or("", |at| &path[..=at]);
        let made = self.files.make_folders(folder.as_bytes());
        let written = made.and_then(|()| self.files.write(path.as_bytes(), bytes.clone()));
        written.map_err(|why| Refusal::File(path.to_owned(), why))
    }
}
