//! The words of the leases.

/// Texts of the leases.
#[derive(Clone, Debug)]
pub struct Leases {}

/// English.
pub const EN: Leases = Leases {};

/// Chinese.
pub const ZH: Leases = Leases {};
