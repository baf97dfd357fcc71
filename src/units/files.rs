//! A small file system: folders and files in memory, whose copies share everything. It must not
//! know what the files hold, nor who reads them.
//!
//! Paths are bytes. Those that do not begin with a slash are relative to one working folder,
//! [`WORKING`]; `.` and `..` are followed as Linux follows them. There are no links, no rights and
//! no times.

use std::fmt;

use bytes::Bytes;

use super::{Map, StateHash};

/// The working folder.
pub const WORKING: &str = "/work";

/// Bytes of all files together, at most.
pub const FILES_BYTES_MAX: usize = 64 << 20;

/// What a file takes beside its contents.
const ENTRY_BYTES: usize = 64;

/// Why a path cannot be used so, in Linux's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileError {
    /// Nothing is there.
    NotFound,
    /// It is a folder.
    IsFolder,
    /// Something on the way is a file.
    NotFolder,
    /// Something is there already.
    Exists,
    /// The folder holds something.
    NotEmpty,
    /// All files together would be too large.
    NoSpace,
    /// The folder cannot be moved or removed.
    Busy,
}

impl FileError {
    /// The text of it, as Go writes it; the C library begins with a capital letter.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::NotFound => "no such file or directory",
            Self::IsFolder => "is a directory",
            Self::NotFolder => "not a directory",
            Self::Exists => "file exists",
            Self::NotEmpty => "directory not empty",
            Self::NoSpace => "no space left on device",
            Self::Busy => "device or resource busy",
        }
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}

/// What stands at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A folder.
    Folder,
    /// A file, with what it holds.
    File(Bytes),
}

/// All folders and files.
#[derive(Clone, Debug)]
pub struct Files {
    /// By absolute path without a slash at its end; the root is not in it.
    entries: Map<Bytes, Entry>,
    bytes: usize,
    /// Sum of the hashes of all entries.
    mark: u64,
}

impl Default for Files {
    fn default() -> Self {
        let mut files = Self {
            entries: Map::new(),
            bytes: 0,
            mark: 0,
        };
        // These two are no news, and weigh nothing.
        for folder in ["/tmp", WORKING] {
            let at = Bytes::from_static(folder.as_bytes());
            files.entries.insert(at, Entry::Folder);
        }
        files
    }
}

impl PartialEq for Files {
    fn eq(&self, other: &Self) -> bool {
        (self.mark, self.bytes) == (other.mark, other.bytes)
    }
}

impl Files {
    /// What stands at a path.
    ///
    /// # Errors
    /// [`FileError::NotFound`], [`FileError::NotFolder`].
    pub fn entry(&self, path: &[u8]) -> Result<Entry, FileError> {
        let at = self.find(path)?;
        if at.is_empty() {
            return Ok(Entry::Folder);
        }
        let entry = self.entries.get(at.as_slice());
        let entry = entry.cloned().ok_or(FileError::NotFound)?;
        match entry {
            Entry::File(_) if path.ends_with(b"/") => Err(FileError::NotFolder),
            entry => Ok(entry),
        }
    }

    /// Whether something stands at a path.
    #[must_use]
    pub fn exists(&self, path: &[u8]) -> bool {
        self.entry(path).is_ok()
    }

    /// Whether a path is a folder.
    #[must_use]
    pub fn is_folder(&self, path: &[u8]) -> bool {
        self.entry(path) == Ok(Entry::Folder)
    }

    /// What a file holds.
    ///
    /// # Errors
    /// As [`Files::entry`]; and [`FileError::IsFolder`].
    pub fn read(&self, path: &[u8]) -> Result<Bytes, FileError> {
        match self.entry(path)? {
            Entry::File(bytes) => Ok(bytes),
            Entry::Folder => Err(FileError::IsFolder),
        }
    }

    /// Writes a file, over the one that is there.
    ///
    /// # Errors
    /// [`FileError::IsFolder`], [`FileError::NoSpace`], and those of the way to it.
    pub fn write(&mut self, path: &[u8], bytes: impl Into<Bytes>) -> Result<(), FileError> {
        let at = self.find(path)?;
        if path.ends_with(b"/") || at.is_empty() {
            return Err(FileError::IsFolder);
        }
        let old = match self.entries.get(at.as_slice()) {
            Some(Entry::Folder) => return Err(FileError::IsFolder),
            Some(Entry::File(old)) => old.len(),
            None => 0,
        };
        let bytes = bytes.into();
        let size = self.bytes.saturating_sub(old) + bytes.len() + at.len() + ENTRY_BYTES;
        if size > FILES_BYTES_MAX {
            return Err(FileError::NoSpace);
        }
        self.place(at.into(), Entry::File(bytes));
        Ok(())
    }

