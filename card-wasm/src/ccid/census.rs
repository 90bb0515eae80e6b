//! Which card of a reader with several slots is meant.
//!
//! The one that came last, because a person has just put it there. A card that lies there from
//! the beginning may be a SAM that stays for years: where the program says what it looks for,
//! such a card is asked for it once and passed over if it has it not. Without that it comes
//! after every card that was seen to come, the lower slot first, and after it was used once,
//! only when there is no other. So a SAM hides no card that comes later.

/// The slots of a reader and what is known of the cards in them.
#[derive(Clone, Debug)]
pub(super) struct Census {
    slots: Vec<Occupant>,
    /// Cards that were seen to come.
    arrivals: u32,
}

#[derive(Clone, Copy, Debug, Default)]
struct Occupant {
    /// `None` until the slot was looked into.
    present: Option<bool>,
    /// The number of its arrival; 0 for a card that was there already.
    arrival: u32,
    /// How many cards had come when it was used.
    used: Option<u32>,
    /// Whether it has what is looked for; `None` until it was asked.
    wanted: Option<bool>,
}

impl Occupant {
    /// Whether it may be meant.
    fn counts(&self) -> bool {
        self.present == Some(true) && self.wanted != Some(false)
    }
}

impl Census {
    pub(super) fn new(max_slot_index: u8) -> Self {
        Self {
            slots: vec![Occupant::default(); usize::from(max_slot_index) + 1],
            arrivals: 0,
        }
    }

    /// bSlot of all slots.
    pub(super) fn numbers(&self) -> impl Iterator<Item = u8> + use<> {
        (0..=u8::MAX).take(self.slots.len())
    }

    pub(super) const fn has_several(&self) -> bool {
        self.slots.len() > 1
    }

    /// Whether a card is in that slot now.
    pub(super) fn note(&mut self, number: u8, present: bool) {
        let Some(slot) = self.slots.get_mut(usize::from(number)) else {
            return;
        };
        let before = slot.present.replace(present);
        if !present {
            (slot.used, slot.wanted) = (None, None);
        } else if before == Some(false) {
            self.note_arrival(number);
        }
    }

    /// A card came, perhaps in place of another one.
    pub(super) fn note_arrival(&mut self, number: u8) {
        if let Some(slot) = self.slots.get_mut(usize::from(number)) {
            self.arrivals = self.arrivals.saturating_add(1);
            slot.arrival = self.arrivals;
            (slot.used, slot.wanted) = (None, None);
        }
    }

    /// The card was powered, or refused to be.
    pub(super) fn note_use(&mut self, number: u8) {
        if let Some(slot) = self.slots.get_mut(usize::from(number)) {
            slot.used = Some(self.arrivals);
        }
    }

    /// A slot whose card lay there from the beginning and was not asked yet.
    pub(super) fn unasked(&self) -> Option<u8> {
        let mut slots = self.numbers().zip(&self.slots);
        slots
            .find(|(_, it)| it.present == Some(true) && it.arrival == 0 && it.wanted.is_none())
            .map(|(number, _)| number)
    }

    /// Whether the card has what is looked for.
    pub(super) fn note_wanted(&mut self, number: u8, wanted: bool) {
        if let Some(slot) = self.slots.get_mut(usize::from(number)) {
            slot.wanted = Some(wanted);
            // To be asked is not to be used.
            slot.used = None;
        }
    }

    /// The slot whose card is to be used; `None` if there is no card.
    pub(super) fn choice(&self) -> Option<u8> {
        let present = self.numbers().zip(&self.slots);
        let present = present.filter(|(_, slot)| slot.counts());
        let rank = |slot: &Occupant| (slot.used.is_none(), slot.arrival);
        // Of several of the same rank the first.
        present
            .min_by_key(|(_, slot)| core::cmp::Reverse(rank(slot)))
            .map(|(number, _)| number)
    }

    /// Whether a card came to another slot after this one was used.
    pub(super) fn has_newer(&self, number: u8) -> bool {
        let used = self.slots.get(usize::from(number)).and_then(|it| it.used);
        used.is_some_and(|used| {
            let mut slots = self.slots.iter();
            slots.any(|it| it.counts() && it.arrival > used)
        })
    }

    /// Whether a card that was not used yet is there.
    pub(super) fn has_unused(&self) -> bool {
        let mut slots = self.slots.iter();
        slots.any(|it| it.counts() && it.used.is_none())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Looks into all slots: 1 for a card.
    fn look(census: &mut Census, cards: &str) -> Option<u8> {
        for (number, card) in (0..).zip(cards.chars()) {
            census.note(number, card == '1');
        }
        census.choice()
    }

    #[test]
    fn the_card_that_came_last_is_meant() {
        let mut census = Census::new(2);
        assert_eq!(look(&mut census, "000"), None);
        assert_eq!(look(&mut census, "001"), Some(2));
        assert_eq!(look(&mut census, "101"), Some(0));
        assert_eq!(look(&mut census, "111"), Some(1));
        assert_eq!(look(&mut census, "101"), Some(0));
    }

    #[test]
    fn a_sam_hides_no_card() {
        let mut census = Census::new(1);
        assert_eq!(look(&mut census, "01"), Some(1));
        census.note_use(1);
        assert!(!census.has_newer(1) && !census.has_unused());
        // It is still the only one.
        assert_eq!(look(&mut census, "01"), Some(1));
        assert_eq!(look(&mut census, "11"), Some(0));
        assert!(census.has_newer(1) && census.has_unused());
        census.note_use(0);
        assert!(!census.has_newer(0));
        assert_eq!(look(&mut census, "11"), Some(0));
        assert_eq!(look(&mut census, "01"), Some(1));
    }

    #[test]
    fn a_card_that_is_not_wanted_is_passed_over_until_it_moves() {
        let mut census = Census::new(1);
        look(&mut census, "11");
        assert_eq!(census.unasked(), Some(0));
        census.note_use(0);
        census.note_wanted(0, false);
        assert_eq!((census.unasked(), census.choice()), (Some(1), Some(1)));
        census.note_wanted(1, true);
        assert_eq!((census.unasked(), census.choice()), (None, Some(1)));
        assert_eq!(look(&mut census, "10"), None);
        // It was put there by somebody now, and is not asked.
        look(&mut census, "00");
        assert_eq!(look(&mut census, "10"), Some(0));
        assert_eq!(census.unasked(), None);
    }

    #[test]
    fn of_cards_from_the_beginning_the_lower_slot_comes_first() {
        let mut census = Census::new(1);
        assert_eq!(look(&mut census, "11"), Some(0));
        census.note_use(0);
        assert!(census.has_unused() && !census.has_newer(0));
        assert_eq!(look(&mut census, "11"), Some(1));
        // Lifted and put down again, it is a new card.
        census.note_use(1);
        look(&mut census, "01");
        assert_eq!(look(&mut census, "11"), Some(0));
    }

    #[test]
    fn a_card_in_place_of_another_has_come() {
        let mut census = Census::new(1);
        look(&mut census, "11");
        census.note_use(0);
        census.note_arrival(0);
        assert_eq!(census.choice(), Some(0));
        // Slots that do not exist are no harm.
        census.note(9, true);
        census.note_arrival(9);
        census.note_use(9);
        assert!(!census.has_newer(9));
        assert_eq!(Census::new(u8::MAX).numbers().count(), 256);
    }
}
