//! A bbolt database image, opened as bbolt opens a file. It must not know what buckets mean.
//!
//! Any bytes may come: a page that does not lie within the file, or an element that does not lie
//! within its page, is damage, never a panic.

use std::fmt;

use bytes::Bytes;

/// Bytes of a page's own header.
pub(super) const HEADER: usize = 16;
/// Bytes of an element's header, on a branch and on a leaf.
pub(super) const ELEMENT: usize = 16;
/// What bbolt calls its files.
pub(super) const MAGIC: u32 = 0xED0C_DAED;
/// The only version of the format.
pub(super) const VERSION: u32 = 2;
/// Bytes of a meta record that its checksum is over.
pub(super) const META: usize = 56;
/// No free pages are written down.
pub(super) const NO_FREELIST: u64 = u64::MAX;

/// Flags of a page.
pub(super) const BRANCH: u16 = 0x01;
pub(super) const LEAF: u16 = 0x02;
pub(super) const META_PAGE: u16 = 0x04;
pub(super) const FREELIST: u16 = 0x10;

/// What bbolt reads before it knows the size of a page.
const FIRST_READ: usize = 0x1000;

/// Why a file is no database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageError {
    /// It does not begin as one.
    Invalid,
    /// It is of another version.
    Version,
    /// Both meta pages are damaged.
    Checksum,
    /// It ends before its second page.
    TooSmall,
    /// There is nothing in it, and it cannot be written to.
    Empty,
}

impl fmt::Display for ImageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Invalid => "invalid database",
            Self::Version => "version mismatch",
            Self::Checksum => "checksum error",
            Self::TooSmall => "file size too small",
            Self::Empty => "bad file descriptor",
        })
    }
}

/// An open database.
#[derive(Clone, Debug)]
pub struct Image {
    pub(super) bytes: Bytes,
    pub(super) page_size: usize,
    pub(super) root: u64,
    pub(super) freelist: u64,
    /// One past the highest page in use.
    pub(super) high_water: u64,
    /// The number of the transaction that wrote it last.
    pub(super) transaction: u64,
}

/// What a meta page says.
struct Meta {
    page_size: usize,
    root: u64,
    freelist: u64,
    high_water: u64,
    transaction: u64,
}

/// A page: what its header says, and where it lies in the file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Page {
    /// Its number, as it says itself.
    pub(super) id: u64,
    pub(super) flags: u16,
    pub(super) count: usize,
    pub(super) overflow: u64,
    start: usize,
    end: usize,
}

/// One element of a leaf.
pub(super) struct Leaf {
    pub(super) is_bucket: bool,
    pub(super) key: Bytes,
    pub(super) value: Bytes,
}

impl Image {
    /// Opens a database (`bbolt.Open`).
    ///
    /// # Errors
    /// [`ImageError`].
    pub fn open(bytes: Bytes) -> Result<Self, ImageError> {
        if bytes.is_empty() {
            return Err(ImageError::Empty);
        }
        if bytes.len() < FIRST_READ {
            return Err(ImageError::Invalid);
        }
        let first = meta(&bytes, 0);
        let page_size = first.as_ref().map_or(FIRST_READ, |meta| meta.page_size);
        if bytes.len() < page_size * 2 {
            return Err(ImageError::TooSmall);
        }
        let newest = match (first, meta(&bytes, page_size)) {
            (Ok(first), Ok(second)) if first.transaction < second.transaction => second,
            (Ok(meta), _) | (Err(_), Ok(meta)) => meta,
            (Err(error), Err(_)) => return Err(error),
        };
        Ok(Self {
            page_size,
            root: newest.root,
            freelist: newest.freelist,
            high_water: newest.high_water,
            transaction: newest.transaction,
            bytes,
        })
    }

    /// Bytes of the database, as it says itself; the file may be longer.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.high_water.saturating_mul(self.page_size as u64)
    }

    /// A page that lies within the file.
    pub(super) fn page(&self, id: u64) -> Option<Page> {
        let start = usize::try_from(id).ok()?.checked_mul(self.page_size)?;
        page_at(&self.bytes, start, self.page_size)
    }

    /// Where the children of a branch are.
    pub(super) fn children(&self, page: Page) -> Option<Vec<u64>> {
        let headers = page.elements(&self.bytes)?;
        let child = |header: &[u8]| number(header, 8);
        headers.chunks_exact(ELEMENT).map(child).collect()
    }

    /// The numbers of the free pages that a freelist page names.
    pub(super) fn free(&self, page: Page) -> Option<Vec<u64>> {
        let list = self.bytes.get(page.start + HEADER..page.end)?;
        // A list too long for the count in the header begins with its length.
        let (skip, count) = match page.count {
            0xFFFF => (1, usize::try_from(number(list, 0)?).ok()?),
            count => (0, count),
        };
        if page.flags & FREELIST == 0 || count > list.len() / 8 {
            return None;
        }
        (skip..skip + count)
            .map(|at| number(list, at * 8))
            .collect()
    }

    /// The elements of a leaf; what they hold points into the file.
    pub(super) fn leaves(&self, page: Page) -> Option<Vec<Leaf>> {
        leaves(&self.bytes, page)
    }
}

