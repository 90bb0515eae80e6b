//! Checks without PIN: offered where the configuration says so, for a card that trusts the
//! verifier, with the confirmation of staff in what it signs.

use crate::support::{
    Answer, Bench, Card, ORIGIN, OTHER_ORIGIN, base64, configuration, context, practice,
};
use axum::http::StatusCode;
use check_api::{CARD_CHECKS_PATH, CHALLENGES_PATH, Challenge, STATUS_PATH, relay};
use p384::ecdsa::signature::Verifier;
use p384::ecdsa::{Signature, VerifyingKey};
use serde_json::{Value, json};

const OK: &[u8] = &[0x90, 0x00];
const CARD_CHALLENGE: [u8; 16] = *b"0123456789abcdef";

/// Offered to one of the two terminals.
fn configured() -> String {
    let verifier = practice().join("verifier");
    format!(
        "[visual]\ncertificate = '{}'\nkey = '{}'\n\
         [[visual.facility]]\ncode = \"1312345678\"\nterminals = [\"PRACTICE-01\"]\n",
        verifier.join("practice.cvc").display(),
        verifier.join("practice.pk8").display(),
    )
}

async fn bench() -> Bench {
    Bench::with(&configured()).await
}

fn visual() -> Value {
    let mut context = context();
    context["authMethod"] = "visual".into();
    context["staffConfirmation"] = json!({ "facePhoto": "1" });
    context
}

async fn round(bench: &Bench, challenge: &Challenge, answers: &[&[u8]]) -> Answer {
    let answers: Vec<_> = answers.iter().map(|answer| base64(answer)).collect();
    let body = json!({ "responses": answers });
    let path = relay::path(&challenge.challenge_id);
    bench.post(&path, ORIGIN, &body).await
}

/// What a card answers to the verifier's introduction.
fn introduced() -> Vec<Vec<u8>> {
    let challenge = [&CARD_CHALLENGE[..], OK].concat();
    vec![OK.into(), OK.into(), OK.into(), OK.into(), challenge]
}

async fn introduce(bench: &Bench, challenge: &Challenge) -> Answer {
    let answers = introduced();
    let answers: Vec<&[u8]> = answers.iter().map(Vec::as_slice).collect();
    round(bench, challenge, &answers).await
}

/// All rounds with a card that trusts the verifier.
async fn relayed(bench: &Bench, context: &Value) -> Challenge {
    let challenge = bench.challenge(context).await;
    assert_eq!(introduce(bench, &challenge).await.status, StatusCode::OK);
    let last = round(bench, &challenge, &[OK]).await;
    assert_eq!(last.json(), json!({ "done": true }));
    challenge
}

async fn check(bench: &Bench, challenge: &Challenge, context: &Value) -> Answer {
    let request = Card::of("valid-adult").request(challenge, ORIGIN, context);
    bench.post(CARD_CHECKS_PATH, ORIGIN, &request).await
}

#[tokio::test]
async fn the_state_lists_it_where_it_is_configured() {
    for (bench, methods) in [
        (Bench::new().await, json!(["pin"])),
        (bench().await, json!(["pin", "visual"])),
    ] {
        let request = axum::http::Request::get(STATUS_PATH).body(axum::body::Body::empty());
        let status = bench.send(request.expect("a request")).await.json();
        assert_eq!(status["capabilities"]["authMethods"], methods);
    }
}

#[tokio::test]
async fn it_is_refused_everywhere_else() {
    let without = Bench::new().await;
    let bench = bench().await;
    let mut other_terminal = visual();
    other_terminal["terminalId"] = "PRACTICE-02".into();
    for (bench, context) in [(&without, visual()), (&bench, other_terminal)] {
        let answer = bench.post(CHALLENGES_PATH, ORIGIN, &context).await;
        assert_eq!(
            (answer.status.as_u16(), &*answer.code()),
            (501, "GATE-CAPABILITY")
        );
    }
    let path = "/v1/challenges/AAAAAAAAAAAAAAAAAAAAAA/relay";
    let body = json!({ "responses": [base64(OK)] });
    let answer = without.post(path, ORIGIN, &body).await;
    assert_eq!(answer.code(), "GATE-CAPABILITY");
    // With a PIN nothing is relayed.
    assert_eq!(bench.challenge(&context()).await.relay, None);
}

