//! Work beside the page: a program in a worker, which searches and judges there.
//!
//! `worker.js` fetches and starts it (`src/ui/work/main.rs`). Page and worker speak in texts
//! ([`Order`], [`Told`]); the page asks for each next piece, so nothing arrives after it lost
//! interest. A worker must not know the page.

mod serve;
mod text;
mod worker;

pub use serve::serve;
pub use text::{Broken, Found, Order, Progress, Told};
pub use worker::Worker;
