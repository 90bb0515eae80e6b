//! A place for one card in a reader that passes on whole APDUs.

use crate::card::VirtualCard;

/// What goes wrong with the card, at one APDU.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceFault {
    /// The card executes the next VERIFY that has a PIN, but its answer never arrives.
    VerifyAnswerLost,
    /// The card is pulled while the APDU after these is under way.
    CardPulled {
        /// APDUs that still succeed.
        after_apdus: u32,
    },
    /// The reader is gone while the APDU after these is under way.
    ReaderGone {
        /// APDUs that still succeed.
        after_apdus: u32,
    },
}

/// What comes of an APDU.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Answer(Vec<u8>),
    /// The card executed it; nobody hears of it.
    Silence,
    /// There is no card, or it has no power.
    NoCard,
    /// The reader itself is gone.
    Gone,
}

/// A card in or beside the reader.
#[derive(Debug, Default)]
pub struct Place {
    card: Option<VirtualCard>,
    present: bool,
    active: bool,
    moves: u32,
    apdus: u32,
    fault: Option<PlaceFault>,
}

impl Place {
    /// Puts a card in; one that was there before is gone.
    pub fn insert(&mut self, card: VirtualCard) {
        self.remove();
        self.card = Some(card);
        self.put_back();
    }

    /// Puts back the card that lies beside the reader.
    pub fn put_back(&mut self) {
        self.present = self.card.is_some();
        self.moves = self.moves.wrapping_add(1);
    }

    /// Takes the card off the reader; it stays at hand.
    pub fn remove(&mut self) {
        self.power_off();
        self.present = false;
        self.moves = self.moves.wrapping_add(1);
    }

    /// Takes the card away for good.
    pub fn take_card(&mut self) -> Option<VirtualCard> {
        self.remove();
        self.card.take()
    }

    /// The card in the reader or beside it.
    #[must_use]
    pub fn card(&self) -> Option<&VirtualCard> {
        self.card.as_ref()
    }

    /// Whether a card is in the reader.
    #[must_use]
    pub fn card_present(&self) -> bool {
        self.present
    }

    /// APDUs that reached cards.
    #[must_use]
    pub fn apdus(&self) -> u32 {
        self.apdus
    }

    /// Sets what is to go wrong; APDUs are counted from here.
    pub fn set_fault(&mut self, fault: Option<PlaceFault>) {
        self.apdus = 0;
        self.fault = fault;
    }

    /// How often a card came or went.
    pub(super) fn moves(&self) -> u32 {
        self.moves
    }

    pub(super) fn is_active(&self) -> bool {
        self.active
    }

    pub(super) fn power_on(&mut self) -> Option<Vec<u8>> {
        let card = self.card.as_mut().filter(|_| self.present)?;
        let atr = if self.active {
            card.warm_reset()
        } else {
            card.power_on()
        };
        self.active = true;
        Some(atr.to_vec())
    }

    pub(super) fn power_off(&mut self) {
        if let Some(card) = self.card.as_mut().filter(|_| self.active) {
            card.power_off();
        }
        self.active = false;
    }

    pub(super) fn transmit(&mut self, apdu: &[u8]) -> Outcome {
        let before = self.apdus;
        match self.fault {
            Some(PlaceFault::CardPulled { after_apdus }) if before >= after_apdus => {
                self.fault = None;
                self.remove();
            }
            Some(PlaceFault::ReaderGone { after_apdus }) if before >= after_apdus => {
                self.fault = None;
                self.power_off();
                return Outcome::Gone;
            }
            _ => {}
        }
        let powered = self.present && self.active;
        let Some(card) = self.card.as_mut().filter(|_| powered) else {
            return Outcome::NoCard;
        };
        self.apdus = before.saturating_add(1);
        let answer = card.transmit(apdu);
        // VERIFY with a body (ISO/IEC 7816-4, 7.5.6).
        let presents_a_pin = matches!(apdu, [_, 0x20, _, _, _, _, ..]);
        if presents_a_pin && self.fault == Some(PlaceFault::VerifyAnswerLost) {
            self.fault = None;
            return Outcome::Silence;
        }
        Outcome::Answer(answer)
    }
}
