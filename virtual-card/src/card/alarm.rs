//! What no program of this product may ever do to a card.

use serde::Serialize;

/// Raised when a program reaches for the 個人番号. The card answers as a real
/// one would, with a number that cannot exist; a test that finds an alarm fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Alarm {
    /// EF 0001 of the 券面事項入力補助AP was selected.
    IndividualNumberSelected,
    /// A READ BINARY was addressed to that file.
    IndividualNumberRead,
    /// 照合番号A, which is the 個人番号, was presented.
    IndividualNumberPresented,
}

impl Alarm {
    /// A stable code for logs and test reports.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::IndividualNumberSelected => "ALARM-INDIVIDUAL-NUMBER-SELECTED",
            Self::IndividualNumberRead => "ALARM-INDIVIDUAL-NUMBER-READ",
            Self::IndividualNumberPresented => "ALARM-INDIVIDUAL-NUMBER-PRESENTED",
        }
    }
}
