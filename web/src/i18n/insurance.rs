//! Words of the form of symbol and number.

use check_api::field::{Doubt, FieldError};

use super::Text;
use crate::domain::insurance_form::{Field, Wrong};

pub(crate) const LEAD: Text = Text::new(
    "資格確認書などに印刷されている順に入力します。Enter で次の欄へ進みます。",
    "Type what is printed on the certificate, in its order. Enter goes to the next field.",
);
pub(crate) const ON_THE_PAPER: Text = Text::new("券面の内容", "On the certificate");
pub(crate) const QUESTION: Text = Text::new("照会の条件", "What is asked");
pub(crate) const OPTIONAL: Text = Text::new("任意", "optional");
pub(crate) const CONSENT: Text = Text::new("限度額情報の提供", "Cost-limit information");
pub(crate) const NOT_GIVEN: Text = Text::new("未同意", "Not agreed");
pub(crate) const GIVEN: Text = Text::new("同意", "Agreed");
pub(crate) const CONSENT_NOTE: Text = Text::new(
    "患者さんに確かめ、同意があるときだけ「同意」を選びます。照会とともに記録されます。",
    "Ask the patient, and choose “Agreed” only if they do. It is recorded with the question.",
);
pub(crate) const SEND: Text = Text::new("照会する", "Check");
pub(crate) const CLEARED_WHEN_LEFT: Text = Text::new(
    "入力した内容は保存されません。画面を離れるか、3分間入力がないと消えます。",
    "Nothing typed here is stored. It goes when you leave, or after 3 minutes without typing.",
);
pub(crate) const CORRECT: Text = Text::new("入力を直す", "Correct what was typed");
pub(crate) const LOOK_AGAIN: Text = Text::new("もう一度確かめる", "Look again");
pub(crate) const ASK_AGAIN: Text = Text::new("もう一度照会する", "Check again");
pub(crate) const CARD_UNDER_WAY: Text =
    Text::new("カードの確認が進んでいます", "A card is being checked");
pub(crate) const CARD_UNDER_WAY_NOTE: Text = Text::new(
    "終わるまで記号番号では照会できません。",
    "Until it ends, nothing can be asked by symbol and number.",
);
pub(crate) const TO_RECEPTION: Text = Text::new("受付を開く", "Open the reception");
pub(crate) const NOT_OFFERED: Text = Text::new(
    "記号番号では照会できません",
    "Checking by symbol and number is not available",
);
pub(crate) const NOT_OFFERED_NOTE: Text = Text::new(
    "この確認先は、記号番号による照会を受け付けていません。マイナンバーカードで確認するか、管理者にお尋ねください。",
    "The checking service does not take questions by symbol and number. Please check with a My Number Card, or ask your administrator.",
);
pub(crate) const CONNECTING: Text = Text::new(
    "確認先に接続しています",
    "Connecting to the checking service",
);

pub(crate) const CONNECT_AGAIN: Text = Text::new("接続し直す", "Connect again");

/// The label of a field.
pub(crate) const fn label(field: Field) -> Text {
    match field {
        Field::Symbol => Text::new("記号", "Symbol"),
        Field::Number => Text::new("番号", "Number"),
        Field::Branch => Text::new("枝番", "Branch"),
        Field::Birthdate => Text::new("生年月日", "Date of birth"),
        Field::Insurer => Text::new("保険者番号", "Insurer number"),
        Field::Day => Text::new("確認日", "Day to check"),
    }
}

/// What stands below a field while nothing else is to be said.
pub(crate) const fn hint(field: Field) -> Text {
    match field {
        Field::Symbol => Text::new("印刷がなければ空欄", "Empty if not printed"),
        Field::Number => Text::new("全角でも半角でも", "In any width"),
        Field::Branch => Text::new("なければ空欄", "May be empty"),
        Field::Birthdate => Text::new(
            "例 S55.4.1・昭和55年4月1日・19800401",
            "Such as S55.4.1 or 1980-04-01",
        ),
        Field::Insurer => Text::new("6桁または8桁", "6 or 8 digits"),
        Field::Day => Text::new("空欄は今日", "Empty means today"),
    }
}

/// Before the day that an empty field means.
pub(crate) const TODAY: Text = Text::new("空欄は今日 ", "Empty means today, ");

/// What is wrong with a field, and what to do.
pub(crate) const fn wrong(wrong: Wrong) -> Text {
    match wrong {
        Wrong::Missing => Text::new("入力してください。", "Please fill this in."),
        Wrong::Rule(rule) => broken(rule),
    }
}

