//! The published contract, made from the types and the handlers.

use utoipa::OpenApi;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Check API",
        version = "1",
        description = "Eligibility for Japanese public health insurance, asked with a My Number Card. \
            Elements under XmlMsg have the official names and spelling; all are text, and an \
            element without a value is absent.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
    ),
    components(schemas(check_api::field::IdempotencyKey)),
    paths(
        crate::http::status,
        crate::http::challenge,
        crate::http::relay,
        crate::http::card_check,
        crate::http::medical_information,
        crate::http::insurance_check,
        crate::http::batch_submission,
        crate::http::batch,
        crate::http::batch_by_key,
        crate::http::batch_deletion,
        crate::http::terminal
    )
)]
struct Contract;

/// The contract as JSON, ready to be written to a file.
///
/// # Errors
/// The serializer's own, which this document gives no cause for.
pub fn document() -> Result<String, serde_json::Error> {
    let mut text = serde_json::to_string_pretty(&Contract::openapi())?;
    text.push('\n');
    Ok(text)
}