impl Page {
    /// The headers of its elements.
    fn elements(self, bytes: &Bytes) -> Option<&[u8]> {
        let end = self.start + HEADER + self.count * ELEMENT;
        let end = Some(end).filter(|end| *end <= self.end)?;
        bytes.get(self.start + HEADER..end)
    }
}

/// The page that begins at `start`.
fn page_at(bytes: &Bytes, start: usize, size: usize) -> Option<Page> {
    let header = bytes.get(start..start.checked_add(HEADER)?)?;
    let overflow = u64::from(word(header, 12)?);
    let size = usize::try_from(overflow + 1).ok()?.checked_mul(size)?;
    let end = start.checked_add(size)?;
    Some(Page {
        id: number(header, 0)?,
        flags: half(header, 8)?,
        count: usize::from(half(header, 10)?),
        overflow,
        start,
        end: Some(end).filter(|end| *end <= bytes.len())?,
    })
}

/// The elements of the leaf in the value of an inline bucket.
pub(super) fn inline(value: &Bytes) -> Option<Vec<Leaf>> {
    // A page without an element may end with its header.
    let page = page_at(value, 0, value.len())?;
    leaves(value, page).filter(|_| page.overflow == 0)
}

fn leaves(bytes: &Bytes, page: Page) -> Option<Vec<Leaf>> {
    let headers = page.elements(bytes)?;
    // No two elements share bytes, so all of them are no more than the page.
    let mut room = page.end - page.start;
    let mut found = Vec::with_capacity(page.count);
    for (place, header) in headers.chunks_exact(ELEMENT).enumerate() {
        let part = |at| usize::try_from(word(header, at)?).ok();
        let (position, key, value) = (part(4)?, part(8)?, part(12)?);
        room = room.checked_sub(key.checked_add(value)?)?;
        let from = page.start + HEADER + place * ELEMENT;
        let key_from = from.checked_add(position)?;
        let value_from = key_from.checked_add(key)?;
        let end = value_from.checked_add(value)?;
        if end > page.end {
            return None;
        }
        found.push(Leaf {
            is_bucket: word(header, 0)? & 1 == 1,
            key: bytes.slice(key_from..value_from),
            value: bytes.slice(value_from..end),
        });
    }
    Some(found)
}

/// Reads the meta record of the page that begins at `start`.
fn meta(bytes: &Bytes, start: usize) -> Result<Meta, ImageError> {
    let from = start + HEADER;
    let record = bytes.get(from..from + META + 8);
    read_meta(record.ok_or(ImageError::Invalid)?).unwrap_or(Err(ImageError::Invalid))
}

fn read_meta(record: &[u8]) -> Option<Result<Meta, ImageError>> {
    if word(record, 0)? != MAGIC {
        return Some(Err(ImageError::Invalid));
    }
    if word(record, 4)? != VERSION {
        return Some(Err(ImageError::Version));
    }
    if number(record, META)? != fnv(&record[..META]) {
        return Some(Err(ImageError::Checksum));
    }
    let page_size = usize::try_from(word(record, 8)?).ok()?;
    if !(512..=1 << 16).contains(&page_size) {
        return None;
    }
    Some(Ok(Meta {
        page_size,
        root: number(record, 16)?,
        freelist: number(record, 32)?,
        high_water: number(record, 40)?,
        transaction: number(record, 48)?,
    }))
}

/// FNV-1a in 64 bits, bbolt's checksum of a meta record.
pub(super) fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

pub(super) fn half(bytes: &[u8], at: usize) -> Option<u16> {
    let bytes = bytes.get(at..at + 2)?.try_into().ok()?;
    Some(u16::from_le_bytes(bytes))
}

pub(super) fn word(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..at + 4)?.try_into().ok()?;
    Some(u32::from_le_bytes(bytes))
}

pub(super) fn number(bytes: &[u8], at: usize) -> Option<u64> {
    let bytes = bytes.get(at..at + 8)?.try_into().ok()?;
    Some(u64::from_le_bytes(bytes))
}
