//! What can go wrong, as data: which fault, and when it ceases.

use serde::{Deserialize, Serialize};

use crate::profile::Title;

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
    /// Every answer takes this much longer.
    SlowAnswers {
        /// How much longer.
        milliseconds: u32,
    },
}

impl Fault {
    /// When the fault ceases, for those that can strike several times.
    fn until(self) -> Until {
        match self {
            Self::OpenRefused { until }
            | Self::ClaimRefused { until }
            | Self::BulkOutStall { until }
            | Self::BulkInStall { until }
            | Self::ForeignSequence { until }
            | Self::VerifyAnswerLost { until }
            | Self::FirstCommandFails { until } => until,
            Self::CardPulled { .. } | Self::Unplugged { .. } => Until::Once,
            Self::SplitAnswers { .. } | Self::TimeExtension { .. } | Self::SlowAnswers { .. } => {
                Until::Reset
            }
        }
    }
}

/// A fault under a name, for menus and test tables.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct NamedFault {
    /// The name, such as `verify-answer-lost`.
    pub name: &'static str,
    /// What a person reads.
    pub title: Title<&'static str>,
    /// The fault itself.
    pub fault: Fault,
}

impl NamedFault {
    /// Every fault that has a name.
    pub const ALL: [Self; 17] = [
        named(
            "open-refused",
            "開けない（権限なし）",
            "Cannot be opened (permission)",
            Fault::OpenRefused {
                until: Until::Reset,
            },
        ),
        named(
            "claim-refused",
            "ほかのプログラムが使用中",
            "In use by another program",
            Fault::ClaimRefused {
                until: Until::Reset,
            },
        ),
        named(
            "out-stall-once",
            "命令が一度止まる",
            "A command stalls once",
            Fault::BulkOutStall { until: Until::Once },
        ),
        named(
            "out-stall-until-reset",
            "命令が止まり続ける",
            "Commands stall until reset",
            Fault::BulkOutStall {
                until: Until::Reset,
            },
        ),
        named(
            "in-stall-once",
            "応答が一度止まる",
            "An answer stalls once",
            Fault::BulkInStall { until: Until::Once },
        ),
        named(
            "in-stall-twice",
            "応答が二度止まる",
            "Answers stall twice",
            Fault::BulkInStall {
                until: Until::Twice,
            },
        ),
        named(
            "in-stall-until-reset",
            "応答が止まり続ける",
            "Answers stall until reset",
            Fault::BulkInStall {
                until: Until::Reset,
            },
        ),
        named(
            "foreign-sequence",
            "ほかの命令への応答が混じる",
            "Answers to somebody else's commands",
            Fault::ForeignSequence {
                until: Until::Reset,
            },
        ),
        named(
            "split-answers",
            "応答が細切れに届く",
            "Answers in pieces",
            Fault::SplitAnswers { size: 64 },
        ),
        named(
            "time-extension",
            "時間の延長を3回求める",
            "Asks for more time, three times",
            Fault::TimeExtension { times: 3 },
        ),
        named(
            "card-pulled-at-start",
            "読み取りの初めにカードが離れる",
            "Card taken away at the start",
            Fault::CardPulled { after_apdus: 0 },
        ),
        named(
            "card-pulled",
            "読み取り中にカードが離れる",
            "Card taken away while being read",
            Fault::CardPulled { after_apdus: 2 },
        ),
        named(
            "unplugged",
            "途中でリーダーが抜ける",
            "Reader unplugged in the middle",
            Fault::Unplugged { after_apdus: 2 },
        ),
        named(
            "verify-answer-lost",
            "暗証番号の照合結果が届かない",
            "The answer to the PIN is lost",
            Fault::VerifyAnswerLost { until: Until::Once },
        ),
        named(
            "first-command-fails",
            "最初の命令が失敗する（6F00）",
            "The first command fails (6F00)",
            Fault::FirstCommandFails { until: Until::Once },
        ),
        named(
            "slow",
            "応答が遅い（1秒）",
            "Slow answers (1 s)",
            Fault::SlowAnswers {
                milliseconds: 1_000,
            },
        ),
        named(
            "very-slow",
            "応答がとても遅い（5秒）",
            "Very slow answers (5 s)",
            Fault::SlowAnswers {
                milliseconds: 5_000,
            },
        ),
    ];

