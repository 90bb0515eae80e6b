//! A reader that was opened: found in its descriptors, claimed, and answering.

use std::rc::Rc;

use async_trait::async_trait;
use futures_util::lock::Mutex;

use super::channel::Shared;
use super::pin_pad::PinPadTrust;
use super::pump::{Pump, Transfer};
use super::quirk::{DeviceId, Quirks};
use super::slot::Slot;
use super::{BlockTraffic, ExchangeLevel, Features, ReaderInterface, readers, timing};
use crate::link::{CardChannel, CardReader, ControlSetup, LinkError, Timer, UsbPipe};

/// Room for a NotifySlotChange of 28 slots (libccid reads eight bytes).
const INTERRUPT_LENGTH: usize = 8;

/// A smart-card reader, for the exclusive use of this program.
///
/// All methods take `&self`: waiting for the card's removal and a session with that card go
/// on side by side, and take turns at the slot.
pub struct Reader {
    pub(super) shared: Rc<Shared>,
    pub(super) timer: Rc<dyn Timer>,
    /// `None` if the slot has to be polled.
    pub(super) changes: Mutex<Option<Pump>>,
    pipe: Rc<dyn UsbPipe>,
    interface: ReaderInterface,
}

impl Reader {
    /// Opens the first reader of an open device that can be used.
    ///
    /// # Errors
    /// Of all interfaces the most useful reason why they cannot.
    pub async fn open(pipe: Rc<dyn UsbPipe>, timer: Rc<dyn Timer>) -> Result<Self, LinkError> {
        let mut reason = LinkError::NotAReader;
        let quirks = device_id(&*pipe).await.map(Quirks::of).unwrap_or_default();
        let configuration = configuration(&*pipe).await?;
        for interface in readers(&configuration)? {
            let opened = Self::open_with(Rc::clone(&pipe), Rc::clone(&timer), interface, quirks);
            match opened.await {
                Ok(reader) => return Ok(reader),
                Err(error) => reason = reason.or_more_useful(error),
            }
        }
        Err(reason)
    }

    /// Opens one interface of an open device, as whoever carries CCID messages over something
    /// else describes it.
    ///
    /// # Errors
    /// Why it cannot be used. It is given back then.
    pub async fn open_interface(
        pipe: Rc<dyn UsbPipe>,
        timer: Rc<dyn Timer>,
        interface: ReaderInterface,
    ) -> Result<Self, LinkError> {
        Self::open_with(pipe, timer, interface, Quirks::default()).await
    }

    /// The same reader, which passes over cards that lie in one of several slots from the
    /// beginning and do not have this application. They are asked once, by a SELECT; cards
    /// that come later are never asked.
    #[must_use]
    pub fn looking_for(self, application: &'static [u8]) -> Self {
        // Nobody can be using a reader that is given away.
        if let Some(mut slot) = self.shared.try_lock() {
            slot.looked_for = Some(application);
        }
        self
    }

    /// The same reader with this trust in its pin pad.
    #[must_use]
    pub fn trusting(self, pin_pad: PinPadTrust) -> Self {
        if let Some(mut slot) = self.shared.try_lock() {
            slot.pin_pad_trust = pin_pad;
        }
        self
    }

    /// The interface in use and the class descriptor of the reader.
    #[must_use]
    pub const fn interface(&self) -> &ReaderInterface {
        &self.interface
    }

    /// The level at which APDUs are exchanged.
    #[must_use]
    pub const fn level(&self) -> ExchangeLevel {
        self.interface.level
    }

    /// What has passed between program and reader so far.
    pub async fn traffic(&self) -> BlockTraffic {
        self.shared.lock().await.traffic
    }

    /// Powers the card. Where there are several slots, that is the card that came last; cards
    /// that were there from the beginning come after it. The channel stays valid until the card is powered off, removed or
    /// replaced, or another one is powered.
    ///
    /// # Errors
    /// [`LinkError::CardAbsent`], [`LinkError::CardMute`] above all.
    pub async fn power_on(&self) -> Result<Box<dyn CardChannel>, LinkError> {
        Rc::clone(&self.shared).power_on().await
    }

    /// Powers the card off and gives the interface back.
    ///
    /// # Errors
    /// What the device or the system answers to the release.
    pub async fn close(&self) -> Result<(), LinkError> {
        let mut slot = self.shared.lock().await;
        if slot.believes_powered() {
            // If this fails, the release still has to be tried.
            let _ = slot.power_off().await;
        }
        drop(slot);
        self.pipe.release(self.interface.number).await
    }