const fn broken(rule: FieldError) -> Text {
    match rule {
        FieldError::MyNumber => Text::new(
            "個人番号（マイナンバー）は入力できません。消してください。",
            "A My Number must not be entered. Please delete it.",
        ),
        FieldError::Repertoire => Text::new(
            "照会で使えない文字があります。券面の文字を確かめてください。",
            "It has a character that cannot be sent. Please check the certificate.",
        ),
        FieldError::InsurerNumber => Text::new(
            "6桁または8桁の数字で入力してください。",
            "Please enter 6 or 8 digits.",
        ),
        FieldError::InsurerNumberFourDigits => Text::new(
            "4桁は2008年までの番号です。新しい券面の8桁を入力してください。",
            "Four digits were used until 2008. Please enter the 8 digits of a newer certificate.",
        ),
        FieldError::InsuredBranchNumber => Text::new("2桁の数字です。", "Two digits, please."),
        FieldError::InsuredCardSymbol | FieldError::InsuredIdentificationNumber => Text::new(
            "20文字以内で入力してください。",
            "Please enter at most 20 characters.",
        ),
        FieldError::Date => Text::new(
            "日付として読めません。例 S55.4.1・19800401",
            "This is no date. Try S55.4.1 or 19800401.",
        ),
        // No field of the form has another rule.
        _ => Text::new("入力を確かめてください。", "Please check this."),
    }
}

/// What looks mistyped, and that it can be sent.
pub(crate) const fn doubt(doubt: Doubt) -> Text {
    match doubt {
        Doubt::InsurerCheckDigit | Doubt::NumberCheckDigit => Text::new(
            "検証番号が合いません。打ち間違いでなければ、このまま照会できます。",
            "The check digit does not fit. If nothing is mistyped, send it as it is.",
        ),
        Doubt::InsurerKind => Text::new(
            "この番号で始まる保険者は知られていません。券面のとおりなら照会できます。",
            "No insurer is known whose number begins so. If it is printed so, send it.",
        ),
        Doubt::SymbolUnexpected => Text::new(
            "後期高齢者医療には記号がありません。券面のとおりなら照会できます。",
            "Old-age medical care has no symbol. If it is printed so, send it.",
        ),
        Doubt::SymbolExpected => Text::new(
            "この保険者の券面には記号があります。なければ、このまま照会できます。",
            "Certificates of this insurer have a symbol. If there is none, send it.",
        ),
        Doubt::SymbolShape => Text::new(
            "この保険者の記号の形と違います。券面のとおりなら照会できます。",
            "Symbols of this insurer look different. If it is printed so, send it.",
        ),
        Doubt::NumberShape => Text::new(
            "後期高齢者医療の番号は8桁です。券面のとおりなら照会できます。",
            "Numbers of old-age medical care have 8 digits. If it is printed so, send it.",
        ),
        Doubt::BirthdateBesideEra => Text::new(
            "元号と日付が合いません。この日で照会できます。",
            "The day is not one of this era. It can be sent as this day.",
        ),
        Doubt::BirthdateInFuture => Text::new(
            "確認日より後です。打ち間違いがないか確かめてください。",
            "It is after the day to check. Please make sure that nothing is mistyped.",
        ),
        Doubt::BirthdateLongAgo => Text::new(
            "120年より前です。打ち間違いがないか確かめてください。",
            "It is more than 120 years ago. Please make sure that nothing is mistyped.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::settings::Language::{En, Ja};

    #[test]
    fn every_rule_of_the_form_has_a_sentence_of_its_own() {
        let rules = [
            FieldError::MyNumber,
            FieldError::Repertoire,
            FieldError::InsurerNumber,
            FieldError::InsurerNumberFourDigits,
            FieldError::InsuredBranchNumber,
            FieldError::InsuredCardSymbol,
            FieldError::Date,
        ];
        for language in [Ja, En] {
            let mut texts = rules.map(|rule| wrong(Wrong::Rule(rule)).of(language));
            texts.sort_unstable();
            assert!(texts.windows(2).all(|pair| pair[0] != pair[1]));
        }
    }

    #[test]
    fn every_doubt_is_said_in_both_languages() {
        for doubted in Doubt::ALL {
            assert!(doubt(doubted).of(Ja).ends_with('。'), "{doubted:?}");
            assert!(doubt(doubted).of(En).ends_with('.'), "{doubted:?}");
        }
    }
}
