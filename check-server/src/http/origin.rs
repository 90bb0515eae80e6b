//! The page that asks, as its browser names it.

use super::problem::Refused;
use crate::gateway::Gateway;
use axum::extract::FromRequestParts;
use axum::http::{header, request::Parts};
use check_api::ProblemCode;
use check_api::field::Origin;
use std::sync::Arc;

/// The `Origin` header, once, naming a configured origin. A page cannot set it.
pub(crate) struct AllowedOrigin(pub(crate) Origin);

impl FromRequestParts<Arc<Gateway>> for AllowedOrigin {
    type Rejection = Refused;

    async fn from_request_parts(
        parts: &mut Parts,
        gateway: &Arc<Gateway>,
    ) -> Result<Self, Refused> {
        let mut values = parts.headers.get_all(header::ORIGIN).iter();
        let origin = match (values.next(), values.next()) {
            (Some(value), None) => value.to_str().ok(),
            _ => None,
        };
        origin
            .and_then(|text| Origin::try_from(text.to_owned()).ok())
            .filter(|origin| gateway.config.origins.contains(origin))
            .map(Self)
            .ok_or_else(|| ProblemCode::Origin.into())
    }
}
