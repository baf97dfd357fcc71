//! The state hash's fixed-width writers. It must not know what it hashes.

/// Folds fixed-width numbers and bytes into 64 bits, the same natively and in wasm.
///
/// `std`'s `Hash` writes lengths as `usize`, so its results differ between 64- and 32-bit builds;
/// this one widens every length to `u64` first. Multiply-rotate in the manner of FxHash with a
/// finaliser; it guards against accidents, not against attackers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StateHash(u64);

impl Default for StateHash {
    fn default() -> Self {
        Self::new()
    }
}

impl StateHash {
    /// The hash of nothing.
    #[must_use]
    pub const fn new() -> Self {
        Self(0x9e37_79b9_7f4a_7c15)
    }

    /// Folds in one number.
    pub fn u64(&mut self, value: u64) -> &mut Self {
        self.0 = (self.0.rotate_left(23) ^ value).wrapping_mul(0xff51_afd7_ed55_8ccd);
        self.0 ^= self.0 >> 32;
        self
    }

    /// Folds in a signed number.
    pub fn i64(&mut self, value: i64) -> &mut Self {
        self.u64(value.cast_unsigned())
    }

    /// Folds in a length or a position.
    pub fn len(&mut self, value: usize) -> &mut Self {
        self.u64(value as u64)
    }

    /// Folds in a yes or no.
    pub fn flag(&mut self, value: bool) -> &mut Self {
        self.u64(u64::from(value))
    }

    /// Folds in bytes, their length first.
    pub fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.len(bytes.len());
        let mut chunks = bytes.chunks_exact(8);
        for chunk in &mut chunks {
            let mut word = [0; 8];
            word.copy_from_slice(chunk);
            self.u64(u64::from_le_bytes(word));
        }
        let rest = chunks.remainder();
        if !rest.is_empty() {
            let mut word = [0; 8];
            word[..rest.len()].copy_from_slice(rest);
            self.u64(u64::from_le_bytes(word));
        }
        self
    }

    /// The 64 bits so far.
    #[must_use]
    pub const fn finish(self) -> u64 {
        self.0
    }
}
