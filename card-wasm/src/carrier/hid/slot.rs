//! A HID device that passes APDUs to a card, as a [`Slot`].

use core::time::Duration;
use std::cell::Cell;
use std::rc::Rc;

use async_trait::async_trait;
use zeroize::Zeroizing;

use super::HidPipe;
use super::report::{Collector, Report, reports};
use crate::carrier::slot::{CardState, Slot};
use crate::carrier::turn::Turn;
use crate::iso7816::{Response, StatusWord};
use crate::link::{Limits, LinkError, Timer};

/// SELECT of the card manager by its name, without an answer (ISO/IEC 7816-4, 7.1.1;
/// soltia48/myna-card `mf.rs`). Every card answers it in some way, and it takes every right.
const SELECT_CARD_MANAGER: [u8; 12] = [
    0x00, 0xA4, 0x04, 0x0C, 0x07, 0xA0, 0x00, 0x00, 0x01, 0x51, 0x00, 0x00,
];

/// INS of VERIFY (ISO/IEC 7816-4, 7.5.6).
const VERIFY: u8 = 0x20;

/// For the first answer. A device that is something else never gives one.
const FIRST: Duration = Duration::from_secs(2);
/// For a card: a signature takes a second, a weak field makes it several.
const CARD: Duration = Duration::from_secs(8);

/// A device, and whether a session is going on.
pub(super) struct HidSlot {
    wire: Rc<Wire>,
    turn: Turn<Result<Vec<u8>, LinkError>>,
    in_session: bool,
    /// A VERIFY was passed on, so that the card may have rights to lose.
    may_be_unlocked: bool,
}

struct Wire {
    pipe: Rc<dyn HidPipe>,
    /// Something came that makes no sense, or was given up half way: nothing is believed any
    /// more until the device is opened anew.
    broken: Cell<bool>,
}

/// Finds out whether the device speaks to cards.
pub(super) async fn open(
    pipe: Rc<dyn HidPipe>,
    timer: Rc<dyn Timer>,
) -> Result<HidSlot, LinkError> {
    let mut slot = HidSlot {
        wire: Rc::new(Wire {
            pipe,
            broken: Cell::new(false),
        }),
        turn: Turn::new(timer),
        in_session: false,
        may_be_unlocked: false,
    };
    match slot.select(FIRST).await {
        // "Instruction not supported", "class not supported" (ISO/IEC 7816-4, 5.6): a card
        // knows SELECT, a hardware wallet or a security key may not.
        Ok(StatusWord::InstructionUnknown | StatusWord::ClassUnknown) => Err(LinkError::NotAReader),
        Ok(_) => Ok(slot),
        Err(LinkError::Unplugged) => Err(LinkError::Unplugged),
        // Silence, or something in another language.
        Err(_) => Err(LinkError::NotAReader),
    }
}

impl HidSlot {
    async fn ask(&mut self, apdu: &[u8], wait: Duration) -> Result<Vec<u8>, LinkError> {
        let reports = reports(apdu)?;
        let wire = Rc::clone(&self.wire);
        self.turn
            .ask(async move { wire.converse(&reports).await }, wait)
            .await?
    }

    /// Selects the card manager and returns what the card, or the reader without one, says.
    async fn select(&mut self, wait: Duration) -> Result<StatusWord, LinkError> {
        let answer = self.ask(&SELECT_CARD_MANAGER, wait).await?;
        let response = Response::try_from(answer.as_slice());
        let response = response.map_err(|_| LinkError::MalformedResponse)?;
        Ok(response.status())
    }
}

impl Wire {
    /// Passes an APDU on without waiting for anything.
    async fn tell(&self, apdu: &[u8]) {
        if let Ok(reports) = reports(apdu) {
            for report in reports.iter() {
                // Whoever asked has an error to report already.
                let _ = self.pipe.send(report).await;
            }
        }
    }

    async fn converse(&self, reports: &Zeroizing<Vec<Report>>) -> Result<Vec<u8>, LinkError> {
        if self.broken.replace(true) {
            return Err(LinkError::MalformedMessage);
        }
        for report in reports.iter() {
            self.pipe.send(report).await?;
        }
        let mut collector = Collector::default();
        loop {
            // Every report but the last brings the end nearer.
            if let Some(answer) = collector.push(&self.pipe.next().await?)? {
                self.broken.set(false);
                return Ok(answer);
            }
        }
    }
}

#[async_trait(?Send)]
impl Slot for HidSlot {
    fn limits(&self) -> Limits {
        Limits::SHORT
    }

    async fn card(&mut self) -> Result<CardState, LinkError> {
        if self.in_session {
            // To ask would be to select something else.
            return Ok(CardState::Active);
        }
        if says_there_is_none(self.select(CARD).await?) {
            Ok(CardState::Absent)
        } else {
            Ok(CardState::Inactive)
        }
    }

    async fn power_on(&mut self) -> Result<Vec<u8>, LinkError> {
        self.in_session = true;
        Ok(Vec::new())
    }

    async fn transmit(&mut self, apdu: &[u8]) -> Result<Vec<u8>, LinkError> {
        self.may_be_unlocked |= apdu.get(1) == Some(&VERIFY);
        self.ask(apdu, CARD).await
    }

    async fn power_off(&mut self) -> Result<(), LinkError> {
        let status = match self.select(CARD).await {
            Ok(status) => status,
            Err(error) => {
                // An answer is lost, so that none can be trusted; but the card may still hear.
                self.wire.tell(&SELECT_CARD_MANAGER).await;
                return Err(error);
            }
        };
        let is_locked = status.is_carried_out() || says_there_is_none(status);
        if self.may_be_unlocked && !is_locked {
            return Err(LinkError::UnexpectedMessage);
        }
        self.in_session = false;
        self.may_be_unlocked = false;
        Ok(())
    }

    async fn close(&mut self) -> Result<(), LinkError> {
        self.wire.pipe.close();
        Ok(())
    }
}

/// 6F00, 6400 and 6401: what a device answers for a card that is not there (our assumption).
const fn says_there_is_none(status: StatusWord) -> bool {
    matches!(
        status,
        StatusWord::NoDiagnosis | StatusWord::ExecutionError | StatusWord::Other(0x6401)
    )
}
