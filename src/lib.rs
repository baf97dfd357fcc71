//! etcdscope: a whole etcd v3 cluster inside a web page.

pub mod ctl;
pub mod etcd;
pub mod proof;
pub mod raft;
pub mod session;
pub mod sim;
pub mod ui;
pub mod units;

#[cfg(not(target_arch = "wasm32"))]
pub mod cli;
