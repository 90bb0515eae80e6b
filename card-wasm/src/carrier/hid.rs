//! APDUs in HID reports. **Experimental: no reader for the My Number Card that works in this
//! way is known.** It is for devices that do; a test device is the only one that it was
//! tried with.
//!
//! The framing is that of hardware wallets, which is the only one for whole APDUs over vendor
//! reports that is published and used by more than one maker (Ledger and its clones;
//! keycard-tech/keycard-shell `docs/USB.md`). It has neither a slot nor power, so:
//!
//! - Whether a card is there is asked with a SELECT that changes nothing which anybody relies
//!   upon, and only between sessions. "No precise diagnosis" and 64xx mean that there is none,
//!   which is our assumption.
//! - The power cannot be taken from a card. Instead the card manager is selected, with which
//!   the rights end (JICSAP 1.1, 5.1.3). Where that is not answered, the power counts as not
//!   taken.
//!
//! A device that does not answer, or that does not know SELECT at all, is none of these.

mod report;
mod slot;

use std::rc::Rc;

use async_trait::async_trait;

use super::reader::SlotReader;
use crate::link::{LinkError, Timer};

pub use report::{Collector, REPORT_LENGTH, Report, reports};

/// An open HID device without report numbers.
///
/// Methods take `&self`, so that a report can be waited for while another is sent.
#[async_trait(?Send)]
pub trait HidPipe {
    /// Sends one output report.
    ///
    /// # Errors
    /// [`LinkError::Unplugged`] if the device is gone. Otherwise it is unknown whether it
    /// took the report.
    async fn send(&self, report: &Report) -> Result<(), LinkError>;

    /// The next input report, however long it takes. None is lost while nobody waits. May be
    /// dropped at any time.
    ///
    /// # Errors
    /// [`LinkError::Unplugged`] if the device is gone.
    async fn next(&self) -> Result<Vec<u8>, LinkError>;

    /// Closes the device. Whoever waits hears [`LinkError::Cancelled`].
    fn close(&self);
}

/// Usage pages that makers may use as they like (HID Usage Tables 1.5, 3): from here up.
const VENDOR_DEFINED: u16 = 0xFF00;

/// Opens a device if there is a smart card behind it, or could be. `usage_pages` are those of
/// its collections.
///
/// # Errors
/// [`LinkError::NotAReader`] if it is something else.
pub async fn open(
    pipe: Rc<dyn HidPipe>,
    timer: Rc<dyn Timer>,
    usage_pages: &[u16],
) -> Result<SlotReader, LinkError> {
    let opened = if usage_pages.iter().any(|page| *page >= VENDOR_DEFINED) {
        slot::open(Rc::clone(&pipe), Rc::clone(&timer)).await
    } else {
        // Nothing is sent to it: who knows what it would do.
        Err(LinkError::NotAReader)
    };
    match opened {
        Ok(slot) => Ok(SlotReader::new(Box::new(slot), timer)),
        Err(error) => {
            pipe.close();
            Err(error)
        }
    }
}

#[cfg(test)]
#[path = "hid/tests.rs"]
mod tests;
