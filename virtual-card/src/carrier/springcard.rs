//! SpringCard's readers with Bluetooth Low Energy (SpringCore): CCID messages over
//! three characteristics (springcard/android-pcsclike `GattAttributes.kt`,
//! `BluetoothLayer.kt`, `CommunicationLayer.kt`).
//!
//! The reader behind the characteristics is the one for USB. Ciphered messages are
//! not understood; a variant that insists on them answers in cipher, as far as a host
//! without the key can see.

use std::collections::VecDeque;
use std::time::Duration;

use super::peripheral::{GattError, Peripheral};
use crate::reader::{Model, Transfer, VirtualReader};

/// Longest attribute value.
const LONGEST_VALUE: usize = 512;
/// What one indication carries at the usual MTU of 185 bytes, less three.
const USUAL_INDICATION: usize = 182;
/// Header of every CCID message (CCID 1.1, 6).
const HEADER: usize = 10;

/// Which of SpringCard's services the reader offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpringCardVariant {
    /// For every host.
    Plain,
    /// For hosts that are paired with it.
    Bonded,
    /// The service of the model S320.
    S320,
    /// The service of the model S370.
    S370,
    /// As [`SpringCardVariant::Plain`], but it wants every message in cipher.
    Secured,
}

impl SpringCardVariant {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Plain,
        Self::Bonded,
        Self::S320,
        Self::S370,
        Self::Secured,
    ];

    fn service(self) -> &'static str {
        match self {
            Self::Plain | Self::Secured => "f91c914f-367c-4108-ac3e-3d30cfdd0a1a",
            Self::Bonded => "7f20cdc5-a9fc-4c70-9292-3acf9de71f73",
            Self::S320 => "f91c914f-367c-4108-ac3e-3d3030323353",
            Self::S370 => "f91c914f-367c-4108-ac3e-3d3030373353",
        }
    }

    /// PC_to_RDR, RDR_to_PC and status.
    fn characteristics(self) -> [&'static str; 3] {
        match self {
            Self::Bonded => [
                "cd5bce75-65fc-4747-ab9a-ff82bfdfa7fb",
                "94ede62e-0808-46f8-91ec-ac0272d67796",
                "dc2aa4ca-76a9-43f9-9fe5-127652837ef5",
            ],
            _ => [
                "281ebed4-86c4-4253-84f1-57fb9ab2f72c",
                "811dc7a6-a573-4e15-89cc-7efacae04e3c",
                "eab75cab-c7dc-4db9-874c-4ad8ee0f180f",
            ],
        }
    }
}

/// A reader that is within reach.
#[derive(Debug)]
pub struct VirtualSpringCard {
    variant: SpringCardVariant,
    reader: VirtualReader,
    /// Of the message that is coming in.
    command: Vec<u8>,
    answers: VecDeque<Vec<u8>>,
    indication: usize,
    connected: bool,
}

impl VirtualSpringCard {
    /// A reader without a card, connected to.
    #[must_use]
    pub fn new(variant: SpringCardVariant) -> Self {
        let [model, ..] = Model::ALL;
        Self {
            variant,
            reader: VirtualReader::new(model),
            command: Vec::new(),
            answers: VecDeque::new(),
            indication: USUAL_INDICATION,
            connected: true,
        }
    }

    /// Sets how many bytes one indication carries; 0 counts as 1.
    pub fn set_indication(&mut self, size: usize) {
        self.indication = size.max(1);
    }

    /// The reader behind the characteristics.
    #[must_use]
    pub fn reader(&self) -> &VirtualReader {
        &self.reader
    }

    /// The same, to put a card on it or to make something go wrong.
    pub fn reader_mut(&mut self) -> &mut VirtualReader {
        &mut self.reader
    }

    /// Executes the command that has come in, once it is complete.
    fn take_in(&mut self) -> Result<(), GattError> {
        let &[_, l0, l1, l2, l3, slot, sequence, ..] = self.command.as_slice() else {
            return Ok(());
        };
        let declared = u32::from_le_bytes([l0, l1, l2, l3]);
        let whole = HEADER.saturating_add(usize::try_from(declared).unwrap_or(usize::MAX));
        if self.command.len() < whole {
            return Ok(());
        }
        let message = std::mem::take(&mut self.command);
        if self.variant == SpringCardVariant::Secured {
            // RDR_to_PC_SlotStatus, in cipher: bit 31 of dwLength (`CcidSecure.kt`).
            self.answers
                .push_back(vec![0x81, 0, 0, 0, 0x80, slot, sequence, 0, 0, 0]);
            return Ok(());
        }
        if self.reader.bulk_out(&message).is_err() && !self.reader.is_plugged() {
            self.connected = false;
            return Err(GattError::Disconnected);
        }
        Ok(())
    }

    /// Cuts what the reader has to say next into indications.
    fn give_out(&mut self) {
        if let Transfer::Data(bytes) = self.reader.bulk_in(usize::MAX) {
            let pieces = bytes.chunks(self.indication).map(<[u8]>::to_vec);
            self.answers.extend(pieces);
        }
    }

    /// The number of slots, and two bits for the only one: present, changed.
    fn status(&self, changed: bool) -> Vec<u8> {
        let present = u8::from(self.reader.card_present());
        vec![1, present | u8::from(changed) << 1]
    }
}

impl Peripheral for VirtualSpringCard {
    fn name(&self) -> String {
        "SpringCard PUCK 0000".to_owned()
    }

    fn service(&self) -> &'static str {
        self.variant.service()
    }

    fn characteristics(&self) -> Vec<&'static str> {
        self.variant.characteristics().to_vec()
    }

    fn write(&mut self, characteristic: &str, value: &[u8]) -> Result<(), GattError> {
        self.check()?;
        let [command, ..] = self.variant.characteristics();
        if characteristic != command {
            return Err(GattError::NotSupported);
        }
        if value.len() > LONGEST_VALUE {
            return Err(GattError::TooLong);
        }
        self.command.extend_from_slice(value);
        self.take_in()
    }

    fn read(&mut self, characteristic: &str) -> Result<Vec<u8>, GattError> {
        self.check()?;
        let [.., status] = self.variant.characteristics();
        if characteristic == status {
            Ok(self.status(false))
        } else {
            Err(GattError::NotSupported)
        }
    }

    fn take(&mut self, characteristic: &str) -> Result<Option<Vec<u8>>, GattError> {
        self.check()?;
        let [_, answer, status] = self.variant.characteristics();
        if characteristic == answer {
            if self.answers.is_empty() {
                self.give_out();
            }
            return Ok(self.answers.pop_front());
        }
        if characteristic == status {
            return Ok(match self.reader.interrupt_in(usize::MAX) {
                Transfer::Data(_) => Some(self.status(true)),
                _ => None,
            });
        }
        Err(GattError::NotSupported)
    }

    fn next_delay(&self, characteristic: &str) -> Option<Duration> {
        let [_, answer, _] = self.variant.characteristics();
        if characteristic != answer || !self.answers.is_empty() {
            return None;
        }
        self.reader.next_delay()
    }

    fn disconnect(&mut self) {
        self.connected = false;
    }

    fn is_connected(&self) -> bool {
        self.connected
    }
}

impl VirtualSpringCard {
    fn check(&self) -> Result<(), GattError> {
        if self.connected && self.reader.is_plugged() {
            Ok(())
        } else {
            Err(GattError::Disconnected)
        }
    }
}
