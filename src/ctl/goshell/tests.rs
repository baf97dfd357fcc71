//! What lines ask for.
