//! Medical information: who may look, on what grounds, and that nobody else may. Disaster
//! measures change nothing unless the configuration announces them.

use crate::support::{Answer, Bench, Card, ORIGIN, context, practice};
use axum::http::StatusCode;
use check_api::medical::MEDICAL_INFORMATION_PATH;
use serde_json::{Value, json};

const DAY: i64 = 24 * 60 * 60;

fn settings(more: &str) -> String {
    let people = practice().join("medical.toml");
    format!(
        r#"
        [medical-information]
        people = '{}'
        kinds = ["medication", "checkup"]
        check-minutes = 30
        [[medical-information.facility]]
        code = "1312345678"
        terminals = ["PRACTICE-01"]
        roles = ["physician", "pharmacist"]
        {more}
        "#,
        people.display()
    )
}

const DISASTER: &str = r#"
    [disaster]
    ja = "練習の災害です。"
    en = "A disaster for practice."
    allows = ["medical-information-without-card", "measure-of-tomorrow"]
    until = "2026-11-22T00:00:00+09:00"
"#;

fn look(audit_id: &str) -> Value {
    json!({
        "facilityCode": "1312345678",
        "terminalId": "PRACTICE-01",
        "kind": "medication",
        "role": "physician",
        "checkAuditId": audit_id,
        "consent": { "method": "paper", "at": "2026-11-21T09:00:00+09:00" },
    })
}

fn sought() -> Value {
    json!({
        "facilityCode": "1312345678",
        "terminalId": "PRACTICE-01",
        "kind": "checkup",
        "role": "physician",
        "person": {
            "Name": "厚労 太郎", "Birthdate": "19800401", "Sex1": "1", "InsurerNumber": "06110829",
        },
    })
}

async fn ask(bench: &Bench, body: &Value) -> Answer {
    bench.post(MEDICAL_INFORMATION_PATH, ORIGIN, body).await
}

async fn checked(bench: &Bench, profile: &str) -> String {
    bench.check(&Card::of(profile)).await.checked().audit_id
}

async fn refused(bench: &Bench, mut body: Value, change: impl FnOnce(&mut Value)) -> String {
    change(&mut body);
    ask(bench, &body).await.code()
}

#[tokio::test]
async fn the_limited_type_has_none_of_it() {
    let bench = Bench::new().await;
    let status = bench.send(get_status()).await.json();
    assert_eq!(status["capabilities"]["medicalInformation"], json!([]));
    assert_eq!(status["disaster"], Value::Null);
    let audit_id = checked(&bench, "valid-adult").await;
    assert_eq!(
        refused(&bench, look(&audit_id), |_| ()).await,
        "GATE-CAPABILITY"
    );
    assert_eq!(refused(&bench, sought(), |_| ()).await, "GATE-CAPABILITY");
}

#[tokio::test]
async fn with_check_and_consent_a_qualified_person_sees_what_was_agreed_to() {
    let bench = Bench::with(&settings("")).await;
    let status = bench.send(get_status()).await.json();
    let kinds = json!(["medication", "checkup"]);
    assert_eq!(status["capabilities"]["medicalInformation"], kinds);
    let audit_id = checked(&bench, "valid-adult").await;
    let answer = ask(&bench, &look(&audit_id)).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert_eq!(answer.headers["cache-control"], "no-store");
    let information = answer.json();
    assert_eq!(information["name"], "厚労　太郎");
    assert_eq!(information["medications"].as_array().map(Vec::len), Some(3));
    assert_eq!(information["checkups"], json!([]));
    assert_ne!(information["auditId"], audit_id.as_str());
}

