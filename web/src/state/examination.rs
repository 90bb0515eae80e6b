//! What the device check finds out by asking the card on the reader, without a PIN. Knows
//! nothing of how it is asked.

use crate::domain::advice::ErrorCode;

/// What carries the application (利用者証明用電子証明書を持つもの).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardKind {
    /// マイナンバーカード.
    MyNumberCard,
    /// 住民基本台帳カード, which is no longer in use.
    ResidentCard,
    /// スマートフォンのマイナンバーカード.
    Phone,
    /// It has the application and calls itself something else.
    Unknown,
}

/// Whether commands of extended length (拡張Lc/Le) pass between reader and card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExtendedTrial {
    /// One answer brought so many bytes at once, more than a short command can.
    Works(usize),
    /// Reader or card permits short commands only.
    NotOffered,
    /// They were tried and did not pass; short ones are used instead.
    Failed,
    /// The card shows nothing that is long enough without its PIN.
    NotTried,
}

/// What was found. What comes after a failure stays `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// What lies on the reader.
    pub kind: Option<CardKind>,
    /// Commands of extended length.
    pub extended: Option<ExtendedTrial>,
    /// Whether the certificate stands, or why it does not. `None` also where it shows only
    /// after the PIN, or where the gateway's time is not known.
    pub certificate: Option<Result<(), ErrorCode>>,
    /// Tries left for the PIN; 0 if it is locked or cannot be used.
    pub tries_left: Option<u8>,
    /// What ended the examination early.
    pub failure: Option<ErrorCode>,
}

/// The examination of the card on the reader.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Examination {
    /// Not asked for, or the card that was examined is gone.
    #[default]
    None,
    /// A person wants it; a card is awaited or being asked.
    UnderWay,
    /// What was found of the card that lies on the reader.
    Done(Findings),
}
