//! A card for QEMU's own USB reader (`usb-ccid` with `ccid-card-passthru`): the
//! client's side of the Virtual Smart Card protocol (libcacard, `vscard_common.h`).
//!
//! QEMU passes on what the guest's driver puts into XfrBlock, for a reader at TPDU
//! level: commands of T=0. Power and resets it keeps to itself, so that a card
//! loses its rights only when it is taken away (QEMU, `ccid-card-passthru.c`).

mod message;
mod session;

pub use message::VscardError;
pub use session::VscardSession;
