//! Asks the gateway for medical information. Nothing is tried again by itself: every look is
//! recorded, and so every look is somebody's own.

use std::rc::Rc;

use check_api::medical::{MEDICAL_INFORMATION_PATH, MedicalInformation, MedicalRequest};

use super::gateway::{self, GatewayError, Request, Transport};
use crate::domain::advice::ErrorCode;

/// The answer comes from a service behind the gateway, which may need its time.
const SECONDS: u16 = 30;

/// Asks once.
///
/// # Errors
/// The code of what went wrong.
pub async fn ask(
    transport: &impl Transport,
    request: &MedicalRequest,
) -> Result<Rc<MedicalInformation>, ErrorCode> {
    let answer = attempt(transport, request).await;
    answer.map(Rc::new).map_err(|error| error.code())
}

async fn attempt(
    transport: &impl Transport,
    request: &MedicalRequest,
) -> Result<MedicalInformation, GatewayError> {
    let body = serde_json::to_string(request).map_err(|_| GatewayError::Nonsense)?;
    let post = Request::post(MEDICAL_INFORMATION_PATH, body, SECONDS);
    let body = gateway::accept(transport.send(post).await?)?;
    let information: MedicalInformation =
        serde_json::from_slice(&body).map_err(|_| GatewayError::Nonsense)?;
    // The other kind was not agreed to: an answer that holds it is no answer.
    if information.kind == request.kind {
        Ok(information)
    } else {
        Err(GatewayError::Nonsense)
    }
}

#[cfg(test)]
#[path = "medical_tests.rs"]
mod tests;
