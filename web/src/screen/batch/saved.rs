//! The results as a table to be saved, in the words of the screen.

use crate::domain::answer::Answer;
use crate::domain::batch::export::{ELEMENTS, Export};
use crate::domain::batch::{Column, RunRow};
use crate::domain::element::Element;
use crate::domain::settings::Language;
use crate::i18n::{batch, element};
use crate::part::plain;

use super::details::outcome;

/// The name of the file. It says nothing about a patient.
pub const fn file_name(language: Language) -> &'static str {
    batch::FILE_NAME.of(language)
}

/// Begins the table.
pub fn begin(language: Language) -> Export {
    let asked = Column::ALL.map(|column| batch::column(column).of(language));
    let words = [batch::RESULT, batch::REASON, batch::EXPORT_MESSAGE].map(|it| it.of(language));
    let answered = ELEMENTS.map(|it| {
        let label = element::label(it).of(language);
        batch::in_answer(label, language)
    });
    let first = [batch::NUMBER.of(language)];
    let own = first.iter().chain(&asked).chain(&words).copied();
    Export::new(own.chain(answered.iter().map(String::as_str)))
}

/// Adds a row.
pub fn add(export: &mut Export, row: &RunRow, language: Language) {
    let (_, reason, _) = outcome(row, language);
    let word = row.word().map_or(batch::WAITING, batch::word);
    let value = |answer: &Answer, element: Element| {
        let value = answer
            .eligibilities
            .first()
            .and_then(|it| it.value(element));
        value.map(|it| plain(it, language)).unwrap_or_default()
    };
    export.row(row, [word.of(language), reason], value);
}
