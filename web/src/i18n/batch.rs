//! Words of the 一括照会: the table, its columns, the run and its results.

use check_api::BatchWord;

use super::Text;
use crate::domain::batch::{BatchProblem, Column};
use crate::domain::settings::Language;

pub(crate) const LEAD: Text = Text::new(
    "予約患者さんの資格を、来院前にまとめて確認します。無効だった方は、受付であらためて資格を確認してください。",
    "Check booked patients before they come. Anyone whose eligibility is not valid must be checked again at the desk.",
);
pub(crate) const DROP: Text = Text::new(
    "患者さんの一覧（CSV）をここに置いてください",
    "Drop the list of patients (CSV) here",
);
pub(crate) const CHOOSE_FILE: Text = Text::new("ファイルを選ぶ", "Choose a file");
pub(crate) const FILE_NOTE: Text = Text::new(
    "CSV・TSV。文字コードと区切りは自動で判別します。",
    "CSV or TSV. Character set and separator are found out by themselves.",
);
pub(crate) const PASTE: Text = Text::new(
    "または、Excel の表をコピーして貼り付ける",
    "Or copy a table in Excel and paste it",
);
pub(crate) const READ_PASTED: Text = Text::new("貼り付けた表を読み込む", "Read the pasted table");
pub(crate) const NEEDED: Text = Text::new("必要な列", "Columns needed");
pub(crate) const NEEDED_NOTE: Text = Text::new(
    "見出しと並び順は自由です。あれば氏名・記号・枝番も使います。",
    "Any order, any heading. Name, symbol and branch are used where they are there.",
);
pub(crate) const NOT_TAKEN: Text = Text::new(
    "使わない列と12桁のマイナンバーは読み込みません。氏名は画面の表示だけに使い、送信しません。",
    "Columns that are not used and 12-digit My Numbers are not taken in. Names are shown here and never sent.",
);
pub(crate) const READING: Text = Text::new("表を読み込んでいます", "Reading the table");
pub(crate) const MATCH_TITLE: Text = Text::new("列の内容を確認", "Check the columns");
pub(crate) const MATCH_LEAD: Text = Text::new(
    "どの列に何が入っているかを確かめてください。最初の5行を表示しています。",
    "Please check what each column holds. The first five rows are shown.",
);
pub(crate) const HEADED: Text = Text::new("1行目は見出し", "The first row is a heading");
pub(crate) const HEADED_NOTE: Text = Text::new(
    "見出しの行は照会しません。",
    "A heading is not asked about.",
);
pub(crate) const UNUSED: Text = Text::new("使わない", "Not used");
pub(crate) const MY_NUMBER_COLUMN: Text =
    Text::new("マイナンバー（読み込みません）", "My Number (not taken in)");
pub(crate) const MY_NUMBER_CELL: Text = Text::new("（マイナンバー）", "(My Number)");
pub(crate) const NEXT: Text = Text::new("行を確認する", "Check the rows");
pub(crate) const ANOTHER_TABLE: Text = Text::new("別の表にする", "Use another table");
pub(crate) const ROWS_TITLE: Text = Text::new("行を確認", "Check the rows");
pub(crate) const ASKED_FOR: Text = Text::new("確認する日", "Day to be checked");
pub(crate) const LINE: Text = Text::new("行", "Row");
/// The place of somebody in a run.
pub(crate) const NUMBER: Text = Text::new("順", "No.");
pub(crate) const REMARK: Text = Text::new("確認すること", "To look at");
pub(crate) const ROW_EDITOR: Text = Text::new("選んだ行", "Selected row");
pub(crate) const CHOOSE_ROW: Text = Text::new(
    "行を選ぶと、ここで直したり除いたりできます。",
    "Choose a row to correct it here or leave it out.",
);
pub(crate) const LEAVE_OUT: Text = Text::new("この行を除く", "Leave this row out");
pub(crate) const TAKE_IN: Text = Text::new("この行を戻す", "Take this row in again");
pub(crate) const LEFT_OUT: Text = Text::new("除外", "Left out");
pub(crate) const LEAVE_OUT_FLAWED: Text =
    Text::new("直せない行をすべて除く", "Leave out all rows with errors");
pub(crate) const LEAVE_OUT_TWINS: Text = Text::new("重複をすべて除く", "Leave out all repetitions");
pub(crate) const RUN_TITLE: Text = Text::new("照会の結果", "Results");
pub(crate) const PROGRESS: Text = Text::new("進みぐあい", "Progress");
pub(crate) const SEARCH: Text =
    Text::new("さがす（氏名・カナ・番号）", "Search (name, kana, number)");
