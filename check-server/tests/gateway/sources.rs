//! Sources other than the embedded registry, and what is done about their silence.

use crate::batch::{many, submission};
use crate::insurance::{KEY, search};
use crate::support::{Answer, Bench, ORIGIN, post};
use async_trait::async_trait;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use check_api::batch::BATCHES_PATH;
use check_api::inquiry::IDEMPOTENCY_KEY_HEADER;
use check_api::{INSURANCE_CHECKS_PATH, ProblemCode};
use check_server::Workers;
use check_server::source::{
    BatchAnswers, BatchHead, BatchRows, BatchWay, EligibilitySource, Progress, Question, Receipt,
    RowAnswer, SourceAnswer, SourceFailure,
};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A source that keeps count and answers as it is told.
struct Told {
    way: BatchWay,
    submit: Result<Receipt, SourceFailure>,
    silent: bool,
    asked: AtomicUsize,
    submitted: AtomicUsize,
    receipts: Mutex<Vec<String>>,
}

impl Told {
    fn new(way: BatchWay, submit: Result<Receipt, SourceFailure>) -> Self {
        Self {
            way,
            submit,
            silent: false,
            asked: AtomicUsize::new(0),
            submitted: AtomicUsize::new(0),
            receipts: Mutex::default(),
        }
    }
}

#[async_trait]
impl EligibilitySource for Told {
    fn batches(&self) -> BatchWay {
        self.way
    }

    async fn check(&self, _: &Question) -> Result<SourceAnswer, SourceFailure> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        if self.silent {
            std::future::pending::<()>().await;
        }
        let body = json!({ "ProcessingResultStatus": "1", "QualificationValidity": "4" });
        Ok(SourceAnswer {
            body: body.as_object().expect("an object").clone(),
            ..SourceAnswer::default()
        })
    }

    async fn submit(&self, _: &BatchHead, rows: &dyn BatchRows) -> Result<Receipt, SourceFailure> {
        self.submitted.fetch_add(1, Ordering::SeqCst);
        let first = rows.page(None).await?;
        let last = first.last().map(|row| row.place);
        assert_eq!((first.len(), last), (6, Some(5)));
        assert!(rows.page(last).await?.is_empty());
        self.submit.clone()
    }

    /// At first it works, then it answers every other row, and one that nobody asked.
    async fn poll(
        &self,
        _: &BatchHead,
        receipt: &Receipt,
        answers: &dyn BatchAnswers,
    ) -> Result<Progress, SourceFailure> {
        let looks = {
            let mut receipts = self.receipts.lock().expect("nobody panicked");
            receipts.push(receipt.0.clone());
            receipts.len()
        };
        if looks == 1 {
            return Ok(Progress::Working { ask_again_after: 1 });
        }
        let unit = json!({ "ProcessingResultStatus": "1", "QualificationValidity": "1" });
        let unit = unit.as_object().expect("an object");
        let even = [0, 2, 4, 77].map(|place| RowAnswer {
            place,
            unit: unit.clone(),
        });
        answers.put(even.to_vec()).await?;
        Ok(Progress::Done)
    }
}

async fn send(bench: &Bench, path: &str, body: &Value) -> Answer {
    let mut request = post(path, ORIGIN, body.to_string());
    let value = KEY.parse().expect("a value");
    request.headers_mut().insert(IDEMPOTENCY_KEY_HEADER, value);
    bench.send(request).await
}

/// Submits six rows and looks until they are done.
async fn six(bench: &Bench) -> Value {
    let reception = send(bench, BATCHES_PATH, &submission(many(6))).await.json();
    let number = reception["ReceptionNumber"].as_str().expect("a number");
    let path = format!("{BATCHES_PATH}/{number}");
    for _ in 0..30 {
        let request = Request::get(&path).body(Body::empty()).expect("a request");
        let answer = bench.send(request).await;
        if answer.status == StatusCode::OK {
            return answer.json()["XmlMsg"].clone();
        }
        tokio::time::sleep(Duration::from_millis(1_050)).await;
    }
    panic!("the batch does not end");
}

const POLL: &str = "[batch]\npoll-seconds = 1";

fn counts(message: &Value) -> [&str; 3] {
    let header = &message["MessageHeader"];
    [
        "NumberOfProcessingResult",
        "NumberOfNormalProcessing",
        "NumberOfError",
    ]
    .map(|name| header[name].as_str().expect("a number"))
}

#[tokio::test]
async fn a_source_may_take_a_batch_as_a_whole() {
    let source = Arc::new(Told::new(BatchWay::Whole, Ok(Receipt("7".to_owned()))));
    let bench = Bench::with_source(POLL, source.clone()).await;
    let workers = Workers::start(&bench.gateway);
    let message = six(&bench).await;
    assert_eq!(counts(&message), ["6", "3", "3"]);
    let list = &message["MessageBody"]["BulkConfirmUnitList"];
    // What the source left out could not be confirmed; it is not "not valid".
    let left_out = &list[1]["BulkConfirmUnit"];
    assert_eq!(left_out["ProcessingResultCode"], "GATE-SOURCE-ANSWER");
    assert!(left_out["QualificationValidity"].is_null());
    assert_eq!(source.submitted.load(Ordering::SeqCst), 1);
    assert_eq!(*source.receipts.lock().expect("one"), ["7", "7"]);
    workers.end().await;
}

