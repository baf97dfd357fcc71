//! A whole visit as text: lines that a visitor could type, with their times and their world.

mod config;
mod token;

pub use config::{config, world};