    /// The fault of this name.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fault| fault.name == name)
    }
}

const fn named(name: &'static str, ja: &'static str, en: &'static str, fault: Fault) -> NamedFault {
    NamedFault {
        name,
        title: Title { ja, en },
        fault,
    }
}

/// What happens to an APDU instead of the usual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Incident {
    CardPulled,
    Unplugged,
    AnswerLost,
    Refused,
}

/// A fault and how far it has come.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    fault: Option<Fault>,
    /// Strikes left; `None` is no limit.
    strikes: Option<u8>,
    apdus: u32,
}

impl Plan {
    pub(crate) fn new(fault: Option<Fault>) -> Self {
        let strikes = match fault.map(Fault::until) {
            Some(Until::Once) => Some(1),
            Some(Until::Twice) => Some(2),
            Some(Until::Reset) | None => None,
        };
        Self {
            fault,
            strikes,
            apdus: 0,
        }
    }

    /// The fault that is still at work.
    pub(crate) fn fault(&self) -> Option<Fault> {
        self.fault
    }

    /// A reset of the reader ends what lasts until then.
    pub(crate) fn reset(&mut self) {
        if self.fault.map(Fault::until) == Some(Until::Reset) {
            *self = Self::default();
        }
    }

    /// Whether a fault of this sort strikes now.
    pub(crate) fn strikes(&mut self, sort: impl Fn(Fault) -> bool) -> bool {
        if !self.fault.is_some_and(sort) {
            return false;
        }
        if let Some(left) = &mut self.strikes {
            *left = left.saturating_sub(1);
            if *left == 0 {
                *self = Self::default();
            }
        }
        true
    }

    /// To be asked once for each APDU, before the card sees it.
    pub(crate) fn incident(&mut self, apdu: &[u8], first: bool) -> Option<Incident> {
        let before = self.apdus;
        self.apdus = before.saturating_add(1);
        let incident = match self.fault? {
            Fault::CardPulled { after_apdus } if before >= after_apdus => Incident::CardPulled,
            Fault::Unplugged { after_apdus } if before >= after_apdus => Incident::Unplugged,
            Fault::VerifyAnswerLost { .. } if presents_a_pin(apdu) => Incident::AnswerLost,
            Fault::FirstCommandFails { .. } if first => Incident::Refused,
            _ => return None,
        };
        self.strikes(|_| true).then_some(incident)
    }
}

/// VERIFY with a body (ISO/IEC 7816-4, 7.5.6): the query has none.
fn presents_a_pin(apdu: &[u8]) -> bool {
    matches!(apdu, [_, 0x20, _, _, _, _, ..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_ceases_when_it_said_it_would() {
        for (until, expected) in [(Until::Once, 1), (Until::Twice, 2), (Until::Reset, 5)] {
            let mut plan = Plan::new(Some(Fault::BulkInStall { until }));
            let strikes = (0..5)
                .filter(|_| plan.strikes(|f| matches!(f, Fault::BulkInStall { .. })))
                .count();
            assert_eq!(strikes, expected, "{until:?}");
            plan.reset();
            assert_eq!(plan.fault(), None, "{until:?}");
        }
    }

    #[test]
    fn a_fault_strikes_only_where_it_belongs() {
        let mut plan = Plan::new(Some(Fault::VerifyAnswerLost { until: Until::Once }));
        assert_eq!(plan.incident(&[0, 0x20, 0, 0x80], true), None, "the query");
        assert!(!plan.strikes(|fault| matches!(fault, Fault::BulkInStall { .. })));
        let verify = [0, 0x20, 0, 0x80, 4, 0x31, 0x32, 0x33, 0x34];
        assert_eq!(plan.incident(&verify, false), Some(Incident::AnswerLost));
        assert_eq!(plan.incident(&verify, false), None);
    }

    #[test]
    fn names_are_unique() {
        for (index, fault) in NamedFault::ALL.iter().enumerate() {
            assert!(
                NamedFault::ALL
                    .iter()
                    .skip(index + 1)
                    .all(|other| other.name != fault.name)
            );
        }
    }
}
