//! The field of a reader and the card that lies in it, or comes and goes: joins
//! the radio with the seat, and lets the plan strike at what reaches the card.

use std::time::Duration;

use super::Unplugged;
use crate::proximity::{Air, FrameFault, Heard, append_check};
use crate::reader::fault::Fault;
use crate::reader::plan::Plan;
use crate::reader::seat::{End, Seat};

/// The field.
#[derive(Debug)]
pub(in crate::reader) struct Radio {
    air: Air,
    /// Moves of the card that the field has seen.
    moves: u32,
}

impl Radio {
    /// A field that is off. The seed decides on the PUPIs of cards.
    pub(in crate::reader) fn new(seed: u64) -> Self {
        Self {
            air: Air::new(seed),
            moves: 0,
        }
    }

    pub(in crate::reader) fn set_faults(&mut self, faults: &[FrameFault]) {
        self.air.set_faults(faults);
    }

    pub(in crate::reader) fn frames(&self) -> u64 {
        self.air.frames()
    }

    pub(super) fn is_on(&self) -> bool {
        self.air.is_on()
    }

    pub(in crate::reader) fn switch_off(&mut self, seat: &mut Seat) {
        if self.air.is_on() {
            self.air.switch(false);
            seat.cut_power();
        }
    }

    pub(super) fn switch_on(&mut self, seat: &mut Seat) {
        if !self.air.is_on() {
            self.air.switch(true);
            self.moves = seat.moves();
            self.power_card(seat);
        }
    }

    /// Sends the bytes of a frame, to which the reader adds the check, and
    /// listens for an answer that begins within `patience`.
    pub(super) fn exchange(
        &mut self,
        bytes: &[u8],
        patience: Duration,
        seat: &mut Seat,
        plan: &mut Plan,
    ) -> Result<Heard, Unplugged> {
        self.exchange_frame(&append_check(bytes), patience, seat, plan)
    }

    /// The same with a frame that has its check.
    pub(super) fn exchange_frame(
        &mut self,
        frame: &[u8],
        patience: Duration,
        seat: &mut Seat,
        plan: &mut Plan,
    ) -> Result<Heard, Unplugged> {
        self.settle(seat);
        let mut unplugged = false;
        // A reader that carries frames cannot tell how long an APDU is.
        let mut nothing = Plan::default();
        let plan = match plan.fault() {
            Some(Fault::ExtendedFails) => &mut nothing,
            _ => plan,
        };
        let mut execute = |apdu: &[u8]| match seat.exchange(apdu, plan) {
            Ok(executed) => executed.heard.then_some(executed.answer),
            Err(End::Unplugged) => {
                unplugged = true;
                None
            }
            Err(End::Failed(_) | End::Silence) => None,
        };
        let heard = self.air.exchange(frame, patience, &mut execute);
        self.settle(seat);
        if unplugged { Err(Unplugged) } else { Ok(heard) }
    }

    /// Takes notice of a card that came or went.
    fn settle(&mut self, seat: &mut Seat) {
        if self.moves != seat.moves() {
            self.moves = seat.moves();
            self.air.card_leaves();
            if self.air.is_on() {
                self.power_card(seat);
            }
        }
    }

    fn power_card(&mut self, seat: &mut Seat) {
        if seat.power_on().is_ok() {
            self.air.card_enters();
        }
    }
}
