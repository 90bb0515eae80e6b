//! Terminals with a key of their own, where they are required.

use crate::support::{
    Answer, Bench, Card, ORIGIN, PRACTICE_START, base64, configuration, context, post,
};
use axum::http::StatusCode;
use check_api::terminal::{Enrolment, SIGNATURE_HEADER, TERMINALS_PATH, to_be_signed};
use check_api::{CARD_CHECKS_PATH, Challenge};
use check_server::{ActivationError, Clock, Config, Parts, Store, activation_code};
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::json;
use std::sync::Arc;
use tempfile::TempDir;

/// A gateway that requires terminals to sign.
async fn strict() -> Bench {
    let strict =
        configuration("").replacen("listen =", "require-terminal-signature = true\nlisten =", 1);
    Bench::in_folder(TempDir::new().expect("a folder"), &strict).await
}

fn key(octet: u8) -> SigningKey {
    SigningKey::from_slice(&[octet; 32]).expect("a key")
}

pub(crate) fn public(key: &SigningKey) -> String {
    base64(key.verifying_key().to_sec1_point(false).as_bytes())
}

struct Stopped;

impl Clock for Stopped {
    fn now(&self) -> i64 {
        PRACTICE_START
    }
}

/// A code, as the administrator's command makes it.
pub(crate) async fn code(bench: &Bench, terminal: &str) -> Result<String, ActivationError> {
    let config = Config::read(&bench.folder.path().join("config.toml")).expect("a configuration");
    let store = Store::open(&config.database).await.expect("a store");
    let parts = Parts {
        clock: Arc::new(Stopped),
        ..Parts::of_the_machine(&config)
    };
    let of = Enrolment {
        facility_code: "1312345678".to_owned().try_into().expect("a code"),
        terminal_id: terminal.to_owned().try_into().expect("a name"),
    };
    let code = activation_code(&config, &store, &parts, &of).await?;
    Ok(code.as_str().to_owned())
}

pub(crate) async fn enrol(bench: &Bench, code: &str, public_key: &str) -> Answer {
    let body = json!({ "activationCode": code, "publicKey": public_key });
    bench.post(TERMINALS_PATH, ORIGIN, &body).await
}

/// A check that is signed by `key` over what `change` makes of challenge and body.
async fn check(
    bench: &Bench,
    key: Option<&SigningKey>,
    change: impl FnOnce(&mut Challenge, &mut String),
) -> Answer {
    let mut challenge = bench.challenge(&context()).await;
    let body = Card::of("valid-adult")
        .request(&challenge, ORIGIN, &context())
        .to_string();
    let mut request = post(CARD_CHECKS_PATH, ORIGIN, body.clone());
    let mut signed = body;
    change(&mut challenge, &mut signed);
    if let Some(key) = key {
        let signature: Signature =
            key.sign(&to_be_signed(&challenge.challenge_id, signed.as_bytes()));
        let value = base64(&signature.to_bytes()).parse().expect("a value");
        request.headers_mut().insert(SIGNATURE_HEADER, value);
    }
    bench.send(request).await
}

#[tokio::test]
async fn an_enrolled_terminal_may_check() {
    let bench = strict().await;
    let state = bench
        .send(
            axum::http::Request::get("/v1/status")
                .body("".into())
                .expect("one"),
        )
        .await;
    assert_eq!(state.json()["capabilities"]["terminalSignature"], true);
    let (key, other) = (key(7), key(8));
    let code = code(&bench, "PRACTICE-01").await.expect("a code");
    let enrolled = enrol(&bench, &code, &public(&key)).await;
    assert_eq!(enrolled.status, StatusCode::CREATED, "{}", enrolled.text());
    assert_eq!(
        enrolled.json(),
        json!({ "facilityCode": "1312345678", "terminalId": "PRACTICE-01" })
    );
    check(&bench, Some(&key), |_, _| {}).await.checked();

    let refusals = [
        check(&bench, None, |_, _| {}).await,
        check(&bench, Some(&other), |_, _| {}).await,
        check(&bench, Some(&key), |_, body| body.push(' ')).await,
        check(&bench, Some(&key), |challenge, _| {
            challenge.challenge_id = "AAAAAAAAAAAAAAAAAAAAAA"
                .to_owned()
                .try_into()
                .expect("a name");
        })
        .await,
    ];
    for (place, refused) in refusals.iter().enumerate() {
        let told = (refused.status.as_u16(), &*refused.code());
        assert_eq!(told, (403, "GATE-TERMINAL-SIGNATURE"), "{place}");
    }
}

#[tokio::test]
async fn a_terminal_without_a_key_may_not_check() {
    let bench = strict().await;
    let refused = check(&bench, Some(&key(7)), |_, _| {}).await;
    assert_eq!(refused.code(), "GATE-TERMINAL-SIGNATURE");
    // Where nobody asks for it, it is not looked at.
    let easy = Bench::new().await;
    check(&easy, Some(&key(7)), |_, _| {}).await.checked();
}

#[tokio::test]
async fn a_code_is_good_once_and_for_a_week() {
    let bench = strict().await;
    let public = public(&key(7));
    let first = code(&bench, "PRACTICE-01").await.expect("a code");
    let second = code(&bench, "PRACTICE-01").await.expect("a code");
    let late = code(&bench, "PRACTICE-02").await.expect("a code");
    for (what, code, expected) in [
        ("void", &*first, "GATE-ACTIVATION"),
        ("good", &second, ""),
        ("used", &second, "GATE-ACTIVATION"),
        ("unknown", "AAAAAAAAAAAAAAAAAAAAAA", "GATE-ACTIVATION"),
        ("too short", "1234", "GATE-FIELD"),
    ] {
        assert_eq!(
            enrol(&bench, code, &public).await.code(),
            expected,
            "{what}"
        );
    }
    bench.clock.forward(7 * 24 * 60 * 60);
    assert_eq!(
        enrol(&bench, &late, &public).await.code(),
        "GATE-ACTIVATION",
        "over"
    );
    assert_eq!(
        code(&bench, "UNKNOWN-01").await,
        Err(ActivationError::Unregistered)
    );
    assert!(!bench.log.text().contains(&second), "a code is in the log");
}

#[tokio::test]
async fn a_key_must_be_a_point_on_the_curve() {
    let bench = strict().await;
    let code = code(&bench, "PRACTICE-01").await.expect("a code");
    let compressed = base64(key(7).verifying_key().to_sec1_point(true).as_bytes());
    for wrong in [base64(&[4; 65]), base64(&[0]), String::new(), compressed] {
        let refused = enrol(&bench, &code, &wrong).await;
        assert_eq!(
            (&*refused.code(), &refused.json()["field"]),
            ("GATE-FIELD", &json!("publicKey"))
        );
    }
    // The code is still good after a slip.
    assert_eq!(
        enrol(&bench, &code, &public(&key(7))).await.status,
        StatusCode::CREATED
    );
}
