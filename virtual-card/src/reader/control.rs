//! The control endpoint: standard requests and those of CCID 1.1, 5.3.

use super::VirtualReader;
use super::descriptor;
use super::endpoint::UsbError;
use super::model::Model;

/// A USB control request without its data (USB 2.0, table 9-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setup {
    /// `bmRequestType`.
    pub request_type: u8,
    /// `bRequest`.
    pub request: u8,
    /// `wValue`.
    pub value: u16,
    /// `wIndex`.
    pub index: u16,
}

impl Model {
    /// The device descriptor, byte for byte (USB 2.0, table 9-8).
    #[must_use]
    pub fn device_descriptor(&self) -> Vec<u8> {
        descriptor::device(self)
    }

    /// The configuration descriptor with interfaces and endpoints (USB 2.0, table 9-10).
    #[must_use]
    pub fn configuration_descriptor(&self) -> Vec<u8> {
        descriptor::configuration(self)
    }

    /// The string descriptor of this index; 0 names the language (USB 2.0, 9.6.7).
    #[must_use]
    pub fn string_descriptor(&self, index: u8) -> Option<Vec<u8>> {
        descriptor::string(self, index)
    }

    /// `bConfigurationValue` of the only configuration.
    #[must_use]
    pub fn configuration_value(&self) -> u8 {
        descriptor::CONFIGURATION_VALUE
    }
}

impl VirtualReader {
    /// A control request that asks for data.
    ///
    /// # Errors
    /// [`UsbError::Stall`] for a request the reader does not know.
    pub fn control_in(&mut self, setup: Setup, length: usize) -> Result<Vec<u8>, UsbError> {
        self.check_plugged()?;
        let [kind, index] = setup.value.to_be_bytes();
        let mut data = match (setup.request_type, setup.request, kind) {
            // GET_DESCRIPTOR (USB 2.0, 9.4.3): device, configuration, string.
            (0x80, 0x06, 0x01) => self.model.device_descriptor(),
            (0x80, 0x06, 0x02) => self.model.configuration_descriptor(),
            (0x80, 0x06, 0x03) => self.model.string_descriptor(index).ok_or(UsbError::Stall)?,
            // GET_STATUS of the device (USB 2.0, 9.4.5): powered by the bus, cannot wake it.
            (0x80, 0x00, _) => vec![0x00, 0x00],
            // GET_CONFIGURATION (USB 2.0, 9.4.2).
            (0x80, 0x08, _) => vec![self.model.configuration_value()],
            // GET_CLOCK_FREQUENCIES and GET_DATA_RATES (CCID 1.1, 5.3.2 and 5.3.3).
            (0xA1, 0x02, _) => descriptor::DEFAULT_CLOCK_KHZ.to_le_bytes().into(),
            (0xA1, 0x03, _) => {
                let rates = self.model.data_rates().iter();
                rates.flat_map(|rate| rate.to_le_bytes()).collect()
            }
            _ => return Err(UsbError::Stall),
        };
        data.truncate(length);
        Ok(data)
    }

    /// A control request that brings data or none.
    ///
    /// # Errors
    /// [`UsbError::Stall`] for a request the reader does not know.
    pub fn control_out(&mut self, setup: Setup, _data: &[u8]) -> Result<(), UsbError> {
        self.check_plugged()?;
        match (setup.request_type, setup.request) {
            // SET_CONFIGURATION (USB 2.0, 9.4.7).
            (0x00, 0x09) => Ok(()),
            // ABORT (CCID 1.1, 5.3.1): slot and sequence number in wValue.
            (0x21, 0x01) => {
                let [sequence, slot] = setup.value.to_be_bytes();
                let slot = self.slot_mut(slot).ok_or(UsbError::Stall)?;
                slot.ask_abort(sequence);
                Ok(())
            }
            _ => Err(UsbError::Stall),
        }
    }
}
