//! Each tongue, read back.
