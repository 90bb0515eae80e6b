//! Between the person who types and the visit that waits for a PIN. Holds the digits
//! while they are typed; they leave only as the card's PIN type.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::task::{Poll, Waker};

use card_wasm::jpki::Pin;

use super::signal::Signal;
use crate::domain::pin_entry::{PIN_LENGTH, PinEntry};
use crate::domain::time::Moment;
use crate::state::PinKey;

/// A card must not wait, powered, for a person who went away.
const PATIENCE_MILLIS: u64 = 60_000;

/// What came of asking for a PIN.
pub enum PinAnswer {
    /// A person typed it just now.
    Typed(Pin),
    /// Nobody typed for a minute.
    TimedOut,
    /// The card went away, or the desk stopped the visit.
    GivenUp,
}

/// Where a PIN is asked for and typed.
#[derive(Default)]
pub struct PinDesk {
    entry: RefCell<PinEntry>,
    answer: RefCell<Option<PinAnswer>>,
    asking: RefCell<Option<Waker>>,
    last_key: Cell<Moment>,
    last_try: Signal,
    /// Whether a person has still to accept the last try.
    unaccepted: Cell<bool>,
}

impl PinDesk {
    /// Waits until a PIN is typed, nobody types any more, or the visit is given up.
    pub async fn ask(&self, now: Moment) -> PinAnswer {
        self.entry.borrow_mut().clear();
        self.answer.take();
        self.last_key.set(now);
        let answer = poll_fn(|context| match self.answer.take() {
            Some(answer) => Poll::Ready(answer),
            None => {
                self.asking.replace(Some(context.waker().clone()));
                Poll::Pending
            }
        });
        answer.await
    }

    /// Waits until a person accepts the last try; false when nobody does in time or the
    /// card goes.
    pub async fn accepted(&self, now: Moment) -> bool {
        self.last_key.set(now);
        self.last_try.reset();
        self.unaccepted.set(true);
        self.last_try.wait().await;
        !self.unaccepted.replace(false)
    }

    /// A person accepts the last try.
    pub fn accept_last_try(&self) {
        if self.unaccepted.replace(false) {
            self.last_try.ring();
        }
    }

    /// A key of the pad. Answers how many digits there are, or nothing where nobody
    /// asked for a PIN.
    pub fn key(&self, key: PinKey, now: Moment) -> Option<usize> {
        self.asking.borrow().as_ref()?;
        self.last_key.set(now);
        let mut entry = self.entry.borrow_mut();
        match key {
            PinKey::Digit(digit) => entry.push(digit),
            PinKey::Backspace => entry.backspace(),
            PinKey::Clear => entry.clear(),
            PinKey::Submit => {
                if let Some(Some(pin)) = entry.take(pin) {
                    self.reply(PinAnswer::Typed(pin));
                }
            }
        }
        Some(entry.length())
    }

    /// Forgets the digits typed so far.
    pub fn forget(&self) {
        self.entry.borrow_mut().clear();
    }

    /// Ends the asking: the card is gone or the desk stops.
    pub fn give_up(&self) {
        self.forget();
        // Goes on without having been accepted.
        self.last_try.ring();
        if self.asking.borrow().is_some() {
            self.reply(PinAnswer::GivenUp);
        }
    }

    /// Ends the asking when nobody typed for a minute.
    pub fn tick(&self, now: Moment) {
        let tired = now.millis_since(self.last_key.get()) >= PATIENCE_MILLIS;
        if tired && self.unaccepted.get() {
            self.last_try.ring();
        }
        if tired && self.asking.borrow().is_some() {
            self.forget();
            self.reply(PinAnswer::TimedOut);
        }
    }

    fn reply(&self, answer: PinAnswer) {
        self.answer.replace(Some(answer));
        if let Some(waker) = self.asking.take() {
            waker.wake();
        }
    }
}

/// The card's own type of the digits; both are wiped when they go.
fn pin(digits: &[u8; PIN_LENGTH]) -> Option<Pin> {
    Pin::try_from(std::str::from_utf8(digits).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;
    use std::pin::pin;

    use super::*;

    fn at(seconds: u64) -> Moment {
        Moment::from_millis(seconds * 1000)
    }

    fn type_in(desk: &PinDesk, text: &str) {
        for digit in text.chars() {
            desk.key(PinKey::Digit(digit), at(1));
        }
    }

    #[test]
    fn a_pin_goes_to_whoever_asked_and_nothing_stays() {
        let desk = PinDesk::default();
        let mut asked = pin!(desk.ask(at(0)));
        assert!(asked.as_mut().now_or_never().is_none());
        type_in(&desk, "123");
        assert_eq!(desk.key(PinKey::Submit, at(2)), Some(3));
        assert!(
            asked.as_mut().now_or_never().is_none(),
            "a digit is missing"
        );
        type_in(&desk, "4");
        assert_eq!(desk.key(PinKey::Submit, at(3)), Some(0));
        let answer = asked.now_or_never();
        assert!(matches!(answer, Some(PinAnswer::Typed(_))));
    }

    #[test]
    fn keys_are_not_taken_where_nobody_asked() {
        let desk = PinDesk::default();
        assert_eq!(desk.key(PinKey::Digit('1'), at(0)), None);
        let mut asked = pin!(desk.ask(at(0)));
        assert!(asked.as_mut().now_or_never().is_none());
        assert_eq!(desk.key(PinKey::Digit('1'), at(1)), Some(1));
    }

    #[test]
    fn a_minute_without_a_key_is_too_long() {
        let desk = PinDesk::default();
        let mut asked = pin!(desk.ask(at(0)));
        assert!(asked.as_mut().now_or_never().is_none());
        desk.key(PinKey::Digit('1'), at(30));
        desk.tick(at(89));
        assert!(asked.as_mut().now_or_never().is_none());
        desk.tick(at(90));
        assert!(matches!(asked.now_or_never(), Some(PinAnswer::TimedOut)));
        assert_eq!(desk.entry.borrow().length(), 0);
    }

    #[test]
    fn a_card_that_goes_takes_the_digits_along() {
        let desk = PinDesk::default();
        let mut asked = pin!(desk.ask(at(0)));
        assert!(asked.as_mut().now_or_never().is_none());
        type_in(&desk, "12");
        desk.give_up();
        assert!(matches!(asked.now_or_never(), Some(PinAnswer::GivenUp)));
        assert_eq!(desk.entry.borrow().length(), 0);
    }

    #[test]
    fn the_last_try_needs_a_person() {
        let desk = PinDesk::default();
        for (happens, accepted) in [
            ((|desk| desk.accept_last_try()) as fn(&PinDesk), true),
            (PinDesk::give_up, false),
            (|desk| desk.tick(at(60)), false),
        ] {
            // Accepting before one is asked is accepting nothing.
            desk.accept_last_try();
            let mut asked = pin!(desk.accepted(at(0)));
            assert_eq!(asked.as_mut().now_or_never(), None);
            happens(&desk);
            assert_eq!(asked.now_or_never(), Some(accepted));
        }
    }
}
