//! Words around a result: the day it is for, what to do with it, when it goes.

use time::Date;

use super::{Text, date};
use crate::domain::settings::Language;

pub(crate) const PAUSE: Text = Text::new("一時停止", "Hold");
pub(crate) const GO_ON: Text = Text::new("再開", "Go on");
pub(crate) const PAUSED: Text = Text::new("自動消去を停止中", "Held on the screen");
pub(crate) const CONTENT: Text = Text::new("資格の内容", "Details of the eligibility");
pub(crate) const ALL_ITEMS: Text = Text::new("すべての項目", "All items");
pub(crate) const DO_NEXT: Text = Text::new("この結果で行うこと", "With this result");
pub(crate) const MESSAGE: Text = Text::new("確認先からのお知らせ", "Message from the service");
pub(crate) const VALID_PERIOD: Text = Text::new("有効期間", "Valid");
pub(crate) const OPEN_END: Text = Text::new("期限の記載なし", "no end given");
pub(crate) const LIMIT: Text = Text::new("限度額適用", "Cost limit");
pub(crate) const ELDERLY: Text = Text::new("高齢受給者証", "Elderly recipient");
/// Between the two ends of a period.
pub(crate) const TO: Text = Text::new(" ～ ", " to ");
/// Stands where nothing came.
pub(crate) const NOT_SENT: Text = Text::same("–");
pub(crate) const UNKNOWN_ELEMENTS: Text = Text::new("そのほかの項目", "Other items");
pub(crate) const AUDIT: Text = Text::new("記録番号", "Record number");
pub(crate) const ASKED_AT: Text = Text::new("確認日時", "Checked at");
pub(crate) const EXTERNAL: Text = Text::new(
    "●は、表示できない文字（外字）の代わりに確認先から送られた記号です。券面の文字をご確認ください。",
    "● stands for a character that the service cannot send (外字). Please look at the card itself.",
);
pub(crate) const PAPER_TOO: Text = Text::new(
    "こども医療・難病などの医療費助成は表示されません。紙の受給者証もご確認ください。",
    "Medical expense subsidies (children, intractable diseases …) are not shown. Please look at the paper certificates too.",
);
pub(crate) const PUBLIC_INSURER_NUMBER: Text = Text::new("公費負担者番号", "Public payer number");
pub(crate) const PUBLIC_RECIPIENT_NUMBER: Text = Text::new("受給者番号", "Recipient number");
pub(crate) const TRIES: Text = Text::new("暗証番号の残り回数", "PIN tries left");

/// The day for which the verdict counts.
pub(crate) fn as_of(day: Date, language: Language) -> String {
    let day = date::day_western_first(day, language);
    match language {
        Language::Ja => day + "時点",
        Language::En => ["As of ", &day].concat(),
    }
}

/// Until when an expired certificate may still be used.
pub(crate) fn grace_until(day: Date, language: Language) -> String {
    let day = date::day(day, language);
    match language {
        Language::Ja => ["このカードで確認できるのは", &day, "までです。"].concat(),
        Language::En => ["This card can be used for checks until ", &day, "."].concat(),
    }
}

/// A certificate that ends soon.
pub(crate) fn certificate_ends(day: Date, days: i64, language: Language) -> String {
    let (day, days) = (date::day(day, language), days.to_string());
    match language {
        Language::Ja => [
            "カードの電子証明書の期限まで、あと",
            &days,
            "日（",
            &day,
            "まで）。市区町村の窓口での更新をご案内ください。",
        ]
        .concat(),
        Language::En => [
            "The certificate on the card ends in ",
            &days,
            " days, on ",
            &day,
            ". Please have it renewed at the municipal office.",
        ]
        .concat(),
    }
}

pub(crate) const CERTIFICATE: Text = Text::new("電子証明書の期限", "Certificate ends soon");

/// Seconds until the result is cleared.
pub(crate) fn cleared_in(seconds: u64, language: Language) -> String {
    let number = seconds.to_string();
    match language {
        Language::Ja => [&number, "秒後に消去"].concat(),
        Language::En => ["Cleared in ", &number, " s"].concat(),
    }
}

/// Name of a copy button.
pub(crate) fn copy(label: &str, language: Language) -> String {
    match language {
        Language::Ja => [label, "をコピー"].concat(),
        Language::En => ["Copy ", label].concat(),
    }
}

/// Name of a copy button that has just been pressed.
pub(crate) fn copied(label: &str, language: Language) -> String {
    match language {
        Language::Ja => [label, "をコピーしました"].concat(),
        Language::En => [label, " copied"].concat(),
    }
}

/// The heading of one of several eligibilities.
pub(crate) fn numbered(number: usize, count: usize, language: Language) -> String {
    let (number, count) = (number.to_string(), count.to_string());
    match language {
        Language::Ja => ["資格 ", &number, "／", &count].concat(),
        Language::En => ["Eligibility ", &number, " of ", &count].concat(),
    }
}

/// The day until which something counts, after it.
pub(crate) fn until(day: &str, language: Language) -> String {
    match language {
        Language::Ja => ["　", day, "まで"].concat(),
        Language::En => [", until ", day].concat(),
    }
}

/// How many items there are.
pub(crate) fn count(items: usize, language: Language) -> String {
    let number = items.to_string();
    match language {
        Language::Ja => [&number, "項目"].concat(),
        Language::En => ["(", &number, ")"].concat(),
    }
}
