//! Field rules: a value that exists has passed its rule.
//!
//! Knows the shape of each field, not whether a facility or a terminal exists.

mod bytes;
mod date;
mod doubt;
mod era;
mod identifier;
mod insured;
mod insurer;
mod kana;
mod my_number;
mod name;
mod origin;
mod repertoire;
mod text_field;
mod typed_date;
mod width;

pub use bytes::{Base64, Nonce};
pub use date::{Date, Timestamp};
pub use doubt::{Doubt, DoubtedField, doubts};
pub use era::{Era, EraYear};
pub use identifier::{ArbitraryIdentifier, ReferenceNumber};
pub use insured::{
    InsuredBranchNumber, InsuredCardSymbol, InsuredIdentificationNumber, folded, same_when_folded,
};
pub use insurer::{InsurerNumber, check_digit_holds};
pub use kana::{full_width_kana, half_width_kana};
pub use my_number::holds_my_number;
pub use name::{
    ActivationCode, ChallengeId, FacilityCode, IdempotencyKey, ReceptionNumber, TerminalId,
};
pub use origin::Origin;
pub use repertoire::Repertoire;
pub use typed_date::TypedDate;
pub use width::half_width;

/// The rule that a value broke. Its text is the `rule` of a 422 answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FieldError {
    /// 医療機関等コード: prefecture 2, score table 1, number 7.
    #[error("must be ten digits")]
    FacilityCode,
    /// Name of a terminal.
    #[error("must be 1 to 64 of A-Z, a-z, 0-9, '-' and '_'")]
    TerminalId,
    /// Name of a challenge.
    #[error("must be 16 to 64 of A-Z, a-z, 0-9, '-' and '_'")]
    ChallengeId,
    /// Code that enrols a terminal.
    #[error("must be 16 to 64 of A-Z, a-z, 0-9, '-' and '_'")]
    ActivationCode,
    /// Key of a request with effects.
    #[error("must be 16 to 64 of A-Z, a-z, 0-9, '-' and '_'")]
    IdempotencyKey,
    /// 受付番号.
    #[error("must be 16 to 64 of A-Z, a-z, 0-9, '-' and '_'")]
    ReceptionNumber,
    /// 記号.
    #[error("must be 1 to 20 characters")]
    InsuredCardSymbol,
    /// 番号.
    #[error("must be 1 to 20 characters")]
    InsuredIdentificationNumber,
    /// 枝番.
    #[error("must be two digits")]
    InsuredBranchNumber,
    /// Key of the asker's own.
    #[error("must be 1 to 50 printable ASCII characters")]
    ArbitraryIdentifier,
    /// 照会番号.
    #[error("must be 1 to 50 digits")]
    ReferenceNumber,
    /// A 個人番号 where it must not be.
    #[error("must not hold a number of twelve digits that is a My Number")]
    MyNumber,
    /// A character that the official files cannot hold.
    #[error("must hold characters of CP932 alone")]
    Repertoire,
    /// Bytes in base64.
    #[error("must be base64 with padding, of at most 8192 bytes")]
    Base64,
    /// Too short or too long a nonce.
    #[error("must be base64 of 32 to 64 bytes")]
    Nonce,
    /// A date that no calendar has.
    #[error("must be a date, yyyyMMdd")]
    Date,
    /// A time that is not RFC 3339.
    #[error("must be a time, RFC 3339 with seconds and offset")]
    Timestamp,
    /// An origin that a browser would not send, or not a secure one.
    #[error("must be https://host[:port], or http:// on a loopback host")]
    Origin,
    /// 保険者番号.
    #[error("must be an insurer number of 6 or 8 digits")]
    InsurerNumber,
    /// Four digits, as 政府管掌健康保険 had them until 2008.
    #[error("must be an insurer number of 6 or 8 digits; four are of before 2008")]
    InsurerNumberFourDigits,
}

impl FieldError {
    /// Stable code of the rule.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::FacilityCode => "FIELD-FACILITY-CODE",
            Self::TerminalId => "FIELD-TERMINAL-ID",
            Self::ChallengeId => "FIELD-CHALLENGE-ID",
            Self::ActivationCode => "FIELD-ACTIVATION-CODE",
            Self::IdempotencyKey => "FIELD-IDEMPOTENCY-KEY",
            Self::ReceptionNumber => "FIELD-RECEPTION-NUMBER",
            Self::InsuredCardSymbol => "FIELD-INSURED-CARD-SYMBOL",
            Self::InsuredIdentificationNumber => "FIELD-INSURED-IDENTIFICATION-NUMBER",
            Self::InsuredBranchNumber => "FIELD-INSURED-BRANCH-NUMBER",
            Self::ArbitraryIdentifier => "FIELD-ARBITRARY-IDENTIFIER",
            Self::ReferenceNumber => "FIELD-REFERENCE-NUMBER",
            Self::MyNumber => "FIELD-MY-NUMBER",
            Self::Repertoire => "FIELD-REPERTOIRE",
            Self::Base64 => "FIELD-BASE64",
            Self::Nonce => "FIELD-NONCE",
            Self::Date => "FIELD-DATE",
            Self::Timestamp => "FIELD-TIMESTAMP",
            Self::Origin => "FIELD-ORIGIN",
            Self::InsurerNumber => "FIELD-INSURER-NUMBER",
            Self::InsurerNumberFourDigits => "FIELD-INSURER-NUMBER-FOUR-DIGITS",
        }
    }
}
