//! Profiles: which card this is, in a small TOML file with a title in Japanese
//! and English, a certificate and a key. Knows nothing of commands.

mod catalogue;
mod error;
mod schema;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::card::{Counters, PinName};
use crate::transmission::ContactAnswer;
pub use error::ProfileError;
pub use schema::{Interface, Title, WarmReset, WrongLength};

/// Everything a card starts with.
#[derive(Clone)]
pub struct Profile {
    name: &'static str,
    schema: schema::Card,
    contacts: Option<ContactAnswer>,
    jpki: Option<Jpki>,
    text: Option<Text>,
}

/// Signature algorithm of the card's keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Algorithm {
    /// RSA with 2048 bits, today's card.
    #[serde(rename = "rsa-2048")]
    Rsa2048,
    /// ECDSA over P-384, announced for the next card.
    #[serde(rename = "p-384")]
    P384,
}

/// What stands in the JPKI AP.
#[derive(Clone)]
pub(crate) struct Jpki {
    pub(crate) label: String,
    pub(crate) algorithm: Algorithm,
    pub(crate) certificate_before_pin: bool,
    pub(crate) certificate: &'static [u8],
    pub(crate) private_key: &'static [u8],
    pub(crate) authority: &'static [u8],
    /// SubjectPublicKeyInfo of the authority whose verifiers the card trusts, if any.
    pub(crate) verifier_authority: Option<&'static [u8]>,
    pub(crate) pin: String,
    pub(crate) signature_pin: String,
}

/// What stands in the 券面事項入力補助AP.
#[derive(Clone)]
pub(crate) struct Text {
    pub(crate) pin: String,
    pub(crate) reference_b: String,
    pub(crate) name: String,
    pub(crate) address: String,
    pub(crate) birth_date: String,
    pub(crate) sex: String,
}

impl Profile {
    /// The profile of this name.
    ///
    /// # Errors
    /// [`ProfileError::Unknown`]; the others only for a file that is wrong.
    pub fn named(name: &str) -> Result<Self, ProfileError> {
        let entry = catalogue::ENTRIES
            .iter()
            .find(|entry| entry.name == name)
            .ok_or(ProfileError::Unknown)?;
        Self::parse(entry)
    }

    /// The names of all profiles, in the order a menu shows them.
    pub fn names() -> impl Iterator<Item = &'static str> {
        catalogue::ENTRIES.iter().map(|entry| entry.name)
    }

    fn parse(entry: &catalogue::Entry) -> Result<Self, ProfileError> {
        let file: schema::File =
            toml::from_str(entry.description).map_err(|_| ProfileError::Syntax)?;
        let jpki = file.jpki.map(|jpki| read_jpki(jpki, entry)).transpose()?;
        let text = file.text.map(|text| Text {
            pin: text.pin,
            reference_b: text.reference_b,
            name: text.name,
            address: text.address,
            birth_date: text.birth_date,
            sex: text.sex,
        });
        Ok(Self {
            name: entry.name,
            schema: file.card,
            contacts: None,
            jpki,
            text,
        })
    }

    /// The name, such as `valid-adult`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// What a person reads in a menu.
    #[must_use]
    pub fn title(&self) -> &Title {
        &self.schema.title
    }

    /// Contact or contactless, which decides the answer to reset.
    #[must_use]
    pub fn interface(&self) -> Interface {
        self.schema.interface
    }

    /// What a warm reset does to the security status.
    #[must_use]
    pub fn warm_reset(&self) -> WarmReset {
        self.schema.warm_reset
    }

    /// The same card with another reaction to a warm reset: surveyed cards
    /// differ, so that programs have to be tried with both.
    #[must_use]
    pub fn with_warm_reset(mut self, warm_reset: WarmReset) -> Self {
        self.schema.warm_reset = warm_reset;
        self
    }

    /// What VERIFY does with a PIN of a length that cannot be right.
    #[must_use]
    pub fn wrong_length(&self) -> WrongLength {
        self.schema.wrong_length
    }

    /// The same card with another reaction to a PIN of wrong length.
    #[must_use]
    pub fn with_wrong_length(mut self, wrong_length: WrongLength) -> Self {
        self.schema.wrong_length = wrong_length;
        self
    }

    /// The same card in a make that knows only short APDUs, as the ATR of one
    /// known make announces.
    #[must_use]
    pub fn without_extended_length(mut self) -> Self {
        self.schema.extended_length = false;
        self
    }

    /// The same card with another answer to reset at its contacts, and all that
    /// follows from it. Matters to readers at TPDU level, which otherwise say
    /// themselves what cards answer in them.
    #[must_use]
    pub fn with_contacts(mut self, answer: ContactAnswer) -> Self {
        self.contacts = Some(answer);
        self
    }

    /// The authentication certificate in DER, if the card has one.
    #[must_use]
    pub fn certificate(&self) -> Option<&'static [u8]> {
        self.jpki.as_ref().map(|jpki| jpki.certificate)
    }

    /// The counters of a card that was never used.
    #[must_use]
    pub fn counters(&self) -> Counters {
        Counters {
            authentication: self.schema.tries_left.authentication,
            signature: self.schema.tries_left.signature,
            text: self.schema.tries_left.text,
            reference_a: PinName::ReferenceA.maximum_tries(),
            reference_b: PinName::ReferenceB.maximum_tries(),
        }
    }

    pub(crate) fn contacts(&self) -> Option<ContactAnswer> {
        self.contacts
    }

    pub(crate) fn has_extended_length(&self) -> bool {
        self.schema.extended_length
    }

    pub(crate) fn has_card_manager(&self) -> bool {
        self.schema.card_manager
    }

    pub(crate) fn jpki(&self) -> Option<&Jpki> {
        self.jpki.as_ref()
    }

    pub(crate) fn text(&self) -> Option<&Text> {
        self.text.as_ref()
    }
}

