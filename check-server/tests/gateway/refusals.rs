//! Each refusal, its code and status, and that nothing is answered before it.

use crate::support::{Bench, Card, ORIGIN, OTHER_ORIGIN, base64, context};
use axum::http::StatusCode;
use check_api::{CARD_CHECKS_PATH, CHALLENGES_PATH};
use serde_json::{Value, json};

#[tokio::test]
async fn certificates_that_are_refused() {
    let bench = Bench::new().await;
    for (profile, code) in [
        ("past-grace", "CERT-EXPIRED"),
        ("not-yet-valid", "CERT-NOT-YET-VALID"),
        ("wrong-ca", "CERT-UNKNOWN-ISSUER"),
        ("revoked", "GATE-REVOKED"),
    ] {
        let answer = bench.check(&Card::of(profile)).await;
        assert_eq!(
            (answer.status.as_u16(), &*answer.code()),
            (422, code),
            "{profile}"
        );
        let problem = answer.json();
        assert_eq!(problem["retryable"], false, "{profile}");
        assert!(problem["auditId"].is_string(), "{profile} is recorded");
    }
}

#[tokio::test]
async fn a_challenge_is_used_once() {
    let bench = Bench::new().await;
    let card = Card::of("valid-adult");
    let challenge = bench.challenge(&context()).await;
    let request = card.request(&challenge, ORIGIN, &context());
    bench
        .post(CARD_CHECKS_PATH, ORIGIN, &request)
        .await
        .checked();
    let again = bench.post(CARD_CHECKS_PATH, ORIGIN, &request).await;
    assert_eq!(
        (again.status, &*again.code()),
        (StatusCode::CONFLICT, "GATE-CHALLENGE")
    );
    assert_eq!(again.json()["retryable"], true);
}

#[tokio::test]
async fn a_challenge_is_used_up_by_a_refusal_too() {
    let bench = Bench::new().await;
    let card = Card::of("valid-adult");
    let challenge = bench.challenge(&context()).await;
    let good = card.request(&challenge, ORIGIN, &context());
    let mut bad = good.clone();
    bad["token"]["signature"] = base64(&[0; 256]).into();
    let refused = bench.post(CARD_CHECKS_PATH, ORIGIN, &bad).await;
    assert_eq!(
        (refused.status.as_u16(), &*refused.code()),
        (422, "GATE-SIGNATURE")
    );
    let late = bench.post(CARD_CHECKS_PATH, ORIGIN, &good).await;
    assert_eq!(late.code(), "GATE-CHALLENGE");
}

#[tokio::test]
async fn unknown_and_over_are_told_like_used() {
    let bench = Bench::new().await;
    let card = Card::of("valid-adult");
    let challenge = bench.challenge(&context()).await;
    let mut unknown = card.request(&challenge, ORIGIN, &context());
    unknown["challengeId"] = "AAAAAAAAAAAAAAAAAAAAAA".into();
    let unknown = bench.post(CARD_CHECKS_PATH, ORIGIN, &unknown).await;

    bench.clock.forward(5 * 60);
    let over = card.request(&challenge, ORIGIN, &context());
    let over = bench.post(CARD_CHECKS_PATH, ORIGIN, &over).await;

    for answer in [&unknown, &over] {
        assert_eq!(
            (answer.status.as_u16(), &*answer.code()),
            (409, "GATE-CHALLENGE")
        );
    }
    let without_id = |answer: &crate::support::Answer| {
        let mut problem = answer.json();
        problem["auditId"] = Value::Null;
        problem
    };
    assert_eq!(without_id(&unknown), without_id(&over));
}

#[tokio::test]
async fn the_last_second_still_counts() {
    let bench = Bench::new().await;
    let card = Card::of("valid-adult");
    let challenge = bench.challenge(&context()).await;
    bench.clock.forward(5 * 60 - 1);
    let request = card.request(&challenge, ORIGIN, &context());
    bench
        .post(CARD_CHECKS_PATH, ORIGIN, &request)
        .await
        .checked();
}

#[tokio::test]
async fn origins_are_held_apart() {
    let bench = Bench::new().await;
    let card = Card::of("valid-adult");
    for origin in [
        "https://evil.example",
        "null",
        "https://desk.example.evil",
        "",
    ] {
        let answer = bench.post(CHALLENGES_PATH, origin, &context()).await;
        assert_eq!(
            (answer.status.as_u16(), &*answer.code()),
            (403, "GATE-ORIGIN"),
            "{origin}"
        );
    }
    // Allowed, but not the page that the challenge was given to.
    let challenge = bench.challenge(&context()).await;
    let request = card.request(&challenge, ORIGIN, &context());
    let answer = bench.post(CARD_CHECKS_PATH, OTHER_ORIGIN, &request).await;
    assert_eq!(
        (answer.status.as_u16(), &*answer.code()),
        (403, "GATE-ORIGIN")
    );
    // A page that signs for another origin than its own.
    let challenge = bench.challenge(&context()).await;
    let request = card.request(&challenge, OTHER_ORIGIN, &context());
    let answer = bench.post(CARD_CHECKS_PATH, ORIGIN, &request).await;
    assert_eq!(answer.code(), "GATE-SIGNATURE");
}

