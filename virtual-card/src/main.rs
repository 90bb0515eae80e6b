//! `virtual-card`: offers a card of this crate to the system's smart-card
//! service through vpcd, or lists the cards there are.

/// The program reads files and sockets; a browser has neither.
#[cfg(not(target_arch = "wasm32"))]
mod command;

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    command::run()
}

#[cfg(target_arch = "wasm32")]
fn main() {}