#[tokio::test]
async fn a_submission_of_unknown_fate_is_looked_for_and_not_repeated() {
    let unknown = SourceFailure::Unknown(ProblemCode::SourceTimeout);
    let source = Arc::new(Told::new(BatchWay::Whole, Err(unknown)));
    let bench = Bench::with_source(POLL, source.clone()).await;
    let workers = Workers::start(&bench.gateway);
    assert_eq!(counts(&six(&bench).await), ["6", "3", "3"]);
    assert_eq!(source.submitted.load(Ordering::SeqCst), 1);
    assert_eq!(*source.receipts.lock().expect("one"), ["", ""]);
    workers.end().await;
}

#[tokio::test]
async fn a_batch_that_is_refused_as_a_whole_says_why() {
    let refused = SourceFailure::Official {
        code: ProblemCode::SourceAnswer,
        error_code: Some("E-77".to_owned()),
        error_message: Some("受け付けられません".to_owned()),
    };
    let source = Arc::new(Told::new(BatchWay::Whole, Err(refused)));
    let bench = Bench::with_source(POLL, source).await;
    let workers = Workers::start(&bench.gateway);
    let header = six(&bench).await["MessageHeader"].clone();
    assert_eq!(header["SegmentOfResult"], "9");
    assert_eq!(header["ErrorCode"], "E-77");
    assert_eq!(header["ErrorMessage"], "受け付けられません");
    workers.end().await;
}

#[tokio::test]
async fn a_row_that_was_asked_by_the_dead_is_told_as_unknown() {
    let source = Arc::new(Told::new(BatchWay::RowByRow, Ok(Receipt::default())));
    let bench = Bench::with_source(POLL, source.clone()).await;
    send(&bench, BATCHES_PATH, &submission(many(6))).await;
    // As a gateway leaves them that dies with one row claimed and one asked.
    for dead in [
        "UPDATE batch_row SET state = 'claimed', worker = 'dead' WHERE place = 1",
        "UPDATE batch_row SET state = 'asked', asked = 1, worker = 'dead' WHERE place = 2",
    ] {
        let database = bench.pool().await;
        sqlx::query(dead).execute(&database).await.expect("set");
    }
    let workers = Workers::start(&bench.gateway);
    let message = six(&bench).await;
    assert_eq!(counts(&message), ["6", "5", "1"]);
    let unknown = &message["MessageBody"]["BulkConfirmUnitList"][2]["BulkConfirmUnit"];
    assert_eq!(unknown["ProcessingResultCode"], "GATE-SOURCE-TIMEOUT");
    assert_eq!(source.asked.load(Ordering::SeqCst), 5);
    workers.end().await;
}

#[tokio::test]
async fn a_check_of_unknown_fate_stays_one() {
    let source = Arc::new(Told {
        silent: true,
        ..Told::new(BatchWay::RowByRow, Ok(Receipt::default()))
    });
    let bench = Arc::new(Bench::with_source("", source.clone()).await);
    let body = json!({
        "terminalId": "PRACTICE-01",
        "XmlMsg": {
            "MessageHeader": {
                "QualificationConfirmationDate": "20261121",
                "MedicalInstitutionCode": "1312345678",
            },
            "MessageBody": {
                "QualificationConfirmSearchInfo": search("06110829", "12", "345678", "19800401"),
            },
        },
    });
    let first = tokio::spawn({
        let (bench, body) = (Arc::clone(&bench), body.clone());
        async move { send(&bench, INSURANCE_CHECKS_PATH, &body).await }
    });
    while source.asked.load(Ordering::SeqCst) == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let meanwhile = send(&bench, INSURANCE_CHECKS_PATH, &body).await;
    assert_eq!(meanwhile.code(), "GATE-IN-PROGRESS");
    // As if the gateway had died meanwhile.
    sqlx::query("UPDATE idempotency SET lease_until = 0")
        .execute(&bench.pool().await)
        .await
        .expect("set");
    let answers = [
        send(&bench, INSURANCE_CHECKS_PATH, &body).await,
        send(&bench, INSURANCE_CHECKS_PATH, &body).await,
    ];
    for answer in &answers {
        assert_eq!(
            (answer.status.as_u16(), &*answer.code()),
            (504, "GATE-SOURCE-TIMEOUT")
        );
    }
    assert_eq!(answers[0].json()["auditId"], answers[1].json()["auditId"]);
    assert_eq!(source.asked.load(Ordering::SeqCst), 1);
    first.abort();
}
