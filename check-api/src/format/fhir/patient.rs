//! The person.

use super::date;
use super::system;
use crate::code::Sex;
use crate::format::{ElementName, FormatError};
use crate::official::Elements;
use serde_json::{Map, Value, json};

/// The person of an eligibility; of a question where there is none.
pub(super) fn patient(elements: Elements<'_>) -> Result<Value, FormatError> {
    let mut patient = Map::new();
    patient.insert("resourceType".to_owned(), "Patient".into());
    patient.insert(
        "meta".to_owned(),
        json!({ "profile": [system::JP_PATIENT] }),
    );
    let mut names = Vec::new();
    for (element, kind, r#use) in [
        ("Name", "IDE", "official"),
        ("NameKana", "SYL", "official"),
        ("NameOfOther", "IDE", "usual"),
        ("NameOfOtherKana", "SYL", "usual"),
    ] {
        names.extend(text(elements, element)?.map(|text| name(text, kind, r#use)));
    }
    if !names.is_empty() {
        patient.insert("name".to_owned(), Value::Array(names));
    }
    // A sex that no table knows has no place; it is told by whoever shows the answer.
    let gender = text(elements, "Sex1")?.and_then(|code| match Sex::of(code) {
        Sex::Male => Some("male"),
        Sex::Female => Some("female"),
        Sex::NotSet => Some("unknown"),
        Sex::Unknown(_) => None,
    });
    patient.extend(gender.map(|gender| ("gender".to_owned(), gender.into())));
    if let Some(born) = day(elements, "Birthdate")? {
        patient.insert("birthDate".to_owned(), born.into());
    }
    let address: Map<String, Value> = [("text", "Address"), ("postalCode", "PostNumber")]
        .into_iter()
        .filter_map(|(key, element)| match text(elements, element) {
            Ok(text) => text.map(|text| Ok((key.to_owned(), Value::from(text)))),
            Err(error) => Some(Err(error)),
        })
        .collect::<Result<_, _>>()?;
    if !address.is_empty() {
        patient.insert("address".to_owned(), json!([address]));
    }
    Ok(Value::Object(patient))
}

fn name(text: &str, representation: &str, r#use: &str) -> Value {
    let mut name = json!({
        "extension": [{ "url": system::NAME_REPRESENTATION, "valueCode": representation }],
        "use": r#use,
        "text": text,
    });
    // Family and given name are split by one blank, full-width or, in kana, half-width.
    let blank = |c: char| c == ' ' || c == '\u{3000}';
    if let (Some((family, given)), Some(map)) = (text.split_once(blank), name.as_object_mut())
        && [family, given].iter().all(|part| !part.trim().is_empty())
    {
        map.insert("family".to_owned(), family.into());
        map.insert("given".to_owned(), json!([given.trim()]));
    }
    name
}

/// The text of an element, if FHIR can hold it (R4, string: no blanks alone, and of the
/// control characters none but tab and line breaks).
pub(super) fn text<'a>(elements: Elements<'a>, name: &str) -> Result<Option<&'a str>, FormatError> {
    let Some(text) = elements.text(name).filter(|text| !text.trim().is_empty()) else {
        return Ok(None);
    };
    let breaks = |c: char| matches!(c, '\t' | '\r' | '\n');
    if text.chars().any(|c| c.is_control() && !breaks(c)) {
        let element = ElementName::of(name).ok_or(FormatError::Name)?;
        return Err(FormatError::ControlCharacter { element });
    }
    Ok(Some(text))
}

/// The day of an element. One that FHIR cannot hold is not left out: an end that is not there
/// would mean that there is none.
pub(super) fn day(elements: Elements<'_>, name: &str) -> Result<Option<String>, FormatError> {
    let Some(text) = text(elements, name)? else {
        return Ok(None);
    };
    let element = ElementName::of(name).ok_or(FormatError::Name)?;
    let day = date::of_day(text).ok_or(FormatError::FhirValue { element })?;
    Ok(Some(day))
}
