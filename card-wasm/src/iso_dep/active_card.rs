//! A card that was found and activated: the block protocol put to work on a reader.

use core::time::Duration;

use super::atqb::WAKE_UP;
use super::protocol::{Heard, Protocol, Step};
use super::{Atqb, Attrib, AttribAnswer, Block, CHECKSUM, FrameError, Transceiver, timing};
use crate::link::LinkError;

/// A card in the field that waits for commands.
#[derive(Debug)]
pub struct ActiveCard {
    protocol: Protocol,
    /// Set while a command is under way, and for ever if one was not brought to its end: the
    /// block numbers of card and host may differ then.
    lost: bool,
}

impl ActiveCard {
    /// Looks for a card and leaves it as it was found.
    ///
    /// # Errors
    /// Only what is wrong with the reader.
    pub async fn is_in_field(reader: &mut impl Transceiver) -> Result<bool, LinkError> {
        Ok(!matches!(call(reader).await?, Called::Nothing))
    }

    /// Looks for a card and activates it. `None` if there is none.
    ///
    /// # Errors
    /// [`LinkError::CardMute`] if there is one that cannot be used.
    pub async fn activate(reader: &mut impl Transceiver) -> Result<Option<Self>, LinkError> {
        for _ in 0..timing::ACTIVATIONS {
            let card = match call(reader).await? {
                Called::Nothing => return Ok(None),
                Called::Unclear => continue,
                Called::Card(card) if card.speaks_iso_dep() => card,
                Called::Card(_) => return Err(LinkError::CardMute),
            };
            let wait = timing::with_grace(card.waiting_time);
            let longest = reader.longest_frame();
            let attrib = Attrib::for_card(&card, longest.saturating_add(CHECKSUM));
            match reader.transceive(attrib.as_bytes(), wait).await {
                Ok(answer) if AttribAnswer::try_from(answer.as_slice()).is_ok() => {
                    return Ok(Some(Self {
                        protocol: Protocol::new(
                            card.frame_size.information().min(longest.saturating_sub(1)),
                            card.waiting_time,
                        ),
                        lost: false,
                    }));
                }
                Ok(_) | Err(FrameError::NoAnswer | FrameError::Garbled) => {}
                Err(FrameError::Link(error)) => return Err(error),
            }
        }
        Err(LinkError::CardMute)
    }

    /// Sends a command APDU and returns the bytes of the answer.
    ///
    /// # Errors
    /// After any, the card has to be activated anew: what became of the command is unknown,
    /// and it is never sent again.
    pub async fn exchange(
        &mut self,
        reader: &mut impl Transceiver,
        command: &[u8],
    ) -> Result<Vec<u8>, LinkError> {
        if core::mem::replace(&mut self.lost, true) {
            return Err(LinkError::PoweredOff);
        }
        let (mut exchange, mut step) = self.protocol.begin(command);
        loop {
            let (frame, wait) = match step {
                Step::Send(frame, wait) => (frame, wait),
                Step::Failed(error) => return Err(error),
                Step::Done(answer) => {
                    self.lost = false;
                    return Ok(answer);
                }
            };
            step = match reader.transceive(&frame, wait).await {
                Ok(answer) => exchange.hear(Heard::Frame(&answer)),
                Err(FrameError::NoAnswer) => exchange.hear(Heard::NoAnswer),
                Err(FrameError::Garbled) => exchange.hear(Heard::Garbled),
                Err(FrameError::Link(error)) => return Err(error),
            };
        }
    }

    /// Whether the card is still there. It notices nothing of the question.
    ///
    /// # Errors
    /// Only what is wrong with the reader.
    pub async fn is_present(&self, reader: &mut impl Transceiver) -> Result<bool, LinkError> {
        if self.lost {
            return Ok(false);
        }
        let (frame, wait) = self.protocol.presence_check();
        for _ in 0..timing::FAILURES {
            match reader.transceive(&frame, wait).await {
                Ok(answer) if Block::try_from(answer.as_slice()).is_ok() => return Ok(true),
                Ok(_) | Err(FrameError::NoAnswer | FrameError::Garbled) => {}
                Err(FrameError::Link(error)) => return Err(error),
            }
        }
        Ok(false)
    }

    /// Says good-bye (ISO/IEC 14443-4, chapter 8). A card that does not answer is beyond
    /// reach, and loses its power with the field.
    ///
    /// # Errors
    /// Only what is wrong with the reader.
    pub async fn deselect(self, reader: &mut impl Transceiver) -> Result<(), LinkError> {
        let frame = Block::Deselect.encode();
        for _ in 0..timing::DESELECTIONS {
            match reader.transceive(&frame, timing::DESELECT).await {
                Ok(answer) if Block::try_from(answer.as_slice()) == Ok(Block::Deselect) => break,
                Ok(_) | Err(FrameError::NoAnswer | FrameError::Garbled) => {}
                Err(FrameError::Link(error)) => return Err(error),
            }
        }
        Ok(())
    }
}

/// What answered to a call.
enum Called {
    Nothing,
    /// Something, but damaged each time: two cards at once, or one at the edge of the field.
    Unclear,
    Card(Atqb),
}

/// Calls whatever lies there.
async fn call(reader: &mut impl Transceiver) -> Result<Called, LinkError> {
    const WAIT: Duration = timing::WAKE_UP;

    let mut called = Called::Nothing;
    for _ in 0..timing::CALLS {
        match reader.transceive(&WAKE_UP, WAIT).await {
            Ok(answer) => match Atqb::try_from(answer.as_slice()) {
                Ok(card) => return Ok(Called::Card(card)),
                Err(_) => called = Called::Unclear,
            },
            Err(FrameError::NoAnswer) => {}
            Err(FrameError::Garbled) => called = Called::Unclear,
            Err(FrameError::Link(error)) => return Err(error),
        }
    }
    Ok(called)
}

#[cfg(test)]
#[path = "active_card_tests.rs"]
mod tests;
