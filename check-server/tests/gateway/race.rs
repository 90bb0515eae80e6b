//! Two that use one challenge at the same time: one of them wins.

use crate::support::{Bench, Card, ORIGIN, context};
use axum::http::StatusCode;
use check_api::CARD_CHECKS_PATH;
use std::sync::Arc;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_challenge_has_one_winner() {
    let bench = Arc::new(Bench::new().await);
    let card = Card::of("valid-adult");
    for _ in 0..20 {
        let challenge = bench.challenge(&context()).await;
        let request = Arc::new(card.request(&challenge, ORIGIN, &context()));
        let uses = (0..4).map(|_| {
            let (bench, request) = (Arc::clone(&bench), Arc::clone(&request));
            tokio::spawn(async move { bench.post(CARD_CHECKS_PATH, ORIGIN, &request).await.status })
        });
        let mut statuses = Vec::new();
        for one in uses.collect::<Vec<_>>() {
            statuses.push(one.await.expect("no panic"));
        }
        statuses.sort();
        let expected = [
            StatusCode::OK,
            StatusCode::CONFLICT,
            StatusCode::CONFLICT,
            StatusCode::CONFLICT,
        ];
        assert_eq!(statuses, expected);
    }
}

#[tokio::test]
async fn a_terminal_cannot_hoard_challenges() {
    let bench = Bench::new().await;
    let card = Card::of("valid-adult");
    let first = bench.challenge(&context()).await;
    let mut last = bench.challenge(&context()).await;
    for _ in 0..40 {
        last = bench.challenge(&context()).await;
    }
    let lost = card.request(&first, ORIGIN, &context());
    let lost = bench.post(CARD_CHECKS_PATH, ORIGIN, &lost).await;
    assert_eq!(lost.code(), "GATE-CHALLENGE");
    let kept = card.request(&last, ORIGIN, &context());
    bench.post(CARD_CHECKS_PATH, ORIGIN, &kept).await.checked();
}
