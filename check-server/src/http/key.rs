//! The `Idempotency-Key` of a request with effects.

use super::problem::Refused;
use crate::gateway::Gateway;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use check_api::ProblemCode;
use check_api::field::IdempotencyKey;
use check_api::inquiry::IDEMPOTENCY_KEY_HEADER;
use std::sync::Arc;

/// The key, which must be there once and in its form.
pub(crate) struct Key(pub(crate) IdempotencyKey);

impl FromRequestParts<Arc<Gateway>> for Key {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<Gateway>) -> Result<Self, Refused> {
        let mut values = parts.headers.get_all(IDEMPOTENCY_KEY_HEADER).iter();
        let key = match (values.next(), values.next()) {
            (Some(value), None) => value.to_str().ok(),
            _ => None,
        };
        key.and_then(|text| IdempotencyKey::try_from(text.to_owned()).ok())
            .map(Self)
            .ok_or_else(|| ProblemCode::IdempotencyKey.into())
    }
}
