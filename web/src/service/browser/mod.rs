//! What only a browser can do, and the wiring of it all: intents in, actions out.

mod address;
mod clock;
mod config;
mod http;
mod keyboard;
mod page;
mod panic;
mod reader;
mod reception;
mod settings;
mod sound;
mod training;

pub use page::start;
