//! The call that shows medical information.

use super::body::Json as Body;
use super::origin::AllowedOrigin;
use super::problem::{Noted, Refused};
use crate::gateway::Gateway;
use crate::service::Looked;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use check_api::Problem;
use check_api::medical::{MedicalInformation, MedicalRequest};
use std::sync::Arc;

/// 薬剤情報 or 特定健診情報, where the state lists it, with consent or in a disaster.
#[utoipa::path(
    post,
    tag = "check",
    path = "/v1/medical-information",
    request_body = MedicalRequest,
    responses(
        (status = 200, description = "The information.", body = MedicalInformation),
        (
            status = "default",
            description = "The refusal.",
            body = Problem,
            content_type = "application/problem+json",
        ),
    ),
)]
pub(crate) async fn medical_information(
    State(gateway): State<Arc<Gateway>>,
    AllowedOrigin(_): AllowedOrigin,
    Body { value, .. }: Body<MedicalRequest>,
) -> Response {
    let Looked { audit_id, result } = gateway.medical_information(value).await;
    match result {
        Ok(information) => {
            let mut response = Json(information).into_response();
            response.extensions_mut().insert(Noted {
                refusal: None,
                audit_id,
            });
            response
        }
        Err(refusal) => Refused { refusal, audit_id }.into_response(),
    }
}
