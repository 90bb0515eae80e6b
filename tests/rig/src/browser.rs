//! The measurement as a wasm module, for a page that gives its own clock.

use wasm_bindgen::prelude::*;

use crate::measure::measure;

/// Microseconds as `[apdu, parse, judge]`. `now` gives milliseconds, as `performance.now`.
///
/// # Errors
/// When the measurement cannot be made.
#[wasm_bindgen(js_name = measure)]
pub fn measure_in_page(now: &js_sys::Function) -> Result<Vec<f64>, JsError> {
    let micros = || {
        now.call0(&JsValue::NULL)
            .ok()
            .and_then(|ms| ms.as_f64())
            .unwrap_or(0.0)
            * 1e3
    };
    let durations = measure(&micros).map_err(|error| JsError::new(&error.to_string()))?;
    Ok(vec![durations.apdu, durations.parse, durations.judge])
}
