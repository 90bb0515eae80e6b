//! What there is to be said about one row of a table, and about one result: in few words,
//! because there may be thousands.

use check_api::Verdict;
use check_api::field::{Doubt, FieldError};

use super::Text;
use crate::domain::batch::cell::Mended;
use crate::domain::batch::filter::Reason;
use crate::domain::batch::sheet::Standing;
use crate::domain::batch::{Column, Flaw};
use crate::domain::settings::Language;

/// What a person has to mend.
pub(crate) const fn flaw(flaw: Flaw) -> Text {
    match flaw {
        Flaw::Missing => Text::new("入力がありません", "is missing"),
        Flaw::Rounded => Text::new(
            "Excel で桁が失われています（例 1.23E+08）。列を文字列にして保存し直すか、ここで直してください",
            "was rounded by Excel (such as 1.23E+08); save the column as text, or correct it here",
        ),
        Flaw::Field(rule) => field(rule),
    }
}

const fn field(rule: FieldError) -> Text {
    match rule {
        FieldError::InsurerNumber => {
            Text::new("6桁か8桁の数字にしてください", "needs 6 or 8 digits")
        }
        FieldError::InsurerNumberFourDigits => Text::new(
            "4桁は2008年までの番号です。今の番号を確かめてください",
            "has four digits, as until 2008; find out the present one",
        ),
        FieldError::InsuredCardSymbol | FieldError::InsuredIdentificationNumber => {
            Text::new("20文字以内にしてください", "may have 20 characters at most")
        }
        FieldError::InsuredBranchNumber => Text::new("2桁の数字にしてください", "needs two digits"),
        FieldError::Date => Text::new(
            "日付として読めません（例 1980/4/1、S55.4.1）",
            "is no day (such as 1980/4/1 or S55.4.1)",
        ),
        FieldError::MyNumber => Text::new(
            "12桁のマイナンバーは使えません。読み込まずに捨てました",
            "was a 12-digit My Number; it was not taken in",
        ),
        _ => Text::new(
            "使えない文字があります",
            "holds something that cannot be used",
        ),
    }
}

/// What looks mistyped and may be right.
pub(crate) const fn doubt(doubt: Doubt) -> Text {
    match doubt {
        Doubt::InsurerCheckDigit => Text::new(
            "保険者番号の検証番号が合いません",
            "check digit of the insurer number does not fit",
        ),
        Doubt::InsurerKind => Text::new(
            "保険者番号の法別番号に見覚えがありません",
            "insurer number of an unknown kind",
        ),
        Doubt::SymbolUnexpected => Text::new(
            "この保険者に記号はありません",
            "this insurer has no symbols",
        ),
        Doubt::SymbolExpected => Text::new("記号がありません", "there is no symbol"),
        Doubt::SymbolShape => Text::new(
            "記号の形が保険者と合いません",
            "symbol does not fit the insurer",
        ),
        Doubt::NumberShape => Text::new(
            "番号の形が保険者と合いません",
            "number does not fit the insurer",
        ),
        Doubt::NumberCheckDigit => Text::new(
            "番号の検証番号が合いません",
            "check digit of the number does not fit",
        ),
        Doubt::BirthdateBesideEra => Text::new("元号にない日付です", "day beside its era"),
        Doubt::BirthdateInFuture => Text::new(
            "生年月日が確認日より後です",
            "born after the day to be checked",
        ),
        Doubt::BirthdateLongAgo => {
            Text::new("生年月日が120年より前です", "born more than 120 years ago")
        }
    }
}

/// What was put right already.
pub(crate) const fn mended(mended: Mended) -> Text {
    match mended {
        Mended::LeadingZeros => Text::new("先頭の0を補いました", "zeros in front were restored"),
        Mended::SerialDate => Text::new(
            "Excel の日付の番号を読み替えました",
            "Excel's number of a day was read",
        ),
    }
}

/// A row that asks what an earlier one asks.
pub(crate) fn twin(line: u32, language: Language) -> String {
    let line = line.to_string();
    match language {
        Language::Ja => [&line, "行目と同じ内容です"].concat(),
        Language::En => ["the same as row ", &line].concat(),
    }
}

