//! The only place where the page reads a clock.

use wasm_bindgen::JsCast;

use crate::domain::time::{Moment, Reading};

/// Milliseconds since the page was opened, from a clock that never jumps
/// (High Resolution Time, 4: `performance.now`).
pub(crate) fn now() -> Moment {
    let millis = gloo::utils::window()
        .performance()
        .map_or(0.0, |performance| performance.now());
    Moment::from_millis(whole(millis))
}

/// Both clocks. This computer's own idea of the time is only ever compared with the
/// gateway's, never used to judge anything.
pub(crate) fn reading() -> Reading {
    Reading {
        local_unix_seconds: whole(js_sys::Date::now() / 1000.0),
        moment: now(),
    }
}

/// A mark in the browser's timeline (User Timing, 3): figures of a visit, no person.
pub(crate) fn measure(name: &str, start: Moment, detail: &wasm_bindgen::JsValue) {
    let Some(performance) = gloo::utils::window().performance() else {
        return;
    };
    let options = js_sys::Object::new();
    let start = start.millis_since(Moment::default());
    for (key, value) in [("start", js_number(start)), ("detail", detail.clone())] {
        // A plain object takes any property.
        let _ = js_sys::Reflect::set(&options, &key.into(), &value);
    }
    let measure = js_sys::Reflect::get(&performance, &"measure".into());
    if let Ok(Ok(measure)) = measure.map(|f| f.dyn_into::<js_sys::Function>()) {
        // A browser without User Timing 3 refuses the options; nothing depends on it.
        let _ = measure.call2(&performance, &name.into(), &options);
    }
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds of one day")]
fn js_number(millis: u64) -> wasm_bindgen::JsValue {
    (millis as f64).into()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float cast saturates, and neither clock runs below zero"
)]
fn whole(number: f64) -> u64 {
    number as u64
}
