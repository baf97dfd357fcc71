//! Histories to judge the judge with: short ones of any kind, right and wrong, and long ones as a
//! cluster under load would give them.

use bytes::Bytes;

use super::{
    history::{History, OpId},
    model::Model,
    op::{Answer, Compare, Expect, Op, Outcome, Pair, Txn},
};
use crate::{
    etcd::api::CompareResult,
    units::{Micros, Rng},
};

/// How much answers tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Telling {
    /// Revisions and all numbers of pairs, as etcd does.
    All,
    /// Keys and values.
    Values,
    /// Now this, now that.
    Mixed,
}

/// A history of at most eight operations; about half of them have an answer changed.
#[must_use]
pub fn short(seed: u64) -> History {
    let mut rng = Rng::new(seed ^ 0x5407_7e57);
    let telling = [Telling::All, Telling::All, Telling::Values, Telling::Mixed];
    let telling = telling[place(&mut rng, 4)];
    let shape = Shape {
        ops: 2 + place(&mut rng, 7),
        clients: 1 + rng.below(4),
        keys: 1 + rng.below(3),
        values: 1 + rng.below(4),
        unknown_ppm: [0, 200_000, 500_000][place(&mut rng, 3)],
        telling,
        simple: false,
    };
    let mut history = draw(&shape, &mut rng);
    if rng.chance(500_000) {
        spoil(&mut history, &mut rng);
    }
    history
}

/// A right history of so many operations of ten clients on ten keys, of which so many per million
/// are never answered. Answers tell revisions, or only keys and values.
#[must_use]
pub fn long(seed: u64, ops: usize, unknown_ppm: u32, revisions: bool) -> History {
    let shape = Shape {
        ops,
        clients: 10,
        keys: 10,
        values: 0,
        unknown_ppm,
        telling: if revisions {
            Telling::All
        } else {
            Telling::Values
        },
        simple: true,
    };
    draw(&shape, &mut Rng::new(seed))
}

struct Shape {
    ops: usize,
    clients: u64,
    keys: u64,
    /// How many values there are; 0: each is written once.
    values: u64,
    unknown_ppm: u32,
    telling: Telling,
    /// Whether no operation touches two keys.
    simple: bool,
}

/// An operation under way.
struct Open {
    client: u64,
    id: OpId,
    op: Op,
    answer: Option<Answer>,
    lost: bool,
}

/// Lets clients ask, operations happen and answers arrive in an order that is drawn.
fn draw(shape: &Shape, rng: &mut Rng) -> History {
    let mut history = History::default();
    let mut models = vec![Model::new()];
    let mut open: Vec<Open> = Vec::new();
    let mut client = 0;
    let mut at = Micros::ZERO;
    while history.len() < shape.ops || open.iter().any(|it| !it.lost) {
        at = at + Micros(1 + rng.below(1_000));
        let busy = open.iter().filter(|it| !it.lost).count() as u64;
        match rng.below(3) {
            0 if history.len() < shape.ops && busy < shape.clients => {
                client += 1;
                let op = ask(shape, history.len() as u64, rng);
                let id = history.invoke(client, op.clone(), at);
                let lost = rng.chance(shape.unknown_ppm);
                open.push(Open {
                    client,
                    id,
                    op,
                    answer: None,
                    lost,
                });
            }
            1 if !open.is_empty() => {
                let which = place(rng, open.len());
                happen(&mut open[which], &mut models, shape, rng);
                if open[which].lost {
                    open.swap_remove(which);
                }
            }
            _ => {
                let done = open.iter().position(|it| it.answer.is_some());
                if let Some(done) = done {
                    let Open { id, answer, .. } = open.swap_remove(done);
                    if let Some(answer) = answer {
                        history.complete(id, answer, at);
                    }
                }
            }
        }
    }
    history
}

/// An operation takes its effect and has its answer.
fn happen(open: &mut Open, models: &mut Vec<Model>, shape: &Shape, rng: &mut Rng) {
    if open.answer.is_some() {
        return;
    }
    let _client = open.client;
    let stale = open.op.is_serializable();
    let newest = models.len() - 1;
    let seen = if stale {
        newest - place(rng, newest.min(3) + 1)
    } else {
        newest
    };
    let mut model = models[seen].clone();
    let done = model.apply(&open.op);
    let Some(mut outcome) = done.outcome else {
        // Refused; nobody tells.
        open.lost = true;
        return;
    };
    let tells = match shape.telling {
        Telling::All => true,
        Telling::Values => false,
        Telling::Mixed => rng.chance(500_000),
    };
    if !tells {
        hide(&mut outcome);
    }
    open.answer = Some(Answer {
        revision: if tells { model.revision } else { 0 },
        outcome,
    });
    if !done.changed.is_empty() {
        models.push(model);
        if models.len() > 8 {
            models.remove(0);
        }
    }
}

