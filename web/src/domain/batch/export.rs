//! The rows of a run as a CSV table (RFC 4180) for spreadsheets: what was asked, the word
//! of the leaflet and the finer reason, and what a desk copies from the eligibility. The
//! words come from the catalogue, through the caller. UTF-8 with a byte order mark and
//! CRLF, by which spreadsheets know it.

use super::RunRow;
use super::{Column, Outcome};
use crate::domain::answer::Answer;
use crate::domain::element::Element;

/// What of the first eligibility stands in a row, besides what was asked.
pub const ELEMENTS: [Element; 12] = [
    Element::Name,
    Element::NameKana,
    Element::Sex1,
    Element::Birthdate,
    Element::InsurerNumber,
    Element::InsurerName,
    Element::InsuredCardSymbol,
    Element::InsuredIdentificationNumber,
    Element::InsuredBranchNumber,
    Element::PersonalFamilyClassification,
    Element::InsuredCardValidDate,
    Element::InsuredCardExpirationDate,
];

/// A table that is being written, row by row, so that whoever writes may pause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export(String);

impl Export {
    /// Begins with the heading.
    pub fn new<'a>(heading: impl IntoIterator<Item = &'a str>) -> Self {
        let mut export = Self("\u{FEFF}".to_owned());
        export.line(heading);
        export
    }

    /// Adds a row: its place, what was asked, the word and the reason, the message of the
    /// service, and the values of [`ELEMENTS`].
    pub fn row(
        &mut self,
        row: &RunRow,
        words: [&str; 2],
        value: impl Fn(&Answer, Element) -> String,
    ) {
        let answer = match &row.outcome {
            Outcome::Answered(answer) => Some(answer),
            _ => None,
        };
        let message = match &row.outcome {
            Outcome::Answered(answer) => answer.notice.as_ref().map(|notice| {
                let parts = [notice.code.as_str(), notice.message.as_str()];
                parts.join(" ").trim().to_owned()
            }),
            Outcome::Rejected { field, rule } => Some([field.as_str(), rule].join(": ")),
            Outcome::Failed(code) => Some(code.to_string()),
            Outcome::Waiting => None,
        };
        let asked = Column::ALL
            .iter()
            .map(|column| row.asked(*column).to_owned());
        let words = words.map(str::to_owned);
        let values = ELEMENTS.iter().map(|element| {
            answer
                .map(|answer| value(answer, *element))
                .unwrap_or_default()
        });
        let cells: Vec<String> = [row.identifier.clone()]
            .into_iter()
            .chain(asked)
            .chain(words)
            .chain([message.unwrap_or_default()])
            .chain(values)
            .collect();
        self.line(cells.iter().map(String::as_str));
    }

    /// The text of the table.
    pub fn text(self) -> String {
        self.0
    }

    fn line<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) {
        for (place, cell) in cells.into_iter().enumerate() {
            if place > 0 {
                self.0.push(',');
            }
            self.0.push('"');
            // A cell that begins like a formula would be worked out by a spreadsheet.
            if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\'']) {
                self.0.push('\'');
            }
            for character in cell.chars() {
                if character == '"' {
                    self.0.push('"');
                }
                self.0.push(character);
            }
            self.0.push('"');
        }
        self.0.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::advice::ErrorCode;

    fn row(name: &str, outcome: Outcome) -> RunRow {
        RunRow {
            identifier: "00001".into(),
            name: name.into(),
            asked: ["131011", "１", "0012", "", "19800401"].map(str::to_owned),
            question: None,
            outcome,
        }
    }

    #[test]
    fn no_cell_becomes_a_formula_or_ends_early() {
        let mut export = Export::new(["行", "氏名"]);
        let failed = Outcome::Failed(ErrorCode::new("GATE-TIMEOUT"));
        export.row(&row("=1+1\"x", failed), ["エラー", "理由"], |_, _| {
            String::new()
        });
        let text = export.text();
        let mut lines = text.split("\r\n");
        assert_eq!(lines.next(), Some("\u{FEFF}\"行\",\"氏名\""));
        let line = lines.next().expect("a row");
        let expected = concat!(
            "\"00001\",\"'=1+1\"\"x\",\"131011\",\"１\",\"0012\",\"\",\"19800401\",",
            "\"エラー\",\"理由\",\"GATE-TIMEOUT\","
        );
        assert!(line.starts_with(expected), "{line}");
        assert_eq!(line.matches(",\"\"").count(), ELEMENTS.len() + 1);
        assert_eq!(lines.next(), Some(""));
    }
}
