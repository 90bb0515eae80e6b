//! Which driver an open USB device needs: by its descriptors, and by what this page may
//! claim.
//!
//! Knows devices by vendor and product alone where a general driver cannot serve them.

use std::rc::Rc;

use async_trait::async_trait;

use crate::ccid::{
    DeviceId, ExchangeLevel, PinPadTrust, Reader, configuration_descriptor, device_id,
};
use crate::link::{CardChannel, CardReader, LinkError, Timer, UsbPipe};
use crate::sony::port100::Port100Reader;
use crate::sony::port400::{Found, Port400Reader, Route};
use crate::sony::{Trail, TrailStep};

/// How cards are reached through a reader.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Way {
    /// By CCID, at this level.
    Ccid(ExchangeLevel),
    /// RC-S300: the reader speaks the block protocol.
    ReaderLayer4,
    /// RC-S300: the host speaks the block protocol.
    HostIsoDep,
    /// RC-S300: by CCID on the interface that is open to pages.
    PlainCcidOnVendorInterface,
    /// RC-S300 that has not seen a card yet.
    Undecided,
    /// RC-S380: the host speaks the block protocol.
    Port100,
}

impl Way {
    /// A stable name, for the diagnosis.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Ccid(level) => level.key(),
            Self::ReaderLayer4 => "readerLayer4",
            Self::HostIsoDep => "hostIsoDep",
            Self::PlainCcidOnVendorInterface => "plainCcid",
            Self::Undecided => "undecided",
            Self::Port100 => "port100",
        }
    }
}

/// What a program wants of a reader, as far as readers differ.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// AID of the application that a card must have where a reader has several slots.
    pub application: &'static [u8],
    /// Which pin pads may be used.
    pub pin_pads: PinPadTrust,
}

/// Opens the reader that an open device is.
///
/// # Errors
/// Of all ways that were tried the most useful reason why they do not work.
pub async fn open(
    pipe: Rc<dyn UsbPipe>,
    timer: Rc<dyn Timer>,
    wanted: Wanted,
) -> Result<UsbReader, LinkError> {
    let trail = Rc::new(Trail::default());
    let driver = match device_id(&*pipe).await.and_then(family) {
        None => Driver::Ccid(open_ccid(pipe, timer, wanted).await?),
        Some(Family::Port100) => {
            let configuration = configuration_descriptor(&*pipe).await?;
            Driver::Port100(Port100Reader::open(pipe, timer, &configuration, &trail).await?)
        }
        Some(Family::Port400) => open_port400(pipe, timer, wanted, &trail).await?,
    };
    Ok(UsbReader { driver, trail })
}

/// A smart-card reader on USB, whatever drives it.
pub struct UsbReader {
    driver: Driver,
    trail: Rc<Trail>,
}

enum Driver {
    Ccid(Reader),
    Port400(Port400Reader),
    Port100(Port100Reader),
}

impl UsbReader {
    /// How cards are reached, as far as it is known by now.
    #[must_use]
    pub fn way(&self) -> Way {
        match &self.driver {
            Driver::Ccid(reader) => Way::Ccid(reader.level()),
            Driver::Port100(_) => Way::Port100,
            Driver::Port400(reader) => match reader.found() {
                None => Way::Undecided,
                Some(Found::Session(Route::Host)) => Way::HostIsoDep,
                Some(Found::Session(Route::Reader)) => Way::ReaderLayer4,
                Some(Found::Plain) => Way::PlainCcidOnVendorInterface,
            },
        }
    }

    /// What was tried to reach cards.
    #[must_use]
    pub fn trail(&self) -> Vec<TrailStep> {
        self.trail.steps()
    }

    /// The driver, if it is that of CCID.
    #[must_use]
    pub const fn ccid(&self) -> Option<&Reader> {
        match &self.driver {
            Driver::Ccid(reader) => Some(reader),
            _ => None,
        }
    }

    fn reader(&self) -> &dyn CardReader {
        match &self.driver {
            Driver::Ccid(reader) => reader,
            Driver::Port400(reader) => reader,
            Driver::Port100(reader) => reader,
        }
    }
}

#[async_trait(?Send)]
impl CardReader for UsbReader {
    async fn wait_for_card(&self) -> Result<(), LinkError> {
        self.reader().wait_for_card().await
    }

    async fn wait_for_removal(&self) -> Result<(), LinkError> {
        self.reader().wait_for_removal().await
    }

    async fn power_on(&self) -> Result<Box<dyn CardChannel>, LinkError> {
        self.reader().power_on().await
    }

    async fn close(&self) -> Result<(), LinkError> {
        self.reader().close().await
    }
}

/// Devices that need a driver of their own.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Family {
    Port400,
    Port100,
}

/// Sony, and its products (felica-rs `port400/device.rs`; nfcpy `clf/device.py`).
const fn family(device: DeviceId) -> Option<Family> {
    match (device.vendor, device.product) {
        // RC-S300/S, RC-S300/P, RC-S660/U.
        (0x054C, 0x0DC8 | 0x0DC9 | 0x0D8F) => Some(Family::Port400),
        // RC-S380/S, RC-S380/P.
        (0x054C, 0x06C1 | 0x06C3) => Some(Family::Port100),
        _ => None,
    }
}

async fn open_ccid(
    pipe: Rc<dyn UsbPipe>,
    timer: Rc<dyn Timer>,
    wanted: Wanted,
) -> Result<Reader, LinkError> {
    let reader = Reader::open(pipe, timer).await?;
    let reader = reader.looking_for(wanted.application);
    Ok(reader.trusting(wanted.pin_pads))
}

/// Where the interface of smart-card class may be claimed, as in an isolated web app, it is
/// the plainest way. Everywhere else the vendor interface is.
async fn open_port400(
    pipe: Rc<dyn UsbPipe>,
    timer: Rc<dyn Timer>,
    wanted: Wanted,
    trail: &Rc<Trail>,
) -> Result<Driver, LinkError> {
    let opened = open_ccid(Rc::clone(&pipe), Rc::clone(&timer), wanted);
    let reason = match opened.await {
        Ok(reader) => return Ok(Driver::Ccid(reader)),
        Err(error @ (LinkError::Unplugged | LinkError::Cancelled)) => return Err(error),
        Err(error) => error,
    };
    trail.note(TrailStep::SmartCardInterface(reason));
    let configuration = configuration_descriptor(&*pipe).await?;
    let opened = Port400Reader::open(pipe, timer, &configuration, Rc::clone(trail)).await;
    opened
        .map(Driver::Port400)
        .map_err(|error| more_useful(error, reason))
}

/// That the smart-card interface is closed to pages is expected and explains nothing here.
fn more_useful(vendor: LinkError, smart_card: LinkError) -> LinkError {
    match smart_card {
        LinkError::ProtectedClass => vendor,
        _ => vendor.or_more_useful(smart_card),
    }
}

#[cfg(test)]
#[path = "driver_tests.rs"]
mod tests;
