//! The one frame loop's passengers: what moves with virtual time between two changes.
//!
//! A mover sets SVG attributes or `transform` through CSSOM and reads no layout. It must not
//! change the session.

use std::{cell::RefCell, rc::Rc};

use yew::prelude::*;

use super::host::Host;
use crate::units::Micros;

/// What a mover is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// Virtual time to draw.
    pub now: Micros,
    /// Whether virtual time flows.
    pub playing: bool,
    /// Virtual thousandths of a second per second, as it flows now.
    pub speed: u64,
    /// Whether the visitor asked for less motion: messages then jump between quarter points.
    pub reduced: bool,
    /// Whether counting texts are written: while time flows that is often enough fifteen times a
    /// second, for nobody reads faster.
    pub texts: bool,
}

/// A thing that moves.
type Mover = Rc<dyn Fn(&Frame)>;
/// The place where a component leaves its newest mover.
type Slot = Rc<RefCell<Option<Mover>>>;

/// All movers, in the order of their arrival.
#[derive(Default)]
pub struct Movers {
    slots: RefCell<Vec<Slot>>,
}

impl Movers {
    /// Moves everything.
    pub fn run(&self, frame: &Frame) {
        let slots = self.slots.borrow().clone();
        for slot in slots {
            let mover = slot.borrow().clone();
            if let Some(mover) = mover {
                mover(frame);
            }
        }
    }
}

/// Calls `mover` after each drawing of the component and on each frame while time flows.
#[hook]
pub fn use_motion<F: Fn(&Frame) + 'static>(host: &Host, mover: F) {
    let slot: Slot = (*use_memo((), |()| Slot::default())).clone();
    let mover: Mover = Rc::new(mover);
    slot.replace(Some(mover.clone()));
    {
        let host = host.clone();
        use_effect_with((), move |()| {
            host.movers().slots.borrow_mut().push(slot.clone());
            move || {
                let mut slots = host.movers().slots.borrow_mut();
                slots.retain(|it| !Rc::ptr_eq(it, &slot));
            }
        });
    }
    let host = host.clone();
    use_effect(move || mover(&host.frame()));
}
