//! What only a browser can do, and the wiring of it all: intents in, actions out.

mod address;
mod attendance;
mod batch;
mod bridge;
mod card;
mod carrier;
mod clock;
mod config;
mod download;
mod folder;
mod gateway;
mod hand_over;
mod history;
mod http;
mod inquiry;
mod insurance;
mod keyboard;
mod page;
mod panic;
mod reader;
mod reception;
mod repertoire;
mod settings;
mod shift_jis;
mod sound;
mod training;
mod trust;
mod wish;

pub use page::start;
