//! What the page knows without a browser: dates, items of an answer, settings,
//! configuration, error codes. Deliberately knows neither DOM, network nor card,
//! and never reads a clock; all of it is tested natively.

pub mod advice;
pub mod answer;
pub mod batch;
pub mod call_centre;
pub mod certificates;
pub mod config;
pub mod difference;
pub mod earlier;
pub mod element;
pub mod fallback;
pub mod history;
pub mod insurance_form;
pub mod known_reader;
pub mod mask;
pub mod name;
pub mod pin_entry;
pub mod proof;
pub mod record;
pub mod rows;
pub mod settings;
pub mod stamp;
pub mod time;
