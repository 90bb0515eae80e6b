//! The smart-card service of a system as the Web Smart Card API shows it (WICG draft):
//! readers by name, exclusive connections, and cards that others can take.

use super::place::{Outcome, Place};

/// Why something was refused: the `responseCode` of a `SmartCardError`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServiceError {
    /// `no-smartcard`
    NoSmartCard,
    /// `no-service`
    NoService,
    /// `removed-card`
    RemovedCard,
    /// `reset-card`
    ResetCard,
    /// `sharing-violation`
    SharingViolation,
    /// `unknown-reader`
    UnknownReader,
    /// `unresponsive-card`
    UnresponsiveCard,
}

impl ServiceError {
    /// The code in the words of the draft.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NoSmartCard => "no-smartcard",
            Self::NoService => "no-service",
            Self::RemovedCard => "removed-card",
            Self::ResetCard => "reset-card",
            Self::SharingViolation => "sharing-violation",
            Self::UnknownReader => "unknown-reader",
            Self::UnresponsiveCard => "unresponsive-card",
        }
    }
}

/// A service with one reader.
#[derive(Debug)]
pub struct VirtualService {
    name: String,
    place: Place,
    attached: bool,
    running: bool,
    /// Whether another program holds the card.
    taken: bool,
    /// The moves of cards when it was connected to.
    connected: Option<u32>,
}

impl VirtualService {
    /// A service with a reader of this name and no card.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            place: Place::default(),
            attached: true,
            running: true,
            taken: false,
            connected: None,
        }
    }

    /// The place for the card.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// The same, to put a card there.
    pub fn place_mut(&mut self) -> &mut Place {
        &mut self.place
    }

    /// Has another program take the card for itself, or let it go.
    pub fn set_taken(&mut self, taken: bool) {
        self.taken = taken;
    }

    /// Plugs the reader in or out.
    pub fn set_attached(&mut self, attached: bool) {
        self.attached = attached;
        if !attached {
            self.place.power_off();
            self.connected = None;
        }
    }

    /// Starts or ends the service.
    pub fn set_running(&mut self, running: bool) {
        self.running = running;
    }

    /// `listReaders()`.
    ///
    /// # Errors
    /// [`ServiceError::NoService`].
    pub fn readers(&self) -> Result<Vec<String>, ServiceError> {
        self.check()?;
        Ok(self
            .attached
            .then(|| self.name.clone())
            .into_iter()
            .collect())
    }

    /// Whether a card is in this reader, and how often one came or went.
    ///
    /// # Errors
    /// [`ServiceError::NoService`], [`ServiceError::UnknownReader`].
    pub fn state(&self, reader: &str) -> Result<(bool, u32), ServiceError> {
        self.check_reader(reader)?;
        Ok((self.place.card_present(), self.place.moves()))
    }

    /// The ATR of the card, if there is one.
    #[must_use]
    pub fn atr(&self) -> Vec<u8> {
        let card = self.place.card().filter(|_| self.place.card_present());
        card.map(|card| card.atr().to_vec()).unwrap_or_default()
    }

    /// `connect(reader, "exclusive")`: a card without power gets it.
    ///
    /// # Errors
    /// [`ServiceError::SharingViolation`], [`ServiceError::NoSmartCard`] above all.
    pub fn connect(&mut self, reader: &str) -> Result<(), ServiceError> {
        self.check_reader(reader)?;
        if !self.place.card_present() {
            return Err(ServiceError::NoSmartCard);
        }
        if self.taken || self.connected == Some(self.place.moves()) {
            return Err(ServiceError::SharingViolation);
        }
        if !self.place.is_active() && self.place.power_on().is_none() {
            return Err(ServiceError::UnresponsiveCard);
        }
        self.connected = Some(self.place.moves());
        Ok(())
    }

    /// `transmit()`. `None` if the answer never comes.
    ///
    /// # Errors
    /// [`ServiceError::RemovedCard`], [`ServiceError::ResetCard`] above all.
    pub fn transmit(&mut self, apdu: &[u8]) -> Result<Option<Vec<u8>>, ServiceError> {
        self.check_connection()?;
        match self.place.transmit(apdu) {
            Outcome::Answer(answer) => Ok(Some(answer)),
            Outcome::Silence => Ok(None),
            Outcome::NoCard => Err(ServiceError::RemovedCard),
            Outcome::Gone => {
                self.set_attached(false);
                Err(ServiceError::UnknownReader)
            }
        }
    }

    /// `disconnect("unpower")`.
    ///
    /// # Errors
    /// As [`VirtualService::transmit`].
    pub fn unpower(&mut self) -> Result<(), ServiceError> {
        let connection = self.check_connection();
        self.connected = None;
        connection?;
        self.place.power_off();
        Ok(())
    }

    fn check(&self) -> Result<(), ServiceError> {
        if self.running {
            Ok(())
        } else {
            Err(ServiceError::NoService)
        }
    }

    fn check_reader(&self, reader: &str) -> Result<(), ServiceError> {
        self.check()?;
        if self.attached && self.name == reader {
            Ok(())
        } else {
            Err(ServiceError::UnknownReader)
        }
    }

    fn check_connection(&self) -> Result<(), ServiceError> {
        self.check()?;
        match self.connected {
            None => Err(ServiceError::UnknownReader),
            Some(_) if !self.place.card_present() => Err(ServiceError::RemovedCard),
            // Another card, or the same again.
            Some(moves) if moves != self.place.moves() => Err(ServiceError::ResetCard),
            Some(_) => Ok(()),
        }
    }
}