/// Names the profile only: the rest is keys, PINs and a person's data.
impl fmt::Debug for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Profile").field(&self.name).finish()
    }
}

fn read_jpki(jpki: schema::Jpki, entry: &catalogue::Entry) -> Result<Jpki, ProfileError> {
    let authority = catalogue::authority(&jpki.authority).ok_or(ProfileError::Authority)?;
    Ok(Jpki {
        label: jpki.label,
        algorithm: jpki.algorithm,
        certificate_before_pin: jpki.certificate_before_pin,
        certificate: entry.certificate,
        private_key: entry.private_key,
        authority,
        verifier_authority: jpki
            .practice_verifier
            .then_some(catalogue::VERIFIER_AUTHORITY),
        pin: jpki.pin,
        signature_pin: jpki.signature_pin,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::card::VirtualCard;

    #[test]
    fn every_profile_becomes_a_card_and_has_both_titles() {
        let mut seen = Vec::new();
        for name in Profile::names() {
            let profile = Profile::named(name).expect(name);
            assert!(
                !profile.title().ja.is_empty() && !profile.title().en.is_empty(),
                "{name}"
            );
            assert!(
                !seen.contains(profile.title()),
                "{name} has another profile's title"
            );
            seen.push(profile.title().clone());
            let card = VirtualCard::new(profile).expect(name);
            for pin in PinName::ALL {
                assert!(card.counters().left(pin) <= pin.maximum_tries(), "{name}");
            }
        }
    }

    /// 照合番号B begins with the date of birth in the Japanese era.
    #[test]
    fn reference_numbers_fit_the_dates_of_birth() {
        let profiles = Profile::names().map(|name| Profile::named(name).expect(name));
        for text in profiles.filter_map(|profile| profile.text) {
            let (year, day) = text.birth_date.split_at(4);
            let year: u32 = year.parse().expect("a year");
            // No one here was born in 1989, when the era changed.
            let year = if year < 1989 {
                year - 1925
            } else {
                year - 1988
            };
            assert_eq!(text.reference_b.len(), 14);
            assert!(
                text.reference_b.starts_with(&format!("{year:02}{day}")),
                "{}",
                text.name
            );
        }
    }

    #[test]
    fn a_name_nobody_gave_is_unknown() {
        let error = Profile::named("valid-adul").expect_err("no such profile");
        assert_eq!(error.code(), "PROFILE-UNKNOWN");
    }

    #[test]
    fn a_misspelt_key_is_refused() {
        let entry = catalogue::Entry {
            name: "wrong",
            description: "[card]\ntitel = 1",
            certificate: &[],
            private_key: &[],
        };
        assert_eq!(
            Profile::parse(&entry).map(|_| ()),
            Err(ProfileError::Syntax)
        );
    }
}
