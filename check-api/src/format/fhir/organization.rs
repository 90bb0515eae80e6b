//! The organizations: the facility that asked and the insurers.

use super::system;
use crate::field::InsurerNumber;
use serde_json::{Value, json};

/// The facility, by its `MedicalInstitutionCode`: prefecture 2, score table 1, number 7.
pub(super) fn facility(code: &str) -> Value {
    let mut facility = json!({
        "resourceType": "Organization",
        "meta": { "profile": [system::JP_ORGANIZATION] },
        "identifier": [{ "system": system::FACILITY_CODE, "value": code }],
        "type": [kind("prov")],
    });
    let ten_digits = code.len() == 10 && code.bytes().all(|byte| byte.is_ascii_digit());
    if let (true, Some((prefecture, rest))) = (ten_digits, code.split_at_checked(2))
        && let Some((table, number)) = rest.split_at_checked(1)
        && let Some(map) = facility.as_object_mut()
    {
        let parts = json!([
            { "url": system::PREFECTURE,
              "valueCoding": { "system": system::PREFECTURE_CODE, "code": prefecture } },
            { "url": system::SCORE_TABLE,
              "valueCoding": { "system": system::SCORE_TABLE_CODE, "code": table } },
            { "url": system::FACILITY_NUMBER,
              "valueIdentifier": { "system": system::FACILITY_NUMBER_ID, "value": number } },
        ]);
        map.insert("extension".to_owned(), parts);
    }
    facility
}

/// An insurer, or the payer of medical assistance.
pub(super) fn insurer(number: Option<&str>, name: Option<&str>, is_public: bool) -> Value {
    let system = if is_public {
        system::PUBLIC_PAYER_NUMBER
    } else {
        system::INSURER_NUMBER
    };
    let mut insurer = json!({
        "resourceType": "Organization",
        "meta": { "profile": [system::JP_ORGANIZATION] },
        "type": [kind("pay")],
    });
    if let Some(map) = insurer.as_object_mut() {
        if let Some(number) = number {
            let identifier = json!([{ "system": system, "value": eight_digits(number) }]);
            map.insert("identifier".to_owned(), identifier);
        }
        if let Some(name) = name {
            map.insert("name".to_owned(), name.into());
        }
        if number.is_none() && name.is_none() {
            // R4, org-1: an organization has an identifier or a name.
            let unknown = json!({ "extension": [absent()] });
            map.insert("_name".to_owned(), unknown);
        }
    }
    insurer
}

/// Why a value that must be there is not: nobody said it.
pub(super) fn absent() -> Value {
    json!({ "url": system::ABSENT, "valueCode": "unknown" })
}

/// The number in its eight digits; as it came if it is none.
pub(super) fn eight_digits(number: &str) -> String {
    InsurerNumber::try_from(number).map_or_else(
        |_| number.trim().to_owned(),
        |number| number.as_str().to_owned(),
    )
}

fn kind(code: &str) -> Value {
    json!({ "coding": [{ "system": system::ORGANIZATION_TYPE, "code": code }] })
}