pub(crate) const REASON: Text = Text::new("くわしい結果", "Finer result");
pub(crate) const ALL: Text = Text::new("すべて", "All");
pub(crate) const WAITING: Text = Text::new("待ち", "Waiting");
pub(crate) const RESULT: Text = Text::new("結果", "Result");
/// Over a narrow column.
pub(crate) const INSURER: Text = Text::new("保険者番号", "Insurer");
pub(crate) const SYMBOL_NUMBER: Text = Text::new("記号・番号・枝番", "Symbol, number");
pub(crate) const DETAILS: Text = Text::new("選んだ方の結果", "Selected result");
pub(crate) const CHOOSE_RESULT: Text = Text::new(
    "一覧で選ぶと、ここに資格の内容が表示されます。",
    "Choose somebody in the list to see the eligibility here.",
);
pub(crate) const NO_ROWS: Text = Text::new("あてはまる方はいません", "Nobody matches");
pub(crate) const EXPORT: Text = Text::new("表示中の一覧をCSVで保存", "Save the rows shown as CSV");
pub(crate) const ERASE: Text = Text::new("結果を消す", "Erase the results");
pub(crate) const ERASE_ASK: Text = Text::new(
    "この画面と確認先から結果を消します。元に戻せません。",
    "The results are erased here and at the service. This cannot be undone.",
);
pub(crate) const ERASE_YES: Text = Text::new("消す", "Erase");
pub(crate) const ERASE_NO: Text = Text::new("消さない", "Keep");
pub(crate) const ERASE_HERE: Text = Text::new("この画面からだけ消す", "Erase here only");
pub(crate) const ERASE_HERE_NOTE: Text = Text::new(
    "確認先につながらないときは、画面からだけ消せます。確認先の結果は、保存期間が過ぎると自動で消えます。",
    "If the service cannot be reached, erase here only. The results there go by themselves when their time is over.",
);
pub(crate) const UNDER_WAY_NOTE: Text = Text::new(
    "この画面を離れても照会は続きます。再読み込みしても続きから表示します。",
    "The check goes on when you leave this screen, and is found again after a reload.",
);
pub(crate) const TROUBLE: Text = Text::new(
    "確認先につながりにくくなっています。自動でやり直しています。",
    "The service is hard to reach. It is being tried again.",
);
pub(crate) const LOST_TITLE: Text =
    Text::new("表示できない行があります", "Some rows cannot be shown");
pub(crate) const PROBLEM_TITLE: Text = Text::new("進めません", "This cannot go on");
pub(crate) const ELSEWHERE_TITLE: Text = Text::new(
    "別のタブで一括照会を使っています",
    "Another tab is using the batch inquiry",
);
pub(crate) const NAME_DIFFERS: Text = Text::new(
    "一覧の氏名と違います。ご本人の資格か確かめてください。",
    "The name is not that of the list. Please make sure that this is the same person.",
);
pub(crate) const REJECTED: Text = Text::new(
    "入力内容が確認先の決まりに合わず、照会していません",
    "Not asked: it breaks a rule of the service",
);
pub(crate) const FAILED: Text = Text::new("結果を受け取れませんでした", "No answer was received");
pub(crate) const NOT_INVALID: Text = Text::new(
    "無効という意味ではありません。",
    "This does not mean that the insurance is not valid.",
);
pub(crate) const EXPORT_MESSAGE: Text = Text::new("お知らせ", "Message");
/// The name of the file, without a person, a day or a number.
pub(crate) const FILE_NAME: Text = Text::new("一括照会.csv", "batch.csv");

/// What a column holds.
pub(crate) const fn column(column: Column) -> Text {
    match column {
        Column::Name => Text::new("氏名", "Name"),
        Column::InsurerNumber => Text::new("保険者番号", "Insurer number"),
        Column::Symbol => Text::new("記号", "Symbol"),
        Column::Number => Text::new("番号", "Number"),
        Column::Branch => Text::new("枝番", "Branch"),
        Column::Birthdate => Text::new("生年月日", "Date of birth"),
    }
}

/// The word of the leaflet.
pub(crate) const fn word(word: BatchWord) -> Text {
    match word {
        BatchWord::Valid => Text::new("有効", "Valid"),
        BatchWord::Invalid => Text::new("無効", "Not valid"),
        BatchWord::Error => Text::new("エラー", "Error"),
    }
}

