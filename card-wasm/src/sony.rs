//! Sony's readers, which a plain web page may reach although pages are closed to the class
//! of smart-card readers: their interface is of vendor-specific class.
//!
//! | module | reader |
//! |---|---|
//! | [`port400`] | RC-S300 (PaSoRi 4.0) and the embedded RC-S660 |
//! | [`port100`] | RC-S380 (PaSoRi 3.0) |
//!
//! Sony publishes no description of either. What is known comes from public programs, named
//! beside each fact; what no public program is known to have tried on a reader is marked as
//! unproven, and found out by harmless commands before a card is used.

mod coupled;
mod coupler;
pub mod port100;
pub mod port400;
mod trail;
mod vendor_interface;

pub use trail::{Trail, TrailStep};
pub use vendor_interface::VendorInterface;
