//! From a stable error code to what the desk should do next. One table for the
//! codes of every layer; the sentences themselves are in the catalogue. Knows no
//! language and never sees the raw text of a browser.

mod table;

use std::borrow::Cow;
use std::fmt;

/// A stable code such as `CARD-PIN-LOCKED`. Codes of a newer gateway survive as they came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorCode(Cow<'static, str>);

impl ErrorCode {
    /// A code of our own layers.
    pub const fn new(code: &'static str) -> Self {
        Self(Cow::Borrowed(code))
    }

    /// A code that the gateway sent. Only the shape of a code is let through
    /// (capitals, digits, hyphens, at most 48), so that no other text can slip in.
    pub fn received(code: &str) -> Option<Self> {
        let shaped = (1..=48).contains(&code.len())
            && code
                .bytes()
                .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-');
        shaped.then(|| Self(Cow::Owned(code.to_owned())))
    }

    /// The code as shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the desk should do next.
    pub fn advice(&self) -> Advice {
        table::row(self.as_str()).1
    }

    /// The verdict word of a visit that ended with this code.
    pub fn word(&self) -> FailureWord {
        table::row(self.as_str()).0
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The verdict word of a visit that ended without an answer about the insurance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureWord {
    /// カードを読み取れませんでした.
    CardNotRead,
    /// 確認できませんでした. Never to be taken for 無効.
    NotConfirmed,
}

/// What the desk should do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advice {
    /// The browser cannot reach readers: use Chrome or Edge.
    UseAnotherBrowser,
    /// Choose the reader in the browser's window.
    ChooseReader,
    /// Plug the reader in again.
    PlugReaderIn,
    /// Another program or tab holds the reader: close it.
    CloseOtherProgram,
    /// The operating system refuses the reader: driver or permission.
    AllowReader,
    /// The browser reserves this class of readers: this reader cannot be used from a page.
    ReaderReserved,
    /// The bridge lacks a part: install it.
    InstallBridge,
    /// The extension has to be told that this page may use cards.
    AllowPage,
    /// The system's smart-card service does not run, or cannot be reached.
    StartService,
    /// Extension or host is too old for this page.
    UpdateBridge,
    /// This page is too old for the bridge: reload it.
    ReloadPage,
    /// The reader works at a level that is not supported: use another reader.
    UseAnotherReader,
    /// The reader behaves oddly: unplug it, plug it in again, try once more.
    RestartReader,
    /// Put the card back and leave it still.
    HoldCardStill,
    /// The card does not answer: turn it over, put it alone on the reader.
    PlaceCardAgain,
    /// The card may still be unlocked: take it off the reader at once.
    TakeCardAway,
    /// This is not a My Number Card.
    NotMyNumberCard,
    /// PIN locked: the municipality resets it; meanwhile another way of checking.
    PinLocked,
    /// The PIN of this card cannot be used (顔認証マイナンバーカード, or locked before).
    PinUnusable,
    /// This card cannot be checked without its PIN: use the PIN, or another way.
    PinNeeded,
    /// No PIN was typed in time, or the desk stopped: put the card again.
    StartAgain,
    /// The certificate has expired for good: the municipality renews it.
    CertificateExpired,
    /// The certificate is not valid yet, or this computer's gateway has a wrong clock.
    CertificateNotYetValid,
    /// The certificate was not issued by an authority this page trusts.
    CertificateNotTrusted,
    /// The certificate has been revoked: ask for the new card.
    CertificateRevoked,
    /// The card's data are damaged or unknown: the municipality examines the card.
    CardDamaged,
    /// No network or no gateway: check the line, then try again.
    CheckNetwork,
    /// The gateway takes too long: try again, then the other way of checking.
    GatewaySlow,
    /// Whether the question was asked is not known: look for its answer, which asks nothing anew.
    LookForAnswer,
    /// The gateway does not answer for that day: ask for today.
    AskForToday,
    /// The gateway is under maintenance: wait, or use the other way of checking.
    GatewayMaintenance,
    /// The gateway has a fault: try again later, tell its operator.
    GatewayFault,
    /// The 資格確認端末 behind the gateway takes no requests: look whether it is on.
    SwitchTerminalOn,
    /// The gateway refuses this desk: the administrator looks at facility and terminal.
    TellAdministrator,
    /// The table of a 一括照会 cannot be used as it is: mend it and read it again.
    MendTable,
    /// Another tab works on the same: close it, or go on there.
    CloseOtherTab,
    /// config.json has a mistake: the administrator mends it.
    MendConfiguration,
}

impl Advice {
    /// Every advice, for catalogues and their tests.
    pub const ALL: [Self; 37] = [
        Self::UseAnotherBrowser,
        Self::ChooseReader,
        Self::PlugReaderIn,
        Self::CloseOtherProgram,
        Self::AllowReader,
        Self::ReaderReserved,
        Self::InstallBridge,
        Self::AllowPage,
        Self::StartService,
        Self::UpdateBridge,
        Self::ReloadPage,
        Self::UseAnotherReader,
        Self::RestartReader,
        Self::HoldCardStill,
        Self::PlaceCardAgain,
        Self::TakeCardAway,
        Self::NotMyNumberCard,
        Self::PinLocked,
        Self::PinUnusable,
        Self::PinNeeded,
        Self::StartAgain,
        Self::CertificateExpired,
        Self::CertificateNotYetValid,
        Self::CertificateNotTrusted,
        Self::CertificateRevoked,
        Self::CardDamaged,
        Self::CheckNetwork,
        Self::GatewaySlow,
        Self::LookForAnswer,
        Self::AskForToday,
        Self::GatewayMaintenance,
        Self::GatewayFault,
        Self::SwitchTerminalOn,
        Self::TellAdministrator,
        Self::MendTable,
        Self::CloseOtherTab,
        Self::MendConfiguration,
    ];
}
