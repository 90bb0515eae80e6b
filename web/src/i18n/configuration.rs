//! What is wrong in config.json, for the administrator who mends it.

use super::Text;
use crate::domain::config::{ConfigError, ConfigProblem};
use crate::domain::settings::Language;

pub(crate) const TITLE: Text = Text::new(
    "設定ファイルに誤りがあります",
    "There is a mistake in the configuration",
);
pub(crate) const LEAD: Text = Text::new(
    "誤りを直して再読み込みするまで、資格の確認はできません。管理者の方は次の箇所をご確認ください。",
    "No check can be made until it is mended and the page reloaded. For the administrator:",
);
pub(crate) const FILE: Text = Text::new("ファイル", "File");
pub(crate) const PLACE: Text = Text::new("場所", "Place");
pub(crate) const KEY: Text = Text::new("項目", "Key");

/// What is wrong, and so what to write instead.
pub(crate) const fn problem(problem: ConfigProblem) -> Text {
    match problem {
        ConfigProblem::Unreachable => Text::new(
            "ファイルを読み込めません。index.html と同じ場所に置かれているかご確認ください。",
            "The file cannot be fetched. Is it beside index.html?",
        ),
        ConfigProblem::Syntax => Text::new(
            "JSONとして読めません。コンマや引用符の過不足をご確認ください。",
            "This is not JSON. Is a comma or a quotation mark missing or too many?",
        ),
        ConfigProblem::Missing => {
            Text::new("必要な項目がありません。", "A required key is missing.")
        }
        ConfigProblem::UnknownKey => Text::new(
            "この名前の項目はありません。つづりをご確認ください。",
            "There is no such key. Is it spelled correctly?",
        ),
        ConfigProblem::WrongType => Text::new(
            "値の種類が違います（文字列、数値、true／falseなど）。",
            "The value is of the wrong kind (text, number, true or false).",
        ),
        ConfigProblem::NotHttps => Text::new(
            "https:// で始まるアドレスが必要です（http:// は同じパソコンに限ります）。",
            "An address that begins with https:// is required (http:// only for this computer).",
        ),
        ConfigProblem::WrongLength => Text::new(
            "桁数または文字数が違います。",
            "The number of digits or characters is wrong.",
        ),
        ConfigProblem::OutOfRange => Text::new(
            "数値が使える範囲にありません。",
            "The number is out of range.",
        ),
        ConfigProblem::UnknownWord => Text::new(
            "使える値のどれでもありません。",
            "The value is not one of those allowed.",
        ),
        ConfigProblem::OutsideFolder => Text::new(
            "config.json と同じフォルダーの中だけを指定できます。",
            "Only files in the folder of config.json can be named.",
        ),
        ConfigProblem::Anchor => Text::new(
            "証明書ファイルを読み込めません。場所と形式（PEM）をご確認ください。",
            "The certificate file cannot be read. Are its place and its form (PEM) right?",
        ),
        ConfigProblem::TrainingNeedsPractice => Text::new(
            "練習モードは environment が practice のときだけ使えます。",
            "Training needs the environment “practice”.",
        ),
    }
}

/// Where the mistake is.
pub(crate) fn place(error: &ConfigError, language: Language) -> Option<String> {
    let place = error.place?;
    let (line, column) = (place.line.to_string(), place.column.to_string());
    Some(match language {
        Language::Ja => [&line, "行目 ", &column, "文字目"].concat(),
        Language::En => ["line ", &line, ", column ", &column].concat(),
    })
}
