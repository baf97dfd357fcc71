//! The block cipher under bcrypt. It must not know passwords.
//!
//! Its boxes begin as the first 33,344 binary digits of π's fraction. They are computed once,
//! which takes some hundredths of a second, for the digits would be 4 kB that nothing packs.

use std::sync::OnceLock;

/// Words of the key boxes and of the four substitution boxes after them.
const KEYS: usize = 18;
const WORDS: usize = KEYS + 4 * 256;

/// Words behind the last wanted one, for what rounding eats.
const GUARD: usize = 2;

static PI: OnceLock<Vec<u32>> = OnceLock::new();

/// A cipher under way of being keyed.
#[derive(Clone, Debug)]
pub(super) struct Blowfish(Vec<u32>);

impl Blowfish {
    /// Before any key.
    pub(super) fn new() -> Self {
        Self(PI.get_or_init(pi).clone())
    }

    /// Mixes `key` in, enciphering `salt` over and over on the way; both are read in a circle.
    pub(super) fn expand(&mut self, key: &[u8], salt: &[u8]) {
        let (mut key, mut salt) = (Circle::new(key), Circle::new(salt));
        for word in &mut self.0[..KEYS] {
            *word ^= key.word();
        }
        let mut block = [0, 0];
        for at in (0..WORDS).step_by(2) {
            block = [block[0] ^ salt.word(), block[1] ^ salt.word()];
            self.encrypt(&mut block);
            self.0[at..at + 2].copy_from_slice(&block);
        }
    }

    /// Enciphers one block.
    pub(super) fn encrypt(&self, block: &mut [u32]) {
        let (keys, boxes) = self.0.split_at(KEYS);
        let mix = |word: u32| {
            let [a, b, c, d] = word.to_be_bytes().map(usize::from);
            (boxes[a].wrapping_add(boxes[256 + b]) ^ boxes[512 + c]).wrapping_add(boxes[768 + d])
        };
        let (mut left, mut right) = (block[0], block[1]);
        for key in &keys[..16] {
            left ^= key;
            right ^= mix(left);
            (left, right) = (right, left);
        }
        block[0] = right ^ keys[17];
        block[1] = left ^ keys[16];
    }
}

/// Bytes read in a circle, four at a time.
struct Circle<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Circle<'a> {
    const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// The next word; zero where there are no bytes.
    fn word(&mut self) -> u32 {
        let mut word = 0;
        for _ in 0..4 {
            word = word << 8 | self.bytes.get(self.at).copied().map_or(0, u32::from);
            self.at = if self.at + 1 < self.bytes.len() {
                self.at + 1
            } else {
                0
            };
        }
        word
    }
}

/// π's fraction by Machin's formula, π = 16 arctan 1/5 − 4 arctan 1/239.
fn pi() -> Vec<u32> {
    let mut sum = vec![0; 1 + WORDS + GUARD];
    add_arctan(&mut sum, 16, 5, true);
    add_arctan(&mut sum, 4, 239, false);
    sum.truncate(1 + WORDS);
    sum.remove(0);
    sum
}

/// Adds `factor` · arctan 1/`x`, or takes it away: the sum of ± 1/(k·xᵏ) over odd k.
fn add_arctan(sum: &mut [u32], factor: u32, x: u32, mut plus: bool) {
    let mut power = vec![0; sum.len()];
    let mut term = power.clone();
    power[0] = factor * x;
    let (mut first, mut odd) = (0, 1);
    while first < sum.len() {
        divide(&mut power[first..], x * x);
        term[first..].copy_from_slice(&power[first..]);
        divide(&mut term[first..], odd);
        add(sum, &term[first..], plus);
        while power.get(first) == Some(&0) {
            first += 1;
        }
        odd += 2;
        plus = !plus;
    }
}

/// Divides a number, first word first.
fn divide(number: &mut [u32], by: u32) {
    let mut rest = 0;
    for word in number {
        let whole = rest << 32 | u64::from(*word);
        *word = (whole / u64::from(by)) as u32;
        rest = whole % u64::from(by);
    }
}

/// Adds `term` to the last words of `sum`, or takes it away.
fn add(sum: &mut [u32], term: &[u32], plus: bool) {
    let mut carry = false;
    let mut words = sum.iter_mut().rev();
    for (word, term) in words.by_ref().zip(term.iter().rev()) {
        (*word, carry) = if plus {
            word.carrying_add(*term, carry)
        } else {
            word.borrowing_sub(*term, carry)
        };
    }
    for word in words {
        (*word, carry) = if plus {
            word.carrying_add(0, carry)
        } else {
            word.borrowing_sub(0, carry)
        };
        if !carry {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_boxes_are_the_digits_of_pi() {
        let pi = pi();
        assert_eq!(pi.len(), WORDS);
        assert_eq!(pi[..3], [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e]);
        // The last word of the last box as the cipher's description prints it.
        assert_eq!(pi[WORDS - 1], 0x3ac3_72e6);
    }

    #[test]
    fn enciphers_as_its_author_says() {
        let mut cipher = Blowfish::new();
        cipher.expand(&[0; 8], &[]);
        let mut block = [0, 0];
        cipher.encrypt(&mut block);
        assert_eq!(block, [0x4ef9_9745, 0x6198_dd78]);
    }
}
