//! The checksum of etcd's files: CRC-32C, Castagnoli's. It must not know what it is over.

/// Castagnoli's polynomial, bits reversed.
const POLYNOMIAL: u32 = 0x82f6_3b78;

/// What each half byte does to the remainder: a table small enough not to weigh on the page.
const TABLE: [u32; 16] = table();

const fn table() -> [u32; 16] {
    let mut table = [0; 16];
    let mut at = 0;
    while at < 16 {
        let mut value = at as u32;
        let mut bit = 0;
        while bit < 4 {
            let carry = value & 1;
            value = (value >> 1) ^ (POLYNOMIAL * carry);
            bit += 1;
        }
        table[at] = value;
        at += 1;
    }
    table
}

/// A checksum that grows with what is added.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Crc32c(u32);

impl Crc32c {
    /// One that goes on from an earlier value, as the records of a write-ahead log do.
    #[must_use]
    pub const fn from(value: u32) -> Self {
        Self(value)
    }

    /// Adds bytes.
    pub fn add(&mut self, bytes: &[u8]) -> &mut Self {
        let mut rest = !self.0;
        for byte in bytes {
            rest ^= u32::from(*byte);
            rest = (rest >> 4) ^ TABLE[(rest & 15) as usize];
            rest = (rest >> 4) ^ TABLE[(rest & 15) as usize];
        }
        self.0 = !rest;
        self
    }

    /// Its value.
    #[must_use]
    pub const fn value(self) -> u32 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_the_check_value_of_its_definition() {
        let whole = Crc32c::default().add(b"123456789").value();
        assert_eq!(whole, 0xe306_9283);
        let parts = *Crc32c::default().add(b"1234");
        assert_eq!(Crc32c::from(parts.value()).add(b"56789").value(), whole);
        assert_eq!(Crc32c::default().add(&[0; 32]).value(), 0x8a91_36aa);
    }
}
