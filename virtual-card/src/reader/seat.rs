//! Where the card lies: in the slot or beside it, with power or without, and
//! what becomes of the APDUs that reach it.

use super::fault::Fault;
use super::message::{CardStatus, Failure};
use super::plan::{Incident, Plan, presents_a_pin};
use super::remainder::Remainder;
use crate::card::VirtualCard;

/// How a command ends that does not go well.
#[derive(Debug)]
pub(crate) enum End {
    Failed(Failure),
    /// Executed, but nobody will hear of it.
    Silence,
    Unplugged,
}

impl From<Failure> for End {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

/// What the card answered, and whether that gets any further.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Executed {
    pub(crate) answer: Vec<u8>,
    pub(crate) heard: bool,
}

/// A card in or beside the slot.
#[derive(Debug, Default)]
pub(crate) struct Seat {
    card: Option<VirtualCard>,
    present: bool,
    /// How often a card was put in or taken away.
    moves: u32,
    /// Whether the card has power.
    powered: bool,
    /// Whether the host may use it.
    active: bool,
    fresh: bool,
    remainder: Remainder,
    apdus: u32,
    verifies: u32,
}

impl Seat {
    pub(crate) fn insert(&mut self, card: VirtualCard) {
        self.cut_power();
        self.card = Some(card);
        self.put_back();
    }

    /// Puts back the card that lies beside the reader.
    pub(crate) fn put_back(&mut self) {
        self.present = self.card.is_some();
        self.moves = self.moves.wrapping_add(1);
    }

    pub(crate) fn remove(&mut self) {
        self.cut_power();
        self.present = false;
        self.moves = self.moves.wrapping_add(1);
    }

    pub(crate) fn take(&mut self) -> Option<VirtualCard> {
        self.remove();
        self.card.take()
    }

    pub(crate) fn card(&self) -> Option<&VirtualCard> {
        self.card.as_ref()
    }

    pub(crate) fn is_present(&self) -> bool {
        self.present
    }

    pub(crate) fn is_active(&self) -> bool {
        self.active
    }

    pub(crate) fn has_power(&self) -> bool {
        self.powered
    }

    /// Differs from what it was if a card moved since.
    pub(crate) fn moves(&self) -> u32 {
        self.moves
    }

    /// APDUs that reached the card.
    pub(crate) fn apdus(&self) -> u32 {
        self.apdus
    }

    /// VERIFY commands with a PIN that the card carried out.
    pub(crate) fn verifies(&self) -> u32 {
        self.verifies
    }

    pub(crate) fn status(&self) -> CardStatus {
        match (self.present, self.active) {
            (false, _) => CardStatus::Absent,
            (true, false) => CardStatus::Inactive,
            (true, true) => CardStatus::Active,
        }
    }

    /// The card loses its supply.
    pub(crate) fn cut_power(&mut self) {
        if let Some(card) = &mut self.card {
            card.power_off();
        }
        self.powered = false;
        self.active = false;
        self.remainder = Remainder::default();
    }

    /// The host believes the card without power, and is wrong.
    pub(crate) fn pretend_power_off(&mut self) {
        self.active = false;
    }

    /// A second power-on without power-off is a warm reset (CCID 1.1, 6.1.1).
    /// Gives the answer to reset of an ordinary interface, and the card.
    pub(crate) fn power_on(&mut self) -> Result<(&'static [u8], &VirtualCard), Failure> {
        let warm = self.active;
        let card = self.card.as_mut().filter(|_| self.present);
        let card = card.ok_or(Failure::CardMute)?;
        let atr = if warm {
            card.warm_reset()
        } else {
            card.power_on()
        };
        self.powered = true;
        self.active = true;
        self.fresh = true;
        self.remainder = Remainder::default();
        Ok((atr, card))
    }

    /// As [`Seat::power_on`], where the card had kept its power all the time.
    pub(crate) fn resume(&mut self) {
        self.active = true;
    }

    /// One APDU, with what the plan has in store for it.
    pub(crate) fn exchange(&mut self, apdu: &[u8], plan: &mut Plan) -> Result<Executed, End> {
        let incident = plan.incident(apdu, std::mem::take(&mut self.fresh));
        match incident {
            Some(Incident::Unplugged) => return Err(End::Unplugged),
            Some(Incident::CardPulled) => {
                self.remove();
                return Err(Failure::CardMute.into());
            }
            Some(Incident::ContactLost) => {
                self.remove();
                self.put_back();
                return Err(Failure::CardMute.into());
            }
            Some(Incident::ReaderFails) => return Err(Failure::Undefined.into()),
            Some(Incident::AnswerLost | Incident::Refused) | None => {}
        }
        let refused = incident == Some(Incident::Refused);
        let answer = match &mut self.card {
            // "No precise diagnosis", ISO/IEC 7816-4, 5.6.
            _ if refused => vec![0x6F, 0x00],
            Some(card) if plan.fault() == Some(Fault::AnswerWaits) => {
                self.remainder.exchange(apdu, |apdu| card.transmit(apdu))
            }
            Some(card) => card.transmit(apdu),
            None => Vec::new(),
        };
        self.apdus = self.apdus.saturating_add(1);
        if presents_a_pin(apdu) && !refused {
            self.verifies = self.verifies.saturating_add(1);
        }
        Ok(Executed {
            answer,
            heard: incident != Some(Incident::AnswerLost),
        })
    }
}
