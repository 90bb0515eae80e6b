//! Sony's readers for cards without contacts, which are not CCID readers to a
//! web page: RC-S300 (NFC Port-400), with a CCID interface that browsers keep
//! to themselves and a second one for pseudo-APDUs in CCID Escape messages, and
//! RC-S380 (NFC Port-100) with frames of its own.
//!
//! Sony publishes neither protocol. What is here follows public programs that
//! were written against real readers: felica-rs (`driver/port400`), nfcpy
//! (`clf/rcs380.py`), xcx-pasorich (`docs/usb-nfc4-typeb-report.md`), and PC/SC
//! part 3, supplement for transparent sessions.
//!
//! # Unverified on hardware
//!
//! - Which of three ways to a card of type B the RC-S300 really offers on its
//!   second interface: raw frames, APDUs to which it adds the block prologue
//!   itself, or plain CCID. Hence one model for each.
//! - Where a status goes that is no success: here 69 8A, 69 85, 6D 00 and 67 00
//!   are status words of the whole pseudo-APDU, the others stand in the TLV C0.
//! - That switching to layers 3 and 4 begins with a new start of the field, and
//!   that layer 3 ends before ATTRIB.
//! - What GET DATA gives for a card of type B, besides its PUPI.
//! - How the RC-S380 refuses commands that come in the wrong order; the codes
//!   are those that nfcpy names.
//! - The endpoints of the CCID interface, and all descriptors' strings.
//!
//! # Not simulated
//!
//! Other cards than type B, the RC-S380 as a card (`Tg…`), firmware updates and
//! diagnosis, keys and light; that Sony's drivers or the system's smart-card
//! service use the CCID interface meanwhile: both interfaces reach the same
//! card here, and the last one decides on its power.

pub(super) mod models;
mod port100;
mod port400;
mod radio;
mod receive;

use super::model::Model;
use port400::Route;
pub(super) use radio::Radio;

/// `idVendor` of Sony.
pub(super) const VENDOR_ID: u16 = 0x054C;

/// Which protocols the interfaces of a model speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    /// CCID on the only interface.
    Ccid,
    /// CCID on the first interface, pseudo-APDUs on the second.
    Port400(Port400Model),
    /// Frames of its own on the only interface.
    Port100,
}

/// In what RC-S300s differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Port400Model {
    pub(super) route: Route,
    /// Whether pseudo-APDUs may have the extended form.
    pub(super) takes_extended: bool,
    /// Whether a session was left open, by a tab that died.
    pub(super) starts_owned: bool,
}

/// The state of a reader of this kind, besides its field.
#[derive(Debug)]
pub(super) enum Sony {
    Port400(port400::Port400),
    Port100(port100::Port100),
}

impl Sony {
    pub(super) fn of(model: Model) -> Option<Self> {
        match model.family() {
            Family::Ccid => None,
            Family::Port400(kind) => Some(Self::Port400(port400::Port400::new(kind))),
            Family::Port100 => Some(Self::Port100(port100::Port100::default())),
        }
    }
}

/// The reader lost its power in the middle.
#[derive(Debug)]
pub(super) struct Unplugged;
