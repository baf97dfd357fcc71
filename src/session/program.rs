//! Programs that run in a shell: etcdctl, as `ctl` has it.

use std::collections::BTreeMap;

use crate::{
    ctl::job::{Effect, Event, Launch, Output},
    etcd::api::{PutRequest, RangeRequest, Request, Response},
    units::Micros,
};

/// A program that runs.
#[derive(Clone, Debug)]
pub(super) struct Program {
    key: Vec<u8>,
}

/// Splits a line into words; the error says what to type instead.
pub(super) fn split(
    line: &str,
    environment: &BTreeMap<String, String>,
) -> Result<Vec<Vec<u8>>, String> {
    let _ = environment;
    Ok(line
        .split_whitespace()
        .map(|word| word.as_bytes().to_vec())
        .collect())
}

impl Program {
    /// Starts etcdctl.
    pub(super) fn start(launch: Launch) -> (Self, Vec<Effect>) {
        let mut words = launch.words;
        if words.first().is_some_and(|word| word == b"etcdctl") {
            words.remove(0);
        }
        let word = |place: usize| words.get(place).cloned().unwrap_or_default();
        let request = match word(0).as_slice() {
            b"put" => Request::Put(PutRequest {
                key: word(1).into(),
                value: word(2).into(),
                ..PutRequest::default()
            }),
            b"get" => Request::Range(RangeRequest {
                key: word(1).into(),
                ..RangeRequest::default()
            }),
            _ => return (Self { key: Vec::new() }, vec![Effect::Exit { code: 1 }]),
        };
        let endpoints = vec![launch.default_endpoint];
        let timeout = Micros::from_secs(5);
        let call = Effect::Call {
            call: 1,
            endpoints,
            request,
            timeout,
        };
        (Self { key: word(1) }, vec![call])
    }

    /// Takes one event.
    pub(super) fn step(&mut self, event: Event) -> Vec<Effect> {
        let (to, text, code) = match event {
            Event::Response {
                result: Ok(Response::Range(range)),
                ..
            } => {
                let mut text = Vec::new();
                for pair in &range.kvs {
                    text.extend_from_slice(&self.key);
                    text.push(b'\n');
                    text.extend_from_slice(&pair.value);
                    text.push(b'\n');
                }
                (Output::Out, text, 0)
            }
            Event::Response { result: Ok(_), .. } => (Output::Out, b"OK\n".to_vec(), 0),
            Event::Response {
                result: Err(error), ..
            } => (Output::Err, format!("Error: {error}\n").into_bytes(), 1),
            Event::Signal(signal) => (Output::Err, Vec::new(), signal.exit_code()),
            _ => return Vec::new(),
        };
        vec![Effect::Print { to, text }, Effect::Exit { code }]
    }
}
