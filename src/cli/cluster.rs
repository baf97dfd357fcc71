//! The cluster that recorded cases are played on. It must not know cases.

use crate::{
    ctl::job::Signal,
    proof::recorded::{Line, NodeAction, Outcome, Output, Player, Shape},
    units::Micros,
};

/// No cluster yet: no value of it exists.
pub(super) enum Cluster {}

impl Cluster {
    pub(super) fn new(_: &Shape) -> Result<Self, String> {
        Err("there is no cluster to play it on yet".to_owned())
    }
}

impl Player for Cluster {
    fn run(&mut self, _: &Line) -> Outcome {
        match *self {}
    }
    fn start(&mut self, _: &str, _: &Line) {
        match *self {}
    }
    fn output(&self, _: &str) -> Output {
        match *self {}
    }
    fn finished(&self, _: &str) -> Option<i32> {
        match *self {}
    }
    fn send_line(&mut self, _: &str, _: &str) {
        match *self {}
    }
    fn end_input(&mut self, _: &str) {
        match *self {}
    }
    fn signal(&mut self, _: &str, _: Signal) {
        match *self {}
    }
    fn advance(&mut self, _: Micros) {
        match *self {}
    }
    fn node(&mut self, _: usize, _: NodeAction) {
        match *self {}
    }
    fn move_leader(&mut self, _: usize) {
        match *self {}
    }
    fn await_leader(&mut self) {
        match *self {}
    }
    fn member_ids(&self) -> Vec<u64> {
        match *self {}
    }
    fn cluster_id(&self) -> u64 {
        match *self {}
    }
}
