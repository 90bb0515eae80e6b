//! What the reader chip shows: the route to the reader, its state and its card.

use crate::domain::advice::ErrorCode;

/// How the page reaches the reader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Route {
    /// A USB reader, by WebUSB.
    #[default]
    Usb,
    /// A reader of the system's smart-card service, by extension and native host.
    Bridge,
    /// The virtual reader of the training mode.
    Practice,
}

/// Exchange level of the reader (CCID 1.1, 5.1, dwFeatures).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Short APDUs.
    ShortApdu,
    /// Short and extended APDUs.
    ExtendedApdu,
}

/// State of the connection to a reader.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ReaderLink {
    /// Nothing has been looked for yet.
    #[default]
    Unknown,
    /// This browser has no WebUSB.
    Unsupported,
    /// No reader has been chosen, or the chosen one is unplugged.
    Absent,
    /// A reader is being opened.
    Opening,
    /// A reader is open.
    Ready,
    /// A reader is there but cannot be used.
    Failed(ErrorCode),
}

/// Whether a card lies on the reader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CardPresence {
    /// Not known, as there is no open reader.
    #[default]
    Unknown,
    /// No card.
    Absent,
    /// A card.
    Present,
}

/// The reader as the chip and the diagnosis show it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reader {
    /// How it is reached.
    pub route: Route,
    /// State of the connection.
    pub link: ReaderLink,
    /// The reader's own name.
    pub name: Option<String>,
    /// Its exchange level, once its descriptor has been read.
    pub level: Option<Level>,
    /// Whether a card lies on it.
    pub card: CardPresence,
    /// Seconds since 1970 on the gateway's clock when it last read a card to the end.
    pub last_success: Option<u64>,
}
