//! Messages to and from the terminal, in the official elements.
//!
//! Which groups a request has is public code of Sotatek-ChinhVu/smart-test and
//! YUKI-ENT/OQSDrug2. An answer is believed to be ours when it carries the mark that
//! the request had: `ArbitraryFileIdentifier`, or the reception number where a request
//! has no such identifier.

use super::fault::Fault;
use super::name::Service;
use super::settings::FolderEncoding;
use crate::source::{
    BatchHead, BatchRow, OfficialElements, Question, RowAnswer, SourceAnswer, is_about,
};
use check_api::XmlMsg;
use check_api::code::SegmentOfResult;
use check_api::field::{Date, FacilityCode, InsurerNumber};
use check_api::format::xml::{self, Encoding};
use check_api::format::{Cp932, FormatError};
use serde_json::{Map, Value};

const FILE_IDENTIFIER: &str = "ArbitraryFileIdentifier";
const ROW_IDENTIFIER: &str = "ArbitraryIdentifier";
const QUESTION: &str = "QualificationConfirmSearchInfo";
const RECEPTION: &str = "ReceptionNumber";
const UNIT: &str = "BulkConfirmUnit";
const UNITS: &str = "BulkConfirmUnitList";
/// Most characters of a reception number that is believed to be one.
const LONGEST_RECEPTION: usize = 50;
/// Of the header, what the gateway knows better than the terminal: its own form, its own
/// mark, and who asked.
const NOT_HANDED_ON: [&str; 3] = [
    "CharacterCodeIdentifier",
    FILE_IDENTIFIER,
    "MedicalInstitutionCode",
];

/// 資格確認要求.
pub(super) fn question(
    question: &Question,
    mark: &str,
    encoding: FolderEncoding,
) -> Result<Vec<u8>, Fault> {
    let header = header(
        &question.facility,
        Some((&question.confirmation_date, mark)),
    );
    let search = wide(question.search.clone());
    write(
        &message(header, [(QUESTION, Value::Object(search))]),
        encoding,
    )
}

/// 資格確認一括照会要求. Each row gets a key that says where in which batch it stands. A
/// row that cannot be written is left out and so gets no answer: it keeps no other from
/// being asked.
pub(super) fn batch(
    batch: &BatchHead,
    rows: &[BatchRow],
    encoding: FolderEncoding,
) -> Result<Vec<u8>, Fault> {
    let day = Some((&batch.confirmation_date, &*batch.name));
    let questions = rows.iter().filter_map(|row| {
        let mut search = wide(row.search.clone());
        let key = format!("{}-{}", batch.name, row.place);
        search.insert(ROW_IDENTIFIER.to_owned(), key.into());
        let question = Value::Object(search);
        let alone = message(Map::new(), [(QUESTION, question.clone())]);
        write(&alone, encoding).is_ok().then_some(question)
    });
    let questions: Vec<_> = questions.collect();
    if questions.is_empty() {
        return Err(Fault::Text);
    }
    let header = header(&batch.facility, day);
    write(&message(header, [(QUESTION, questions.into())]), encoding)
}

/// 資格確認一括照会ダウンロード要求.
pub(super) fn download(
    facility: &FacilityCode,
    reception: &str,
    encoding: FolderEncoding,
) -> Result<Vec<u8>, Fault> {
    let header = header(facility, None);
    write(&message(header, [(RECEPTION, reception.into())]), encoding)
}

/// Reads an answer.
pub(super) fn read(octets: &[u8]) -> Result<XmlMsg, Fault> {
    xml::read(octets, &Cp932).map_err(|_| Fault::Unreadable)
}

/// Whether an answer is to the request of a mark. One without any mark is believed when
/// it says no more than that the request failed: it names nobody.
pub(super) fn belongs(message: &XmlMsg, service: Service, mark: &str) -> bool {
    let found = match service {
        Service::Single | Service::Upload => message.header().arbitrary_file_identifier(),
        Service::Download => reception_text(message),
    };
    match found {
        Some(found) => found == mark,
        None => segment(message) == Some(SegmentOfResult::Failed),
    }
}

/// Whether an answer about one person is about the one who was asked about, as far as it
/// repeats the question.
pub(super) fn answers(message: &XmlMsg, question: &Question) -> bool {
    let Some(echo) = message.body().question() else {
        return true;
    };
    let echo = echo.elements().texts();
    let echo = echo.map(|(name, text)| (name.to_owned(), Value::from(text)));
    is_about(&echo.collect(), &question.search)
}

/// 処理結果区分, if there is one.
pub(super) fn segment(message: &XmlMsg) -> Option<SegmentOfResult<'_>> {
    message
        .header()
        .segment_of_result()
        .map(SegmentOfResult::of)
}

