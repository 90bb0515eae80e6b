//! The verdict in words, and under each one sentence that says what to do now.

use super::Text;
use crate::domain::advice::FailureWord;
use crate::domain::answer::{Unconfirmed, Verdict};

/// The word of a verdict.
pub(crate) const fn word(verdict: Verdict) -> Text {
    match verdict {
        Verdict::Valid => Text::new("有効", "Valid"),
        Verdict::ValidRenew => Text::new("有効", "Valid"),
        Verdict::Invalid => Text::new("無効", "Not valid"),
        Verdict::InvalidNewEligibility => Text::new("無効", "Not valid"),
        Verdict::NoEligibility => Text::new("該当する資格がありません", "No eligibility found"),
        Verdict::Multiple => Text::new("複数の資格があります", "Several eligibilities"),
        Verdict::Unconfirmed(_) => NOT_CONFIRMED,
    }
}

/// What stands in brackets after the word.
pub(crate) const fn addition(verdict: Verdict) -> Option<Text> {
    match verdict {
        Verdict::ValidRenew => Some(Text::new(
            "（証明書の更新が必要）",
            "(certificate needs renewal)",
        )),
        Verdict::InvalidNewEligibility => Some(Text::new(
            "（新しい資格があります）",
            "(there is a newer eligibility)",
        )),
        _ => None,
    }
}

/// What to do now.
pub(crate) const fn next(verdict: Verdict) -> Text {
    match verdict {
        Verdict::Valid => Text::new(
            "この資格で受付できます。",
            "You can register the patient with this eligibility.",
        ),
        Verdict::ValidRenew => Text::new(
            "受付できます。証明書の期限が切れています。市区町村で更新するようご案内ください。",
            "You can register the patient. The certificate has expired: please have it renewed at \
             the municipal office.",
        ),
        Verdict::Invalid => Text::new(
            "この資格は使えません。加入している保険が変わっていないか、患者さんにお尋ねください。",
            "This eligibility cannot be used. Please ask the patient whether the insurance has changed.",
        ),
        Verdict::InvalidNewEligibility => Text::new(
            "新しい保険に切り替わっています。新しい資格の情報を患者さんにご確認ください。",
            "The patient has moved to a new insurance. Please ask for the details of the new one.",
        ),
        Verdict::NoEligibility => Text::new(
            "保険者の登録が済んでいない場合があります。資格情報のお知らせや資格確認書をご確認ください。",
            "The insurer may not have registered it yet. Please ask for the eligibility notice \
             (資格情報のお知らせ) or certificate (資格確認書).",
        ),
        Verdict::Multiple => Text::new(
            "どの資格を使うかを、下の内容を見ながら患者さんにご確認ください。",
            "Please ask the patient which of the eligibilities below is to be used.",
        ),
        Verdict::Unconfirmed(reason) => unconfirmed(reason),
    }
}

/// What to do if the answer confirms nothing. Each says first what it does not mean.
const fn unconfirmed(reason: Unconfirmed) -> Text {
    match reason {
        Unconfirmed::StillProcessing => Text::new(
            "無効という意味ではありません。確認先がまだ処理中です。少し待って、F2 で読み直してください。",
            "This does not mean that the insurance is not valid. The service is still working on \
             it: please wait a little and press F2.",
        ),
        Unconfirmed::ServiceFailed | Unconfirmed::PersonFailed => Text::new(
            "無効という意味ではありません。下のお知らせを確かめ、続くときはほかの方法でご確認ください。",
            "This does not mean that the insurance is not valid. Please read the message below; \
             if it stays, check in another way.",
        ),
        Unconfirmed::UnknownCode | Unconfirmed::MissingElement | Unconfirmed::Contradiction => {
            Text::new(
                "無効という意味ではありません。返事の内容を判断できません。ほかの方法で確認し、管理者にコードをお伝えください。",
                "This does not mean that the insurance is not valid. The answer cannot be \
                 interpreted: please check in another way and tell your administrator the code.",
            )
        }
    }
}

/// The word of a visit that ended without an answer about the insurance.
pub(crate) const fn failure_word(word: FailureWord) -> Text {
    match word {
        FailureWord::CardNotRead => {
            Text::new("カードを読み取れませんでした", "The card could not be read")
        }
        FailureWord::NotConfirmed => NOT_CONFIRMED,
    }
}

/// The word for everything that could not be checked.
pub(crate) const NOT_CONFIRMED: Text = Text::new("確認できませんでした", "Could not be confirmed");

/// Reminds the desk that not being able to check says nothing about the insurance.
pub(crate) const SAYS_NOTHING: Text = Text::new(
    "保険の資格が無効という意味ではありません。",
    "This does not mean that the insurance is not valid.",
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::settings::Language::{En, Ja};

    /// The word that must never stand where nothing was confirmed.
    const NOT_VALID: [&str; 2] = ["無効", "Not valid"];

    #[test]
    fn what_could_not_be_checked_is_never_called_not_valid() {
        for reason in [
            Unconfirmed::StillProcessing,
            Unconfirmed::ServiceFailed,
            Unconfirmed::PersonFailed,
            Unconfirmed::UnknownCode,
            Unconfirmed::MissingElement,
            Unconfirmed::Contradiction,
        ] {
            let verdict = Verdict::Unconfirmed(reason);
            assert_eq!(word(verdict), NOT_CONFIRMED);
            assert_eq!(addition(verdict), None);
            assert!(
                next(verdict)
                    .of(Ja)
                    .starts_with("無効という意味ではありません")
            );
        }
        for failure in [FailureWord::CardNotRead, FailureWord::NotConfirmed] {
            for language in [Ja, En] {
                assert!(!NOT_VALID.contains(&failure_word(failure).of(language)));
            }
        }
    }

    #[test]
    fn the_words_are_those_of_the_desk() {
        for (verdict, expected) in [
            (Verdict::Valid, "有効"),
            (Verdict::ValidRenew, "有効（証明書の更新が必要）"),
            (Verdict::Invalid, "無効"),
            (
                Verdict::InvalidNewEligibility,
                "無効（新しい資格があります）",
            ),
            (Verdict::NoEligibility, "該当する資格がありません"),
            (Verdict::Multiple, "複数の資格があります"),
        ] {
            let addition = addition(verdict).map_or("", |text| text.of(Ja));
            assert_eq!([word(verdict).of(Ja), addition].concat(), expected);
        }
    }
}
