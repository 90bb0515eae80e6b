//! Words for handing a result on, and what to do when that does not work.

use super::Text;
use crate::domain::history::HandOver;
use crate::domain::settings::Language;
use crate::state::{HandOverProblem, Saved};

pub(crate) const COPY: Text = Text::new("コピー（公式アプリの形式）", "Copy (official app’s text)");
pub(crate) const SAVE: Text = Text::new("OQSフォルダに保存", "Save in the OQS folder");
pub(crate) const ELSEWHERE: Text = Text::new("別のフォルダに保存", "Save in another folder");
pub(crate) const PRINT: Text = Text::new("結果票を印刷", "Print the slip");
pub(crate) const CSV: Text = Text::same("CSV");
pub(crate) const FHIR: Text = Text::same("FHIR");
pub(crate) const FILES: Text = Text::new("ファイルに出す", "As a file");
pub(crate) const UNDER_WAY: Text = Text::new("処理しています…", "Working…");
pub(crate) const DROPPED: Text = Text::new(
    "フォルダが選ばれなかったので、保存していません。",
    "No folder was chosen, so nothing was saved.",
);
pub(crate) const MARKED: Text = Text::new(
    "この結果では受付できないことを記して渡します。",
    "What is handed on says that this result cannot be used.",
);
pub(crate) const NOT_A_RESULT: Text = Text::new(
    "確認できていないので、結果として渡せるものはありません。",
    "Nothing was confirmed, so there is no result to hand on.",
);
pub(crate) const CHOOSE_FIRST: Text = Text::new(
    "コピーするときは、資格を1つ選びます。",
    "To copy, choose one of the eligibilities.",
);

/// What was done.
pub(crate) fn done(what: HandOver, saved: Option<&Saved>, language: Language) -> String {
    let file = saved.map(|saved| saved.file.as_str()).unwrap_or_default();
    let folder = saved.and_then(|saved| saved.folder.as_deref());
    match (what, folder, language) {
        (HandOver::Copy, _, Language::Ja) => "コピーしました。".to_owned(),
        (HandOver::Copy, _, Language::En) => "Copied.".to_owned(),
        (HandOver::Print, _, Language::Ja) => "印刷の画面を開きました。".to_owned(),
        (HandOver::Print, _, Language::En) => "The print dialog was opened.".to_owned(),
        (_, Some(folder), Language::Ja) => ["「", folder, "」に保存しました：", file].concat(),
        (_, Some(folder), Language::En) => ["Saved in “", folder, "”: ", file].concat(),
        (_, None, Language::Ja) => ["ダウンロードに保存しました：", file].concat(),
        (_, None, Language::En) => ["Saved in the downloads: ", file].concat(),
    }
}

/// What went wrong, and what to do.
pub(crate) const fn problem(problem: HandOverProblem) -> Text {
    match problem {
        HandOverProblem::CopyRefused => Text::new(
            "コピーできません。画面を一度クリックして、もう一度お試しください。",
            "Could not be copied. Please click on this page and try again.",
        ),
        HandOverProblem::FolderRefused => Text::new(
            "フォルダへの保存が許可されませんでした。もう一度押して「編集を許可」を選ぶか、CSVで出してください。",
            "Saving in the folder was not allowed. Press again and allow editing, or use CSV.",
        ),
        HandOverProblem::FolderGone => Text::new(
            "保存先のフォルダが見つかりません。もう一度押して、フォルダを選び直してください。",
            "The folder is not there any more. Press again and choose a folder.",
        ),
        HandOverProblem::FolderLocked => Text::new(
            "ほかのプログラムがフォルダを使っています。少し待って、もう一度お試しください。",
            "Another program is using the folder. Please wait a little and try again.",
        ),
        HandOverProblem::DiskFull => Text::new(
            "保存先の空きがありません。不要なファイルを消すか、別のフォルダに保存してください。",
            "There is no room left. Please delete files that are not needed, or save in another folder.",
        ),
        HandOverProblem::NameTaken => Text::new(
            "同じ結果のファイルがすでに多くあります。フォルダの中をご確認ください。",
            "Many files of the same result are there already. Please look into the folder.",
        ),
        HandOverProblem::NotWritten => Text::new(
            "保存できませんでした。保存先をご確認のうえ、もう一度お試しください。",
            "It could not be saved. Please look at where it is saved and try again.",
        ),
        HandOverProblem::NotFormed => Text::new(
            "この結果はこの形式にできません。画面を見て入力するか、印刷してください。",
            "This result cannot be put into this form. Please type it from the screen, or print it.",
        ),
        HandOverProblem::NotFetched => Text::new(
            "必要なプログラムを読み込めませんでした。回線をご確認のうえ、もう一度お試しください。",
            "A part of the program could not be loaded. Please check the line and try again.",
        ),
    }
}
