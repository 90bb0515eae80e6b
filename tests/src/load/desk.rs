//! A desk that asks one gateway after the other, as a balancer would have it.

use std::sync::atomic::{AtomicUsize, Ordering};

use check_api::inquiry::IDEMPOTENCY_KEY_HEADER;
use check_api::{ChallengeContext, STATUS_PATH};
use reqwest::{Client, RequestBuilder, Response, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use super::Trouble;

/// A page's origin that the practice configuration allows.
pub(super) const ORIGIN: &str = "http://127.0.0.1:8080";
/// The practice facility, its terminal and its day.
pub(super) const FACILITY: &str = "1312345678";
pub(super) const TERMINAL: &str = "PRACTICE-01";
pub(super) const DAY: &str = "20261121";

/// A desk.
pub struct Desk {
    client: Client,
    gateways: Vec<String>,
    turn: AtomicUsize,
}

impl Desk {
    /// A desk before these gateways.
    ///
    /// # Errors
    /// When there is none, or no client can be made.
    pub fn new(gateways: &[String]) -> Result<Self, Trouble> {
        if gateways.is_empty() {
            return Err("no gateway was named".into());
        }
        Ok(Self {
            client: Client::builder().no_proxy().build()?,
            gateways: gateways.to_vec(),
            turn: AtomicUsize::new(0),
        })
    }

    pub(super) async fn status(&self) -> Result<(), Trouble> {
        self.get(STATUS_PATH).await.map(drop)
    }

    pub(super) async fn get(&self, path: &str) -> Result<Response, Trouble> {
        sent(self.client.get(self.url(path))).await
    }

    pub(super) async fn delete(&self, path: &str) -> Result<(), Trouble> {
        sent(self.client.delete(self.url(path))).await.map(drop)
    }

    pub(super) async fn post<T: DeserializeOwned>(
        &self,
        path: &str,
        key: Option<&str>,
        body: &impl Serialize,
    ) -> Result<T, Trouble> {
        let mut request = self.client.post(self.url(path)).json(body);
        if let Some(key) = key {
            request = request.header(IDEMPOTENCY_KEY_HEADER, key);
        }
        Ok(sent(request).await?.json().await?)
    }

    fn url(&self, path: &str) -> String {
        let turn = self.turn.fetch_add(1, Ordering::Relaxed) % self.gateways.len();
        let gateway = self.gateways.get(turn).map_or("", String::as_str);
        [gateway, path].concat()
    }
}

async fn sent(request: RequestBuilder) -> Result<Response, Trouble> {
    let answer = request.header("Origin", ORIGIN).send().await?;
    let status = answer.status();
    if status.is_success() || status == StatusCode::TOO_MANY_REQUESTS {
        return Ok(answer);
    }
    Err(format!("{status}: {}", answer.text().await?).into())
}

/// The context in which the practice desk asks.
pub(super) fn context() -> Result<ChallengeContext, Trouble> {
    Ok(serde_json::from_value(json!({
        "authMethod": "pin",
        "confirmationDate": DAY,
        "consents": { "LimitApplicationCertificateRelatedConsFlg": "0" },
        "facilityCode": FACILITY,
        "purpose": "eligibility",
        "terminalId": TERMINAL,
    }))?)
}
