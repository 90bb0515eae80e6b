//! Checks by symbol and number: what is found, and that a request is one request.

use crate::support::{Answer, Bench, ORIGIN, configuration, post};
use axum::http::StatusCode;
use check_api::inquiry::IDEMPOTENCY_KEY_HEADER;
use check_api::{INSURANCE_CHECKS_PATH, Unconfirmed, Verdict};
use serde_json::{Value, json};
use std::sync::Arc;
use tempfile::TempDir;

pub(crate) const KEY: &str = "0123456789abcdef";

/// A question of the practice facility about a person of the practice file.
pub(crate) fn search(insurer: &str, symbol: &str, number: &str, birthdate: &str) -> Value {
    let mut search = json!({
        "InsurerNumber": insurer,
        "InsuredIdentificationNumber": number,
        "Birthdate": birthdate,
        "LimitApplicationCertificateRelatedConsFlg": "1",
    });
    if !symbol.is_empty() {
        search["InsuredCardSymbol"] = symbol.into();
    }
    search
}

fn body(search: &Value) -> Value {
    json!({
        "terminalId": "PRACTICE-01",
        "XmlMsg": {
            "MessageHeader": {
                "QualificationConfirmationDate": "20261121",
                "MedicalInstitutionCode": "1312345678",
                "ArbitraryFileIdentifier": "desk-7",
            },
            "MessageBody": { "QualificationConfirmSearchInfo": search },
        },
    })
}

fn adult() -> Value {
    body(&search("06110829", "12", "345678", "19800401"))
}

async fn ask(bench: &Bench, key: &str, body: &Value) -> Answer {
    let mut request = post(INSURANCE_CHECKS_PATH, ORIGIN, body.to_string());
    let value = key.parse().expect("a value");
    request.headers_mut().insert(IDEMPOTENCY_KEY_HEADER, value);
    bench.send(request).await
}

#[tokio::test]
async fn every_case_is_reached_by_its_numbers() {
    let bench = Bench::new().await;
    for (place, (insurer, symbol, number, birthdate, verdict)) in [
        ("06110829", "12", "345678", "19800401", Verdict::Valid),
        // Without the symbol, and in the ways in which cards and people write it.
        ("06110829", "", "345678", "19800401", Verdict::Valid),
        (
            "6110829",
            "１２",
            "０３４５６７８",
            "19800401",
            Verdict::Valid,
        ),
        (
            "06110829",
            "13",
            "345678",
            "19800401",
            Verdict::NoEligibility,
        ),
        (
            "06110829",
            "12",
            "345678",
            "19800402",
            Verdict::NoEligibility,
        ),
        ("39269998", "", "12345674", "19451231", Verdict::Valid),
        ("239996", "名中", "12345", "19540210", Verdict::Valid),
        (
            "119990",
            "浦",
            "556677",
            "19910320",
            Verdict::InvalidNewEligibility,
        ),
        ("06279996", "2701", "1103", "19831103", Verdict::Multiple),
        ("279992", "大中", "8391103", "19831103", Verdict::Multiple),
        ("12019998", "", "1234566", "19590530", Verdict::Valid),
        (
            "06139992",
            "13",
            "901",
            "19770707",
            Verdict::Unconfirmed(Unconfirmed::PersonFailed),
        ),
        (
            "06139992",
            "13",
            "909",
            "19770909",
            Verdict::Unconfirmed(Unconfirmed::ServiceFailed),
        ),
        ("349993", "広中", "616", "19860616", Verdict::Valid),
        (
            "06159990",
            "15",
            "725",
            "19950725",
            Verdict::Unconfirmed(Unconfirmed::UnknownCode),
        ),
        ("06149991", "14", "912", "19750912", Verdict::Invalid),
    ]
    .into_iter()
    .enumerate()
    {
        let question = body(&search(insurer, symbol, number, birthdate));
        let answer = ask(&bench, &format!("{KEY}-{place}"), &question).await;
        let answer = answer.checked();
        assert_eq!(Verdict::of_answer(&answer), verdict, "{insurer} {number}");
        assert!(answer.certificate.is_none());
    }
}

#[tokio::test]
async fn the_answer_is_that_of_a_card_and_says_how_it_was_asked() {
    let bench = Bench::new().await;
    let answer = ask(&bench, KEY, &adult()).await.json();
    let message = &answer["XmlMsg"];
    let header = &message["MessageHeader"];
    assert_eq!(header["ReferenceClassification"], "2");
    assert_eq!(header["ArbitraryFileIdentifier"], "desk-7");
    assert_eq!(header["QualificationConfirmationDate"], "20261121");
    let echoed = &message["MessageBody"]["QualificationConfirmSearchInfo"];
    assert_eq!(echoed["InsuredIdentificationNumber"], "345678");
    let log = bench.log.text();
    let audit_id = answer["auditId"].as_str().expect("an id");
    assert!(log.contains(audit_id) && !log.contains("345678"), "{log}");
}

#[tokio::test]
async fn the_same_request_has_one_effect_and_one_answer() {
    let bench = Arc::new(Bench::new().await);
    let mut answers = Vec::new();
    let several = (0..4).map(|_| {
        let bench = Arc::clone(&bench);
        tokio::spawn(async move { ask(&bench, KEY, &adult()).await })
    });
    for one in several.collect::<Vec<_>>() {
        answers.push(one.await.expect("no panic"));
    }
    answers.push(ask(&bench, KEY, &adult()).await);
    // Whoever came in between was told to come back.
    let (given, told): (Vec<_>, Vec<_>) = answers
        .iter()
        .partition(|answer| answer.status == StatusCode::OK);
    assert!(given.len() >= 2, "the first and the last");
    for answer in &given {
        assert_eq!(answer.text(), given[0].text());
    }
    for answer in told {
        assert_eq!(
            (answer.status.as_u16(), &*answer.code()),
            (409, "GATE-IN-PROGRESS")
        );
        assert!(answer.headers.contains_key("retry-after"));
    }
    let lines: i64 =
        sqlx::query_scalar("SELECT count(*) FROM audit WHERE action = 'check-insurance'")
            .fetch_one(&bench.pool().await)
            .await
            .expect("a number");
    assert_eq!(lines, 1);
}

