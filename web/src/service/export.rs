//! What a result becomes when it is handed on: the clipboard text of the official app, the
//! official XML, CSV and FHIR, each with a file name that names no person. The forms
//! themselves are `check_api::format`'s. Knows no browser; comes with the chunk of the formats.

use check_api::format::file_name::FaceName;
use check_api::format::xml::Encoding;
use check_api::format::{CharacterSet, FormatError, clipboard, csv as rows, fhir, xml as official};

use crate::domain::answer::Verdict;
use crate::domain::stamp;
use crate::state::{HandOverProblem, Order};

/// How many names are tried for one file: nobody saves the same result more often.
pub const MOST_NAMES: u8 = 20;

/// A file.
#[derive(Clone, PartialEq, Eq)]
pub struct File {
    /// Its name, which names no person.
    pub name: String,
    /// Its media type.
    pub media_type: &'static str,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// The text that the official app copies. One line more says of a result that cannot be used
/// what it is, so that nobody takes it for a valid one; readers of the text pass over it.
///
/// # Errors
/// [`HandOverProblem::NotFormed`] if there is no eligibility.
pub fn clipboard(order: &Order) -> Result<String, HandOverProblem> {
    let message = &order.answer.message;
    let eligibility = order
        .meant
        .and_then(|place| message.body().results().nth(place))
        .ok_or(HandOverProblem::NotFormed)?;
    let date = message.header().qualification_confirmation_date();
    let mut text = clipboard::write(eligibility, date);
    if let Some(mark) = mark(order.answer.verdict) {
        text.extend(["資格有効性\t", mark, "\r\n"]);
    }
    Ok(text)
}

/// The official XML, under the name of a result of a face reader. Shift_JIS, as the official
/// files have it, or UTF-8 where that lacks a character. Each attempt has another name.
///
/// # Errors
/// [`HandOverProblem::NotFormed`] if the answer holds what no such file can.
pub fn xml(
    order: &Order,
    attempt: u8,
    shift_jis: &dyn CharacterSet,
) -> Result<File, HandOverProblem> {
    let message = &order.answer.message;
    let bytes = match official::write(message, Encoding::ShiftJis(shift_jis)) {
        Err(FormatError::Unencodable { .. }) => official::write(message, Encoding::Utf8),
        written => written,
    };
    // The record number, in the letters that such a name may have.
    let id = order.answer.audit_id.chars();
    let id: String = id
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .chain(again(attempt).chars())
        .collect();
    let time = time(order);
    let name = FaceName::new(Some(&id), &time).or_else(|| {
        FaceName::new(
            (attempt > 0).then_some(again(attempt).trim_matches('-')),
            &time,
        )
    });
    Ok(File {
        name: name.ok_or(HandOverProblem::NotFormed)?.to_string(),
        media_type: "application/xml",
        bytes: bytes.map_err(|_| HandOverProblem::NotFormed)?,
    })
}

/// CSV, one row for each eligibility.
///
/// # Errors
/// [`HandOverProblem::NotFormed`] if the answer holds what no such file can.
pub fn csv(order: &Order) -> Result<File, HandOverProblem> {
    let bytes = rows::write([&order.answer.message]);
    Ok(File {
        name: own_name(order, "csv"),
        media_type: "text/csv",
        bytes: bytes.map_err(|_| HandOverProblem::NotFormed)?,
    })
}

/// A FHIR R4 bundle. The random bytes make the addresses of its resources.
///
/// # Errors
/// [`HandOverProblem::NotFormed`] if the answer holds what FHIR cannot.
pub fn fhir(order: &Order, randomness: [u8; 16]) -> Result<File, HandOverProblem> {
    let bundle = fhir::write(&order.answer.message, randomness);
    let bundle = bundle.map_err(|_| HandOverProblem::NotFormed)?;
    Ok(File {
        name: own_name(order, "json"),
        media_type: "application/fhir+json",
        bytes: bundle.to_string().into_bytes(),
    })
}

/// The name of a file in a form of ours. What cannot be used says so in its name.
fn own_name(order: &Order, extension: &str) -> String {
    let verdict = order.answer.verdict;
    let verdict = match mark(verdict) {
        Some(_) => ["_", verdict.name()].concat(),
        None => String::new(),
    };
    [
        "shikaku-kakunin",
        &verdict,
        "_",
        &time(order),
        ".",
        extension,
    ]
    .concat()
}

/// When it was answered, `yyyyMMddHHmmss`; the beginning of the day asked for where that did
/// not come.
fn time(order: &Order) -> String {
    let header = order.answer.message.header();
    let at = header.process_execution_time();
    match (
        at.filter(|at| stamp::date_time(at).is_some()),
        order.answer.confirmed_for,
    ) {
        (Some(at), _) => at.to_owned(),
        (None, Some(day)) => stamp::of(day) + "000000",
        (None, None) => "00010101000000".to_owned(),
    }
}

fn again(attempt: u8) -> String {
    match attempt {
        0 => String::new(),
        more => ["-", &more.to_string()].concat(),
    }
}

/// What is said of a result that cannot be used, in the language of the foreign forms.
const fn mark(verdict: Verdict) -> Option<&'static str> {
    match verdict {
        Verdict::Valid | Verdict::ValidRenew | Verdict::Multiple => None,
        Verdict::Invalid => Some("無効"),
        Verdict::InvalidNewEligibility => Some("無効（新しい資格あり）"),
        Verdict::NoEligibility => Some("該当資格なし"),
        Verdict::Unconfirmed(_) => Some("未確認"),
    }
}

#[cfg(test)]
#[path = "export_tests.rs"]
mod tests;
