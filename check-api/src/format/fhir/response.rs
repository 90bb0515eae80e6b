//! The answer, `CoverageEligibilityResponse`, and the question that it must refer to,
//! `CoverageEligibilityRequest`, both of base R4.

use super::date;
use super::organization::absent;
use super::patient::{day, text};
use crate::format::{ElementName, FormatError};
use crate::official::{Elements, XmlMsg};
use crate::{Unconfirmed, Verdict};
use serde_json::{Map, Value, json};

/// Elements of header and body that have no element of their own in R4: they stand in
/// `disposition`, one a line under their official names.
pub(super) const TOLD_IN_HEADER: [&str; 4] = [
    "ReferenceClassification",
    "SegmentOfResult",
    "ErrorCode",
    "ErrorMessage",
];
/// The same of the body.
pub(super) const TOLD_IN_BODY: [&str; 4] = [
    "ProcessingResultStatus",
    "ProcessingResultCode",
    "ProcessingResultMessage",
    "QualificationValidity",
];

/// What the answer refers to, by their addresses in the bundle.
pub(super) struct References {
    pub(super) patient: String,
    pub(super) insurer: String,
    pub(super) facility: Option<String>,
    pub(super) coverages: Vec<String>,
}

/// The question that a message answers.
pub(super) fn request(message: &XmlMsg, to: &References) -> Result<Value, FormatError> {
    let request = both(message, to, "CoverageEligibilityRequest", "provider")?;
    Ok(Value::Object(request))
}

/// What question and answer have in common; the facility goes by another name in each.
fn both(
    message: &XmlMsg,
    to: &References,
    kind: &str,
    facility_is: &str,
) -> Result<Map<String, Value>, FormatError> {
    let header = message.header();
    let mut resource = Map::new();
    let mut put = |key: &str, value: Value| resource.insert(key.to_owned(), value);
    put("resourceType", kind.into());
    put("status", "active".into());
    put("purpose", json!(["validation"]));
    put("patient", reference(&to.patient));
    put("insurer", reference(&to.insurer));
    if let Some(facility) = &to.facility {
        put(facility_is, reference(facility));
    }
    if let Some(day) = day(header.elements(), "QualificationConfirmationDate")? {
        put("servicedDate", day.into());
    }
    match created(header.elements())? {
        Some(time) => put("created", time.into()),
        None => put("_created", json!({ "extension": [absent()] })),
    };
    Ok(resource)
}

/// The answer of a message about one person, to the question at an address.
pub(super) fn response(
    message: &XmlMsg,
    question: &str,
    to: &References,
) -> Result<Value, FormatError> {
    let verdict = Verdict::of(message);
    let mut response = both(message, to, "CoverageEligibilityResponse", "requestor")?;
    let mut put = |key: &str, value: Value| response.insert(key.to_owned(), value);
    put("request", reference(question));
    put("outcome", outcome(verdict).into());
    if let Some(lines) = disposition(message)? {
        put("disposition", lines.into());
    }
    let inforce = in_force(verdict);
    let insurance: Vec<Value> = to
        .coverages
        .iter()
        .map(|coverage| {
            let mut insurance = json!({ "coverage": reference(coverage) });
            if let (Some(inforce), Some(map)) = (inforce, insurance.as_object_mut()) {
                map.insert("inforce".to_owned(), inforce.into());
            }
            insurance
        })
        .collect();
    if !insurance.is_empty() {
        put("insurance", Value::Array(insurance));
    }
    if let Some(error) = error(message, verdict)? {
        put("error", json!([{ "code": { "text": error } }]));
    }
    Ok(Value::Object(response))
}

fn reference(address: &str) -> Value {
    json!({ "reference": address })
}

/// "Could not be confirmed" is neither: then nothing is said about it.
const fn in_force(verdict: Verdict) -> Option<bool> {
    match verdict {
        Verdict::Valid | Verdict::ValidRenew => Some(true),
        Verdict::Invalid | Verdict::InvalidNewEligibility | Verdict::NoEligibility => Some(false),
        Verdict::Multiple | Verdict::Unconfirmed(_) => None,
    }
}

const fn outcome(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Multiple => "partial",
        Verdict::Unconfirmed(Unconfirmed::StillProcessing) => "queued",
        Verdict::Unconfirmed(_) => "error",
        _ => "complete",
    }
}

fn error(message: &XmlMsg, verdict: Verdict) -> Result<Option<String>, FormatError> {
    let (elements, names, other) = match verdict {
        Verdict::Multiple => return Ok(Some("QualificationValidity 5".to_owned())),
        Verdict::Unconfirmed(Unconfirmed::StillProcessing) => return Ok(None),
        Verdict::Unconfirmed(reason @ Unconfirmed::PersonFailed) => (
            message.body().elements(),
            ["ProcessingResultCode", "ProcessingResultMessage"],
            reason,
        ),
        Verdict::Unconfirmed(reason) => (
            message.header().elements(),
            ["ErrorCode", "ErrorMessage"],
            reason,
        ),
        _ => return Ok(None),
    };
    let mut words = Vec::new();
    for name in names {
        words.extend(text(elements, name)?);
    }
    Ok(Some(if words.is_empty() {
        other.code().to_owned()
    } else {
        words.join(" ")
    }))
}

fn created(header: Elements<'_>) -> Result<Option<String>, FormatError> {
    let name = "ProcessExecutionTime";
    let Some(text) = text(header, name)? else {
        return Ok(None);
    };
    let element = ElementName::of(name).ok_or(FormatError::Name)?;
    let time = date::of_time(text).ok_or(FormatError::FhirValue { element })?;
    Ok(Some(time))
}

fn disposition(message: &XmlMsg) -> Result<Option<String>, FormatError> {
    let mut lines = Vec::new();
    for (elements, names) in [
        (message.header().elements(), TOLD_IN_HEADER),
        (message.body().elements(), TOLD_IN_BODY),
    ] {
        for name in names {
            if let Some(text) = text(elements, name)? {
                // A line that goes on begins with a blank.
                lines.push(format!("{name}: {}", text.replace('\n', "\n ")));
            }
        }
    }
    Ok((!lines.is_empty()).then(|| lines.join("\n")))
}

/// The elements that a disposition tells.
pub(super) fn told(disposition: &str) -> impl Iterator<Item = (String, String)> {
    let joined = disposition.replace("\n ", "\u{0}");
    let lines: Vec<String> = joined.split('\n').map(str::to_owned).collect();
    lines.into_iter().filter_map(|line| {
        let (name, text) = line.split_once(": ")?;
        Some((name.to_owned(), text.replace('\u{0}', "\n")))
    })
}
