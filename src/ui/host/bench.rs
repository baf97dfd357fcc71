//! `sim bench`: how many puts a second this machine simulates, measured by the wall's clock.
//!
//! It runs on a world of its own, in slices, so the page stays alive and its cluster untouched.

use super::{Host, SLICE_MS};
use crate::{proof::bench::Bench, session::view::LineKind, sim::Config, ui::browser};

/// Events handled between two looks at the wall's clock.
const EVENTS: u32 = 500;

impl Host {
    /// Measures, then says the result in the shell.
    pub(super) fn bench(&self, shell: &str, puts: u64, in_flight: u64) {
        let (host, shell) = (self.clone(), shell.to_owned());
        if browser::window().is_none() {
            return;
        }
        wasm_bindgen_futures::spawn_local(async move {
            let text = measure(puts, in_flight).await;
            host.say(&shell, LineKind::Out, &text);
            host.changed();
        });
    }
}

/// Runs the load and puts the result into words.
pub(in crate::ui) async fn measure(puts: u64, in_flight: u64) -> String {
    let mut bench = Bench::new(Config::tutorial(), puts, in_flight);
    let mut computing_ms = 0.0;
    loop {
        let began = browser::wall_ms();
        let mut done = false;
        while !done && browser::wall_ms() - began < SLICE_MS {
            done = bench.run(EVENTS);
        }
        computing_ms += browser::wall_ms() - began;
        if done {
            return tell(&bench, in_flight, computing_ms);
        }
        browser::pause(0).await;
    }
}

/// `sim bench`'s line.
#[allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts of puts are far below 2^53"
)]
fn tell(bench: &Bench, in_flight: u64, computing_ms: f64) -> String {
    let per_second = (bench.answered() as f64 * 1_000.0 / computing_ms.max(0.1)).round() as u64;
    let hundredths = (computing_ms / 10.0).round() as u64;
    let mut text = format!(
        "{} puts through 3 members, {in_flight} in flight: {per_second} puts/s \
         ({}.{:02} s of computing for {}.{:03} s simulated)",
        bench.answered(),
        hundredths / 100,
        hundredths % 100,
        bench.simulated().as_secs(),
        bench.simulated().as_ms() % 1_000,
    );
    if bench.refused() > 0 {
        text.push_str(&format!(", {} refused", bench.refused()));
    }
    text
}
