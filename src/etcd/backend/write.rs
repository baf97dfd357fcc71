//! Writing a bbolt database: pages in the order of the buckets, no free ones. It must not know
//! what buckets mean.

use bytes::Bytes;

use super::{
    Bucket, Buckets,
    image::{BRANCH, ELEMENT, HEADER, LEAF, MAGIC, META, META_PAGE, NO_FREELIST, VERSION, fnv},
};

/// Bytes of a page, those of the machines that etcd runs on.
const PAGE: usize = 4096;

/// How full a page gets before the next begins: etcd fills the pages of its keys to nine tenths.
const FULL: usize = PAGE / 10 * 9;

/// A file under way.
struct Writing {
    bytes: Vec<u8>,
}

/// An element of a page under way.
struct Element {
    /// A leaf's flags; on a branch unused.
    flags: u32,
    key: Bytes,
    /// A leaf's value; on a branch the number of the child's page.
    value: Bytes,
}

/// The database that holds these buckets, at least `pages` pages long, as after the transaction of
/// this number.
#[must_use]
pub fn image_of(buckets: &Buckets, transaction: u64, pages: u64) -> Vec<u8> {
    let mut writing = Writing {
        bytes: vec![0; 2 * PAGE],
    };
    let entries = buckets.0.iter().map(|bucket| writing.bucket(bucket));
    let entries: Vec<Element> = entries.collect();
    let root = writing.tree(entries);
    let pages = usize::try_from(pages).unwrap_or(0);
    let pages = pages.max(writing.bytes.len() / PAGE);
    writing.bytes.resize(pages * PAGE, 0);
    for (page, transaction) in [(0, transaction), (1, transaction.saturating_sub(1))] {
        writing.meta(page, root, transaction);
    }
    writing.bytes
}

impl Writing {
    /// A bucket's entry among the others; small ones stand in it, of others the pages are written.
    fn bucket(&mut self, bucket: &Bucket) -> Element {
        let pairs = bucket.pairs.iter().map(|(key, value)| Element {
            flags: 0,
            key: key.clone(),
            value: value.clone(),
        });
        let pairs: Vec<Element> = pairs.collect();
        let size: usize = pairs.iter().map(Element::size).sum();
        let mut value = Vec::new();
        // `Bucket.inlineable`.
        if HEADER + size <= PAGE / 4 {
            value.extend_from_slice(&[0; 16]);
            page(&mut value, 0, LEAF, 0, &pairs);
        } else {
            let root = self.tree(pairs);
            value.extend_from_slice(&root.to_le_bytes());
            value.extend_from_slice(&[0; 8]);
        }
        Element {
            flags: 1,
            key: bucket.name.clone(),
            value: value.into(),
        }
    }

    /// Writes leaves and the branches above them; gives the page at the top.
    fn tree(&mut self, elements: Vec<Element>) -> u64 {
        let (mut level, mut kind) = (elements, LEAF);
        loop {
            let mut above = Vec::new();
            let mut rest = level.as_slice();
            loop {
                let (now, later) = rest.split_at(one_page(kind, rest));
                let id = self.page(kind, now);
                above.push(Element {
                    flags: 0,
                    key: now
                        .first()
                        .map_or_else(Bytes::new, |first| first.key.clone()),
                    value: Bytes::copy_from_slice(&id.to_le_bytes()),
                });
                rest = later;
                if rest.is_empty() {
                    break;
                }
            }
            if let [top] = above.as_slice() {
                return super::image::number(&top.value, 0).unwrap_or_default();
            }
            (level, kind) = (above, BRANCH);
        }
    }

    /// Writes a page, with as many more as it runs over, and gives its number.
    fn page(&mut self, kind: u16, elements: &[Element]) -> u64 {
        let id = (self.bytes.len() / PAGE) as u64;
        let data = |element: &Element| match kind {
            BRANCH => ELEMENT + element.key.len(),
            _ => element.size(),
        };
        let size = HEADER + elements.iter().map(data).sum::<usize>();
        let pages = size.div_ceil(PAGE);
        let end = self.bytes.len() + pages * PAGE;
        page(&mut self.bytes, id, kind, pages - 1, elements);
        self.bytes.resize(end, 0);
        id
    }

    fn meta(&mut self, page: usize, root: u64, transaction: u64) {
        let pages = (self.bytes.len() / PAGE) as u64;
        let mut record = Vec::with_capacity(META + 8);
        for word in [MAGIC, VERSION, PAGE as u32, 0] {
            record.extend_from_slice(&word.to_le_bytes());
        }
        for number in [root, 0, NO_FREELIST, pages, transaction] {
            record.extend_from_slice(&number.to_le_bytes());
        }
        record.extend_from_slice(&fnv(&record).to_le_bytes());
        let at = &mut self.bytes[page * PAGE..][..HEADER + META + 8];
        at[..8].copy_from_slice(&(page as u64).to_le_bytes());
        at[8..10].copy_from_slice(&META_PAGE.to_le_bytes());
        at[HEADER..].copy_from_slice(&record);
    }
}

impl Element {
    /// What a leaf needs for it.
    fn size(&self) -> usize {
        ELEMENT + self.key.len() + self.value.len()
    }
}

/// How many elements the next page takes: at least one, if there is any; on a branch two, so that
/// each level is smaller than the one below it.
fn one_page(kind: u16, elements: &[Element]) -> usize {
    let mut size = HEADER;
    let fits = |element: &&Element| {
        size += element.size();
        size <= FULL
    };
    let fitting = elements.iter().take_while(fits).count();
    let least = if kind == BRANCH { 2 } else { 1 };
    fitting.max(least).min(elements.len())
}

/// Appends a page's header, the headers of its elements, and what they hold.
fn page(out: &mut Vec<u8>, id: u64, kind: u16, overflow: usize, elements: &[Element]) {
    out.extend_from_slice(&id.to_le_bytes());
    out.extend_from_slice(&kind.to_le_bytes());
    out.extend_from_slice(&(elements.len() as u16).to_le_bytes());
    out.extend_from_slice(&(overflow as u32).to_le_bytes());
    let mut ahead = elements.len() * ELEMENT;
    for element in elements {
        let (key, value) = (element.key.len() as u32, element.value.len() as u32);
        let position = ahead as u32;
        if kind == BRANCH {
            for word in [position, key] {
                out.extend_from_slice(&word.to_le_bytes());
            }
            out.extend_from_slice(&element.value);
            ahead += element.key.len();
        } else {
            for word in [element.flags, position, key, value] {
                out.extend_from_slice(&word.to_le_bytes());
            }
            ahead += element.key.len() + element.value.len();
        }
        // The position counts from the element itself.
        ahead -= ELEMENT;
    }
    for element in elements {
        out.extend_from_slice(&element.key);
        if kind != BRANCH {
            out.extend_from_slice(&element.value);
        }
    }
}
