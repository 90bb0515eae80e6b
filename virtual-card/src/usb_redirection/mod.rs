//! A USB device for a virtual machine: the device's side of the USB network
//! redirection protocol 0.7 (`usb-redirection-protocol.md` of the project
//! usbredir), which QEMU's `usb-redir` speaks on the other end. The guest sees a
//! real device on a real controller.
//!
//! [`Session`] is a state machine over bytes: it reads no clock and no socket,
//! and shows any [`Device`]. It does not know what the device is for. Not
//! spoken: isochronous transfers, bulk streams, buffered bulk input, filters.

mod capability;
mod decoder;
mod device;
mod encoder;
mod exposition;
mod packet;
mod session;

pub use decoder::ProtocolError;
pub use device::Device;
pub use session::Session;
