//! The words of the log.

/// Texts of the log.
#[derive(Clone, Debug)]
pub struct Log {}

/// English.
pub const EN: Log = Log {};

/// Chinese.
pub const ZH: Log = Log {};