/// What is wrong, and what to do next.
pub(crate) const fn problem(problem: BatchProblem) -> Text {
    match problem {
        BatchProblem::Empty => Text::new(
            "表に行がありません。見出しの下に患者さんの行がある表を選んでください。",
            "There are no rows in the table. Please choose one with patients below its heading.",
        ),
        BatchProblem::Workbook => Text::new(
            "Excel のブックは読み込めません。Excel で「CSV UTF-8（コンマ区切り）」として保存するか、表をコピーして貼り付けてください。",
            "Excel workbooks cannot be read. Please save it in Excel as “CSV UTF-8”, or copy the table and paste it.",
        ),
        BatchProblem::Encoding => Text::new(
            "文字コードを判別できません。「CSV UTF-8」で保存し直してください。",
            "The character set is not known. Please save the file again as “CSV UTF-8”.",
        ),
        BatchProblem::Unreadable => Text::new(
            "ファイルを開けません。ほかのソフトで開いていないか確かめて、もう一度選んでください。",
            "The file cannot be opened. Please check that no other program uses it, and choose it again.",
        ),
        BatchProblem::TooLarge => Text::new(
            "ファイルが大きすぎます（16MBまで）。患者さんの一覧か確かめてください。",
            "The file is too large (16 MB at most). Please check that it is a list of patients.",
        ),
        BatchProblem::TooManyRows => Text::new(
            "行が多すぎます（20,000行まで）。表を分けてください。",
            "There are too many rows (20,000 at most). Please divide the table.",
        ),
        BatchProblem::TooManyColumns => Text::new(
            "列が多すぎます（200列まで）。必要な列だけにしてください。",
            "There are too many columns (200 at most). Please keep those that are needed.",
        ),
        BatchProblem::CellTooLong => Text::new(
            "長すぎるセルがあります。引用符（\"）が閉じているか確かめてください。",
            "There is a cell that is too long. Please check that every quotation mark (\") is closed.",
        ),
        BatchProblem::ColumnMissing => Text::new(
            "必要な列が選ばれていません。保険者番号・番号・生年月日の列を選んでください。",
            "A column that is needed was not chosen. Please choose those of insurer number, number and date of birth.",
        ),
        BatchProblem::NothingToAsk => Text::new(
            "照会できる行がありません。直せる行を直すか、別の表にしてください。",
            "There is no row that can be asked about. Please correct rows, or use another table.",
        ),
        BatchProblem::NotOffered => Text::new(
            "確認先が一括照会に対応していません。管理者にご確認ください。",
            "The service does not take batches. Please ask your administrator.",
        ),
        BatchProblem::NotKept => Text::new(
            "このブラウザが保存を許可していないため、送信しませんでした。サイトデータの保存を許可してから、もう一度送信してください。",
            "Nothing was sent, because this browser does not allow anything to be kept. Please allow site data and send again.",
        ),
        BatchProblem::NotReceived => Text::new(
            "送信の途中で画面が閉じ、確認先に届いていませんでした。同じ表をもう一度読み込んで照会してください。",
            "The page ended while sending, and nothing reached the service. Please read the same table again.",
        ),
        BatchProblem::OutcomeUnknown => Text::new(
            "届いたかどうかを確認できません。管理者に連絡し、分かるまで同じ行を照会しないでください。",
            "It cannot be found out whether it arrived. Please tell your administrator and do not ask about these rows until then.",
        ),
        BatchProblem::RowUnanswered => Text::new(
            "確認先の結果に含まれていませんでした。もう一度照会するか、受付で確認してください。",
            "The answer of the service leaves it out. Please ask again, or check at the desk.",
        ),
        BatchProblem::OtherTab => Text::new(
            "そのタブで続けるか、そのタブを閉じてください。",
            "Please go on in that tab, or close it.",
        ),
    }
}

/// A number of rows.
pub(crate) fn rows(count: usize, language: Language) -> String {
    let number = grouped(count);
    match language {
        Language::Ja => number + "件",
        Language::En if count == 1 => number + " row",
        Language::En => number + " rows",
    }
}

/// The button that sends.
pub(crate) fn send(count: usize, language: Language) -> String {
    match language {
        Language::Ja => grouped(count) + "件を照会する",
        Language::En => ["Ask about ", &rows(count, language)].concat(),
    }
}

/// The button that asks again.
pub(crate) fn ask_again(count: usize, language: Language) -> String {
    match language {
        Language::Ja if count == 0 => "確認できなかった方をもう一度照会".to_owned(),
        Language::En if count == 0 => "Ask again about the rest".to_owned(),
        Language::Ja => ["確認できなかった", &grouped(count), "件をもう一度照会"].concat(),
        Language::En => ["Ask again about ", &rows(count, language)].concat(),
    }
}

/// How many rows have been worked on.
pub(crate) fn done(done: usize, total: usize, language: Language) -> String {
    let (done, total) = (grouped(done), grouped(total));
    match language {
        Language::Ja => [&total, "件中 ", &done, "件 処理済み"].concat(),
        Language::En => [&done, " of ", &total, " done"].concat(),
    }
}

/// A column that is missing.
pub(crate) fn missing(columns: &[Column], language: Language) -> String {
    let names: Vec<&str> = columns.iter().map(|it| column(*it).of(language)).collect();
    match language {
        Language::Ja => ["まだ選ばれていない列：", &names.join("・")].concat(),
        Language::En => ["Not chosen yet: ", &names.join(", ")].concat(),
    }
}

/// The name of the list over a column.
pub(crate) fn column_number(place: usize, language: Language) -> String {
    let number = (place + 1).to_string();
    match language {
        Language::Ja => number + "列目の内容",
        Language::En => ["Content of column ", &number].concat(),
    }
}

/// The heading of a column that holds what was answered.
pub(crate) fn in_answer(label: &str, language: Language) -> String {
    match language {
        Language::Ja => ["回答：", label].concat(),
        Language::En => ["Answer: ", label].concat(),
    }
}

/// 12,345.
pub(crate) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + 2);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        for (number, text) in [
            (0, "0"),
            (999, "999"),
            (1000, "1,000"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(grouped(number), text);
        }
    }

    #[test]
    fn an_error_is_never_called_not_valid() {
        assert!(!word(BatchWord::Error).of(Language::Ja).contains("無効"));
        assert!(
            NOT_INVALID
                .of(Language::Ja)
                .starts_with("無効という意味ではありません")
        );
    }
}
