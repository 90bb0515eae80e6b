//! Between the person who types and the visit that waits for a PIN. Holds the digits
//! while they are typed; they leave only as the card's PIN type.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::task::{Poll, Waker};

use card_wasm::jpki::Pin;
use card_wasm::link::LinkError;

use crate::domain::pin_entry::{PIN_LENGTH, PinEntry};
use crate::domain::time::Moment;
use crate::state::PinKey;

/// A card must not wait, powered, for a person who went away.
const PATIENCE_MILLIS: u64 = 60_000;

/// Why no PIN was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPin {
    /// Nobody touched a key for a minute.
    TimedOut,
    /// The desk stopped the visit.
    Stopped,
    /// The card, or the reader with it, went away.
    Gone(LinkError),
}

/// Where a PIN is asked for and typed.
#[derive(Default)]
pub struct PinDesk {
    entry: RefCell<PinEntry>,
    pin: Question<Pin>,
    last_try: Question<()>,
    face_photo: Question<()>,
    last_key: Cell<Moment>,
}

/// A question that waits for a person.
struct Question<T> {
    answer: RefCell<Option<Result<T, NoPin>>>,
    asking: RefCell<Option<Waker>>,
}

impl PinDesk {
    /// Waits until a PIN is typed, or none will be.
    ///
    /// # Errors
    /// Why no PIN was typed.
    pub async fn ask(&self, now: Moment) -> Result<Pin, NoPin> {
        self.forget();
        self.last_key.set(now);
        self.pin.ask().await
    }

    /// Waits until a person accepts to use the last try, or nobody will.
    ///
    /// # Errors
    /// Why nobody did.
    pub async fn ask_for_last_try(&self, now: Moment) -> Result<(), NoPin> {
        self.last_key.set(now);
        self.last_try.ask().await
    }

    /// A person accepts to use the last try.
    pub fn accept_last_try(&self) {
        self.last_try.reply(Ok(()));
    }

    /// Waits until staff confirm that they compared face and photo, or nobody will.
    ///
    /// # Errors
    /// Why nobody did.
    pub async fn ask_for_face_photo(&self, now: Moment) -> Result<(), NoPin> {
        self.last_key.set(now);
        self.face_photo.ask().await
    }

    /// Staff confirm that they compared face and photo.
    pub fn confirm_face_photo(&self) {
        self.face_photo.reply(Ok(()));
    }

    /// A key of the pad. Answers how many digits there are, or nothing where nobody
    /// asked for a PIN.
    pub fn key(&self, key: PinKey, now: Moment) -> Option<usize> {
        if !self.pin.is_asked() {
            return None;
        }
        self.last_key.set(now);
        let mut entry = self.entry.borrow_mut();
        match key {
            PinKey::Digit(digit) => entry.push(digit),
            PinKey::Backspace => entry.backspace(),
            PinKey::Clear => entry.clear(),
            PinKey::Submit => {
                if let Some(Some(pin)) = entry.take(pin) {
                    self.pin.reply(Ok(pin));
                }
            }
        }
        Some(entry.length())
    }

    /// Forgets the digits typed so far.
    pub fn forget(&self) {
        self.entry.borrow_mut().clear();
    }

    /// Ends the asking, and forgets the digits.
    pub fn give_up(&self, why: NoPin) {
        self.forget();
        self.pin.reply(Err(why));
        self.last_try.reply(Err(why));
        self.face_photo.reply(Err(why));
    }

    /// Ends the asking when nobody touched a key for a minute.
    pub fn tick(&self, now: Moment) {
        let asking = self.pin.is_asked() || self.last_try.is_asked() || self.face_photo.is_asked();
        if asking && now.millis_since(self.last_key.get()) >= PATIENCE_MILLIS {
            self.give_up(NoPin::TimedOut);
        }
    }
}

impl<T> Default for Question<T> {
    fn default() -> Self {
        Self {
            answer: RefCell::default(),
            asking: RefCell::default(),
        }
    }
}

impl<T> Question<T> {
    async fn ask(&self) -> Result<T, NoPin> {
        self.answer.take();
        poll_fn(|context| match self.answer.take() {
            Some(answer) => Poll::Ready(answer),
            None => {
                self.asking.replace(Some(context.waker().clone()));
                Poll::Pending
            }
        })
        .await
    }

    fn is_asked(&self) -> bool {
        self.asking.borrow().is_some()
    }

    /// Answers, if somebody asked.
    fn reply(&self, answer: Result<T, NoPin>) {
        if let Some(waker) = self.asking.take() {
            self.answer.replace(Some(answer));
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
        assert!(matches!(answer, Some(Ok(_))));
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
        assert!(matches!(asked.now_or_never(), Some(Err(NoPin::TimedOut))));
        assert_eq!(desk.entry.borrow().length(), 0);
    }

    #[test]
    fn a_card_that_goes_takes_the_digits_along() {
        let desk = PinDesk::default();
        let mut asked = pin!(desk.ask(at(0)));
        assert!(asked.as_mut().now_or_never().is_none());
        type_in(&desk, "12");
        let gone = NoPin::Gone(LinkError::CardRemoved);
        desk.give_up(gone);
        assert_eq!(asked.now_or_never().and_then(Result::err), Some(gone));
        assert_eq!(desk.entry.borrow().length(), 0);
    }

    #[test]
    fn the_last_try_needs_a_person() {
        type Happens<'a> = &'a dyn Fn(&PinDesk);
        let desk = PinDesk::default();
        let stop = |desk: &PinDesk| desk.give_up(NoPin::Stopped);
        let cases: [(Happens<'_>, _); 3] = [
            (&PinDesk::accept_last_try, Ok(())),
            (&stop, Err(NoPin::Stopped)),
            (&|desk| desk.tick(at(60)), Err(NoPin::TimedOut)),
        ];
        for (happens, expected) in cases {
            // Accepting before one is asked is accepting nothing.
            desk.accept_last_try();
            let mut asked = pin!(desk.ask_for_last_try(at(0)));
            assert_eq!(asked.as_mut().now_or_never(), None);
            happens(&desk);
            assert_eq!(asked.now_or_never(), Some(expected));
        }
    }
}
