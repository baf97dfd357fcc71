//! The words of the stage.

/// Texts of the stage.
#[derive(Clone, Debug)]
pub struct Stage {}

/// English.
pub const EN: Stage = Stage {};

/// Chinese.
pub const ZH: Stage = Stage {};
