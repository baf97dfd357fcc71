//! The requests of one command in every tongue: of what is followed, else of the last command.

use super::{entries::Entries, leader, thread};
use crate::{
    ctl::tongues::{self, Asked},
    etcd::{
        api::Request,
        record::{Act, InternalRequest},
    },
    session::{
        exchange::Exchange,
        scene::Scene,
        view::{Spoken, SpokenCall, Thing},
    },
    units::Index,
};

/// Requests of one command that are shown.
const CALLS_MAX: usize = 20;

pub(in crate::session) fn spoken(scene: &Scene, thing: &Thing) -> Spoken {
    let mut run = scene.exchanges.keys().last().map(|key| key.0);
    let mut entry = None;
    if *thing != Thing::Nothing {
        let thread = thread(scene, thing);
        let line = match (thread.command, thing) {
            (Some(asked), _) => Some((asked.shell, asked.line)),
            (None, Thing::Line { shell, line }) => Some((shell.clone(), *line)),
            (None, _) => None,
        };
        run = line.and_then(|(shell, line)| scene.run_of(&shell, line));
        entry = thread.entry.map(|it| it.0);
    }
    let command = run.and_then(|run| scene.typed(run));
    let mut spoken = Spoken {
        command: command.map_or_else(String::new, |typed| typed.text.clone()),
        calls: Vec::new(),
    };
    if let Some(run) = run {
        let kept = scene.exchanges.from(&(run, 0));
        let own = kept.take_while(|(key, _)| key.0 == run).take(CALLS_MAX);
        spoken.calls = own.map(|(_, exchange)| call(exchange)).collect();
    }
    if spoken.calls.is_empty() {
        // What the log remembers when nobody else does.
        let asked = entry.and_then(|index| act(scene, index)).and_then(request);
        spoken.calls.extend(asked.map(|asked| {
            let (asked, endpoint) = (Asked::Call(asked), scene.default_endpoint());
            call(&Exchange {
                endpoint,
                asked,
                answer: None,
            })
        }));
    }
    spoken
}

fn call(exchange: &Exchange) -> SpokenCall {
    let (rows, refused) = match &exchange.answer {
        None => (Vec::new(), None),
        Some(Ok(answer)) => (tongues::rows(&exchange.asked, answer), None),
        Some(Err(error)) => (Vec::new(), Some(error.to_string())),
    };
    SpokenCall {
        tongues: tongues::tongues(&exchange.asked, &exchange.endpoint),
        rows,
        refused,
    }
}

/// What an entry does.
fn act(scene: &Scene, index: Index) -> Option<Act> {
    let world = scene.world();
    let leading = leader(scene).and_then(|place| world.node(place));
    let mut nodes = leading.into_iter().chain(world.nodes());
    let entry = nodes.find_map(|node| Entries::of(node).get(index))?;
    InternalRequest::from_bytes(&entry.data)?.act
}

/// The request that became an entry.
fn request(act: Act) -> Option<Request> {
    Some(match act {
        Act::Put(put) => Request::Put(put),
        Act::DeleteRange(delete) => Request::DeleteRange(delete),
        Act::Txn(txn) => Request::Txn(txn),
        Act::Compaction(compact) => Request::Compact(compact),
        Act::LeaseGrant(grant) => Request::LeaseGrant(grant),
        Act::LeaseRevoke(revoke) => Request::LeaseRevoke(revoke),
        _ => return None,
    })
}
