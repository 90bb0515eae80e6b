//! Batches: rows of practice people and of people whom nobody knows, taking turns.

use std::time::{Duration, Instant};

use check_api::batch::{BATCHES_PATH, BatchAnswer, MOST_ROWS_AT_ONCE, Reception};
use check_api::{STATUS_PATH, Status};
use futures_util::future::try_join_all;
use reqwest::StatusCode;
use serde_json::{Value, json};

use super::Trouble;
use super::desk::{DAY, Desk, FACILITY, TERMINAL};
use crate::process_cost::processor_seconds;

/// How long a batch may take before the measurement is given up.
const PATIENCE: Duration = Duration::from_secs(900);

/// How fast the rows of one batch are answered, and what a row costs.
pub(super) async fn rows_per_second(
    desk: &Desk,
    processes: &[u32],
    rows: u32,
) -> Result<Value, Trouble> {
    let before = processor_seconds(processes)?;
    let start = Instant::now();
    let reception = submit(desk, 0, rows).await?;
    done(desk, &reception).await?;
    let elapsed = start.elapsed().as_secs_f64();
    let answered = fetch(desk, &reception).await?;
    if answered != rows {
        return Err(format!("{answered} of {rows} rows were answered").into());
    }
    let cost = processor_seconds(processes)? - before;
    forget(desk, &reception).await?;
    Ok(json!({
        "perSecond": f64::from(rows) / elapsed,
        "processorMicros": cost * 1e6 / f64::from(rows),
    }))
}

/// Has so many rows worked on at the same time, in batches of the largest size.
pub(super) async fn all_at_once(desk: &Desk, rows: u32) -> Result<(), Trouble> {
    let status: Status = desk.get(STATUS_PATH).await?.json().await?;
    let size = status.capabilities.max_batch_items.clamp(1, rows);
    let mut receptions = Vec::new();
    for first in (0..rows).step_by(size as usize) {
        receptions.push(submit(desk, first, size.min(rows - first)).await?);
    }
    try_join_all(receptions.iter().map(|reception| done(desk, reception))).await?;
    for reception in &receptions {
        forget(desk, reception).await?;
    }
    Ok(())
}

async fn submit(desk: &Desk, first: u32, rows: u32) -> Result<Reception, Trouble> {
    let items: Vec<Value> = (first..first + rows).map(item).collect();
    let body = json!({
        "facilityCode": FACILITY,
        "terminalId": TERMINAL,
        "confirmationDate": DAY,
        "items": items,
    });
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?;
    let key = format!("load-{:032}", now.as_nanos());
    let reception: Reception = desk.post(BATCHES_PATH, Some(&key), &body).await?;
    if reception.accepted != rows {
        return Err(format!("{} of {rows} rows were accepted", reception.accepted).into());
    }
    Ok(reception)
}

fn item(row: u32) -> Value {
    let (number, birthdate) = if row.is_multiple_of(2) {
        ("345678".to_owned(), "19800401")
    } else {
        (format!("9{row:07}"), "19790215")
    };
    json!({
        "InsurerNumber": "06110829",
        "InsuredCardSymbol": "12",
        "InsuredIdentificationNumber": number,
        "InsuredBranchNumber": "01",
        "Birthdate": birthdate,
        "LimitApplicationCertificateRelatedConsFlg": "0",
        "ArbitraryIdentifier": row.to_string(),
    })
}

/// Waits until no row is left to be worked on.
async fn done(desk: &Desk, reception: &Reception) -> Result<(), Trouble> {
    let path = format!("{}?from=0&count=1", address(reception));
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        let answer = desk.get(&path).await?;
        if answer.status() == StatusCode::OK {
            return Ok(());
        }
        let pause = answer.headers().get("retry-after");
        let pause = pause.and_then(|seconds| seconds.to_str().ok()?.parse().ok());
        tokio::time::sleep(Duration::from_secs(pause.unwrap_or(1))).await;
    }
    Err("the batch does not end".into())
}

/// Fetches all answers: how many there are.
async fn fetch(desk: &Desk, reception: &Reception) -> Result<u32, Trouble> {
    let (mut from, mut answered) = (Some(0), 0);
    while let Some(first) = from {
        let path = format!(
            "{}?from={first}&count={MOST_ROWS_AT_ONCE}",
            address(reception)
        );
        let response = desk.get(&path).await?;
        if response.status() != StatusCode::OK {
            tokio::time::sleep(Duration::from_secs(1)).await;
            continue;
        }
        let answer: BatchAnswer = response.json().await?;
        answered += u32::try_from(answer.xml_msg.body().bulk_units().count())?;
        from = answer.next;
    }
    Ok(answered)
}

async fn forget(desk: &Desk, reception: &Reception) -> Result<(), Trouble> {
    desk.delete(&address(reception)).await
}

fn address(reception: &Reception) -> String {
    format!("{BATCHES_PATH}/{}", reception.reception_number.as_str())
}