    /// Makes a folder, and those on the way to it that are missing.
    ///
    /// # Errors
    /// [`FileError::NotFolder`] where a file is in the way, [`FileError::NoSpace`].
    pub fn make_folders(&mut self, path: &[u8]) -> Result<(), FileError> {
        let mut so_far = Vec::new();
        for part in path.split_inclusive(|byte| *byte == b'/') {
            so_far.extend_from_slice(part);
            match self.entry(&so_far) {
                Ok(Entry::Folder) => {}
                Ok(Entry::File(_)) => return Err(FileError::NotFolder),
                Err(FileError::NotFound) => self.make_folder(&so_far)?,
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Makes one folder.
    ///
    /// # Errors
    /// [`FileError::Exists`], [`FileError::NoSpace`], and those of the way to it.
    pub fn make_folder(&mut self, path: &[u8]) -> Result<(), FileError> {
        let at = self.find(path)?;
        if at.is_empty() || self.entries.contains_key(at.as_slice()) {
            return Err(FileError::Exists);
        }
        if self.bytes + at.len() + ENTRY_BYTES > FILES_BYTES_MAX {
            return Err(FileError::NoSpace);
        }
        self.place(at.into(), Entry::Folder);
        Ok(())
    }

    /// Whether two paths are one place.
    #[must_use]
    pub fn same(&self, one: &[u8], other: &[u8]) -> bool {
        self.find(one).is_ok_and(|at| self.find(other) == Ok(at))
    }

    /// Whether a path is a folder, or a place somewhere in it.
    #[must_use]
    pub fn within(&self, path: &[u8], folder: &[u8]) -> bool {
        let (Ok(at), Ok(folder)) = (self.find(path), self.find(folder)) else {
            return false;
        };
        let rest = at.strip_prefix(folder.as_slice());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(b"/"))
    }

    /// The names in a folder, in order of their bytes.
    ///
    /// # Errors
    /// As [`Files::entry`]; [`FileError::NotFolder`] for a file.
    pub fn list(&self, path: &[u8]) -> Result<Vec<Bytes>, FileError> {
        if self.entry(path)? != Entry::Folder {
            return Err(FileError::NotFolder);
        }
        let mut folder = self.find(path)?;
        folder.push(b'/');
        let inside = self.entries.from(folder.as_slice());
        let names = inside
            .take_while(|(at, _)| at.starts_with(&folder))
            .filter(|(at, _)| !at[folder.len()..].contains(&b'/'))
            .map(|(at, _)| at.slice(folder.len()..));
        Ok(names.collect())
    }

    /// Gives a file another path, over the file that is there.
    ///
    /// # Errors
    /// Those of both paths; [`FileError::Exists`] where a folder is in the way,
    /// [`FileError::Busy`] for a folder, which stays where it is.
    pub fn rename(&mut self, from: &[u8], to: &[u8]) -> Result<(), FileError> {
        let Entry::File(bytes) = self.entry(from)? else {
            return Err(FileError::Busy);
        };
        let (old, new) = (self.find(from)?, self.find(to)?);
        if new.is_empty() || self.is_folder(to) {
            return Err(FileError::Exists);
        }
        self.drop(&old);
        self.place(new.into(), Entry::File(bytes));
        Ok(())
    }

    /// Removes a file.
    ///
    /// # Errors
    /// As [`Files::read`].
    pub fn remove(&mut self, path: &[u8]) -> Result<(), FileError> {
        self.read(path)?;
        let at = self.find(path)?;
        self.drop(&at);
        Ok(())
    }

    /// All paths with what stands there, absolute, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&Bytes, &Entry)> {
        self.entries.iter()
    }

    /// Folds in all of it; of files that were never written to, nothing.
    pub fn fold(&self, hash: &mut StateHash) {
        if self.mark != 0 {
            hash.u64(self.mark);
        }
    }

    /// The absolute path without dots; empty for the root. All but its last part are folders.
    fn find(&self, path: &[u8]) -> Result<Vec<u8>, FileError> {
        if path.is_empty() {
            return Err(FileError::NotFound);
        }
        let mut at = if path.starts_with(b"/") {
            Vec::new()
        } else {
            WORKING.as_bytes().to_vec()
        };
        for part in path.split(|byte| *byte == b'/') {
            if part.is_empty() {
                continue;
            }
            // What came before this part has to be a folder.
            match self.entries.get(at.as_slice()) {
                _ if at.is_empty() => {}
                Some(Entry::Folder) => {}
                Some(Entry::File(_)) => return Err(FileError::NotFolder),
                None => return Err(FileError::NotFound),
            }
            match part {
                b"." => {}
                b".." => at.truncate(at.iter().rposition(|byte| *byte == b'/').unwrap_or(0)),
                _ => {
                    at.push(b'/');
                    at.extend_from_slice(part);
                }
            }
        }
        Ok(at)
    }

    fn place(&mut self, at: Bytes, entry: Entry) {
        self.drop(&at);
        let (mark, size) = weigh(&at, &entry);
        self.mark = self.mark.wrapping_add(mark);
        self.bytes += size;
        self.entries.insert(at, entry);
    }

    fn drop(&mut self, at: &[u8]) {
        if let Some(entry) = self.entries.remove(at) {
            let (mark, size) = weigh(at, &entry);
            self.mark = self.mark.wrapping_sub(mark);
            self.bytes -= size;
        }
    }
}

/// The hash and the size of one entry.
fn weigh(at: &[u8], entry: &Entry) -> (u64, usize) {
    let mut hash = StateHash::new();
    hash.bytes(at);
    let mut size = at.len() + ENTRY_BYTES;
    if let Entry::File(bytes) = entry {
        hash.flag(true).bytes(bytes);
        size += bytes.len();
    }
    (hash.finish(), size)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(files: &Files, path: &str) -> String {
        let names = files.list(path.as_bytes()).expect(path);
        let names = names.iter().map(|name| String::from_utf8_lossy(name));
        names.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn paths_are_followed_as_linux_does() {
        let mut files = Files::default();
        files.make_folders(b"a/b").expect("nothing is in the way");
        files.write(b"a/b/f", "1").expect("its folder is there");
        files.write(b"f", "22").expect("its folder is there");
        for (path, wanted) in [
            ("f", Ok(2)),
            ("./f", Ok(2)),
            ("/work/f", Ok(2)),
            ("../work/f", Ok(2)),
            ("../../../work/f", Ok(2)),
            ("a/../f", Ok(2)),
            ("a//b/./f", Ok(1)),
            ("", Err(FileError::NotFound)),
            ("c", Err(FileError::NotFound)),
            ("c/../f", Err(FileError::NotFound)),
            ("f/../f", Err(FileError::NotFolder)),
            ("f/x", Err(FileError::NotFolder)),
            ("f/", Err(FileError::NotFolder)),
            ("a", Err(FileError::IsFolder)),
            ("a/", Err(FileError::IsFolder)),
            ("/", Err(FileError::IsFolder)),
            ("..", Err(FileError::IsFolder)),
        ] {
            let read = files.read(path.as_bytes()).map(|bytes| bytes.len());
            assert_eq!(read, wanted, "{path}");
        }
        assert_eq!(names(&files, "."), "a f");
        assert_eq!(names(&files, "/"), "tmp work");
        assert_eq!(names(&files, "a"), "b");
        assert_eq!(files.list(b"f"), Err(FileError::NotFolder));
    }

    #[test]
    fn writes_and_renames_keep_to_what_is_there() {
        let mut files = Files::default();
        let empty = files.clone();
        assert_eq!(files.write(b"no/f", "1"), Err(FileError::NotFound));
        assert_eq!(files.write(b".", "1"), Err(FileError::IsFolder));
        assert_eq!(files.write(b"f/", "1"), Err(FileError::IsFolder));
        files.write(b"f", "1").expect("there is room");
        assert_eq!(files.make_folders(b"f/g"), Err(FileError::NotFolder));
        assert_eq!(files.rename(b"f", b"."), Err(FileError::Exists));
        assert_eq!(files.rename(b"f", b""), Err(FileError::NotFound));
        files.rename(b"f", b"/tmp/g").expect("both are there");
        assert_eq!(names(&files, "."), "");
        assert_eq!(names(&files, "/tmp"), "g");
        files.remove(b"/tmp/g").expect("it is there");
        assert_eq!(files, empty);
    }

    #[test]
    fn there_is_an_end_to_room() {
        let mut files = Files::default();
        let half = vec![0; FILES_BYTES_MAX / 2];
        files.write(b"a", half.clone()).expect("half fits");
        assert_eq!(files.write(b"b", half), Err(FileError::NoSpace));
        files.write(b"a", "less").expect("it is less than before");
        assert_eq!(files.read(b"a").expect("it is there"), "less");
    }
}
