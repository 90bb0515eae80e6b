//! One row of the answer to a batch, made of what a source says.

use crate::source::{OfficialElements, SourceAnswer, SourceFailure};
use check_api::code::{ProcessingResultStatus, SegmentOfResult};
use serde_json::Value;

/// What batches do not tell: the official service says only whether 限度額 has changed
/// (its details, and those of 特定疾病, are asked for with a single check).
const SINGLE_CHECKS_ALONE: [&str; 6] = [
    "LimitApplicationCertificateRelatedConsFlg",
    "LimitApplicationCertificateRelatedConsTime",
    "LimitApplicationCertificateRelatedInfo",
    "SpecificDiseasesCertificateRelatedConsFlg",
    "SpecificDiseasesCertificateRelatedConsTime",
    "SpecificDiseasesCertificateList",
];

/// Elements of a body that a unit has too.
const SHARED: [&str; 6] = [
    "ProcessingResultStatus",
    "ProcessingResultCode",
    "ProcessingResultMessage",
    "QualificationValidity",
    "ResultList",
    "ReferenceNumber",
];

/// The unit of an answer, and whether the row was worked out normally.
pub(super) fn of_answer(
    search: OfficialElements,
    answer: SourceAnswer,
) -> (bool, OfficialElements) {
    let text = |elements: &OfficialElements, name: &str| {
        elements
            .get(name)
            .and_then(Value::as_str)
            .map(str::to_owned)
    };
    let segment = text(&answer.header, "SegmentOfResult");
    if segment.is_some_and(|segment| segment != SegmentOfResult::Done.code()) {
        let code = text(&answer.header, "ErrorCode");
        let message = text(&answer.header, "ErrorMessage");
        return (false, of_error(search, code.as_deref(), message.as_deref()));
    }
    let mut unit = question(search);
    let mut body = answer.body;
    for name in SHARED {
        if let Some(value) = body.remove(name) {
            unit.insert(name.to_owned(), value);
        }
    }
    let results = unit.get_mut("ResultList").and_then(Value::as_array_mut);
    let results = results.into_iter().flatten().filter_map(|item| {
        item.get_mut("ResultOfQualificationConfirmation")
            .and_then(Value::as_object_mut)
    });
    for result in results {
        for name in SINGLE_CHECKS_ALONE {
            result.remove(name);
        }
    }
    let status = text(&unit, "ProcessingResultStatus");
    let normal = status.as_deref() == Some(ProcessingResultStatus::Done.code());
    (normal, unit)
}

/// The unit of a row that has no answer, with code and message as they came.
pub(super) fn of_error(
    search: OfficialElements,
    code: Option<&str>,
    message: Option<&str>,
) -> OfficialElements {
    let mut unit = question(search);
    let status = Some(ProcessingResultStatus::Failed.code());
    for (name, text) in [
        ("ProcessingResultStatus", status),
        ("ProcessingResultCode", code),
        ("ProcessingResultMessage", message),
    ] {
        if let Some(text) = text {
            unit.insert(name.to_owned(), text.into());
        }
    }
    unit
}

/// The unit of a row that a source did not answer.
pub(super) fn of_failure(search: OfficialElements, failure: &SourceFailure) -> OfficialElements {
    match failure {
        SourceFailure::Official {
            error_code,
            error_message,
            ..
        } => of_error(search, error_code.as_deref(), error_message.as_deref()),
        SourceFailure::NotAsked(code) | SourceFailure::Unknown(code) => {
            of_error(search, Some(code.code()), Some(code.detail()))
        }
    }
}

fn question(search: OfficialElements) -> OfficialElements {
    OfficialElements::from_iter([(
        "QualificationConfirmSearchInfo".to_owned(),
        Value::Object(search),
    )])
}
