//! One request in five tongues.
pub(in crate::ctl) mod methods;
