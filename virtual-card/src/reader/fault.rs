//! What can go wrong, as data: which fault, and when it ceases.

use serde::{Deserialize, Serialize};

/// When a fault ceases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Until {
    /// After it struck once.
    Once,
    /// After it struck twice.
    Twice,
    /// When the reader is reset or plugged in again.
    Reset,
}

/// A fault of the reader or of the way to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "kind",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase"
)]
pub enum Fault {
    /// The system refuses to open the device.
    OpenRefused {
        /// When it ceases.
        until: Until,
    },
    /// Another program holds the interface.
    ClaimRefused {
        /// When it ceases.
        until: Until,
    },
    /// A command is refused before it is executed; the endpoint halts.
    BulkOutStall {
        /// When it ceases.
        until: Until,
    },
    /// The command is executed, but the answer is held back behind a halted endpoint.
    BulkInStall {
        /// When it ceases.
        until: Until,
    },
    /// Before the answer comes one that belongs to somebody else's command.
    ForeignSequence {
        /// When it ceases.
        until: Until,
    },
    /// Every answer comes in pieces of this many bytes.
    SplitAnswers {
        /// Bytes per transfer; 0 counts as 1.
        size: u16,
    },
    /// Before each answer to an APDU the reader asks for more time this often.
    TimeExtension {
        /// How often.
        times: u8,
    },
    /// The card is pulled while the APDU after these is under way.
    CardPulled {
        /// APDUs that still succeed.
        after_apdus: u32,
    },
    /// The card loses contact for a moment while the APDU after these is under
    /// way: it is there again at once, but without power and rights.
    ContactLost {
        /// APDUs that still succeed.
        after_apdus: u32,
    },
    /// The reader is unplugged while the APDU after these is under way.
    Unplugged {
        /// APDUs that still succeed.
        after_apdus: u32,
    },
    /// The card executes a VERIFY, but its answer never arrives.
    VerifyAnswerLost {
        /// When it ceases.
        until: Until,
    },
    /// The first APDU after power-on is answered with 6F00 and not executed.
    FirstCommandFails {
        /// When it ceases.
        until: Until,
    },
    /// A command that carries data is answered with 61xx; its answer has to be
    /// fetched with GET RESPONSE.
    AnswerWaits,
    /// The reader fails at every extended APDU, although it announced them.
    ExtendedFails,
    /// An RC-S300 says that it is busy, and does nothing.
    SlotBusy {
        /// When it ceases.
        until: Until,
    },
    /// Another program opens a session with an RC-S300 before a command.
    SessionSeized {
        /// When it ceases.
        until: Until,
    },
    /// Every answer takes this much longer.
    SlowAnswers {
        /// How much longer.
        milliseconds: u32,
    },
}

impl Fault {
    /// When the fault ceases, for those that can strike several times.
    pub(super) fn until(self) -> Until {
        match self {
            Self::OpenRefused { until }
            | Self::ClaimRefused { until }
            | Self::BulkOutStall { until }
            | Self::BulkInStall { until }
            | Self::ForeignSequence { until }
            | Self::VerifyAnswerLost { until }
            | Self::SlotBusy { until }
            | Self::SessionSeized { until }
            | Self::FirstCommandFails { until } => until,
            Self::CardPulled { .. } | Self::ContactLost { .. } | Self::Unplugged { .. } => {
                Until::Once
            }
            Self::SplitAnswers { .. }
            | Self::TimeExtension { .. }
            | Self::AnswerWaits
            | Self::ExtendedFails
            | Self::SlowAnswers { .. } => Until::Reset,
        }
    }
}
