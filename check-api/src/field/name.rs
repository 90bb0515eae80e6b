//! Names of facilities, terminals and challenges, and codes that enrol terminals.

use super::FieldError;
use serde::{Deserialize, Serialize};
use std::fmt;

/// 医療機関等コード, ten digits. Its check digit is not enforced: codes in use
/// for tests, and some real ones, fail it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct FacilityCode(String);

/// The name under which the gateway knows a terminal of a facility.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct TerminalId(String);

/// The name of one challenge. Unguessable, but not a secret.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct ChallengeId(String);

/// What enrols a terminal, once. A secret until then: it has no `Debug` of its text.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct ActivationCode(String);

/// What makes a request with effects one request, however often it is sent: made
/// by the page from randomness, before it sends.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct IdempotencyKey(String);

/// 受付番号: the name of one batch. Unguessable: who knows it may have the answers.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct ReceptionNumber(String);

impl FacilityCode {
    /// The ten digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TerminalId {
    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl ChallengeId {
    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl IdempotencyKey {
    /// The key as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl ReceptionNumber {
    /// The number as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl ActivationCode {
    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ActivationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ActivationCode(hidden)")
    }
}

impl TryFrom<String> for FacilityCode {
    type Error = FieldError;

    fn try_from(text: String) -> Result<Self, FieldError> {
        let ten_digits = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit());
        if ten_digits {
            Ok(Self(text))
        } else {
            Err(FieldError::FacilityCode)
        }
    }
}

impl TryFrom<String> for TerminalId {
    type Error = FieldError;

    fn try_from(text: String) -> Result<Self, FieldError> {
        if is_name(&text, 1) {
            Ok(Self(text))
        } else {
            Err(FieldError::TerminalId)
        }
    }
}

impl TryFrom<String> for ChallengeId {
    type Error = FieldError;

    fn try_from(text: String) -> Result<Self, FieldError> {
        if is_name(&text, 16) {
            Ok(Self(text))
        } else {
            Err(FieldError::ChallengeId)
        }
    }
}

impl TryFrom<String> for ActivationCode {
    type Error = FieldError;

    fn try_from(text: String) -> Result<Self, FieldError> {
        if is_name(&text, 16) {
            Ok(Self(text))
        } else {
            Err(FieldError::ActivationCode)
        }
    }
}

impl TryFrom<String> for IdempotencyKey {
    type Error = FieldError;

    fn try_from(text: String) -> Result<Self, FieldError> {
        if is_name(&text, 16) {
            Ok(Self(text))
        } else {
            Err(FieldError::IdempotencyKey)
        }
    }
}

impl TryFrom<String> for ReceptionNumber {
    type Error = FieldError;

    fn try_from(text: String) -> Result<Self, FieldError> {
        if is_name(&text, 16) {
            Ok(Self(text))
        } else {
            Err(FieldError::ReceptionNumber)
        }
    }
}

/// Letters that need no escape in JSON, in a URL or in a log line.
fn is_name(text: &str, shortest: usize) -> bool {
    (shortest..=64).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facility_codes_are_ten_digits() {
        for (text, good) in [
            ("1312345678", true),
            ("0110113719", true),
            ("131234567", false),
            ("13123456789", false),
            ("131234567x", false),
            ("１３１２３４５６７８", false),
            ("", false),
        ] {
            assert_eq!(
                FacilityCode::try_from(text.to_owned()).is_ok(),
                good,
                "{text}"
            );
        }
    }

    #[test]
    fn names_have_bounds_and_a_plain_alphabet() {
        for (text, terminal, challenge) in [
            ("PRACTICE-01", true, false),
            ("abcdefghijklmnop", true, true),
            ("", false, false),
            ("a b", false, false),
            ("abcdefghijklmno\"", false, false),
            (&"x".repeat(64), true, true),
            (&"x".repeat(65), false, false),
        ] {
            assert_eq!(
                TerminalId::try_from(text.to_owned()).is_ok(),
                terminal,
                "{text}"
            );
            assert_eq!(
                ChallengeId::try_from(text.to_owned()).is_ok(),
                challenge,
                "{text}"
            );
        }
    }
}
