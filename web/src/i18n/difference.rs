//! Words for what has changed: since the last check, and against the patient record.

use super::Text;
use crate::domain::difference::SamePerson;
use crate::domain::record::RecordProblem;
use crate::domain::settings::Language;

pub(crate) const TITLE: Text = Text::new("変わった項目", "What has changed");
pub(crate) const FIRST_TIME: Text = Text::new(
    "この画面を開いてから、この方の確認は初めてです。",
    "The first check of this person since this page was opened.",
);
pub(crate) const VERDICT: Text = Text::new("判定", "Verdict");
/// Where there was nothing, or is nothing now.
pub(crate) const NOTHING: Text = Text::new("なし", "none");
pub(crate) const BEFORE: Text = Text::new("前", "before");
pub(crate) const AFTER: Text = Text::new("今回", "now");

pub(crate) const COMPARE: Text = Text::new("患者記録と比べる", "Compare with the patient record");
pub(crate) const PASTE: Text = Text::new("患者記録を貼り付けます", "Paste the patient record");
pub(crate) const PASTE_NOTE: Text = Text::new(
    "マイナ資格確認アプリのコピー、CSV、表の見出しと1人分の行を読めます。比べたあと、貼り付けた文は残りません。",
    "Reads the official app’s copied text, CSV, or the heading and one row of a list. The text is not kept.",
);
pub(crate) const DO_COMPARE: Text = Text::new("比べる", "Compare");
pub(crate) const END: Text = Text::new("比較を消す", "Remove");
pub(crate) const WITH_RECORD: Text = Text::new("患者記録との違い", "Against the record");
pub(crate) const SAME_PERSON: Text = Text::new("同じ方です", "The same person");
pub(crate) const OTHER_PERSON: Text = Text::new("別の方です", "Another person");

/// What is asked, or said, before differences are shown.
pub(crate) const fn person(person: SamePerson) -> Option<Text> {
    match person {
        SamePerson::Yes => None,
        SamePerson::Replaced => Some(Text::new(
            "氏名の●（表示できない文字）を除くと、氏名と生年月日は同じです。同じ方ですか。",
            "Name and date of birth agree, but for ● (a character that cannot be sent). Is it the same person?",
        )),
        SamePerson::OtherName => Some(Text::new(
            "生年月日は同じですが、氏名が違います。同じ方ですか。",
            "The dates of birth agree, but the names do not. Is it the same person?",
        )),
        SamePerson::Unknown => Some(Text::new(
            "氏名と生年月日がそろわず、同じ方か判断できません。同じ方ですか。",
            "Name and date of birth are not both there to go by. Is it the same person?",
        )),
        SamePerson::No => Some(Text::new(
            "生年月日が違います。別の方の記録かもしれません。同じ方ですか。",
            "The dates of birth differ: it may be the record of somebody else. Is it the same person?",
        )),
    }
}

/// Why a record cannot be compared, and what to do.
pub(crate) const fn problem(problem: RecordProblem) -> Text {
    match problem {
        RecordProblem::Empty => Text::new("貼り付けられた文がありません。", "Nothing was pasted."),
        RecordProblem::TooLarge => Text::new(
            "長すぎます。1人分だけを貼り付けてください。",
            "It is too long. Please paste one patient alone.",
        ),
        RecordProblem::MyNumber => Text::new(
            "個人番号（マイナンバー）が含まれているので、読みませんでした。個人番号を除いて貼り付けてください。",
            "It holds a 12-digit My Number and was not read. Please paste it without that number.",
        ),
        RecordProblem::Several => Text::new(
            "2人以上か、同じ項目が2つあります。1人分だけを貼り付けてください。",
            "There is more than one patient, or an item twice. Please paste one patient alone.",
        ),
        RecordProblem::NothingKnown => Text::new(
            "読める項目がありません。見出しの付いた行を貼り付けてください。",
            "No item in it is known. Please paste it with its headings.",
        ),
        RecordProblem::NothingToCompare => Text::new(
            "この結果には、比べる資格がありません。",
            "This result has no eligibility to compare with.",
        ),
        RecordProblem::NotFetched => Text::new(
            "必要なプログラムを読み込めませんでした。回線をご確認のうえ、もう一度お試しください。",
            "A part of the program could not be loaded. Please check the line and try again.",
        ),
    }
}

/// How many items have changed since the last check at a time of day.
pub(crate) fn since(count: usize, at: Option<&str>, language: Language) -> String {
    let number = count.to_string();
    match (language, at, count) {
        (Language::Ja, Some(at), 0) => ["前回（", at, "）と同じです。"].concat(),
        (Language::Ja, None, 0) => "前回と同じです。".to_owned(),
        (Language::Ja, Some(at), _) => ["前回（", at, "）から変わった項目：", &number].concat(),
        (Language::Ja, None, _) => ["前回から変わった項目：", &number].concat(),
        (Language::En, Some(at), 0) => ["The same as at ", at, "."].concat(),
        (Language::En, None, 0) => "The same as the last time.".to_owned(),
        (Language::En, Some(at), _) => ["Changed since ", at, ": ", &number].concat(),
        (Language::En, None, _) => ["Changed since the last time: ", &number].concat(),
    }
}

/// How many of the items of the record differ.
pub(crate) fn differing(count: usize, compared: usize, language: Language) -> String {
    let (number, all) = (count.to_string(), compared.to_string());
    match (language, count) {
        (Language::Ja, 0) => ["比べた", &all, "項目はすべて同じです。"].concat(),
        (Language::Ja, _) => ["比べた", &all, "項目のうち、違う項目：", &number].concat(),
        (Language::En, 0) => ["All ", &all, " items compared agree."].concat(),
        (Language::En, _) => [&number, " of ", &all, " items compared differ."].concat(),
    }
}

/// Items of the record that were not understood.
pub(crate) fn unread(count: usize, language: Language) -> String {
    let number = count.to_string();
    match language {
        Language::Ja => ["読めなかった項目：", &number].concat(),
        Language::En => ["Items not understood: ", &number].concat(),
    }
}