#[tokio::test]
async fn a_key_is_good_for_one_request_of_one_terminal_and_for_a_day() {
    let bench = Bench::new().await;
    let first = ask(&bench, KEY, &adult()).await;
    let other = body(&search("39269998", "", "12345674", "19451231"));
    let refused = ask(&bench, KEY, &other).await;
    assert_eq!(
        (refused.status.as_u16(), &*refused.code()),
        (422, "GATE-IDEMPOTENCY")
    );
    let mut neighbour = other.clone();
    neighbour["terminalId"] = "PRACTICE-02".into();
    ask(&bench, KEY, &neighbour).await.checked();
    bench.clock.forward(24 * 60 * 60);
    let mut tomorrow = adult();
    tomorrow["XmlMsg"]["MessageHeader"]["QualificationConfirmationDate"] = "20261122".into();
    let again = ask(&bench, KEY, &tomorrow).await.checked();
    assert_ne!(again.audit_id, first.checked().audit_id);
}

#[tokio::test]
async fn what_is_wrong_is_refused_before_anybody_is_asked() {
    let bench = Bench::new().await;
    let changed = |change: &dyn Fn(&mut Value)| {
        let mut body = adult();
        change(&mut body);
        body
    };
    let header = |body: &mut Value, name: &str, value: &str| {
        body["XmlMsg"]["MessageHeader"][name] = value.into();
    };
    let search = |body: &mut Value, name: &str, value: &str| {
        body["XmlMsg"]["MessageBody"]["QualificationConfirmSearchInfo"][name] = value.into();
    };
    for (key, body, status, code) in [
        ("short", adult(), 400, "GATE-IDEMPOTENCY-KEY"),
        (
            KEY,
            changed(&|b| b["terminalId"] = "OTHER-01".into()),
            403,
            "GATE-TERMINAL",
        ),
        (
            KEY,
            changed(&|b| header(b, "MedicalInstitutionCode", "9999999999")),
            403,
            "GATE-FACILITY",
        ),
        (
            KEY,
            changed(&|b| header(b, "QualificationConfirmationDate", "20261122")),
            422,
            "GATE-FIELD",
        ),
        (
            KEY,
            changed(&|b| search(b, "InsurerNumber", "1")),
            422,
            "GATE-FIELD",
        ),
        (
            KEY,
            changed(&|b| search(b, "InsuredIdentificationNumber", "123456789018")),
            422,
            "GATE-FIELD",
        ),
        (
            KEY,
            changed(&|b| search(b, "Name", "taro")),
            422,
            "GATE-FIELD",
        ),
    ] {
        let refused = ask(&bench, key, &body).await;
        assert_eq!(
            (refused.status.as_u16(), &*refused.code()),
            (status, code),
            "{body}"
        );
    }
    // None of them used the key up.
    ask(&bench, KEY, &adult()).await.checked();
    let origin = post(
        INSURANCE_CHECKS_PATH,
        "https://elsewhere.example",
        adult().to_string(),
    );
    assert_eq!(bench.send(origin).await.code(), "GATE-ORIGIN");
}

#[tokio::test]
async fn a_terminal_signs_path_key_and_body() {
    use check_api::terminal::{SIGNATURE_HEADER, to_be_signed_with_key};
    use p256::ecdsa::signature::Signer;
    use p256::ecdsa::{Signature, SigningKey};
    let strict =
        configuration("").replacen("listen =", "require-terminal-signature = true\nlisten =", 1);
    let bench = Bench::in_folder(TempDir::new().expect("a folder"), &strict).await;
    let key = SigningKey::from_slice(&[7; 32]).expect("a key");
    let code = crate::terminal::code(&bench, "PRACTICE-01")
        .await
        .expect("a code");
    crate::terminal::enrol(&bench, &code, &crate::terminal::public(&key)).await;
    let body = adult().to_string();
    for (path, named, signed, good) in [
        (INSURANCE_CHECKS_PATH, KEY, body.clone(), true),
        ("/v1/batches", KEY, body.clone(), false),
        (
            INSURANCE_CHECKS_PATH,
            "0123456789abcdeg",
            body.clone(),
            false,
        ),
        (INSURANCE_CHECKS_PATH, KEY, format!("{body} "), false),
    ] {
        let named = named.to_owned().try_into().expect("a key");
        let message = to_be_signed_with_key(path, &named, signed.as_bytes());
        let signature: Signature = key.sign(&message);
        let mut request = post(INSURANCE_CHECKS_PATH, ORIGIN, body.clone());
        let headers = request.headers_mut();
        headers.insert(IDEMPOTENCY_KEY_HEADER, KEY.parse().expect("a value"));
        let value = crate::support::base64(&signature.to_bytes());
        headers.insert(SIGNATURE_HEADER, value.parse().expect("a value"));
        let code = bench.send(request).await.code();
        let expected = if good { "" } else { "GATE-TERMINAL-SIGNATURE" };
        assert_eq!(code, expected, "{path}");
    }
}