/// The finer result, short enough for a list.
pub(crate) fn verdict(verdict: Verdict) -> Text {
    match verdict {
        Verdict::Valid => Text::new("有効", "Valid"),
        Verdict::ValidRenew => Text::new("有効（要更新）", "Valid (renew)"),
        Verdict::Invalid => Text::new("無効", "Not valid"),
        Verdict::InvalidNewEligibility => Text::new("無効（新しい資格あり）", "Not valid (newer)"),
        Verdict::NoEligibility => Text::new("該当する資格なし", "None found"),
        Verdict::Multiple => Text::new("複数の資格あり", "Several"),
        Verdict::Unconfirmed(_) => Text::new("確認できず", "Not confirmed"),
    }
}

/// The finer result as a choice of the filter.
pub(crate) fn reason(reason: Reason) -> Text {
    use check_api::Unconfirmed::StillProcessing;
    let known = [
        Verdict::Valid,
        Verdict::ValidRenew,
        Verdict::Invalid,
        Verdict::InvalidNewEligibility,
        Verdict::NoEligibility,
        Verdict::Multiple,
        Verdict::Unconfirmed(StillProcessing),
    ];
    match known.into_iter().find(|it| it.name() == reason.0) {
        Some(known) => verdict(known),
        None if reason.0 == "waiting" => super::batch::WAITING,
        None if reason.0 == "rejected" => {
            Text::new("照会せず（入力の誤り）", "Not asked (rule broken)")
        }
        None => Text::new("結果なし", "No answer"),
    }
}

/// Where rows stand.
pub(crate) const fn standing(standing: Standing) -> Text {
    match standing {
        Standing::Flawed => Text::new("直すまで送れない", "To be corrected"),
        Standing::Twin => Text::new("重複", "Repeated"),
        Standing::Doubtful => Text::new("要確認", "Doubtful"),
        Standing::Good => Text::new("問題なし", "Good"),
        Standing::LeftOut => Text::new("除外", "Left out"),
    }
}

/// Something about a field.
pub(crate) fn named(column: Column, what: Text, language: Language) -> String {
    let name = super::batch::column(column).of(language);
    match language {
        Language::Ja => [name, "：", what.of(language)].concat(),
        Language::En => [name, " ", what.of(language)].concat(),
    }
}

/// A row of the table.
pub(crate) fn line(line: u32, language: Language) -> String {
    let line = line.to_string();
    match language {
        Language::Ja => line + "行目",
        Language::En => ["row ", &line].concat(),
    }
}

pub(crate) const REJECTED_SHORT: Text = Text::new("照会せず", "Not asked");
pub(crate) const FAILED_SHORT: Text = Text::new("結果なし", "No answer");
/// Between two sentences.
pub(crate) const BETWEEN: Text = Text::new("。", ". ");

/// What to do now that somebody was looked up before they come.
pub(crate) const fn next(verdict: Verdict) -> Text {
    match verdict {
        Verdict::Valid | Verdict::ValidRenew => Text::new(
            "この資格で受付できます。当日までに変わることもあります。",
            "The patient can be registered with it. It may still change until they come.",
        ),
        Verdict::Invalid | Verdict::InvalidNewEligibility => Text::new(
            "受付で、あらためて資格を確認してください。",
            "Please check the eligibility again at the desk.",
        ),
        Verdict::NoEligibility => Text::new(
            "無効という意味ではありません。番号と生年月日を確かめ、受付で資格を確認してください。",
            "This does not mean that the insurance is not valid. Please look at the numbers and the date of birth, and check at the desk.",
        ),
        Verdict::Multiple => Text::new(
            "無効という意味ではありません。どの資格を使うかを、受付で患者さんに確認してください。",
            "This does not mean that the insurance is not valid. Please ask the patient at the desk which one is to be used.",
        ),
        Verdict::Unconfirmed(_) => Text::new(
            "無効という意味ではありません。もう一度照会するか、受付で確認してください。",
            "This does not mean that the insurance is not valid. Please ask again, or check at the desk.",
        ),
    }
}
