//! Starts the worker's end of the work beside the page; natively there is nothing to start.
//!
//! A program of its own, because a visitor who never searches should not wait for the judges.

#[cfg(target_arch = "wasm32")]
fn main() {
    etcdscope::ui::work::serve();
}

#[cfg(not(target_arch = "wasm32"))]
const fn main() {}
