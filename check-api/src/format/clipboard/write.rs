//! Writes the clipboard text of an eligibility.

use super::label::shown;
use super::layout::{CONFIRMATION_DATE, Kind, Section};
use crate::official::{Elements, Eligibility};

/// The text of an eligibility, with the day for which it was confirmed
/// (`QualificationConfirmationDate` of the header, as it came).
///
/// 資格情報 has all its lines, empty ones too, as a reader that counts on them exists; the
/// other parts are there only if the eligibility has something for them. What the official
/// text has no line for is not in it: it is a form for handing on, not for keeping.
#[must_use]
pub fn write(eligibility: Eligibility<'_>, confirmation_date: Option<&str>) -> String {
    let mut text = String::new();
    for section in Section::ALL {
        let group = match section.group() {
            None => Some(eligibility.elements()),
            Some(name) => eligibility.elements().group(name),
        };
        let Some(elements) = group else { continue };
        let is_first = section == Section::Insurance;
        if !is_first && !has_any(section, elements) {
            continue;
        }
        text.push_str(section.title());
        text.push_str("\r\n");
        if is_first {
            let date = confirmation_date.unwrap_or_default();
            push_line(&mut text, CONFIRMATION_DATE, &shown(Kind::Date, date));
        }
        for line in section.lines() {
            let value = elements.text(line.element).unwrap_or_default();
            push_line(&mut text, line.key, &shown(line.kind, value));
        }
    }
    text
}

fn has_any(section: Section, elements: Elements<'_>) -> bool {
    section
        .lines()
        .iter()
        .any(|line| elements.text(line.element).is_some())
}

/// A value stays one line and one column: a line break or tab in it becomes a blank.
fn push_line(text: &mut String, key: &str, value: &str) {
    text.push_str(key);
    text.push('\t');
    let value = value.replace(char::is_control, " ");
    text.push_str(value.trim());
    text.push_str("\r\n");
}
