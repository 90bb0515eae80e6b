//! A Bluetooth Low Energy peripheral as a host sees it that is connected to it
//! (Bluetooth Core Specification 5.4, volume 3, part G).

use std::time::Duration;

/// Why an access to a characteristic fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GattError {
    /// The connection is gone.
    Disconnected,
    /// There is no such characteristic, or it cannot do this.
    NotSupported,
    /// The value is longer than 512 bytes (volume 3, part F, 3.2.9).
    TooLong,
}

/// What all peripherals have.
pub trait Peripheral {
    /// The name that it advertises.
    fn name(&self) -> String;

    /// The identity of its service, in small letters.
    fn service(&self) -> &'static str;

    /// The identities of its characteristics.
    fn characteristics(&self) -> Vec<&'static str>;

    /// Writes to a characteristic.
    ///
    /// # Errors
    /// As the variants of [`GattError`] say.
    fn write(&mut self, characteristic: &str, value: &[u8]) -> Result<(), GattError>;

    /// Reads a characteristic.
    ///
    /// # Errors
    /// As the variants of [`GattError`] say.
    fn read(&mut self, characteristic: &str) -> Result<Vec<u8>, GattError>;

    /// Takes the next value that the peripheral tells by itself.
    ///
    /// # Errors
    /// As the variants of [`GattError`] say.
    fn take(&mut self, characteristic: &str) -> Result<Option<Vec<u8>>, GattError>;

    /// How long the host has to wait for what [`Peripheral::take`] will give next.
    fn next_delay(&self, characteristic: &str) -> Option<Duration>;

    /// The host ends the connection, or the reader goes out of reach.
    fn disconnect(&mut self);

    /// Whether a host is connected.
    fn is_connected(&self) -> bool;
}
