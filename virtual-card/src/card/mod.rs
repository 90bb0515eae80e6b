//! The card: power, security status and the way from a command to its answer.
//!
//! Security status follows what was surveyed on real cards (soltia48/myna-card;
//! JICSAP v1.1, 5.1.3): selecting the same application again keeps it,
//! selecting another one or the card manager drops it, and so does losing
//! power. Whether a warm reset drops it differs, so the profile says.

mod alarm;
mod apdu;
mod command;
mod file;
mod jpki;
mod noise;
mod pin;
mod signing_key;
mod status;
mod text;
mod token_info;
mod verifier;

use crate::profile::{Profile, ProfileError, WarmReset};
use apdu::Command;
use file::{Access, Application, ApplicationName, File, FileId};
use status::StatusWord;
use verifier::Verifier;

pub use alarm::Alarm;
pub(crate) use noise::Noise;
pub use pin::{Counters, PinName};

/// A My Number Card, or whatever else its profile makes of it.
#[derive(Debug)]
pub struct VirtualCard {
    profile: Profile,
    applications: Vec<Application>,
    powered: bool,
    /// `None`: the card manager, which answers after a reset.
    application: Option<ApplicationName>,
    file: Option<FileId>,
    verified: Vec<PinName>,
    verifier: Verifier,
    counters: Counters,
    alarms: Vec<Alarm>,
    noise: Noise,
}

impl VirtualCard {
    /// A card fresh from the profile.
    ///
    /// # Errors
    /// When the profile's key or certificates cannot be put on a card.
    pub fn new(profile: Profile) -> Result<Self, ProfileError> {
        let counters = profile.counters();
        Self::with_counters(profile, counters)
    }

    /// A card that was used before: its counters stand where they were left.
    ///
    /// # Errors
    /// As [`VirtualCard::new`].
    pub fn with_counters(profile: Profile, counters: Counters) -> Result<Self, ProfileError> {
        let mut applications = Vec::new();
        if let Some(jpki) = profile.jpki() {
            applications.push(jpki::application(jpki)?);
        }
        if let Some(text) = profile.text() {
            applications.push(text::application(text));
        }
        Ok(Self {
            profile,
            applications,
            powered: false,
            application: None,
            file: None,
            verified: Vec::new(),
            verifier: Verifier::default(),
            counters,
            alarms: Vec::new(),
            noise: Noise::new(0),
        })
    }

    /// Makes GET CHALLENGE and PSS salts differ from those of another card.
    #[must_use]
    pub fn seeded(mut self, seed: u64) -> Self {
        self.noise = Noise::new(seed);
        self
    }

    /// What kind of card this is.
    #[must_use]
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// The answer to reset.
    #[must_use]
    pub fn atr(&self) -> &'static [u8] {
        self.profile.interface().atr()
    }

    /// Cold reset.
    pub fn power_on(&mut self) -> &'static [u8] {
        self.power_off();
        self.powered = true;
        self.atr()
    }

    /// The card leaves the field or loses its supply.
    pub fn power_off(&mut self) {
        self.powered = false;
        self.leave_application();
    }

    /// Warm reset: power stays on.
    pub fn warm_reset(&mut self) -> &'static [u8] {
        match self.profile.warm_reset() {
            WarmReset::KeepsRights => self.file = None,
            WarmReset::DropsRights => self.leave_application(),
        }
        self.powered = true;
        self.atr()
    }

    /// Tries left, to be kept by the caller.
    #[must_use]
    pub fn counters(&self) -> &Counters {
        &self.counters
    }

    /// What was done to this card that nobody may do.
    #[must_use]
    pub fn alarms(&self) -> &[Alarm] {
        &self.alarms
    }

    /// One command in, one answer out, whatever the bytes are. A card without
    /// power gives no answer: zero bytes.
    pub fn transmit(&mut self, apdu: &[u8]) -> Vec<u8> {
        if !self.powered {
            return Vec::new();
        }
        let (mut answer, status) = match self.answer(apdu) {
            Ok(data) => (data, StatusWord::SUCCESS),
            Err(status) => (Vec::new(), status),
        };
        answer.extend(status.to_bytes());
        answer
    }

    fn answer(&mut self, apdu: &[u8]) -> Result<Vec<u8>, StatusWord> {
        let command = Command::parse(apdu)
            .filter(|command| !command.extended || self.profile.has_extended_length())
            .ok_or(StatusWord::WRONG_LENGTH)?;
        command::execute(self, &command)
    }

    fn leave_application(&mut self) {
        self.application = None;
        self.file = None;
        self.verified.clear();
        self.verifier = Verifier::default();
    }

    fn current_application(&self) -> Option<&Application> {
        self.applications
            .iter()
            .find(|application| Some(application.name) == self.application)
    }

    /// Makes the file current that P2 of VERIFY or `80 2A` names: 80 stands for
    /// the current one, 80 with a short id for that one.
    fn refer_to(&mut self, p2: u8) -> Result<(), StatusWord> {
        if p2 & 0xE0 != 0x80 {
            return Err(StatusWord::WRONG_P1_P2);
        }
        match p2 & 0x1F {
            0 => Ok(()),
            short => self
                .make_current(short)
                .ok_or(StatusWord::REFERENCE_NOT_FOUND),
        }
    }

    fn make_current(&mut self, short: u8) -> Option<()> {
        self.file = Some(self.current_application()?.file_by_short_id(short)?.id);
        Some(())
    }

    fn current_file(&self) -> Result<&File, StatusWord> {
        self.file
            .and_then(|id| self.current_application()?.file(id))
            .ok_or(StatusWord::NO_CURRENT_FILE)
    }

    fn grants(&self, access: &Access) -> bool {
        match access {
            Access::Free => true,
            Access::After(pins) => self.has_verified(pins),
            Access::AfterOrVerifier(pins) => {
                self.has_verified(pins) || self.verifier.is_authenticated()
            }
        }
    }

    fn has_verified(&self, pins: &[PinName]) -> bool {
        pins.iter().any(|pin| self.verified.contains(pin))
    }

    /// Whether the current file is the one nobody may touch.
    fn at_individual_number(&self) -> bool {
        self.application == Some(ApplicationName::Text)
            && self.file == Some(FileId(text::INDIVIDUAL_NUMBER))
    }
}
