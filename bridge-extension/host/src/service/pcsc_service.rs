//! Cards through the system's smart-card service (PC/SC).

use std::ffi::CString;
use std::mem;
use std::thread;
use std::time::{Duration, Instant};

use bridge_protocol::{Code, Failure, ReaderName, caps};
use pcsc::{Card, Context, Disposition, Error, Protocols, Scope, ShareMode};

use super::{CardService, Connection, failure, features};
use crate::guard::SELECT_CARD_MANAGER;

/// When a card arrives, the system itself looks at it for a moment (Windows: certificate
/// propagation; Linux: agents of GnuPG and OpenSC).
const PATIENCE: Duration = Duration::from_secs(3);
const PAUSE: Duration = Duration::from_millis(50);

/// The smart-card service.
#[derive(Debug, Default)]
pub struct PcscService(());

impl CardService for PcscService {
    type Connection = PcscCard;

    fn connect(&mut self, reader: &ReaderName) -> Result<PcscCard, Failure> {
        let started = Instant::now();
        loop {
            match open(reader, ShareMode::Exclusive) {
                Err(Error::SharingViolation) if started.elapsed() < PATIENCE => {
                    thread::sleep(PAUSE);
                }
                result => return result.map_err(failure),
            }
        }
    }
}

fn open(reader: &ReaderName, share: ShareMode) -> Result<PcscCard, Error> {
    let context = Context::establish(Scope::User)?;
    let name = CString::new(reader.as_str()).map_err(|_| Error::UnknownReader)?;
    let card = context.connect(&name, share, Protocols::ANY)?;
    // From here on every way out powers the card off.
    let mut open = PcscCard {
        card: Some(card),
        atr: Vec::new(),
        short_only: None,
    };
    if let Some(card) = &mut open.card {
        // It lasts until the disconnect, which ends it with the card's power. Ended by being
        // dropped, it would leave the card as it is.
        mem::forget(card.transaction()?);
        open.atr = card.status2_owned()?.atr().to_vec();
        open.short_only = features::short_only(card);
    }
    Ok(open)
}

/// An open card.
pub struct PcscCard {
    /// There until it is dropped.
    card: Option<Card>,
    atr: Vec<u8>,
    short_only: Option<bool>,
}

impl Connection for PcscCard {
    fn atr(&self) -> &[u8] {
        &self.atr
    }

    fn short_only(&self) -> Option<bool> {
        self.short_only
    }

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Failure> {
        let card = self.card.as_ref().ok_or(Failure::from(Code::NotOpen))?;
        let mut buffer = vec![0; caps::ANSWER_BYTES];
        let length = card.transmit(command, &mut buffer).map_err(failure)?.len();
        buffer.truncate(length);
        buffer.shrink_to_fit();
        Ok(buffer)
    }
}

impl Drop for PcscCard {
    fn drop(&mut self) {
        if let Some(card) = self.card.take() {
            // What fails here has no card left to lock, or resets it by being dropped.
            let _ = card.disconnect(Disposition::UnpowerCard);
        }
    }
}

/// Locks whatever card lies on this reader, and powers it off.
///
/// # Errors
/// [`Error`] if the card could not be reached and may still be unlocked.
pub fn lock_card(reader: &ReaderName) -> Result<(), Error> {
    let opened = match open(reader, ShareMode::Exclusive) {
        Err(Error::SharingViolation) => open(reader, ShareMode::Shared),
        result => result,
    };
    match opened {
        Ok(mut card) => {
            // The power goes whatever the card says.
            let _ = card.transmit(SELECT_CARD_MANAGER);
            Ok(())
        }
        // Without power, and without a card, nothing is unlocked.
        Err(
            Error::NoSmartcard
            | Error::RemovedCard
            | Error::UnresponsiveCard
            | Error::UnpoweredCard
            | Error::UnknownReader
            | Error::ReaderUnavailable
            | Error::NoReadersAvailable,
        ) => Ok(()),
        Err(error) => Err(error),
    }
}
