//! The terminal's folder, with a terminal that is another program in another language
//! and misbehaves on demand: `tests/terminal`.

mod batch;
mod hostile;
mod single;
mod support;
