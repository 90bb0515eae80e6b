//! Which case the desk is in when a check cannot be made: it decides what stands first on the
//! path. Knows no language.

use super::advice::{Advice, ErrorCode, FailureWord};
use super::answer::Verdict;

/// A case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// The checking service cannot be reached, is closed, or said nothing that counts.
    Service,
    /// The card could not be read.
    CardNotRead,
    /// The PIN is locked.
    PinLocked,
    /// The card has no PIN that could be typed here (顔認証マイナンバーカード).
    NoPin,
    /// The certificate on the card cannot be used.
    Certificate,
    /// 該当する資格がありません.
    NoEligibility,
    /// 無効.
    NotValid,
    /// No card, or another reason.
    NoCard,
}

impl Case {
    /// Every case, in the order of the choices.
    pub const ALL: [Self; 8] = [
        Self::Service,
        Self::CardNotRead,
        Self::PinLocked,
        Self::NoPin,
        Self::Certificate,
        Self::NoEligibility,
        Self::NotValid,
        Self::NoCard,
    ];

    /// The key of the choice.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::CardNotRead => "card-not-read",
            Self::PinLocked => "pin-locked",
            Self::NoPin => "no-pin",
            Self::Certificate => "certificate",
            Self::NoEligibility => "no-eligibility",
            Self::NotValid => "not-valid",
            Self::NoCard => "no-card",
        }
    }

    /// The case after an answer; none where nothing is in doubt.
    pub const fn of_verdict(verdict: Verdict) -> Option<Self> {
        match verdict {
            Verdict::Valid | Verdict::ValidRenew | Verdict::Multiple => None,
            Verdict::Invalid | Verdict::InvalidNewEligibility => Some(Self::NotValid),
            Verdict::NoEligibility => Some(Self::NoEligibility),
            Verdict::Unconfirmed(_) => Some(Self::Service),
        }
    }

    /// The case after a failure.
    pub fn of_failure(code: &ErrorCode) -> Self {
        match code.advice() {
            Advice::PinLocked => Self::PinLocked,
            Advice::PinUnusable => Self::NoPin,
            Advice::CertificateExpired
            | Advice::CertificateNotYetValid
            | Advice::CertificateNotTrusted
            | Advice::CertificateRevoked
            | Advice::CardDamaged => Self::Certificate,
            _ if code.word() == FailureWord::CardNotRead => Self::CardNotRead,
            _ => Self::Service,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::answer::Unconfirmed;

    #[test]
    fn failures_have_their_case() {
        for (code, case) in [
            ("CARD-PIN-LOCKED", Case::PinLocked),
            ("CARD-PIN-UNUSABLE", Case::NoPin),
            ("CERT-EXPIRED", Case::Certificate),
            ("GATE-REVOKED", Case::Certificate),
            ("LINK-CARD-MUTE", Case::CardNotRead),
            ("CARD-NOT-MY-NUMBER", Case::CardNotRead),
            ("CHECK-UNREACHABLE", Case::Service),
            ("GATE-MAINTENANCE", Case::Service),
            ("GATE-OF-TOMORROW", Case::Service),
        ] {
            assert_eq!(Case::of_failure(&ErrorCode::new(code)), case, "{code}");
        }
    }

    #[test]
    fn what_was_not_confirmed_is_not_the_case_not_valid() {
        let doubt = Verdict::Unconfirmed(Unconfirmed::UnknownCode);
        assert_eq!(Case::of_verdict(doubt), Some(Case::Service));
        assert_eq!(
            Case::of_verdict(Verdict::NoEligibility),
            Some(Case::NoEligibility)
        );
        assert_eq!(Case::of_verdict(Verdict::Valid), None);
    }
}
