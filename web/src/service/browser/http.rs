//! Carries requests to the gateway with `fetch`. No cookies, no cache, no referrer:
//! the gateway knows the desk by its origin and its terminal.

use std::cell::Cell;
use std::rc::Rc;

use check_api::inquiry::IDEMPOTENCY_KEY_HEADER;
use gloo::net::http::{self, Response};
use gloo::timers::callback::Timeout;
use web_sys::{AbortController, ReferrerPolicy, RequestCache, RequestCredentials, RequestRedirect};

use crate::service::gateway::{Method, Reply, Request, Transport, TransportError};

/// The gateway at an address.
#[derive(Clone, Debug)]
pub(crate) struct Fetch {
    base: Rc<str>,
}

impl Fetch {
    pub(crate) fn new(base: &str) -> Self {
        Self { base: base.into() }
    }
}

impl Transport for Fetch {
    async fn send(&self, request: Request<'_>) -> Result<Reply, TransportError> {
        let limit = TimeLimit::start(request.seconds)?;
        let url = [&self.base, request.path].concat();
        let reply = async {
            let mut builder = match request.method {
                Method::Get => http::Request::get(&url),
                Method::Post => http::Request::post(&url),
                Method::Delete => http::Request::delete(&url),
            };
            if request.body.is_some() {
                builder = builder.header("Content-Type", "application/json");
            }
            if let Some(key) = request.idempotency_key {
                builder = builder.header(IDEMPOTENCY_KEY_HEADER, key);
            }
            let builder = builder
                .header("Accept", "application/json")
                .cache(RequestCache::NoStore)
                .credentials(RequestCredentials::Omit)
                .redirect(RequestRedirect::Error)
                .referrer_policy(ReferrerPolicy::NoReferrer)
                .abort_signal(Some(&limit.controller.signal()));
            let request = match request.body {
                Some(body) => builder.body(body)?,
                None => builder.build()?,
            };
            let response: Response = request.send().await?;
            Ok::<_, gloo::net::Error>(Reply {
                status: response.status(),
                retry_after: response
                    .headers()
                    .get("Retry-After")
                    .and_then(|seconds| seconds.parse().ok()),
                body: response.binary().await?,
            })
        };
        // The browser's own words about a failure are not for the desk.
        reply.await.map_err(|_| limit.error())
    }
}

/// Aborts a request that takes too long.
struct TimeLimit {
    controller: AbortController,
    passed: Rc<Cell<bool>>,
    _timer: Timeout,
}

impl TimeLimit {
    fn start(seconds: u16) -> Result<Self, TransportError> {
        let controller = AbortController::new().map_err(|_| TransportError::Unreachable)?;
        let passed = Rc::new(Cell::new(false));
        let timer = {
            let (controller, passed) = (controller.clone(), Rc::clone(&passed));
            Timeout::new(u32::from(seconds) * 1000, move || {
                passed.set(true);
                controller.abort();
            })
        };
        Ok(Self {
            controller,
            passed,
            _timer: timer,
        })
    }

    fn error(&self) -> TransportError {
        if self.passed.get() {
            TransportError::Timeout
        } else {
            TransportError::Unreachable
        }
    }
}

/// Fetches a file of the site itself, always asking the server whether it changed.
pub(crate) async fn site_file(path: &str) -> Option<Vec<u8>> {
    let response = http::Request::get(path)
        .cache(RequestCache::NoCache)
        .send()
        .await
        .ok()?;
    if !response.ok() {
        return None;
    }
    response.binary().await.ok()
}