/// The reception number that a batch got. It stands in the body; later layouts may have
/// it in the header, as the answers do.
pub(super) fn reception(message: &XmlMsg) -> Option<String> {
    let text = reception_text(message)?;
    let plain = text.bytes().all(|byte| byte.is_ascii_graphic());
    (plain && text.len() <= LONGEST_RECEPTION).then(|| text.to_owned())
}

/// What is handed on of an answer about one person.
pub(super) fn source_answer(message: XmlMsg, question: &Question) -> SourceAnswer {
    let (mut header, mut body) = groups(message);
    header.retain(|name, _| !NOT_HANDED_ON.contains(&name.as_str()));
    // The question stands there as it was asked, whatever the terminal made of its form.
    if body.contains_key(QUESTION) {
        body.insert(QUESTION.to_owned(), Value::Object(question.search.clone()));
    }
    SourceAnswer { header, body }
}

/// The rows of the answers to a batch. One that does not say where it belongs is left
/// out: it could be put to another person.
pub(super) fn row_answers(message: XmlMsg, batch: &str) -> Vec<RowAnswer> {
    let (_, mut body) = groups(message);
    let units = body.remove(UNITS).or_else(|| body.remove(UNIT));
    many(units)
        .flat_map(|mut unit| match unit.get_mut(UNIT).map(Value::take) {
            Some(wrapped) => many(Some(wrapped)),
            None => many(Some(unit)),
        })
        .filter_map(|unit| row_answer(unit, batch))
        .collect()
}

fn row_answer(unit: Value, batch: &str) -> Option<RowAnswer> {
    let Value::Object(mut unit) = unit else {
        return None;
    };
    let question = unit.get_mut(QUESTION)?.as_object_mut()?;
    // The key is the connector's own; that of whoever asked stands in the batch table.
    let key = question.remove(ROW_IDENTIFIER)?;
    let place = key.as_str()?.strip_prefix(batch)?.strip_prefix('-')?;
    let plain = !place.is_empty() && place.bytes().all(|byte| byte.is_ascii_digit());
    let place = place.parse().ok().filter(|_| plain)?;
    Some(RowAnswer { place, unit })
}

fn write(message: &XmlMsg, encoding: FolderEncoding) -> Result<Vec<u8>, Fault> {
    let encoding = match encoding {
        FolderEncoding::ShiftJis => Encoding::ShiftJis(&Cp932),
        FolderEncoding::Utf8 => Encoding::Utf8,
    };
    xml::write(message, encoding).map_err(|error| match error {
        FormatError::TooLarge | FormatError::TooMany => Fault::Large,
        _ => Fault::Text,
    })
}

fn header(facility: &FacilityCode, asked: Option<(&Date, &str)>) -> Map<String, Value> {
    let mut header = Map::new();
    if let Some((day, _)) = asked {
        let day = day.as_str().into();
        header.insert("QualificationConfirmationDate".to_owned(), day);
    }
    let facility = facility.as_str().into();
    header.insert("MedicalInstitutionCode".to_owned(), facility);
    if let Some((_, mark)) = asked {
        header.insert(FILE_IDENTIFIER.to_owned(), mark.into());
    }
    header
}

fn message<const N: usize>(header: Map<String, Value>, body: [(&str, Value); N]) -> XmlMsg {
    let body = body.into_iter();
    XmlMsg::new(
        header,
        body.map(|(name, value)| (name.to_owned(), value)).collect(),
    )
}

/// 保険者番号 is eight wide, padded with blanks.
fn wide(mut search: OfficialElements) -> OfficialElements {
    if let Some(Value::String(number)) = search.get_mut("InsurerNumber")
        && let Ok(parsed) = InsurerNumber::try_from(&**number)
    {
        *number = format!("{:>8}", parsed.printed());
    }
    search
}

fn groups(message: XmlMsg) -> (OfficialElements, OfficialElements) {
    let mut message = message.into_value();
    let mut group = |name| match message.get_mut(name).map(Value::take) {
        Some(Value::Object(group)) => group,
        _ => Map::new(),
    };
    (group("MessageHeader"), group("MessageBody"))
}

fn many(value: Option<Value>) -> std::vec::IntoIter<Value> {
    match value {
        Some(Value::Array(items)) => items.into_iter(),
        Some(item) => vec![item].into_iter(),
        None => vec![].into_iter(),
    }
}

fn reception_text(message: &XmlMsg) -> Option<&str> {
    let header = message.header().elements().text(RECEPTION);
    header.or_else(|| message.body().elements().text(RECEPTION))
}

#[cfg(test)]
#[path = "message_tests.rs"]
mod tests;