fn hide(outcome: &mut Outcome) {
    match outcome {
        Outcome::Pairs(pairs) => {
            for pair in pairs {
                *pair = Pair {
                    key: pair.key.clone(),
                    value: pair.value.clone(),
                    ..Pair::default()
                };
            }
        }
        Outcome::Txn(_, outcomes) => outcomes.iter_mut().for_each(hide),
        Outcome::Done | Outcome::Deleted(_) | Outcome::Granted(_) => {}
    }
}

fn ask(shape: &Shape, number: u64, rng: &mut Rng) -> Op {
    let key = name(rng.below(shape.keys));
    let end = if !shape.simple && rng.chance(200_000) {
        Bytes::from_static(b"l")
    } else {
        Bytes::new()
    };
    match rng.below(10) {
        0..=3 => put(shape, key, number, rng),
        4 => Op::Delete { key, end },
        5..=7 => Op::Range {
            key,
            end,
            serializable: rng.chance(250_000),
        },
        8 if !shape.simple => Op::Txn(Box::new(txn(shape, key, number, rng))),
        _ => Op::Range {
            key,
            end,
            serializable: false,
        },
    }
}

fn put(shape: &Shape, key: Bytes, number: u64, rng: &mut Rng) -> Op {
    let value = if shape.values == 0 {
        number
    } else {
        rng.below(shape.values)
    };
    let lease = i64::from(!shape.simple && rng.chance(200_000));
    let keeps = !shape.simple && rng.chance(50_000);
    Op::Put {
        key,
        value: (!keeps).then(|| Bytes::from(format!("v{value}"))),
        lease: Some(lease),
    }
}

fn txn(shape: &Shape, key: Bytes, number: u64, rng: &mut Rng) -> Txn {
    let value = Bytes::from(format!("v{}", rng.below(shape.values.max(1))));
    let expect = match rng.below(5) {
        0 => Expect::Version(rng.below(3).cast_signed()),
        1 => Expect::Modified(rng.below(4).cast_signed()),
        2 => Expect::Created(rng.below(2).cast_signed()),
        3 => Expect::Lease(1),
        _ => Expect::Value(value),
    };
    let results = [
        CompareResult::Equal,
        CompareResult::NotEqual,
        CompareResult::Greater,
        CompareResult::Less,
    ];
    let other = name(rng.below(shape.keys));
    let get = Op::Range {
        key: other.clone(),
        end: Bytes::new(),
        serializable: false,
    };
    let delete = Op::Delete {
        key: other,
        end: Bytes::new(),
    };
    Txn {
        compares: vec![Compare {
            key: key.clone(),
            end: Bytes::new(),
            result: results[place(rng, 4)],
            expect,
        }],
        success: vec![put(shape, key, number, rng), get.clone()],
        failure: if rng.chance(500_000) {
            vec![get]
        } else {
            vec![delete]
        },
    }
}

/// Changes one answer a little.
fn spoil(history: &mut History, rng: &mut Rng) {
    let answered: Vec<usize> = (0..history.len())
        .filter(|id| history.records[*id].answered.is_some())
        .collect();
    if answered.is_empty() {
        return;
    }
    let one = answered[place(rng, answered.len())];
    let other = answered[place(rng, answered.len())];
    let twin = history.records[other].answered.clone();
    let Some((_, _, answer)) = &mut history.records[one].answered else {
        return;
    };
    match rng.below(3) {
        0 if answer.revision > 1 => answer.revision += [-1, 1][place(rng, 2)],
        1 => {
            if let Some((_, _, twin)) = twin {
                let alike = std::mem::discriminant(&twin.outcome)
                    == std::mem::discriminant(&answer.outcome);
                if alike {
                    *answer = twin;
                }
            }
        }
        _ => match &mut answer.outcome {
            Outcome::Deleted(count) => *count = 1 - (*count).min(1),
            Outcome::Pairs(pairs) => {
                if pairs.pop().is_none() {
                    pairs.push(Pair {
                        key: name(0),
                        value: Bytes::from_static(b"v0"),
                        ..Pair::default()
                    });
                }
            }
            Outcome::Txn(held, _) => *held = !*held,
            Outcome::Done | Outcome::Granted(_) => {}
        },
    }
}

fn name(key: u64) -> Bytes {
    Bytes::from(format!("k{key}"))
}

fn place(rng: &mut Rng, count: usize) -> usize {
    usize::try_from(rng.below(count as u64)).expect("below a length")
}