    async fn open_with(
        pipe: Rc<dyn UsbPipe>,
        timer: Rc<dyn Timer>,
        interface: ReaderInterface,
        quirks: Quirks,
    ) -> Result<Self, LinkError> {
        let interface = quirks.correct(interface);
        // First, because a class that is closed to pages explains more than a level.
        pipe.claim(interface.number).await?;
        let mut slot = Slot::new(Rc::clone(&pipe), Rc::clone(&timer), interface, quirks);
        slot.data_rates = data_rates(&*pipe, &interface).await;
        match Self::first_answer(slot).await {
            Ok(slot) => Ok(Self {
                shared: Rc::new(Shared::new(slot)),
                changes: Mutex::new(interface.interrupt.map(|endpoint| {
                    Pump::new(
                        Rc::clone(&pipe),
                        Rc::clone(&timer),
                        endpoint,
                        Transfer::Interrupt,
                        INTERRUPT_LENGTH,
                    )
                })),
                timer,
                pipe,
                interface,
            }),
            Err(error) => {
                // What went wrong before is worth more than what goes wrong now.
                let _ = pipe.release(interface.number).await;
                Err(error)
            }
        }
    }

    /// Asks until the reader answers: it may still hold what another program asked. A card
    /// that was left powered, as by a page that was reloaded in the middle of a session, may
    /// still be unlocked and loses its power at once.
    async fn first_answer(mut slot: Slot) -> Result<Slot, LinkError> {
        slot.quirks.check()?;
        slot.interface.level.supported()?;
        if !slot.quirks.rest_after_open.is_zero() {
            slot.timer.sleep(slot.quirks.rest_after_open).await;
        }
        let mut reason = LinkError::Timeout;
        for _ in 0..timing::FIRST_ATTEMPTS {
            match slot.calm().await {
                Ok(()) => return Ok(slot),
                Err(error) => reason = error,
            }
        }
        Err(reason)
    }
}

#[async_trait(?Send)]
impl CardReader for Reader {
    async fn wait_for_card(&self) -> Result<(), LinkError> {
        Self::wait_for_card(self).await
    }

    async fn wait_for_removal(&self) -> Result<(), LinkError> {
        Self::wait_for_removal(self).await
    }

    async fn power_on(&self) -> Result<Box<dyn CardChannel>, LinkError> {
        Self::power_on(self).await
    }

    async fn close(&self) -> Result<(), LinkError> {
        Self::close(self).await
    }
}

/// Who made the reader. It is only asked for its peculiarities, so an answer that makes no
/// sense is none.
pub(crate) async fn device_id(pipe: &dyn UsbPipe) -> Option<DeviceId> {
    let descriptor = pipe.control_in(get_descriptor(DEVICE), 18).await.ok()?;
    DeviceId::from_descriptor(&descriptor)
}

/// The data rates that a reader lists for readers whose host chooses one. A list that cannot be
/// had is none: then all up to the fastest are possible.
async fn data_rates(pipe: &dyn UsbPipe, interface: &ReaderInterface) -> Vec<u32> {
    /// GET_DATA_RATES (CCID 1.1, 5.3.3).
    const GET_DATA_RATES: u8 = 0x03;

    let descriptor = &interface.descriptor;
    let chooses = interface.level == ExchangeLevel::Tpdu
        && !descriptor.features.has(Features::AUTOMATIC_NEGOTIATION);
    if !chooses || descriptor.data_rate_count == 0 {
        return Vec::new();
    }
    let setup = ControlSetup {
        request_type: 0xA1,
        request: GET_DATA_RATES,
        value: 0,
        index: interface.number.into(),
    };
    let length = u16::from(descriptor.data_rate_count) * 4;
    let list = pipe.control_in(setup, length).await.unwrap_or_default();
    let (rates, _) = list.as_chunks::<4>();
    rates.iter().copied().map(u32::from_le_bytes).collect()
}

/// The raw configuration descriptor: first its header, then all of it.
pub(crate) async fn configuration(pipe: &dyn UsbPipe) -> Result<Vec<u8>, LinkError> {
    /// bLength of a configuration descriptor (USB 2.0, table 9-10).
    const HEADER: u16 = 9;

    let request = get_descriptor(CONFIGURATION);
    let header = pipe.control_in(request, HEADER).await?;
    let &[_, CONFIGURATION, low, high, ..] = header.as_slice() else {
        return Err(LinkError::MalformedDescriptor);
    };
    let total = u16::from_le_bytes([low, high]).max(HEADER);
    pipe.control_in(request, total).await
}

/// bDescriptorType (USB 2.0, table 9-5).
const DEVICE: u8 = 0x01;
const CONFIGURATION: u8 = 0x02;

/// GET_DESCRIPTOR, index 0 (USB 2.0, 9.4.3).
const fn get_descriptor(descriptor_type: u8) -> ControlSetup {
    ControlSetup {
        request_type: 0x80,
        request: 0x06,
        value: u16::from_be_bytes([descriptor_type, 0]),
        index: 0,
    }
}
