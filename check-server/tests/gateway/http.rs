//! What HTTP itself is held to: methods, types, sizes, origins, time.

use crate::support::{Bench, ORIGIN, context, post};
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use check_api::{CARD_CHECKS_PATH, CHALLENGES_PATH, STATUS_PATH, Service, Status};
use check_server::{NoRandomness, Randomness};

fn get(path: &str) -> Request<Body> {
    Request::get(path).body(Body::empty()).expect("a request")
}

fn value<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

#[tokio::test]
async fn the_state_is_told_to_anybody() {
    let bench = Bench::new().await;
    let answer = bench.send(get(STATUS_PATH)).await;
    assert_eq!(answer.status, StatusCode::OK);
    let status: Status = serde_json::from_slice(&answer.bytes).expect("a state");
    assert_eq!(status.service, Service::Open);
    assert_eq!(status.server_time.as_str(), "2026-11-21T09:00:00+09:00");
    assert_eq!(status.capabilities.auth_methods, ["pin"]);
}

#[tokio::test]
async fn wrong_requests_have_their_codes() {
    let bench = Bench::new().await;
    let large = format!("{{\"x\":\"{}\"}}", "x".repeat(20_000));
    let nested = "[".repeat(2_000);
    let text = Request::post(CHALLENGES_PATH)
        .header("origin", ORIGIN)
        .header("content-type", "text/plain")
        .body(Body::from("{}"))
        .expect("a request");
    let untyped = Request::post(CHALLENGES_PATH)
        .header("origin", ORIGIN)
        .body(Body::from("{}"))
        .expect("a request");
    let from_nowhere = Request::post(CHALLENGES_PATH)
        .header("content-type", "application/json")
        .body(Body::from(context().to_string()))
        .expect("a request");
    let twice = Request::post(CHALLENGES_PATH)
        .header("origin", ORIGIN)
        .header("origin", ORIGIN)
        .header("content-type", "application/json")
        .body(Body::from(context().to_string()))
        .expect("a request");
    let streamed = {
        let chunks = (0..64).map(|_| Ok::<_, std::io::Error>(vec![b' '; 1024]));
        Request::post(CHALLENGES_PATH)
            .header("origin", ORIGIN)
            .header("content-type", "application/json")
            .body(Body::from_stream(futures_util::stream::iter(chunks)))
            .expect("a request")
    };
    for (what, request, status, code) in [
        ("no route", get("/v1/people"), 404, "GATE-NOT-FOUND"),
        ("root", get("/"), 404, "GATE-NOT-FOUND"),
        ("method", get(CHALLENGES_PATH), 405, "GATE-METHOD"),
        (
            "method",
            post(STATUS_PATH, ORIGIN, String::new()),
            405,
            "GATE-METHOD",
        ),
        ("type", text, 415, "GATE-MEDIA-TYPE"),
        ("no type", untyped, 415, "GATE-MEDIA-TYPE"),
        ("no origin", from_nowhere, 403, "GATE-ORIGIN"),
        ("two origins", twice, 403, "GATE-ORIGIN"),
        (
            "empty",
            post(CHALLENGES_PATH, ORIGIN, String::new()),
            400,
            "GATE-BAD-REQUEST",
        ),
        (
            "cut off",
            post(CHALLENGES_PATH, ORIGIN, "{".into()),
            400,
            "GATE-BAD-REQUEST",
        ),
        (
            "nested",
            post(CHALLENGES_PATH, ORIGIN, nested),
            400,
            "GATE-BAD-REQUEST",
        ),
        (
            "a list",
            post(CARD_CHECKS_PATH, ORIGIN, "[]".into()),
            422,
            "GATE-FIELD",
        ),
        (
            "large",
            post(CARD_CHECKS_PATH, ORIGIN, large),
            413,
            "GATE-BODY-TOO-LARGE",
        ),
        ("large in parts", streamed, 413, "GATE-BODY-TOO-LARGE"),
    ] {
        let answer = bench.send(request).await;
        assert_eq!(
            (answer.status.as_u16(), &*answer.code()),
            (status, code),
            "{what}"
        );
        let media_type = value(&answer.headers, "content-type");
        assert_eq!(media_type, Some("application/problem+json"), "{what}");
        assert_eq!(answer.json()["status"], status, "{what}");
    }
}

