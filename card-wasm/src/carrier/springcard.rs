//! SpringCard's readers with Bluetooth Low Energy (SpringCore: PUCK Blue and relatives), which
//! carry the messages of CCID over three characteristics.
//!
//! Facts from SpringCard's own client for Android (springcard/android-pcsclike
//! `GattAttributes.kt`, `BluetoothLayer.kt`, `CommunicationLayer.kt`); no reader was at hand.
//! Messages go to the driver of [`crate::ccid`] as if the characteristics were endpoints, so
//! everything about cards is said there. Not done: ciphered messages. A reader that sends
//! them is refused with [`LinkError::ReaderLocked`].

use core::cell::RefCell;
use std::rc::Rc;

use async_trait::async_trait;

use super::gatt::{GattLink, GattService, LONGEST_VALUE, Role};
use crate::ccid::{
    ClassDescriptor, Endpoint, ExchangeLevel, HEADER_LENGTH, Reader, ReaderInterface,
};
use crate::link::{ControlSetup, EndpointAddress, LinkError, Timer, UsbPipe};

/// The services that carry CCID, those for everybody first. A reader offers one of them,
/// depending on whether it was told to insist on pairing (`GattAttributes.kt`).
pub const SERVICES: [GattService; 6] = [
    plain("f91c914f-367c-4108-ac3e-3d30cfdd0a1a"),
    plain("f91c914f-367c-4108-ac3e-3d3030323353"), // S320
    plain("f91c914f-367c-4108-ac3e-3d3030373353"), // S370
    bonded("7f20cdc5-a9fc-4c70-9292-3acf9de71f73"),
    bonded("7f20cdc5-a9fc-4c70-9292-3acf30323353"), // S320
    bonded("7f20cdc5-a9fc-4c70-9292-3acf30373353"), // S370
];

const fn plain(service: &'static str) -> GattService {
    GattService {
        service,
        command: "281ebed4-86c4-4253-84f1-57fb9ab2f72c",
        answer: "811dc7a6-a573-4e15-89cc-7efacae04e3c",
        status: Some("eab75cab-c7dc-4db9-874c-4ad8ee0f180f"),
    }
}

const fn bonded(service: &'static str) -> GattService {
    GattService {
        service,
        command: "cd5bce75-65fc-4747-ab9a-ff82bfdfa7fb",
        answer: "94ede62e-0808-46f8-91ec-ac0272d67796",
        status: Some("dc2aa4ca-76a9-43f9-9fe5-127652837ef5"),
    }
}

/// Opens a reader whose characteristics are those of one of [`SERVICES`].
///
/// # Errors
/// [`LinkError::NotAReader`] if it has no slot, [`LinkError::ReaderLocked`] if it speaks in
/// cipher; else as [`Reader::open`].
pub async fn open(link: Rc<dyn GattLink>, timer: Rc<dyn Timer>) -> Result<Reader, LinkError> {
    let slots = SlotStates::try_from(link.read(Role::Status).await?.as_slice())?;
    let interface = interface(slots.count)?;
    let pipe = Rc::new(SpringCardPipe {
        link,
        progress: RefCell::default(),
    });
    Reader::open_interface(pipe, timer, interface).await
}

/// The value of the status characteristic: the number of slots, then two bits for each
/// (`CommunicationLayer.kt`, `interpretSlotsStatus`). The bits have the meaning of those in
/// RDR_to_PC_NotifySlotChange (CCID 1.1, 6.3.1).
#[derive(Clone, Debug, Eq, PartialEq)]
struct SlotStates {
    /// At least one.
    count: u8,
    bits: Vec<u8>,
}

impl SlotStates {
    /// Set while the reader sleeps; what it says of its slots may be old then.
    const SLEEPS: u8 = 0x80;

    /// The same as a message on the interrupt endpoint.
    fn to_notification(&self) -> Vec<u8> {
        /// bMessageType of RDR_to_PC_NotifySlotChange (CCID 1.1, 6.3.1).
        const NOTIFY_SLOT_CHANGE: u8 = 0x50;
        [&[NOTIFY_SLOT_CHANGE], self.bits.as_slice()].concat()
    }
}

impl TryFrom<&[u8]> for SlotStates {
    type Error = LinkError;

    fn try_from(value: &[u8]) -> Result<Self, LinkError> {
        let (first, bits) = value.split_first().ok_or(LinkError::MalformedMessage)?;
        let count = first & !Self::SLEEPS;
        if count == 0 {
            return Err(LinkError::NotAReader);
        }
        if usize::from(count).div_ceil(4) > bits.len() {
            return Err(LinkError::MalformedMessage);
        }
        Ok(Self {
            count,
            bits: bits.to_vec(),
        })
    }
}

/// Endpoints that stand for the characteristics.
const COMMAND: u8 = 0x01;
const ANSWER: u8 = 0x81;
const STATUS: u8 = 0x82;

