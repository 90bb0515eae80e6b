//! A connected Bluetooth Low Energy peripheral as a reader driver sees it: three
//! characteristics, whatever their identities are (Bluetooth Core Specification 5.4, volume
//! 3, part G).
//!
//! Knows no browser and no reader.

use async_trait::async_trait;

use crate::link::LinkError;

/// The longest attribute value (Bluetooth Core Specification 5.4, volume 3, part F, 3.2.9).
pub const LONGEST_VALUE: usize = 512;

/// What a characteristic is for.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Role {
    /// Takes what the host says.
    Command,
    /// Gives by itself what the reader answers.
    Answer,
    /// Gives by itself, and when it is read, whether cards are there.
    Status,
}

/// A service of a peripheral, and the characteristics in it that a driver uses.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct GattService {
    /// Identity of the service, in the small letters that browsers want.
    pub service: &'static str,
    /// Identity of the characteristic for [`Role::Command`].
    pub command: &'static str,
    /// Identity of the characteristic for [`Role::Answer`].
    pub answer: &'static str,
    /// Identity of the characteristic for [`Role::Status`], if there is one.
    pub status: Option<&'static str>,
}

impl GattService {
    /// Every characteristic with its role.
    pub fn characteristics(&self) -> impl Iterator<Item = (Role, &'static str)> {
        let status = self.status.map(|identity| (Role::Status, identity));
        [(Role::Command, self.command), (Role::Answer, self.answer)]
            .into_iter()
            .chain(status)
    }
}

/// A peripheral that is connected and tells its answers and its status by itself.
///
/// Methods take `&self`, so that a value can be waited for while something is written.
#[async_trait(?Send)]
pub trait GattLink {
    /// Writes a value of at most [`LONGEST_VALUE`] bytes and waits for the confirmation.
    ///
    /// # Errors
    /// [`LinkError::Unplugged`] if the connection is gone. Otherwise it is unknown whether
    /// the peripheral took the value.
    async fn write(&self, role: Role, value: &[u8]) -> Result<(), LinkError>;

    /// The next value that the peripheral tells by itself, however long it takes. None is
    /// lost while nobody waits. May be dropped at any time.
    ///
    /// # Errors
    /// [`LinkError::Unplugged`] if the connection is gone.
    async fn next(&self, role: Role) -> Result<Vec<u8>, LinkError>;

    /// Reads the present value.
    ///
    /// # Errors
    /// As [`Self::write`].
    async fn read(&self, role: Role) -> Result<Vec<u8>, LinkError>;

    /// Ends the connection. Whoever waits hears [`LinkError::Unplugged`].
    fn disconnect(&self);
}
