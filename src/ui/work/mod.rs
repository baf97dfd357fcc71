//! Work beside the page: the same program in a worker, which searches and judges there.
//!
//! `worker.js` starts it with the engine that the page has compiled. Page and worker speak in texts
//! ([`Order`], [`Told`]); the page asks for each next piece, so nothing arrives after it lost
//! interest. A worker must not know the page.

mod serve;
mod text;
mod worker;

pub use serve::serve;
pub use text::{Broken, Found, Order, Progress, Told};
pub use worker::Worker;