#[tokio::test]
async fn a_signature_fits_its_own_context_alone() {
    let bench = Bench::new().await;
    let card = Card::of("valid-adult");
    for (pointer, value) in [
        ("/facilityCode", "0110113719"),
        ("/terminalId", "PRACTICE-02"),
        ("/confirmationDate", "20261120"),
        ("/consents/LimitApplicationCertificateRelatedConsFlg", "0"),
        ("/authMethod", "visual"),
    ] {
        let challenge = bench.challenge(&context()).await;
        let mut signed_for = context();
        *signed_for.pointer_mut(pointer).expect("a field") = value.into();
        let request = card.request(&challenge, ORIGIN, &signed_for);
        let answer = bench.post(CARD_CHECKS_PATH, ORIGIN, &request).await;
        assert_eq!(
            (answer.status.as_u16(), &*answer.code()),
            (422, "GATE-SIGNATURE"),
            "{pointer}"
        );
    }
    // The nonce of another challenge.
    let (first, mut second) = (
        bench.challenge(&context()).await,
        bench.challenge(&context()).await,
    );
    second.challenge_id = first.challenge_id;
    let request = card.request(&second, ORIGIN, &context());
    let answer = bench.post(CARD_CHECKS_PATH, ORIGIN, &request).await;
    assert_eq!(answer.code(), "GATE-SIGNATURE");
}

#[tokio::test]
async fn somebody_elses_certificate_does_not_pass() {
    let bench = Bench::new().await;
    let challenge = bench.challenge(&context()).await;
    let mut request = Card::of("valid-adult").request(&challenge, ORIGIN, &context());
    request["token"]["unverifiedCertificate"] =
        base64(&Card::of("family-branch-02").certificate).into();
    let answer = bench.post(CARD_CHECKS_PATH, ORIGIN, &request).await;
    assert_eq!(answer.code(), "GATE-SIGNATURE");
}

#[tokio::test]
async fn certificates_and_algorithms_that_make_no_sense() {
    let bench = Bench::new().await;
    let card = Card::of("valid-adult");
    let truncated = card.certificate.get(..500).expect("long enough");
    for (pointer, value, code) in [
        ("/token/algorithm", json!("ES256"), "GATE-ALGORITHM"),
        (
            "/token/unverifiedCertificate",
            json!(base64(&[0; 64])),
            "CERT-MALFORMED",
        ),
        (
            "/token/unverifiedCertificate",
            json!(base64(b"0\x03abc")),
            "CERT-MALFORMED",
        ),
        (
            "/token/unverifiedCertificate",
            json!(base64(truncated)),
            "CERT-TRUNCATED",
        ),
        ("/token/unverifiedCertificate", json!(""), "CERT-TRUNCATED"),
        ("/token/signature", json!(""), "GATE-SIGNATURE"),
    ] {
        let challenge = bench.challenge(&context()).await;
        let mut request = card.request(&challenge, ORIGIN, &context());
        *request.pointer_mut(pointer).expect("a field") = value;
        let answer = bench.post(CARD_CHECKS_PATH, ORIGIN, &request).await;
        assert_eq!(
            (answer.status.as_u16(), &*answer.code()),
            (422, code),
            "{pointer}"
        );
    }
}

#[tokio::test]
async fn challenges_are_for_registered_terminals_and_for_today() {
    let bench = Bench::new().await;
    for (pointer, value, status, code) in [
        ("/facilityCode", "9999999999", 403, "GATE-FACILITY"),
        ("/terminalId", "UNKNOWN-01", 403, "GATE-TERMINAL"),
        // A terminal of another facility.
        ("/terminalId", "OTHER-01", 403, "GATE-TERMINAL"),
        ("/confirmationDate", "20261120", 422, "GATE-FIELD"),
        ("/confirmationDate", "20261122", 422, "GATE-FIELD"),
        ("/authMethod", "visual", 501, "GATE-CAPABILITY"),
        ("/purpose", "payment", 422, "GATE-FIELD"),
    ] {
        let mut wrong = context();
        *wrong.pointer_mut(pointer).expect("a field") = value.into();
        let answer = bench.post(CHALLENGES_PATH, ORIGIN, &wrong).await;
        assert_eq!(
            (answer.status.as_u16(), &*answer.code()),
            (status, code),
            "{pointer} {value}"
        );
    }
}

#[tokio::test]
async fn a_field_that_breaks_its_rule_is_named() {
    let bench = Bench::new().await;
    for (pointer, value, field, rule) in [
        (
            "/facilityCode",
            json!("131"),
            "facilityCode",
            "must be ten digits",
        ),
        (
            "/confirmationDate",
            json!("2026-11-21"),
            "confirmationDate",
            "must be a date, yyyyMMdd",
        ),
        (
            "/confirmationDate",
            json!("20261120"),
            "confirmationDate",
            "today in Japan",
        ),
        ("/consents", json!({}), "consents", "missing field"),
        ("/purpose", json!(7), "purpose", ""),
    ] {
        let mut wrong = context();
        *wrong.pointer_mut(pointer).expect("a field") = value;
        let problem = bench.post(CHALLENGES_PATH, ORIGIN, &wrong).await.json();
        assert_eq!(problem["code"], "GATE-FIELD", "{pointer}");
        assert_eq!(problem["field"], field, "{pointer}");
        let told = problem["rule"].as_str().expect("a rule");
        assert!(told.contains(rule), "{pointer}: {told}");
    }
    let mut unknown = context();
    unknown["pin"] = "1234".into();
    let answer = bench.post(CHALLENGES_PATH, ORIGIN, &unknown).await;
    assert_eq!(answer.code(), "GATE-FIELD");
    assert!(answer.text().contains("unknown field"), "{}", answer.text());
}
