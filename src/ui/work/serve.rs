//! The worker's end: the program without a page. It takes orders and works in short pieces.

use std::cell::RefCell;

use js_sys::{Date, Reflect};
use wasm_bindgen::{JsValue, closure::Closure};

use super::{Broken, Found, Order, Progress, Told};
use crate::{
    proof::{
        search::{self, Faults, Mutant, Options, Search},
        trial::{Ending, Trial},
    },
    ui::browser,
};

/// Wall time of a piece of work: so often the page hears of it.
const PIECE_MS: f64 = 150.0;

/// Events between two looks at the clock.
const EVENTS: u64 = 2_000;

/// Worlds that a search looks at before it gives up.
const SEEDS: u64 = 1_000_000;

/// What the worker is at.
enum Work {
    Nothing,
    Search(Box<Search>),
    Judge(Box<Trial>),
}

/// Takes orders from now on, and says so.
pub fn serve() {
    let work = RefCell::new(Work::Nothing);
    let takes: Closure<dyn Fn(JsValue)> = Closure::new(move |event: JsValue| {
        let data = Reflect::get(&event, &"data".into()).ok();
        let order = data.and_then(|it| it.as_string());
        if let Some(order) = order.as_deref().and_then(Order::read) {
            tell(&piece(&mut work.borrow_mut(), order));
        }
    });
    // A worker's global object takes its own properties.
    let _set = Reflect::set(
        &js_sys::global(),
        &"onmessage".into(),
        &takes.into_js_value(),
    );
    tell(&Told::Ready);
}

fn tell(told: &Told) {
    // The page hears, or is gone.
    let _heard = browser::call(&js_sys::global(), "postMessage", &told.write().into());
}

/// Takes an order and works for a while.
fn piece(work: &mut Work, order: Order) -> Told {
    match begun(order) {
        Ok(Some(new)) => *work = new,
        Ok(None) => {}
        Err(why) => return Told::Failed(why),
    }
    let end = Date::now() + PIECE_MS;
    loop {
        let told = go_on(work, EVENTS);
        if !matches!(told, Told::At(_)) {
            *work = Work::Nothing;
            return told;
        }
        if Date::now() >= end {
            return told;
        }
    }
}

/// The work that an order begins; none if it goes on.
fn begun(order: Order) -> Result<Option<Work>, String> {
    match order {
        Order::GoOn => Ok(None),
        Order::Judge(script) => {
            let trial = Trial::new(&script).map_err(|error| error.to_string())?;
            Ok(Some(Work::Judge(Box::new(trial))))
        }
        Order::Search {
            first,
            members,
            rule,
            faults,
        } => {
            let mutant = (!rule.is_empty())
                .then(|| Mutant::named(&rule))
                .transpose()?;
            let options = Options {
                first,
                seeds: SEEDS,
                nodes: Some(members),
                faults: Faults::read(&faults)?,
                mutant,
                favours: mutant.map_or(&[], |it| it.favours),
                ..Options::default()
            };
            Ok(Some(Work::Search(Box::new(Search::new(options)))))
        }
    }
}

fn go_on(work: &mut Work, events: u64) -> Told {
    match work {
        Work::Nothing => Told::Failed(String::new()),
        Work::Search(search) => {
            let over = search.step(events);
            of_search(search.progress(), over)
        }
        Work::Judge(trial) => match trial.step(events) {
            Err(error) => Told::Failed(error.to_string()),
            Ok(None) => Told::At(Progress {
                seeds: 0,
                events: trial.events(),
                left: None,
            }),
            Ok(Some(Ending::Kept { time })) => Told::Kept {
                time,
                events: trial.events(),
            },
            Ok(Some(Ending::Broken { time, violation })) => Told::Broken(Broken {
                time,
                property: violation.property.name().to_owned(),
                says: violation.says,
            }),
        },
    }
}

fn of_search(progress: &search::Progress, over: bool) -> Told {
    if let Some(found) = &progress.found {
        return Told::Found(Found {
            seed: found.seed,
            lines: found.lines as u64,
            property: found.violation.property.name().to_owned(),
            says: found.violation.says.replace('\n', " "),
            script: found.script.clone(),
        });
    }
    let progress = Progress {
        seeds: progress.seeds,
        events: progress.events,
        left: progress.shrinking.map(|(_, left)| left as u64),
    };
    if over {
        Told::Nothing(progress)
    } else {
        Told::At(progress)
    }
}
