//! The wrapper's form on the wire: names, spelling and strictness.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a helper that panics fails its test"
)]

use check_api::inquiry::SearchInfo;
use check_api::{
    CardCheckRequest, Challenge, ChallengeContext, Problem, ProblemCode, Service, Status,
};
use serde_json::{Value, json};
use std::collections::HashSet;

fn context() -> Value {
    json!({
        "authMethod": "pin",
        "confirmationDate": "20261121",
        "consents": { "LimitApplicationCertificateRelatedConsFlg": "0" },
        "facilityCode": "1312345678",
        "purpose": "eligibility",
        "terminalId": "PRACTICE-01",
    })
}

fn request() -> Value {
    json!({
        "challengeId": "abcdefghijklmnop",
        "token": {
            "format": "myna-check:1.0",
            "algorithm": "RS256",
            "unverifiedCertificate": "MAA=",
            "signature": "AAEC",
            "appVersion": "0.1.0",
        },
    })
}

#[test]
fn requests_travel_as_agreed() {
    let parsed: ChallengeContext = serde_json::from_value(context()).expect("a context");
    assert_eq!(serde_json::to_value(parsed).expect("serializes"), context());
    let parsed: CardCheckRequest = serde_json::from_value(request()).expect("a request");
    assert_eq!(parsed.token.signature.as_bytes(), [0, 1, 2]);
    assert_eq!(serde_json::to_value(parsed).expect("serializes"), request());
}

#[test]
fn requests_are_read_strictly() {
    for (pointer, value) in [
        ("/authMethod", json!("face")),
        ("/confirmationDate", json!("2026-11-21")),
        ("/consents", json!({})),
        (
            "/consents/LimitApplicationCertificateRelatedConsFlg",
            json!("2"),
        ),
        (
            "/consents/LimitApplicationCertificateRelatedConsFlg",
            json!(1),
        ),
        ("/facilityCode", json!(1_312_345_678)),
        ("/facilityCode", json!("131")),
        ("/purpose", json!("payment")),
        ("/terminalId", json!("a b")),
    ] {
        let mut wire = context();
        *wire.pointer_mut(pointer).expect("a field") = value;
        assert!(
            serde_json::from_value::<ChallengeContext>(wire).is_err(),
            "{pointer}"
        );
    }
    for (pointer, value) in [
        ("/token/format", json!("myna-check:2.0")),
        ("/token/algorithm", json!("none")),
        ("/token/signature", json!("***")),
        ("/challengeId", json!("' OR 1=1")),
    ] {
        let mut wire = request();
        *wire.pointer_mut(pointer).expect("a field") = value;
        assert!(
            serde_json::from_value::<CardCheckRequest>(wire).is_err(),
            "{pointer}"
        );
    }
    let mut wire = request();
    wire["token"]["nonce"] = json!("AA==");
    assert!(
        serde_json::from_value::<CardCheckRequest>(wire).is_err(),
        "an unknown field"
    );
}

#[test]
fn answers_of_a_later_version_are_read() {
    let status: Status = serde_json::from_value(json!({
        "service": "napping",
        "environment": "practice",
        "serverTime": "2026-11-21T09:00:00+09:00",
        "layoutVersion": "9.00",
        "capabilities": { "authMethods": ["pin", "iris"], "maxBatchItems": 100 },
    }))
    .expect("a state");
    assert_eq!(status.service, Service::Unknown);
    assert_eq!(status.capabilities.auth_methods, ["pin", "iris"]);

    let challenge: Challenge = serde_json::from_value(json!({
        "challengeId": "abcdefghijklmnop",
        "nonce": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        "algorithms": ["RS256", "XX999"],
        "expiresAt": "2026-11-21T09:05:00+09:00",
        "later": true,
    }))
    .expect("a challenge");
    assert_eq!(challenge.nonce.as_bytes().len(), 32);

    let problem: Problem = serde_json::from_str(r#"{"status":418,"code":"X"}"#).expect("a problem");
    assert_eq!((problem.status, problem.retryable), (418, false));
}

#[test]
fn problem_codes_are_distinct_and_found_again() {
    let mut seen = HashSet::new();
    for known in ProblemCode::ALL {
        assert!(seen.insert(known.code()), "{} twice", known.code());
        assert_eq!(ProblemCode::of(known.code()), Some(*known));
        assert!((400..600).contains(&known.status()), "{}", known.code());
    }
    assert_eq!(ProblemCode::of("GATE-NONE"), None);
}

fn search_info() -> Value {
    json!({
        "InsurerNumber": "  131011",
        "InsuredCardSymbol": "あいう",
        "InsuredIdentificationNumber": "187",
        "InsuredBranchNumber": "05",
        "Birthdate": "19800401",
        "LimitApplicationCertificateRelatedConsFlg": "0",
    })
}

#[test]
fn a_question_has_one_form_whatever_the_width_and_padding_it_came_in() {
    let wire = |changes: Value| {
        let mut wire = search_info();
        for (name, value) in changes.as_object().expect("changes") {
            wire[name] = value.clone();
        }
        let parsed: SearchInfo = serde_json::from_value(wire).expect("a question");
        serde_json::to_value(parsed).expect("serializes")
    };
    for changes in [
        json!({}),
        json!({ "InsurerNumber": "00131011" }),
        json!({ "InsurerNumber": "131011" }),
        json!({ "InsurerNumber": "１３１０１１" }),
        json!({ "InsuredIdentificationNumber": "１８７" }),
        json!({ "InsuredBranchNumber": "5" }),
        json!({ "InsuredCardSymbol": " あいう　" }),
    ] {
        assert_eq!(wire(changes.clone()), search_info(), "{changes}");
    }
}

#[test]
fn a_my_number_is_no_part_of_a_question() {
    for field in [
        "InsurerNumber",
        "InsuredCardSymbol",
        "InsuredIdentificationNumber",
        "InsuredBranchNumber",
        "ArbitraryIdentifier",
    ] {
        for number in ["123456789018", "1234-5678-9018", "１２３４５６７８９０１８"] {
            let mut wire = search_info();
            wire[field] = number.into();
            let parsed = serde_json::from_value::<SearchInfo>(wire);
            assert!(parsed.is_err(), "{field} {number}");
        }
    }
}

#[test]
fn a_question_names_nobody_in_debug_output() {
    let parsed: SearchInfo = serde_json::from_value(search_info()).expect("a question");
    let text = format!("{parsed:?} {:?}", parsed.insured_card_symbol);
    for word in ["あいう", "187", "19800401", "131011"] {
        assert!(!text.contains(word), "{text}");
    }
}
