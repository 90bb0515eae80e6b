//! Batches: received once, worked on, looked at, kept for a while, deleted.

use crate::insurance::{KEY, search};
use crate::support::{Answer, Bench, ORIGIN, post};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use check_api::batch::{BATCHES_BY_KEY_PATH, BATCHES_PATH, BatchAnswer};
use check_api::inquiry::IDEMPOTENCY_KEY_HEADER;
use check_server::Workers;
use serde_json::{Value, json};
use std::time::Duration;

/// A submission of rows.
pub(crate) fn submission(items: Vec<Value>) -> Value {
    json!({
        "facilityCode": "1312345678",
        "terminalId": "PRACTICE-01",
        "confirmationDate": "20261121",
        "items": items,
    })
}

/// As many rows as are wanted, about people of the practice file in turn.
pub(crate) fn many(count: usize) -> Vec<Value> {
    let people = [
        search("06110829", "12", "345678", "19800401"),
        search("06149991", "14", "912", "19750912"),
        search("06139992", "13", "901", "19770707"),
        search("06409999", "4001", "7707", "19680707"),
    ];
    let rows = people.iter().cycle().take(count).enumerate();
    rows.map(|(place, row)| {
        let mut row = row.clone();
        row["ArbitraryIdentifier"] = format!("row-{place}").into();
        row
    })
    .collect()
}

async fn submit(bench: &Bench, key: &str, body: &Value) -> Answer {
    let mut request = post(BATCHES_PATH, ORIGIN, body.to_string());
    let value = key.parse().expect("a value");
    request.headers_mut().insert(IDEMPOTENCY_KEY_HEADER, value);
    bench.send(request).await
}

async fn get(bench: &Bench, path: &str) -> Answer {
    let request = Request::get(path).body(Body::empty()).expect("a request");
    bench.send(request).await
}

fn number(reception: &Answer) -> String {
    let number = &reception.json()["ReceptionNumber"];
    number.as_str().expect("a number").to_owned()
}

/// With a short pause between looks.
async fn bench() -> Bench {
    Bench::with("[batch]\nmax-items = 1500\npoll-seconds = 1\nretention-hours = 2").await
}

/// Looks until the batch is done.
async fn wait(bench: &Bench, number: &str) -> Answer {
    for _ in 0..60 {
        let answer = get(bench, &format!("{BATCHES_PATH}/{number}")).await;
        if answer.status == StatusCode::OK {
            return answer;
        }
        assert!(answer.status == StatusCode::ACCEPTED || answer.code() == "GATE-TOO-FAST");
        tokio::time::sleep(Duration::from_millis(1_050)).await;
    }
    panic!("the batch does not end");
}

#[tokio::test]
async fn every_row_is_answered_once_and_page_by_page() {
    let bench = bench().await;
    let workers = Workers::start(&bench.gateway);
    let mut items = many(1_200);
    items[3]["InsurerNumber"] = "1".into();
    items[7]["Name"] = "taro".into();
    let reception = submit(&bench, KEY, &submission(items)).await;
    assert_eq!(
        reception.status,
        StatusCode::ACCEPTED,
        "{}",
        reception.text()
    );
    let told = reception.json();
    assert_eq!(told["accepted"], 1_198);
    let rejected = |place: usize| {
        (
            &told["rejected"][place]["index"],
            &told["rejected"][place]["field"],
        )
    };
    assert_eq!(rejected(0), (&json!(3), &json!("InsurerNumber")));
    assert_eq!(rejected(1), (&json!(7), &json!("Name")));
    let number = number(&reception);
    assert_eq!(number.len(), 22);

    let done = wait(&bench, &number).await;
    let header = done.json()["XmlMsg"]["MessageHeader"].clone();
    assert_eq!(header["SegmentOfResult"], "1");
    assert_eq!(header["NumberOfProcessingResult"], "1198");
    assert_eq!(header["NumberOfNormalProcessing"], "898");
    assert_eq!(header["NumberOfError"], "300");
    let mut seen = Vec::new();
    let mut from = Some(0);
    while let Some(first) = from {
        let page = get(
            &bench,
            &format!("{BATCHES_PATH}/{number}?from={first}&count=500"),
        )
        .await;
        let page: BatchAnswer = serde_json::from_slice(&page.bytes).expect("an answer");
        for unit in page.xml_msg.body().bulk_units() {
            let question = unit.question().expect("a question");
            seen.push(question.arbitrary_identifier().expect("a name").to_owned());
            for result in unit.results() {
                assert!(
                    result
                        .elements()
                        .text("LimitApplicationCertificateRelatedConsFlg")
                        .is_none()
                );
            }
        }
        from = page.next;
    }
    let expected = (0..1_200).filter(|place| ![3, 7].contains(place));
    assert_eq!(
        seen,
        expected
            .map(|place| format!("row-{place}"))
            .collect::<Vec<_>>()
    );
    let twice: i64 = sqlx::query_scalar("SELECT count(*) FROM batch_row WHERE asked <> 1")
        .fetch_one(&bench.pool().await)
        .await
        .expect("a number");
    assert_eq!(twice, 0);
    workers.end().await;
}

