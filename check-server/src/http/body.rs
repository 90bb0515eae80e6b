//! The body of a request: JSON, of bounded size, of the agreed fields alone.

use super::problem::Refused;
use crate::service::{Refusal, Sealed};
use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use check_api::ProblemCode;
use check_api::terminal::SIGNATURE_HEADER;
use serde::de::DeserializeOwned;

/// Twice what the largest good body has: a certificate of 4096 octets, a
/// signature of 512 and the names around them, in base64.
const MOST_OCTETS: usize = 16 * 1024;

/// A body of type `T`, and the octets that it came in.
pub(crate) struct Json<T> {
    pub(crate) value: T,
    pub(crate) octets: Bytes,
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refused> {
        let bytes = json_octets(request, MOST_OCTETS).await?;
        let json: serde_json::Value =
            serde_json::from_slice(&bytes).map_err(|_| ProblemCode::BadRequest)?;
        match serde_path_to_error::deserialize(json) {
            Ok(value) => Ok(Self {
                value,
                octets: bytes,
            }),
            Err(error) => Err(Refused::from(Refusal::Field {
                field: error.path().to_string(),
                rule: error.inner().to_string(),
            })),
        }
    }
}

/// The octets of a body that says it is JSON, at most so many.
pub(super) async fn json_octets(request: Request, most: usize) -> Result<Bytes, Refused> {
    if !says_json(request.headers()) {
        return Err(ProblemCode::MediaType.into());
    }
    octets(request.into_body(), most).await
}

/// The octets of a body, and what the terminal has signed of them.
pub(crate) fn sealed(headers: &HeaderMap, body: Bytes) -> Sealed {
    let signature = headers
        .get(SIGNATURE_HEADER)
        .and_then(|value| value.to_str().ok());
    Sealed {
        body,
        signature: signature.map(str::to_owned),
    }
}

async fn octets(body: Body, most: usize) -> Result<Bytes, Refused> {
    // Refused by its announced length before anything of it is read.
    let announced = body.size_hint().lower();
    if announced > u64::try_from(most).unwrap_or(u64::MAX) {
        return Err(ProblemCode::BodyTooLarge.into());
    }
    // What fails here is the limit, or a connection on which no answer arrives anyway.
    to_bytes(body, most)
        .await
        .map_err(|_| ProblemCode::BodyTooLarge.into())
}

fn says_json(headers: &HeaderMap) -> bool {
    let value = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let essence = value
        .and_then(|value| value.split(';').next())
        .map(str::trim);
    essence.is_some_and(|essence| essence.eq_ignore_ascii_case("application/json"))
}
