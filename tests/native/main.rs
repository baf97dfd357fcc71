//! One binary for every native test.

mod counterfactual;
mod determinism;
mod hostile;
mod instruments;
mod linear;
mod mutants;
mod page;
mod raft;
mod recorded;
mod session;
mod simulation;
mod stories;
mod tidy;
mod visits;
mod world;
