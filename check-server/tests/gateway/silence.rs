//! Nothing personal is logged, recorded or left lying in the database.

use crate::support::{Bench, Card, ORIGIN, base64, context};
use check_api::{CARD_CHECKS_PATH, CHALLENGES_PATH};

/// Whether a needle in either of two writings is in a haystack.
fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack
        .windows(needle.len())
        .any(|window| window == needle)
}

#[tokio::test]
async fn neither_log_nor_database_gives_a_person_away() {
    let bench = Bench::new().await;
    let card = Card::of("valid-adult");
    let challenge = bench.challenge(&context()).await;
    let request = card.request(&challenge, ORIGIN, &context());
    bench
        .post(CARD_CHECKS_PATH, ORIGIN, &request)
        .await
        .checked();
    bench.post(CARD_CHECKS_PATH, ORIGIN, &request).await;
    for profile in [
        "revoked",
        "past-grace",
        "wrong-ca",
        "person-error",
        "file-error",
    ] {
        bench.check(&Card::of(profile)).await;
    }
    let mut broken = context();
    broken["facilityCode"] = "厚労　太郎".into();
    bench.post(CHALLENGES_PATH, ORIGIN, &broken).await;
    bench
        .post("/v1/people/0705D991?name=taro", ORIGIN, &context())
        .await;

    let log = bench.log.text();
    assert!(
        log.contains("GATE-CHALLENGE") && log.contains("GATE-REVOKED"),
        "{log}"
    );
    let nonce = base64(challenge.nonce.as_bytes());
    let signature = request["token"]["signature"].as_str().expect("a signature");
    let certificate = base64(&card.certificate);
    let start = |text: &str| text.chars().take(24).collect::<String>();
    for secret in [
        "厚労",
        "ｺｳﾛｳ",
        "19800401",
        "345678",
        "0705D991",
        "0705d991",
        "taro",
        "people",
        challenge.challenge_id.as_str(),
        &nonce,
        &start(signature),
        &start(&certificate),
    ] {
        assert!(!log.contains(secret), "{secret} is in the log");
    }

    // The record of checks and what is left of the challenges. The stored people
    // are what the registry is for, but even they stand under no serial number.
    let database = bench.remains().await;
    let serial = [0x07, 0x05, 0xD9, 0x91];
    for secret in [
        &serial[..],
        b"0705D991",
        b"0705d991",
        &card.certificate[..64],
    ] {
        assert!(
            !contains(&database, secret),
            "{secret:02X?} is in the database"
        );
    }
}

#[tokio::test]
async fn every_check_is_recorded_without_the_person() {
    let bench = Bench::new().await;
    let answer = bench.check(&Card::of("valid-adult")).await.checked();
    let refused = bench.check(&Card::of("revoked")).await.json();
    let pool = bench.pool().await;
    type Row = (
        String,
        i64,
        Option<String>,
        Option<String>,
        Option<String>,
        String,
    );
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT id, at, facility, terminal, auth_method, outcome FROM audit WHERE action = 'check-card' ORDER BY place",
    )
    .fetch_all(&pool)
    .await
    .expect("rows");
    let row = |id: &str, outcome: &str| {
        let text = |text: &str| Some(text.to_owned());
        let (facility, terminal) = (text("1312345678"), text("PRACTICE-01"));
        let at = crate::support::PRACTICE_START;
        (
            id.to_owned(),
            at,
            facility,
            terminal,
            text("pin"),
            outcome.to_owned(),
        )
    };
    let refused = refused["auditId"].as_str().expect("an id");
    assert_eq!(
        rows,
        [row(&answer.audit_id, "valid"), row(refused, "GATE-REVOKED")]
    );
    let open: i64 = sqlx::query_scalar("SELECT count(*) FROM challenge")
        .fetch_one(&pool)
        .await
        .expect("a number");
    assert_eq!(open, 0, "no challenge is left");
}
