//! Words of the history.

use super::Text;
use crate::domain::history::{Counts, HandOver, Kind, Method};
use crate::domain::settings::Language;

pub(crate) const LEAD: Text = Text::new(
    "今日この端末で確認したものです。氏名や番号の全体は残しません。",
    "What this desk checked today. Neither names nor whole numbers are kept.",
);
pub(crate) const IN_MEMORY: Text = Text::new(
    "画面を閉じるか読み込み直すと消えます。",
    "It goes when the page is closed or reloaded.",
);
pub(crate) const PERSISTS: Text = Text::new(
    "管理者の設定により、読み込み直しても今日のあいだはこの端末に残ります。",
    "As the administrator has set it, today's list outlives a reload on this device.",
);
pub(crate) const EMPTY: Text = Text::new("まだありません", "Nothing yet");
pub(crate) const EMPTY_NOTE: Text = Text::new(
    "カードや番号で確認すると、時刻と結果がここに並びます。",
    "Once something is checked, its time and result stand here.",
);
pub(crate) const NONE_OF_KIND: Text = Text::new(
    "この結果のものはありません。",
    "There is none of this kind.",
);
pub(crate) const FILTER: Text = Text::new("表示する結果", "Results shown");
pub(crate) const ALL: Text = Text::new("すべて", "All");
pub(crate) const TIME: Text = Text::new("時刻", "Time");
pub(crate) const RESULT: Text = Text::new("結果", "Result");
pub(crate) const METHOD: Text = Text::new("方法", "Method");
pub(crate) const NUMBER_END: Text = Text::new("番号の末尾", "Number ends with");
pub(crate) const RECORD: Text = Text::new("記録番号", "Record number");
pub(crate) const HANDED_OVER: Text = Text::new("渡した先", "Handed over");
pub(crate) const TIME_UNKNOWN: Text = Text::new("時刻不明", "time unknown");
pub(crate) const MORE: Text = Text::new("さらに表示", "Show more");
pub(crate) const EXPORT: Text = Text::new("CSVに書き出す", "Export as CSV");
pub(crate) const EXPORT_ASK: Text = Text::new(
    "一覧をファイルに書き出します。書き出したことも履歴に残ります。",
    "The list is written to a file. That it was is noted in the history, too.",
);
pub(crate) const ERASE: Text = Text::new("今すぐ消す", "Erase now");
pub(crate) const ERASE_ASK: Text = Text::new(
    "今日の履歴をすべて消します。元に戻せません。",
    "All of today's history is erased. This cannot be taken back.",
);
pub(crate) const DO_EXPORT: Text = Text::new("書き出す", "Export");
pub(crate) const DO_ERASE: Text = Text::new("消す", "Erase");
pub(crate) const NOT_NOW: Text = Text::new("やめる", "Cancel");

/// When entries go.
pub(crate) fn kept_for(hours: u16, language: Language) -> String {
    let number = hours.to_string();
    match (language, hours) {
        (Language::Ja, 24..) => "日付が変わると消えます。".to_owned(),
        (Language::En, 24..) => "It goes at midnight.".to_owned(),
        (Language::Ja, _) => [&number, "時間たつか、日付が変わると消えます。"].concat(),
        (Language::En, _) => ["An entry goes after ", &number, " hours, or at midnight."].concat(),
    }
}

/// A kind of results.
pub(crate) const fn kind(kind: Kind) -> Text {
    match kind {
        Kind::Valid => Text::new("有効", "Valid"),
        Kind::NotValid => Text::new("無効", "Not valid"),
        Kind::Ask => Text::new("該当なし・複数", "None or several"),
        Kind::NotConfirmed => Text::new("確認できず", "Not confirmed"),
        Kind::Other => Text::new("その他", "Other"),
    }
}

/// How it was asked.
pub(crate) const fn method(method: Method) -> Text {
    match method {
        Method::Card => Text::new("カード", "Card"),
        Method::SymbolNumber => Text::new("記号番号", "Symbol and number"),
        Method::Batch => Text::new("一括照会", "Batch"),
        Method::MedicalInformation => Text::new("薬剤・健診情報", "Medical information"),
        Method::HistoryExport => Text::new("履歴の書き出し", "Export of the history"),
        Method::HandOver => Text::new("結果の受け渡し", "Hand-over of a result"),
    }
}

/// What was done with a result.
pub(crate) const fn hand_over(what: HandOver) -> Text {
    match what {
        HandOver::Copy => Text::new("コピー", "copied"),
        HandOver::Save => Text::new("保存", "saved"),
        HandOver::Csv => Text::same("CSV"),
        HandOver::Fhir => Text::same("FHIR"),
        HandOver::Print => Text::new("印刷", "printed"),
        HandOver::Medication => Text::new("薬剤情報を閲覧", "medication seen"),
        HandOver::Checkup => Text::new("健診情報を閲覧", "checkup seen"),
    }
}

/// The counts of a batch.
pub(crate) fn counts(counts: Counts, language: Language) -> String {
    let [valid, not_valid, other] =
        [counts.valid, counts.not_valid, counts.other].map(|number| number.to_string());
    match language {
        Language::Ja => ["有効 ", &valid, "・無効 ", &not_valid, "・ほか ", &other].concat(),
        Language::En => [
            &valid,
            " valid, ",
            &not_valid,
            " not valid, ",
            &other,
            " other",
        ]
        .concat(),
    }
}

/// How many rows were given out.
pub(crate) fn rows(rows: u32, language: Language) -> String {
    let number = rows.to_string();
    match language {
        Language::Ja => [&number, "件"].concat(),
        Language::En if rows == 1 => "1 row".to_owned(),
        Language::En => [&number, " rows"].concat(),
    }
}

/// How many entries are shown.
pub(crate) fn shown(shown: usize, all: usize, language: Language) -> String {
    let (shown, all) = (shown.to_string(), all.to_string());
    match language {
        Language::Ja => [&all, "件中 ", &shown, "件を表示"].concat(),
        Language::En => [&shown, " of ", &all, " shown"].concat(),
    }
}