#[tokio::test]
async fn a_submission_is_received_once_and_can_be_found() {
    let bench = bench().await;
    let by_key = format!("{BATCHES_BY_KEY_PATH}/{KEY}");
    assert_eq!(get(&bench, &by_key).await.code(), "GATE-BATCH-UNKNOWN");
    let first = submit(&bench, KEY, &submission(many(4))).await;
    let again = submit(&bench, KEY, &submission(many(4))).await;
    assert_eq!(first.text(), again.text());
    let found = get(&bench, &by_key).await;
    assert_eq!((found.status, found.text()), (StatusCode::OK, first.text()));
    let other = submit(&bench, KEY, &submission(many(5))).await;
    assert_eq!(other.code(), "GATE-IDEMPOTENCY");
    let batches: i64 = sqlx::query_scalar("SELECT count(*) FROM batch")
        .fetch_one(&bench.pool().await)
        .await
        .expect("a number");
    assert_eq!(batches, 1);
}

#[tokio::test]
async fn who_looks_too_often_is_told_when_to_come_back() {
    let bench = bench().await;
    let reception = submit(&bench, KEY, &submission(many(4))).await;
    let path = format!("{BATCHES_PATH}/{}", number(&reception));
    let first = get(&bench, &path).await;
    assert_eq!(first.status, StatusCode::ACCEPTED);
    assert_eq!(first.headers["retry-after"], "1");
    let header = &first.json()["XmlMsg"]["MessageHeader"];
    assert_eq!(
        (
            &header["SegmentOfResult"],
            &header["NumberOfProcessingResult"]
        ),
        (&json!("2"), &json!("0"))
    );
    let soon = get(&bench, &path).await;
    assert_eq!(
        (soon.status.as_u16(), &*soon.code()),
        (429, "GATE-TOO-FAST")
    );
    assert_eq!(soon.headers["retry-after"], "1");
    tokio::time::sleep(Duration::from_millis(1_050)).await;
    assert_eq!(get(&bench, &path).await.status, StatusCode::ACCEPTED);
}

#[tokio::test]
async fn answers_go_when_they_are_deleted_and_when_their_time_is_over() {
    let bench = bench().await;
    let workers = Workers::start(&bench.gateway);
    let delete = |number: &str| {
        Request::delete(format!("{BATCHES_PATH}/{number}"))
            .header("origin", ORIGIN)
            .body(Body::empty())
            .expect("a request")
    };
    let deleted = number(&submit(&bench, KEY, &submission(many(4))).await);
    wait(&bench, &deleted).await;
    assert_eq!(
        bench.send(delete(&deleted)).await.status,
        StatusCode::NO_CONTENT
    );
    assert_eq!(bench.send(delete(&deleted)).await.code(), "GATE-BATCH-GONE");
    let gone = get(&bench, &format!("{BATCHES_PATH}/{deleted}")).await;
    assert_eq!(
        (gone.status.as_u16(), &*gone.code()),
        (410, "GATE-BATCH-GONE")
    );
    for unknown in ["AAAAAAAAAAAAAAAAAAAAAA", "x"] {
        let unknown = get(&bench, &format!("{BATCHES_PATH}/{unknown}")).await;
        assert_eq!(unknown.code(), "GATE-BATCH-UNKNOWN");
    }

    let kept = number(&submit(&bench, "another-key-of-22-char", &submission(many(4))).await);
    wait(&bench, &kept).await;
    workers.end().await;
    bench.clock.forward(2 * 60 * 60);
    let workers = Workers::start(&bench.gateway);
    let path = format!("{BATCHES_PATH}/{kept}");
    for _ in 0..50 {
        tokio::time::sleep(Duration::from_millis(100)).await;
        if get(&bench, &path).await.status == StatusCode::GONE {
            break;
        }
    }
    assert_eq!(get(&bench, &path).await.code(), "GATE-BATCH-GONE");
    workers.end().await;
    let left: i64 = sqlx::query_scalar("SELECT count(*) FROM batch_row")
        .fetch_one(&bench.pool().await)
        .await
        .expect("a number");
    assert_eq!(left, 0);
    assert!(!bench.log.text().contains(&kept), "a number is in the log");
}

#[tokio::test]
async fn what_is_no_batch_is_refused() {
    let bench = bench().await;
    let mut stranger = submission(many(1));
    stranger["terminalId"] = "OTHER-01".into();
    let mut extra = submission(many(1));
    extra["name"] = "taro".into();
    let mut past = submission(many(1));
    past["confirmationDate"] = "20261120".into();
    let mut far = submission(many(1));
    far["confirmationDate"] = "20270101".into();
    let large = submission(vec![Value::from("x".repeat(1_000)); 1_000]);
    for (body, code) in [
        (submission(Vec::new()), "GATE-BATCH-EMPTY"),
        (submission(vec![json!({}), json!("x")]), "GATE-BATCH-EMPTY"),
        (submission(many(1_501)), "GATE-BATCH-SIZE"),
        (large, "GATE-BODY-TOO-LARGE"),
        (stranger, "GATE-TERMINAL"),
        (extra, "GATE-FIELD"),
        (past, "GATE-FIELD"),
        (far, "GATE-FIELD"),
        (json!([]), "GATE-FIELD"),
    ] {
        assert_eq!(submit(&bench, KEY, &body).await.code(), code);
    }
    let mut broken = post(BATCHES_PATH, ORIGIN, "{".to_owned());
    let value = KEY.parse().expect("a value");
    broken.headers_mut().insert(IDEMPOTENCY_KEY_HEADER, value);
    assert_eq!(bench.send(broken).await.code(), "GATE-BAD-REQUEST");
    // None of them used the key up or left anything behind.
    let good = submit(&bench, KEY, &submission(many(1))).await;
    assert_eq!(good.status, StatusCode::ACCEPTED);
    let batches: i64 = sqlx::query_scalar("SELECT count(*) FROM batch")
        .fetch_one(&bench.pool().await)
        .await
        .expect("a number");
    assert_eq!(batches, 1);
}
