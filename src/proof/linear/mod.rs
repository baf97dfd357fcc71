//! Linearizability: whether what clients were told fits one order of all operations in which each
//! happens at one moment between its call and its answer.
//!
//! Whoever drives clients records calls and answers in a [`History`] and asks for its
//! [`Verdict`]. etcd's answers carry the store's revision, which orders all writes; a search is
//! left for operations of which nobody knows whether they happened. It must not know the members,
//! the network, or how a store keeps its keys.

mod brute;
mod history;
mod model;
mod observed;
mod op;
mod order;
mod random;
mod replay;
mod search;

pub use brute::is_linearizable;
pub use history::{Explanation, History, OpId, Verdict};
pub use op::{Answer, Compare, Expect, Op, Outcome, Pair, Txn};
pub use random::{long, short};
