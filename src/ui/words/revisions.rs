//! The words of the revisions.

/// Texts of the revisions.
#[derive(Clone, Debug)]
pub struct Revisions {}

/// English.
pub const EN: Revisions = Revisions {};

/// Chinese.
pub const ZH: Revisions = Revisions {};
