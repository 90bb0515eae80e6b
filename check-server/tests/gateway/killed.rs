//! A gateway that is killed in the middle of a batch: another goes on, on the same database.

use crate::ON_POSTGRES;
use crate::batch::{many, submission};
use crate::insurance::KEY;
use crate::place::{configure, pool};
use crate::process::Running;
use crate::support::configuration;
use check_api::batch::{BATCHES_PATH, BatchAnswer};
use std::collections::BTreeSet;
use std::time::Duration;
use tempfile::TempDir;

/// Rows of the batch.
const ROWS: usize = 2_000;
/// Workers of the gateway that is killed: each may be at one row.
const WORKERS: i64 = 2;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_row_is_lost_or_asked_twice_without_need() {
    let folder = TempDir::new().expect("a folder");
    let more = "[batch]\npoll-seconds = 1\n[practice]\nstart = '2026-11-21T09:00:00+09:00'";
    let config = configure(folder.path(), &configuration(more));
    let mut first = Running::start(&config);
    let other = ON_POSTGRES.then(|| Running::start(&config));
    let body = submission(many(ROWS)).to_string();
    let (status, reception) = first.ask_with(KEY, "POST", BATCHES_PATH, &body);
    assert_eq!(status, 202, "{reception}");
    let number = reception["ReceptionNumber"].as_str().expect("a number");

    let database = pool(folder.path()).await;
    let answered = || async {
        let count: i64 =
            sqlx::query_scalar("SELECT count(*) FROM batch_row WHERE unit IS NOT NULL")
                .fetch_one(&database)
                .await
                .expect("a number");
        usize::try_from(count).expect("a number")
    };
    while answered().await < 200 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    first.child.kill().expect("killed");
    first.child.wait().expect("ended");
    assert!(
        answered().await < ROWS,
        "it was killed too late to show anything"
    );
    let second = other.unwrap_or_else(|| Running::start(&config));

    // The submission is not repeated by one who does not know that it arrived.
    let (status, found) = second.ask_with(KEY, "POST", BATCHES_PATH, &body);
    assert_eq!((status, &found), (202, &reception));
    let path = format!("{BATCHES_PATH}/{number}");
    let mut looks = 0;
    while second.ask("GET", &path, "").0 != 200 {
        looks += 1;
        assert!(looks < 90, "the batch does not end");
        tokio::time::sleep(Duration::from_millis(1_050)).await;
    }
    let mut seen = BTreeSet::new();
    let mut from = Some(0);
    while let Some(place) = from {
        let (_, page) = second.ask("GET", &format!("{path}?from={place}"), "");
        let page: BatchAnswer = serde_json::from_value(page).expect("an answer");
        for unit in page.xml_msg.body().bulk_units() {
            let question = unit.question().expect("a question");
            let name = question.arbitrary_identifier().expect("a name").to_owned();
            assert!(seen.insert(name), "a row is answered twice");
        }
        from = page.next;
    }
    assert_eq!(seen.len(), ROWS);
    let (asked, again): (i64, i64) =
        sqlx::query_as("SELECT min(asked), count(*) FILTER (WHERE asked > 1) FROM batch_row")
            .fetch_one(&database)
            .await
            .expect("numbers");
    assert_eq!(asked, 1);
    assert!(again <= WORKERS, "{again} rows were asked again");
    let ended: i64 = sqlx::query_scalar("SELECT count(*) FROM audit WHERE action = 'batch-ended'")
        .fetch_one(&database)
        .await
        .expect("a number");
    assert_eq!(ended, 1);
}
