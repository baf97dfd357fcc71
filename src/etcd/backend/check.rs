//! Reading all of a database, and finding what is wrong with it as bbolt's own check does
//! (`tx.go`, `Tx.Check`; `db.go`, `freepages`). It must not know what buckets mean.

use std::fmt;

use bytes::Bytes;

use super::{
    Bucket, Buckets, Image,
    image::{BRANCH, FREELIST, LEAF, Leaf, META_PAGE, NO_FREELIST, Page, inline, number},
};
use crate::units::Set;

/// What is wrong with a database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Damage {
    /// What bbolt's check lists.
    Listed(Vec<String>),
    /// What bbolt panics with, where no free pages are written down.
    Panic(String),
    /// A page or an element that does not lie in the file: reading it ends a real process.
    Fault,
}

impl fmt::Display for Damage {
    /// As etcd 3.5.1 prints it; of a crash the lines before the trace of the stack.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Listed(errors) => {
                let count = errors.len();
                let errors = errors.join("\n");
                write!(
                    f,
                    "snapshot file integrity check failed. {count} errors found.\n{errors}"
                )
            }
            Self::Panic(error) => write!(
                f,
                "panic: freepages: failed to get all reachable pages ({error})"
            ),
            Self::Fault => write!(f, "unexpected fault address\nfatal error: fault"),
        }
    }
}

/// Errors listed at most; bbolt has no such limit.
const LISTED_MAX: usize = 1_000;

/// A reading under way.
struct Reading<'a> {
    image: &'a Image,
    reached: Set<u64>,
    freed: Set<u64>,
    errors: Vec<String>,
}

impl Image {
    /// Reads all buckets, checking every page on the way.
    ///
    /// # Errors
    /// [`Damage`].
    pub fn read(&self) -> Result<Buckets, Damage> {
        let mut reading = Reading {
            image: self,
            reached: Set::new(),
            freed: Set::new(),
            errors: Vec::new(),
        };
        let stored = self.freelist != NO_FREELIST;
        if stored {
            reading.free_pages()?;
        }
        let mut buckets = Vec::new();
        let root = reading.pages(self.root)?;
        for leaf in root {
            let pairs = reading.bucket(&leaf)?;
            let name = leaf.key;
            buckets.push(Bucket { name, pairs });
        }
        if stored {
            reading.unreachable()?;
        }
        let mut errors = reading.errors;
        match errors.first() {
            None => Ok(Buckets(buckets)),
            Some(_) if stored => Err(Damage::Listed(errors)),
            Some(_) => Err(Damage::Panic(errors.swap_remove(0))),
        }
    }
}

impl Reading<'_> {
    fn complain(&mut self, text: String) {
        if self.errors.len() < LISTED_MAX {
            self.errors.push(text);
        }
    }

    /// Reads which pages are free.
    fn free_pages(&mut self) -> Result<(), Damage> {
        let image = self.image;
        let page = image.page(image.freelist).ok_or(Damage::Fault)?;
        self.reached.insert(0);
        self.reached.insert(1);
        for id in 0..=page.overflow {
            self.reached.insert(image.freelist + id);
        }
        let ids = image.free(page).ok_or(Damage::Fault)?;
        for id in ids {
            if self.freed.contains(&id) {
                self.complain(format!("page {id}: already freed"));
            }
            self.freed.insert(id);
        }
        Ok(())
    }

    /// Pages below the high-water mark that are neither in use nor free.
    fn unreachable(&mut self) -> Result<(), Damage> {
        let pages = (self.image.bytes.len() / self.image.page_size) as u64;
        // A mark far beyond the file is no mark.
        if self.image.high_water > pages.saturating_mul(2) {
            return Err(Damage::Fault);
        }
        for id in 0..self.image.high_water {
            if !self.reached.contains(&id) && !self.freed.contains(&id) {
                self.complain(format!("page {id}: unreachable unfreed"));
            }
        }
        Ok(())
    }

    /// The pairs of a bucket whose entry is this. Buckets within it are keys without a value.
    fn bucket(&mut self, entry: &Leaf) -> Result<Vec<(Bytes, Bytes)>, Damage> {
        let root = number(&entry.value, 0).filter(|_| entry.is_bucket && entry.value.len() >= 16);
        let leaves = match root.ok_or(Damage::Fault)? {
            0 => inline(&entry.value.slice(16..)).ok_or(Damage::Fault)?,
            root => self.pages(root)?,
        };
        let pair = |leaf: Leaf| match leaf.is_bucket {
            true => (leaf.key, Bytes::new()),
            false => (leaf.key, leaf.value),
        };
        Ok(leaves.into_iter().map(pair).collect())
    }

    /// All leaves below a page, in order.
    fn pages(&mut self, root: u64) -> Result<Vec<Leaf>, Damage> {
        let mut leaves = Vec::new();
        let mut waiting = vec![root];
        while let Some(id) = waiting.pop() {
            let page = self.image.page(id).ok_or(Damage::Fault)?;
            // What was read before is not read again: so a circle has an end.
            if !self.visit(page) {
                continue;
            }
            if page.flags & LEAF != 0 {
                leaves.extend(self.image.leaves(page).ok_or(Damage::Fault)?);
            } else if page.flags & BRANCH != 0 {
                let children = self.image.children(page).ok_or(Damage::Fault)?;
                waiting.extend(children.into_iter().rev());
            }
        }
        Ok(leaves)
    }

    /// Notes that a page is in use; whether it was not yet.
    fn visit(&mut self, page: Page) -> bool {
        let (id, mark) = (page.id, self.image.high_water);
        if id > mark {
            self.complain(format!("page {id}: out of bounds: {mark}"));
        }
        let mut fresh = true;
        for id in (0..=page.overflow).map(|more| id.wrapping_add(more)) {
            if self.reached.contains(&id) {
                fresh = false;
                self.complain(format!("page {id}: multiple references"));
            }
            self.reached.insert(id);
        }
        if self.freed.contains(&id) {
            self.complain(format!("page {id}: reachable freed"));
        } else if page.flags & (BRANCH | LEAF) == 0 {
            let kind = match page.flags {
                flags if flags & META_PAGE != 0 => "meta".to_owned(),
                flags if flags & FREELIST != 0 => "freelist".to_owned(),
                flags => format!("unknown<{flags:02x}>"),
            };
            self.complain(format!("page {id}: invalid type: {kind}"));
        }
        fresh
    }
}
