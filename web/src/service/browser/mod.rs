//! What only a browser can do, and the wiring of it all: intents in, actions out.

mod address;
mod attendance;
mod bridge;
mod card;
mod carrier;
mod clock;
mod config;
mod gateway;
mod history;
mod http;
mod inquiry;
mod keyboard;
mod page;
mod panic;
mod reader;
mod reception;
mod settings;
mod sound;
mod training;
mod trust;
mod wish;

pub use page::start;