/// The same reader on its cable says of itself what stands here (libccid,
/// `SpringCard_SpringCore_6012.txt`, of 1C34:6012); over the air it says nothing.
fn interface(slots: u8) -> Result<ReaderInterface, LinkError> {
    const ON_ITS_CABLE: [u8; ClassDescriptor::LENGTH] = [
        0x36, 0x21, // bLength, bDescriptorType
        0x10, 0x01, // bcdCCID
        0x00, // bMaxSlotIndex
        0x07, // bVoltageSupport
        0x03, 0x00, 0x00, 0x00, // dwProtocols
        0xA0, 0x0F, 0x00, 0x00, // dwDefaultClock
        0xA0, 0x0F, 0x00, 0x00, // dwMaximumClock
        0x00, // bNumClockSupported
        0x00, 0x2A, 0x00, 0x00, // dwDataRate
        0x90, 0x0D, 0x03, 0x00, // dwMaxDataRate
        0x00, // bNumDataRatesSupported
        0xFE, 0x00, 0x00, 0x00, // dwMaxIFSD
        0x00, 0x00, 0x00, 0x00, // dwSynchProtocols
        0x00, 0x00, 0x00, 0x00, // dwMechanical
        0x7E, 0x04, 0x04, 0x00, // dwFeatures: all automatic, short and extended APDUs
        0x12, 0x00, 0x01, 0x00, // dwMaxCCIDMessageLength
        0xFF, 0xFF, // bClassGetResponse, bClassEnvelope
        0x00, 0x00, // wLcdLayout
        0x00, // bPINSupport
        0x01, // bMaxCCIDBusySlots
    ];
    let mut descriptor = ClassDescriptor::try_from(ON_ITS_CABLE.as_slice())?;
    descriptor.max_slot_index = slots.saturating_sub(1);
    let endpoint = |address: u8| Endpoint {
        address: EndpointAddress(address),
        packet_size: LONGEST_VALUE_AS_PACKET,
    };
    Ok(ReaderInterface {
        number: 0,
        class: 0x0B,
        descriptor,
        level: ExchangeLevel::ExtendedApdu,
        bulk_in: endpoint(ANSWER),
        bulk_out: endpoint(COMMAND),
        interrupt: Some(endpoint(STATUS)),
    })
}

/// One value is to the driver what one packet is on USB.
const LONGEST_VALUE_AS_PACKET: u16 = 512;

/// The characteristics as the endpoints of a device without any control request.
struct SpringCardPipe {
    link: Rc<dyn GattLink>,
    /// Of the answer; begins anew with every command.
    progress: RefCell<Progress>,
}

#[async_trait(?Send)]
impl UsbPipe for SpringCardPipe {
    async fn claim(&self, _interface: u8) -> Result<(), LinkError> {
        Ok(())
    }

    async fn release(&self, _interface: u8) -> Result<(), LinkError> {
        self.link.disconnect();
        Ok(())
    }

    async fn control_in(&self, _: ControlSetup, _length: u16) -> Result<Vec<u8>, LinkError> {
        Err(LinkError::Stalled)
    }

    async fn control_out(&self, _: ControlSetup, _data: &[u8]) -> Result<(), LinkError> {
        Err(LinkError::Stalled)
    }

    /// Several values make one message. If one of them is lost, the reader waits for it in
    /// vain and carries nothing out, but that cannot be relied upon.
    async fn bulk_out(&self, _: EndpointAddress, data: &[u8]) -> Result<(), LinkError> {
        self.progress.take();
        for value in data.chunks(LONGEST_VALUE) {
            self.link.write(Role::Command, value).await?;
        }
        Ok(())
    }

    async fn bulk_in(&self, _: EndpointAddress, length: usize) -> Result<Vec<u8>, LinkError> {
        let value = self.link.next(Role::Answer).await?;
        if value.len() > length {
            return Err(LinkError::Babble);
        }
        self.progress.borrow_mut().take(&value)?;
        Ok(value)
    }

    async fn interrupt_in(&self, _: EndpointAddress, _: usize) -> Result<Vec<u8>, LinkError> {
        let value = self.link.next(Role::Status).await?;
        Ok(SlotStates::try_from(value.as_slice())?.to_notification())
    }

    async fn clear_halt(&self, _: EndpointAddress) -> Result<(), LinkError> {
        Ok(())
    }
}

/// How far the message has come whose values arrive.
#[derive(Debug, Default)]
struct Progress {
    header: Vec<u8>,
    length: usize,
}

impl Progress {
    /// Takes in the next value.
    ///
    /// # Errors
    /// [`LinkError::ReaderLocked`] at the beginning of a message in cipher.
    fn take(&mut self, value: &[u8]) -> Result<(), LinkError> {
        /// Bit 31 of dwLength (`CcidSecure.kt`); no message is as long as that.
        const CIPHERED: u8 = 0x80;
        let missing = HEADER_LENGTH.saturating_sub(self.header.len());
        self.header.extend(value.iter().take(missing));
        self.length = self.length.saturating_add(value.len());
        let &[_, l0, l1, l2, l3, ..] = self.header.as_slice() else {
            return Ok(());
        };
        if l3 & CIPHERED != 0 {
            return Err(LinkError::ReaderLocked);
        }
        let data = usize::try_from(u32::from_le_bytes([l0, l1, l2, l3])).unwrap_or(usize::MAX);
        if self.length >= data.saturating_add(HEADER_LENGTH) {
            *self = Self::default();
        }
        Ok(())
    }
}

#[cfg(test)]
#[path = "springcard_tests.rs"]
mod tests;
