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
    /// A device that a person chose, over something else than USB.
    Other(Carrier),
    /// The virtual reader of the training mode.
    Practice,
}

/// What carries APDUs where neither USB nor the bridge does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// A reader over Bluetooth.
    Bluetooth,
    /// A device that takes APDUs in HID reports.
    Hid,
    /// The readers of the system, by the browser's own smart-card service.
    SmartCard,
}

impl Carrier {
    /// Every carrier.
    pub const ALL: [Self; 3] = [Self::Bluetooth, Self::Hid, Self::SmartCard];
}

/// What travels between page and reader, and so how much the page does itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Short APDUs.
    ShortApdu,
    /// Short and extended APDUs.
    ExtendedApdu,
    /// Blocks of T=1 or commands of T=0, which the page speaks itself.
    Tpdu,
    /// APDUs, which an RC-S300 turns into the blocks of a contactless card.
    ReaderBlocks,
    /// The blocks of a contactless card, which the page speaks itself.
    HostBlocks,
    /// Shows only with the first card.
    Undecided,
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
    /// Its exchange level, once it is open.
    pub level: Option<Level>,
    /// What was tried to reach cards through it, in codes.
    pub trail: Vec<String>,
    /// Whether a card lies on it.
    pub card: CardPresence,
    /// Seconds since 1970 on the gateway's clock when it last read a card to the end.
    pub last_success: Option<u64>,
}