#[tokio::test]
async fn staff_confirm_without_pin_and_not_with_it() {
    let bench = bench().await;
    let mut unconfirmed = visual();
    unconfirmed
        .as_object_mut()
        .expect("an object")
        .remove("staffConfirmation");
    let mut refused = visual();
    refused["staffConfirmation"] = json!({ "facePhoto": "0" });
    let mut with_pin = visual();
    with_pin["authMethod"] = "pin".into();
    for (context, field) in [
        (unconfirmed, "staffConfirmation"),
        (refused, "staffConfirmation.facePhoto"),
        (with_pin, "staffConfirmation"),
    ] {
        let answer = bench.post(CHALLENGES_PATH, ORIGIN, &context).await;
        let problem = answer.json();
        assert_eq!(
            (answer.status.as_u16(), &problem["field"]),
            (422, &json!(field))
        );
    }
}

#[tokio::test]
async fn a_card_that_trusts_the_verifier_is_answered_and_recorded() {
    let bench = bench().await;
    let challenge = bench.challenge(&visual()).await;
    let first: Vec<Vec<u8>> = challenge
        .relay
        .iter()
        .flat_map(|it| it.iter().map(<[u8]>::to_vec))
        .collect();
    assert_eq!(first.len(), 5);
    assert_eq!(first[2][..4], [0x80, 0xA2, 0x06, 0xC1]);
    let answer = introduce(&bench, &challenge).await.json();
    let command = answer["commands"][0].as_str().expect("a command");
    let command = decoded(command);
    assert_eq!(command[..5], [0x00, 0x82, 0x00, 0x00, 96]);
    // The verifier's certificate ends with the point of its key and a signature of 261.
    let certificate = std::fs::read(practice().join("verifier/practice.cvc")).expect("a file");
    let point = &certificate[certificate.len() - 261 - 97..certificate.len() - 261];
    let key = VerifyingKey::from_sec1_bytes(point).expect("a key");
    let signature = Signature::from_slice(&command[5..]).expect("a signature");
    let message = [&b"myna-check-practice-verifier:1"[..], &CARD_CHALLENGE].concat();
    key.verify(&message, &signature)
        .expect("the card's challenge is answered");

    assert_eq!(
        round(&bench, &challenge, &[OK]).await.json(),
        json!({ "done": true })
    );
    let answer = check(&bench, &challenge, &visual()).await.checked();
    let (method, outcome): (String, String) =
        sqlx::query_as("SELECT auth_method, outcome FROM audit WHERE id = $1")
            .bind(&answer.audit_id)
            .fetch_one(&bench.pool().await)
            .await
            .expect("a line");
    assert_eq!((&*method, &*outcome), ("visual", "valid"));
    let log = bench.log.text();
    assert!(
        log.contains(r#""path":"/v1/challenges/{challengeId}/relay""#),
        "{log}"
    );
    assert!(!log.contains(challenge.challenge_id.as_str()), "{log}");
}

#[tokio::test]
async fn without_the_whole_relay_nothing_is_answered() {
    let bench = bench().await;
    let untouched = bench.challenge(&visual()).await;
    assert_eq!(
        check(&bench, &untouched, &visual()).await.code(),
        "GATE-RELAY"
    );
    let halfway = bench.challenge(&visual()).await;
    introduce(&bench, &halfway).await;
    assert_eq!(
        check(&bench, &halfway, &visual()).await.code(),
        "GATE-RELAY"
    );
    // What one card did is not done for another.
    let done = relayed(&bench, &visual()).await;
    check(&bench, &done, &visual()).await.checked();
    assert_eq!(round(&bench, &done, &[OK]).await.code(), "GATE-RELAY");
}

#[tokio::test]
async fn answers_that_do_not_fit_end_the_relay() {
    let bench = bench().await;
    for wrong in [
        vec![&[0x69, 0x85][..]],
        vec![OK, OK, OK, &[0x6A, 0x80]],
        vec![OK, OK, OK, OK, OK],
    ] {
        let challenge = bench.challenge(&visual()).await;
        let refused = round(&bench, &challenge, &wrong).await;
        assert_eq!(
            (refused.status.as_u16(), &*refused.code()),
            (409, "GATE-RELAY")
        );
        assert_eq!(
            introduce(&bench, &challenge).await.code(),
            "GATE-RELAY",
            "over"
        );
    }
    let challenge = bench.challenge(&visual()).await;
    introduce(&bench, &challenge).await;
    assert_eq!(
        round(&bench, &challenge, &[&[0x63, 0x00]]).await.code(),
        "GATE-RELAY"
    );
    assert_eq!(
        check(&bench, &challenge, &visual()).await.code(),
        "GATE-RELAY"
    );
    let nothing = json!({ "responses": [] });
    let path = relay::path(&challenge.challenge_id);
    let refused = bench.post(&path, ORIGIN, &nothing).await;
    assert_eq!(
        (&*refused.code(), &refused.json()["field"]),
        ("GATE-FIELD", &json!("responses"))
    );
}

#[tokio::test]
async fn a_relay_belongs_to_its_origin_its_terminal_and_its_minute() {
    let bench = bench().await;
    let body = json!({ "responses": introduced().iter().map(|it| base64(it)).collect::<Vec<_>>() });
    let challenge = bench.challenge(&visual()).await;
    let path = relay::path(&challenge.challenge_id);
    let other = bench.post(&path, OTHER_ORIGIN, &body).await;
    assert_eq!(other.code(), "GATE-RELAY");

    let first = bench.challenge(&visual()).await;
    let second = bench.challenge(&visual()).await;
    assert_eq!(
        introduce(&bench, &first).await.code(),
        "GATE-RELAY",
        "one of a terminal"
    );
    assert_eq!(introduce(&bench, &second).await.status, StatusCode::OK);
    bench.clock.forward(60);
    assert_eq!(
        round(&bench, &second, &[OK]).await.code(),
        "GATE-RELAY",
        "too late"
    );
    for unknown in [
        "/v1/challenges/AAAAAAAAAAAAAAAAAAAAAA/relay",
        "/v1/challenges/x/relay",
    ] {
        assert_eq!(
            bench.post(unknown, ORIGIN, &body).await.code(),
            "GATE-RELAY"
        );
    }
}

#[tokio::test]
async fn the_confirmation_is_part_of_what_is_signed() {
    let bench = bench().await;
    let challenge = relayed(&bench, &visual()).await;
    let mut without = visual();
    without
        .as_object_mut()
        .expect("an object")
        .remove("staffConfirmation");
    let answer = check(&bench, &challenge, &without).await;
    assert_eq!(answer.code(), "GATE-SIGNATURE");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_round_has_one_winner() {
    let bench = std::sync::Arc::new(bench().await);
    for _ in 0..10 {
        let challenge = std::sync::Arc::new(bench.challenge(&visual()).await);
        let uses = (0..4).map(|_| {
            let (bench, challenge) = (bench.clone(), challenge.clone());
            tokio::spawn(async move { introduce(&bench, &challenge).await.status.as_u16() })
        });
        let mut statuses = Vec::new();
        for one in uses.collect::<Vec<_>>() {
            statuses.push(one.await.expect("no panic"));
        }
        statuses.sort_unstable();
        // The winner puts it back one stage further, where the same answers do not fit.
        assert_eq!(statuses, [200, 409, 409, 409]);
    }
}

fn decoded(text: &str) -> Vec<u8> {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD
        .decode(text)
        .expect("base64")
}

#[test]
fn its_files_are_looked_at_before_anything_is_answered() {
    let told = |more: &str, environment: &str| {
        let folder = tempfile::TempDir::new().expect("a folder");
        let file = folder.path().join("config.toml");
        let text = configuration(more).replace("\"practice\"", environment);
        std::fs::write(&file, text).expect("written");
        let error = check_server::Config::read(&file).expect_err("a mistake");
        (error.key, error.fault.code())
    };
    let good = configured();
    for (more, environment, key, code) in [
        (
            good.clone(),
            "\"production\"",
            "visual",
            "CONFIG-PRACTICE-ONLY",
        ),
        (
            good.replace("practice.pk8", "practice.cvc"),
            "\"practice\"",
            "visual.key",
            "CONFIG-VERIFIER",
        ),
        (
            good.replace("practice.cvc", "practice.pk8"),
            "\"practice\"",
            "visual.certificate",
            "CONFIG-VERIFIER",
        ),
        (
            good.replace("practice.cvc", "nowhere.cvc"),
            "\"practice\"",
            "visual.certificate",
            "CONFIG-UNREADABLE-FILE",
        ),
        (
            good.replace("[[visual.facility]]", "[[visual.facilities]]"),
            "\"practice\"",
            "visual.facility",
            "CONFIG-MISSING-KEY",
        ),
    ] {
        assert_eq!(told(&more, environment), (key.to_owned(), code), "{more}");
    }
}

#[tokio::test]
async fn where_terminals_sign_they_sign_each_round() {
    let signing = "require-terminal-signature = true\n        [[facility]]";
    let text = configuration(&configured()).replacen("[[facility]]", signing, 1);
    let folder = tempfile::TempDir::new().expect("a folder");
    let bench = Bench::in_folder(folder, &text).await;
    let challenge = bench.challenge(&visual()).await;
    let refused = introduce(&bench, &challenge).await;
    assert_eq!(
        (refused.status.as_u16(), &*refused.code()),
        (403, "GATE-TERMINAL-SIGNATURE")
    );
}
