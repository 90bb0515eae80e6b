//! The bands under the head of the page.

use super::Text;
use crate::domain::settings::Language;

pub(crate) const DISASTER: Text = Text::new("災害時", "Disaster");
pub(crate) const TRAINING: Text = Text::new("練習モード", "Training mode");
pub(crate) const TRAINING_NOTE: Text = Text::new(
    "カードも人も架空です。実際の資格確認には使えません。",
    "Cards and people are invented. Not for real checks.",
);
pub(crate) const PRACTICE: Text = Text::new("テスト環境", "Test environment");
pub(crate) const PRACTICE_NOTE: Text = Text::new(
    "接続先は練習用です。実際の資格は確認できません。",
    "Connected to a practice service. Real eligibility cannot be checked.",
);
pub(crate) const OFFLINE: Text = Text::new("オフライン", "Offline");
pub(crate) const OFFLINE_NOTE: Text = Text::new(
    "インターネットにつながっていません。資格の確認はできません。",
    "There is no internet connection. Eligibility cannot be checked.",
);
pub(crate) const UNREACHABLE: Text =
    Text::new("確認先に接続できません", "No connection to the service");
pub(crate) const MAINTENANCE: Text = Text::new("メンテナンス中", "Maintenance");
pub(crate) const MAINTENANCE_NOTE: Text = Text::new(
    "確認先がメンテナンス中です。終わるまで確認できません。",
    "The checking service is under maintenance.",
);
pub(crate) const DEGRADED: Text = Text::new("一部制限中", "Limited service");
pub(crate) const DEGRADED_NOTE: Text = Text::new(
    "確認先の混雑などにより、時間がかかることがあります。",
    "The checking service works with limits; a check may take longer.",
);
pub(crate) const CLOCK: Text =
    Text::new("端末の時計がずれています", "This computer's clock is wrong");
pub(crate) const NOTICE: Text = Text::new("お知らせ", "Notice");
pub(crate) const TRY_AGAIN: Text = Text::new("もう一度接続", "Try again");
pub(crate) const LEAVE_TRAINING: Text = Text::new("練習を終える", "Leave training");

/// How far the clock is off, and what to do.
pub(crate) fn clock_note(seconds: u64, language: Language) -> String {
    let (amount, ja, en) = if seconds < 600 {
        (seconds, "秒", "seconds")
    } else {
        (seconds / 60, "分", "minutes")
    };
    let amount = amount.to_string();
    match language {
        Language::Ja => [
            "約",
            &amount,
            ja,
            "のずれがあります。パソコンの時刻を合わせてください。",
        ]
        .concat(),
        Language::En => [
            "It is off by about ",
            &amount,
            " ",
            en,
            ". Please set it right.",
        ]
        .concat(),
    }
}
