//! Readers that are reached over something else than USB: two over Bluetooth Low
//! Energy, one in HID reports, and the smart-card service of a system.
//!
//! Independent readings of their sources, like everything here. Each is a state
//! machine without clock: what it has to say waits until it is taken.

mod acs;
mod cipher;
mod hid;
mod peripheral;
mod place;
mod service;
mod springcard;

pub use acs::{AcsFault, NoticeDialect, VirtualAcsReader};
pub use hid::{HidBehaviour, VirtualHidDevice};
pub use peripheral::{GattError, Peripheral};
pub use place::{Place, PlaceFault};
pub use service::{ServiceError, VirtualService};
pub use springcard::{SpringCardVariant, VirtualSpringCard};
