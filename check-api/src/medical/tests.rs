//! What belongs together is asked together, and nothing of it shows in a debug print.

use super::*;
use serde_json::{Value, json};

fn wire(change: impl FnOnce(&mut Value)) -> Value {
    let mut wire = json!({
        "facilityCode": "1312345678",
        "terminalId": "PRACTICE-01",
        "kind": "medication",
        "role": "physician",
        "checkAuditId": "abcdefghijklmnop",
        "consent": { "method": "paper", "at": "2026-11-21T09:00:00+09:00" },
    });
    change(&mut wire);
    wire
}

fn read(change: impl FnOnce(&mut Value)) -> Option<MedicalRequest> {
    serde_json::from_value(wire(change)).ok()
}

fn person() -> Value {
    json!({ "Name": "厚労　太郎", "Birthdate": "19800401", "Sex1": "1" })
}

#[test]
fn a_request_travels_as_it_is() {
    let request = read(|_| ()).expect("a request");
    assert_eq!(serde_json::to_value(&request).ok(), Some(wire(|_| ())));
    assert!(matches!(request.basis(), Some(Basis::Consent { .. })));
}

#[test]
fn consent_and_disaster_do_not_mix() {
    let disaster = read(|wire| {
        wire["checkAuditId"] = Value::Null;
        wire["consent"] = Value::Null;
        wire["person"] = person();
    });
    let disaster = disaster.expect("a request");
    assert!(matches!(disaster.basis(), Some(Basis::Disaster { .. })));
    for request in [
        read(|wire| wire["person"] = person()),
        read(|wire| wire["consent"] = Value::Null),
        read(|wire| wire["checkAuditId"] = Value::Null),
    ] {
        assert_eq!(request.expect("a request").basis(), None);
    }
}

#[test]
fn what_is_not_agreed_is_refused() {
    assert!(read(|wire| wire["role"] = "receptionist".into()).is_none());
    assert!(read(|wire| wire["kind"] = "diagnosis".into()).is_none());
    assert!(read(|wire| wire["consent"]["method"] = "nod".into()).is_none());
    assert!(read(|wire| wire["myNumber"] = "123456789012".into()).is_none());
    assert!(read(|wire| wire["checkAuditId"] = "a b".into()).is_none());
}

#[test]
fn a_name_has_letters_and_no_my_number() {
    let name = |text: &str| PersonName::try_from(text.to_owned());
    let folded = name(" 厚労　太郎 ").map(|name| name.folded());
    assert_eq!(folded, Ok("厚労太郎".to_owned()));
    let long = "あ".repeat(81);
    for text in ["", " ", "123456789012", "太郎１２", "太\u{0}郎", &long] {
        assert_eq!(name(text), Err(NotAName), "{text}");
    }
}

#[test]
fn a_pharmacy_sees_no_checkups() {
    let facility = |code: &str| FacilityCode::try_from(code.to_owned()).expect("a code");
    let (clinic, pharmacy) = (facility("1312345678"), facility("1342345678"));
    assert!(MedicalKind::Medication.is_for(&pharmacy));
    assert!(!MedicalKind::Checkup.is_for(&pharmacy));
    assert!(MedicalKind::Checkup.is_for(&clinic));
    assert!(!Role::Pharmacist.may_see(MedicalKind::Checkup));
    assert!(Role::Pharmacist.may_see(MedicalKind::Medication));
}

#[test]
fn no_debug_print_names_anybody() {
    let person: SoughtPerson = serde_json::from_value(person()).expect("a person");
    let information = MedicalInformation {
        audit_id: "a-17".to_owned(),
        kind: MedicalKind::Medication,
        name: "厚労　太郎".to_owned(),
        birthdate: "19800401".to_owned(),
        sex1: "1".to_owned(),
        medications: vec![Medication::default()],
        checkups: Vec::new(),
    };
    let printed = format!("{person:?} {information:?}");
    assert!(
        !printed.contains("太郎") && !printed.contains("1980"),
        "{printed}"
    );
}
