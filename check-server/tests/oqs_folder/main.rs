//! The terminal's folder, with a terminal that is another program in another language
//! and misbehaves on demand: `tests/terminal`.

#![cfg(test)]

mod batch;
mod gateway;
mod hostile;
mod single;
mod support;