#[tokio::test]
async fn nobody_keeps_an_answer() {
    let bench = Bench::new().await;
    let challenge = post(CHALLENGES_PATH, ORIGIN, context().to_string());
    for request in [get(STATUS_PATH), get("/nowhere"), challenge] {
        let answer = bench.send(request).await;
        assert_eq!(value(&answer.headers, "cache-control"), Some("no-store"));
        assert_eq!(
            value(&answer.headers, "x-content-type-options"),
            Some("nosniff")
        );
    }
}

#[tokio::test]
async fn pages_of_other_origins_may_not_read() {
    let bench = Bench::new().await;
    let preflight = |origin: &str| {
        Request::options(CHALLENGES_PATH)
            .header("origin", origin)
            .header("access-control-request-method", "POST")
            .header("access-control-request-headers", "content-type")
            .body(Body::empty())
            .expect("a request")
    };
    let answer = bench.send(preflight(ORIGIN)).await;
    assert!(answer.status.is_success());
    assert_eq!(
        value(&answer.headers, "access-control-allow-origin"),
        Some(ORIGIN)
    );
    assert_eq!(
        value(&answer.headers, "access-control-allow-headers"),
        Some("content-type,terminal-signature,idempotency-key")
    );
    assert!(value(&answer.headers, "access-control-allow-credentials").is_none());
    for origin in ["https://evil.example", "https://desk.example.evil", "null"] {
        let answer = bench.send(preflight(origin)).await;
        assert!(
            value(&answer.headers, "access-control-allow-origin").is_none(),
            "{origin}"
        );
    }
    // A refusal can be read by the page that it is for.
    let refused = bench.send(post(CHALLENGES_PATH, ORIGIN, "{".into())).await;
    assert_eq!(
        value(&refused.headers, "access-control-allow-origin"),
        Some(ORIGIN)
    );
}

#[tokio::test]
async fn maintenance_closes_checks_and_says_until_when() {
    let bench = Bench::with(
        "[maintenance]\nfrom = '2026-11-21T08:00:00+09:00'\nuntil = '2026-11-21T09:01:30+09:00'",
    )
    .await;
    let status = bench.send(get(STATUS_PATH)).await;
    assert_eq!(status.json()["service"], "maintenance");
    let check = r#"{"challengeId":"AAAAAAAAAAAAAAAAAAAAAA","token":{"format":"myna-check:1.0",
        "algorithm":"RS256","unverifiedCertificate":"","signature":"","appVersion":""}}"#;
    for request in [
        post(CHALLENGES_PATH, ORIGIN, context().to_string()),
        post(CARD_CHECKS_PATH, ORIGIN, check.into()),
    ] {
        let answer = bench.send(request).await;
        assert_eq!(
            (answer.status.as_u16(), &*answer.code()),
            (503, "GATE-MAINTENANCE")
        );
        assert_eq!(value(&answer.headers, "retry-after"), Some("90"));
    }
    bench.clock.forward(90);
    assert_eq!(bench.send(get(STATUS_PATH)).await.json()["service"], "open");
    bench.challenge(&context()).await;
}

#[tokio::test]
async fn a_request_that_takes_too_long_is_given_up() {
    let slow = "[practice]\nlatency-milliseconds = 20000";
    let bench = Bench::with(slow).await;
    // From here on time passes as soon as nothing else happens.
    tokio::time::pause();
    let answer = bench.send(get(STATUS_PATH)).await;
    assert_eq!(
        (answer.status.as_u16(), &*answer.code()),
        (504, "GATE-TIMEOUT")
    );
    assert_eq!(answer.json()["retryable"], true);
}

/// A source that fails, in one of the two ways there are.
enum Broken {
    Fails,
    Panics,
}

impl Randomness for Broken {
    fn fill(&self, _: &mut [u8]) -> Result<(), NoRandomness> {
        match self {
            Self::Fails => Err(NoRandomness),
            Self::Panics => panic!("this test wants it so"),
        }
    }
}

#[tokio::test]
async fn without_randomness_there_is_no_challenge() {
    for (broken, logged) in [
        (Broken::Fails, "RANDOM-NONE"),
        (Broken::Panics, "GATE-INTERNAL"),
    ] {
        let bench = Bench::with_randomness(std::sync::Arc::new(broken)).await;
        let answer = bench.post(CHALLENGES_PATH, ORIGIN, &context()).await;
        assert_eq!(
            (answer.status.as_u16(), &*answer.code()),
            (500, "GATE-INTERNAL")
        );
        assert!(bench.log.text().contains(logged), "{}", bench.log.text());
        // The gateway lives on.
        assert_eq!(bench.send(get(STATUS_PATH)).await.status, StatusCode::OK);
    }
}
