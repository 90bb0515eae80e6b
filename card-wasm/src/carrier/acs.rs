//! ACS ACR1255U-J1 over Bluetooth Low Energy. **Unproven on hardware, and its sources
//! contradict each other.**
//!
//! | what | says |
//! |---|---|
//! | manual | ACS, "ACR1255U-J1 Reference Manual" V1.01, sections 5.2 to 5.7 |
//! | obniz | obniz/obniz `src/parts/Ble/acr1255`, `src/parts/Ble/cir415a` |
//! | FIDOk | its Kotlin driver for readers of this kind |
//!
//! They agree on the frame, the message header, the handshake and the cipher. They differ in
//! what stands for "present" in message 50 (the manual: 2; obniz: 3) and in its own examples of
//! check bytes, so message 50 is never relied upon: the slot is asked. None says how an answer
//! longer than one message would be marked; one that is marked in any way is refused.
//!
//! Sequence numbers are 0 in every source. Nothing therefore tells a late answer from the
//! next one, and questions take turns ([`super::turn`]). The key is the one that ACS
//! publishes: it protects nothing against who is near, only the pairing of the system does.

mod conversation;
mod frame;
mod handshake;
mod message;
mod slot;

use std::rc::Rc;

use super::gatt::{GattLink, GattService};
use super::reader::SlotReader;
use crate::link::{LinkError, Timer};

pub use frame::FrameBuffer;
pub use handshake::RANDOM_LENGTH;
pub use message::{AcsMessage, MessageKind};

/// The reader's service (obniz, FIDOk). The manual names its characteristics by FFF1 and
/// FFF2 alone.
pub const SERVICE: GattService = GattService {
    service: "3c4afff0-4783-3de5-a983-d348718ef133",
    command: "3c4afff1-4783-3de5-a983-d348718ef133",
    answer: "3c4afff2-4783-3de5-a983-d348718ef133",
    status: None,
};

/// What the reader's name begins with (obniz).
pub const NAME_PREFIX: &str = "ACR1255U-J1";

/// Opens a reader: proves to each other that both know the key, then has the reader look for
/// cards. `random` must not be known to anyone beforehand, and not be used again.
///
/// # Errors
/// [`LinkError::ReaderLocked`] if the reader has another key than ACS gave it.
pub async fn open(
    link: Rc<dyn GattLink>,
    timer: Rc<dyn Timer>,
    random: [u8; RANDOM_LENGTH],
) -> Result<SlotReader, LinkError> {
    let opened = slot::open(Rc::clone(&link), Rc::clone(&timer), random).await;
    match opened {
        Ok(slot) => Ok(SlotReader::new(Box::new(slot), timer)),
        Err(error) => {
            link.disconnect();
            Err(error)
        }
    }
}

#[cfg(test)]
#[path = "acs/tests.rs"]
mod tests;
