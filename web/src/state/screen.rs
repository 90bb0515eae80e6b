//! The screens and their addresses. An address is a `#hash`, so a static host
//! needs no rules, and never holds anything about a patient.

/// A screen of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Screen {
    /// 受付.
    #[default]
    Reception,
    /// 記号番号: eligibility by symbol and number.
    Insurance,
    /// 一括照会.
    Batch,
    /// 履歴.
    History,
    /// 受付 with the practice bench beside it.
    Training,
    /// 機器診断.
    Diagnosis,
    /// 設定.
    Settings,
    /// ヘルプ.
    Help,
    /// 確認できないとき: what the desk may accept instead.
    OtherWays,
    /// 薬剤情報・特定健診情報, where the gateway offers them.
    Medical,
}

impl Screen {
    /// Every screen.
    pub const ALL: [Self; 10] = [
        Self::Reception,
        Self::Insurance,
        Self::Batch,
        Self::History,
        Self::Training,
        Self::Diagnosis,
        Self::Settings,
        Self::Help,
        Self::OtherWays,
        Self::Medical,
    ];

    /// The address within the page, with its `#`.
    pub const fn hash(self) -> &'static str {
        match self {
            Self::Reception => "#reception",
            Self::Insurance => "#insurance",
            Self::Batch => "#batch",
            Self::History => "#history",
            Self::Training => "#training",
            Self::Diagnosis => "#diagnosis",
            Self::Settings => "#settings",
            Self::Help => "#help",
            Self::OtherWays => "#other-ways",
            Self::Medical => "#medical",
        }
    }

    /// Whether it stands in the head of every screen; the others are led to.
    pub const fn is_in_navigation(self) -> bool {
        !matches!(self, Self::OtherWays | Self::Medical)
    }

    /// The screen at an address; anything unknown is the reception.
    pub fn at(hash: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|screen| screen.hash() == hash)
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_screen_is_found_at_its_address() {
        for screen in Screen::ALL {
            assert_eq!(Screen::at(screen.hash()), screen);
        }
    }

    #[test]
    fn an_unknown_address_is_the_reception() {
        for hash in ["", "#", "#Reception", "#reception/12", "reception"] {
            assert_eq!(Screen::at(hash), Screen::Reception, "{hash}");
        }
    }
}
