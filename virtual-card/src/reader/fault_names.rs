//! The faults under names, for menus and test tables.

use serde::Serialize;

use super::fault::{Fault, Until};
use crate::profile::Title;

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
    pub const ALL: [Self; 19] = [
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
            "answer-waits",
            "応答を別に取りに行く（61xx）",
            "Answers have to be fetched (61xx)",
            Fault::AnswerWaits,
        ),
        named(
            "extended-fails",
            "拡張APDUだけが失敗する",
            "Extended APDUs fail",
            Fault::ExtendedFails,
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

#[cfg(test)]
mod tests {
    use super::*;

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
