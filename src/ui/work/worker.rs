//! The page's end of a worker: one is started for each piece of work, and ends with it.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use yew::Callback;

use super::{Order, Told};
use crate::ui::browser;

/// A worker. Dropped, it ends at once, whatever it is at.
pub struct Worker {
    worker: JsValue,
    /// What the worker calls while it lives.
    _listens: Closure<dyn FnMut(JsValue)>,
}

impl Worker {
    /// Starts a worker with an order; `told` hears all it tells but that it stands. None where the
    /// browser gives no worker.
    #[must_use]
    pub fn start(order: &Order, told: Callback<Told>) -> Option<Self> {
        browser::window()?;
        let address = Reflect::get(&js_sys::global(), &"etcdscopeWorker".into()).ok()?;
        let class = Reflect::get(&js_sys::global(), &"Worker".into()).ok()?;
        let class: Function = class.dyn_into().ok()?;
        let options = Object::new();
        Reflect::set(&options, &"type".into(), &"module".into()).ok()?;
        let worker = Reflect::construct(&class, &Array::of2(&address, &options)).ok()?;
        let listens = listener(worker.clone(), order.write(), told);
        let heard = listens.as_ref().unchecked_ref::<JsValue>();
        Reflect::set(&worker, &"onmessage".into(), heard).ok()?;
        Reflect::set(&worker, &"onerror".into(), heard).ok()?;
        Some(Self {
            worker,
            _listens: listens,
        })
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // A worker that cannot be ended has ended.
        let _ended = browser::call(&self.worker, "terminate", &JsValue::UNDEFINED);
    }
}

fn post(worker: &JsValue, message: &JsValue) -> Option<JsValue> {
    browser::call(worker, "postMessage", message)
}

/// Hears messages and errors: gives the order once the worker stands, and has it go on while it is
/// on its way, so that it hears nothing late.
fn listener(worker: JsValue, order: String, told: Callback<Told>) -> Closure<dyn FnMut(JsValue)> {
    let order = Rc::new(RefCell::new(Some(order)));
    Closure::new(move |event: JsValue| {
        let data = Reflect::get(&event, &"data".into()).ok();
        let text = data.and_then(|it| it.as_string());
        let heard = text.as_deref().and_then(Told::read);
        match heard {
            Some(Told::Ready) => {
                if let Some(order) = order.borrow_mut().take() {
                    post(&worker, &order.into());
                }
            }
            Some(Told::At(progress)) => {
                post(&worker, &Order::GoOn.write().into());
                told.emit(Told::At(progress));
            }
            Some(it) => told.emit(it),
            None => {
                let why = Reflect::get(&event, &"message".into()).ok();
                let why = why.and_then(|it| it.as_string()).unwrap_or_default();
                told.emit(Told::Failed(why));
            }
        }
    })
}
