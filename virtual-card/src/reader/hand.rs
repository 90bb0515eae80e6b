//! What people do with a reader: lay cards on it, take them away, type.

use super::VirtualReader;
use super::endpoint::Endpoint;
use super::model::Model;
use super::pin_entry::PadInput;
use super::slot::Slot;
use crate::card::VirtualCard;
use crate::profile::Profile;

/// The card in slots that nobody reaches: a SAM, which is no My Number Card.
const FIXED_CARD: &str = "not-my-number";

/// The slots before the last, with the cards that never leave them.
pub(super) fn fixed_slots(model: Model) -> Vec<Slot> {
    let slot = |_| {
        let mut slot = Slot::new(model);
        let card = Profile::named(FIXED_CARD).and_then(VirtualCard::new);
        if let Ok(card) = card {
            slot.seat.insert(card);
        }
        slot
    };
    (1..model.slots()).map(slot).collect()
}

impl VirtualReader {
    /// Puts a card in; one that was there before is gone.
    pub fn insert(&mut self, card: VirtualCard) {
        self.slot.seat.insert(card);
        self.card_moved();
    }

    /// Takes the card off the reader. It stays at hand for [`VirtualReader::put_back`].
    pub fn remove(&mut self) {
        self.slot.seat.remove();
        self.card_moved();
    }

    /// Puts the same card in again.
    pub fn put_back(&mut self) {
        self.slot.seat.put_back();
        self.card_moved();
    }

    /// Takes the card away for good.
    pub fn take_card(&mut self) -> Option<VirtualCard> {
        let card = self.slot.seat.take();
        self.card_moved();
        card
    }

    /// The card in the reader or beside it.
    #[must_use]
    pub fn card(&self) -> Option<&VirtualCard> {
        self.slot.seat.card()
    }

    /// Whether a card is in the reader.
    #[must_use]
    pub fn card_present(&self) -> bool {
        self.slot.seat.is_present()
    }

    /// Whether the reader has the card under power, or believes so.
    #[must_use]
    pub fn card_powered(&self) -> bool {
        self.slot.seat.is_active()
    }

    /// Whether the PIN pad waits for a person.
    #[must_use]
    pub fn pad_waits(&self) -> bool {
        self.slot.pad_waits()
    }

    /// What a person will do at the PIN pad, one entry after the other, as soon
    /// as it asks.
    pub fn expect_at_pad(&mut self, inputs: impl IntoIterator<Item = PadInput>) {
        self.slot.pad().expect(inputs);
    }

    /// A person does something at the PIN pad. Says whether it took notice: it
    /// does not while nobody asks, nor of digits such as were not asked for.
    pub fn press_at_pad(&mut self, input: PadInput) -> bool {
        let moves = self.slot.seat.moves();
        let Some((kind, reaction)) = self.slot.press(input, &mut self.plan) else {
            return false;
        };
        // Unplugged in that moment: nobody waits for the outcome.
        let _ = self.react(Endpoint::BulkIn, kind, reaction);
        if moves != self.slot.seat.moves() {
            self.announce();
        }
        true
    }

    fn card_moved(&mut self) {
        if let Some((kind, response)) = self.slot.card_moved() {
            self.answer(Endpoint::BulkIn, kind, &response);
        }
        self.announce();
    }
}