#[tokio::test]
async fn whatever_is_missing_shows_nothing() {
    let bench = Bench::with(&settings("")).await;
    let audit_id = checked(&bench, "valid-adult").await;
    let good = || look(&audit_id);
    let consent = |at: &'static str| move |body: &mut Value| body["consent"]["at"] = at.into();
    let without = |key: &'static str| {
        move |body: &mut Value| {
            body.as_object_mut().expect("an object").remove(key);
        }
    };
    for (code, expected) in [
        (
            refused(&bench, good(), without("consent")).await,
            "GATE-CONSENT",
        ),
        (
            refused(&bench, good(), without("checkAuditId")).await,
            "GATE-CONSENT",
        ),
        (
            refused(&bench, good(), consent("2026-11-20T23:59:59+09:00")).await,
            "GATE-CONSENT",
        ),
        (
            refused(&bench, good(), consent("2026-11-21T09:02:00+09:00")).await,
            "GATE-CONSENT",
        ),
        (
            refused(&bench, good(), |body| {
                body["checkAuditId"] = "somebody_elses_0".into()
            })
            .await,
            "GATE-CHECK-UNKNOWN",
        ),
        (
            refused(&bench, good(), |body| body["role"] = "dentist".into()).await,
            "GATE-ROLE",
        ),
        (
            refused(&bench, good(), |body| {
                body["role"] = "pharmacist".into();
                body["kind"] = "checkup".into();
            })
            .await,
            "GATE-ROLE",
        ),
        (
            refused(&bench, good(), |body| {
                body["terminalId"] = "PRACTICE-02".into()
            })
            .await,
            "GATE-CAPABILITY",
        ),
        (
            refused(&bench, good(), |body| body["terminalId"] = "NO-SUCH".into()).await,
            "GATE-TERMINAL",
        ),
        (
            refused(&bench, good(), |body| {
                body["person"] = sought()["person"].clone()
            })
            .await,
            "GATE-CONSENT",
        ),
        (refused(&bench, sought(), |_| ()).await, "GATE-CAPABILITY"),
        (
            refused(&bench, good(), |body| body["role"] = "receptionist".into()).await,
            "GATE-FIELD",
        ),
    ] {
        assert_eq!(code, expected);
    }
    assert_eq!(ask(&bench, &good()).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_check_is_good_for_some_minutes_and_for_its_own_terminal() {
    let bench = Bench::with(&settings("")).await;
    let audit_id = checked(&bench, "valid-adult").await;
    bench.clock.forward(30 * 60 - 1);
    assert_eq!(ask(&bench, &look(&audit_id)).await.status, StatusCode::OK);
    bench.clock.forward(1);
    let over = refused(&bench, look(&audit_id), |_| ()).await;
    assert_eq!(over, "GATE-CHECK-UNKNOWN");
    let mut elsewhere = context();
    elsewhere["terminalId"] = "PRACTICE-02".into();
    let other = bench.check_in(&Card::of("valid-adult"), &elsewhere).await;
    let other = other.checked().audit_id;
    let foreign = refused(&bench, look(&other), |_| ()).await;
    assert_eq!(foreign, "GATE-CHECK-UNKNOWN");
}

#[tokio::test]
async fn only_valid_is_a_ground() {
    let bench = Bench::with(&settings("")).await;
    for profile in [
        "grace",
        "invalid",
        "no-eligibility",
        "multiple",
        "person-error",
    ] {
        let audit_id = checked(&bench, profile).await;
        let code = refused(&bench, look(&audit_id), |_| ()).await;
        assert_eq!(code, "GATE-CHECK-UNKNOWN", "{profile}");
    }
    let unknown = checked(&bench, "family-branch-02").await;
    let code = refused(&bench, look(&unknown), |_| ()).await;
    assert_eq!(code, "GATE-PERSON-UNKNOWN");
}

#[tokio::test]
async fn in_a_disaster_a_name_is_enough_if_it_means_one_person() {
    let bench = Bench::with(&settings(DISASTER)).await;
    let status = bench.send(get_status()).await.json();
    let allows = json!(["medical-information-without-card", "measure-of-tomorrow"]);
    assert_eq!(status["disaster"]["allows"], allows);
    let answer = ask(&bench, &sought()).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert_eq!(answer.json()["checkups"].as_array().map(Vec::len), Some(1));
    let several = refused(&bench, sought(), |body| {
        body["person"]
            .as_object_mut()
            .expect("one")
            .remove("InsurerNumber");
    });
    assert_eq!(several.await, "GATE-PERSON-UNKNOWN");
    let nobody = refused(&bench, sought(), |body| {
        body["person"]["Name"] = "山田 花子".into()
    });
    assert_eq!(nobody.await, "GATE-PERSON-UNKNOWN");
    let number = refused(&bench, sought(), |body| {
        body["person"]["Name"] = "123456789012".into()
    });
    assert_eq!(number.await, "GATE-FIELD");
    // When it is over, it is over.
    bench.clock.forward(DAY);
    assert_eq!(refused(&bench, sought(), |_| ()).await, "GATE-CAPABILITY");
    let status = bench.send(get_status()).await.json();
    assert_eq!(status["disaster"], Value::Null);
}

#[tokio::test]
async fn every_look_is_recorded_and_names_nobody() {
    let bench = Bench::with(&settings(DISASTER)).await;
    let audit_id = checked(&bench, "valid-adult").await;
    for body in [look(&audit_id), sought()] {
        let answer = ask(&bench, &body).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    }
    let refusal = refused(&bench, look("somebody_elses_0"), |_| ()).await;
    assert_eq!(refusal, "GATE-CHECK-UNKNOWN");
    let recorded: Vec<(String, String)> = sqlx::query_as(
        "SELECT auth_method, outcome FROM audit \
         WHERE action = 'medical-information' ORDER BY place",
    )
    .fetch_all(&bench.pool().await)
    .await
    .expect("the record");
    let expected = [
        ("paper-consent physician", "medication"),
        ("disaster physician", "checkup"),
        ("paper-consent physician", "GATE-CHECK-UNKNOWN"),
    ];
    let expected = expected.map(|(grounds, outcome)| (grounds.to_owned(), outcome.to_owned()));
    assert_eq!(recorded, expected);
    let log = bench.log.text();
    assert!(!log.contains("太郎") && !log.contains("19800401"), "{log}");
}

fn get_status() -> axum::http::Request<axum::body::Body> {
    axum::http::Request::get(check_api::STATUS_PATH)
        .body(axum::body::Body::empty())
        .expect("a request")
}
