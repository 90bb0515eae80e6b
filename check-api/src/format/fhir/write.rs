//! Writes a message about one person as a bundle.

use super::coverage::{coverage, is_public};
use super::organization::{facility, insurer};
use super::patient::{patient, text};
use super::response::{References, request, response};
use crate::format::FormatError;
use crate::format::shape::UNIT;
use crate::official::{Elements, XmlMsg};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// A person has two or three; the resources of so many are still as many as the reader takes.
const MOST_RESULTS: usize = 200;

/// The bundle of a message about one person; a batch is taken apart with
/// [`crate::format::persons`]. `randomness` makes the addresses of the resources, which are
/// unique as long as it is.
///
/// # Errors
/// [`FormatError`] if the message is a batch's, or has a part that is no text or that FHIR
/// cannot hold; the error names the element.
pub fn write(message: &XmlMsg, randomness: [u8; 16]) -> Result<Value, FormatError> {
    let message = message.canonical()?;
    let body = message.body();
    if body.elements().get(UNIT).is_some() {
        return Err(FormatError::FhirBundle);
    }
    if body.results().nth(MOST_RESULTS).is_some() {
        return Err(FormatError::TooMany);
    }
    let mut bundle = Bundle {
        randomness,
        entries: Vec::new(),
    };
    let header = message.header();
    let facility =
        text(header.elements(), "MedicalInstitutionCode")?.map(|code| bundle.add(facility(code)));
    let (mut patients, mut insurers, mut coverages) = (Vec::new(), Vec::new(), Vec::new());
    for eligibility in body.results() {
        let elements = eligibility.elements();
        let person = bundle.add(patient(elements)?);
        let payor = bundle.add(insurer(
            text(elements, "InsurerNumber")?,
            text(elements, "InsurerName")?,
            is_public(eligibility),
        ));
        coverages.push(bundle.add(coverage(eligibility, &person, &payor)?));
        patients.push(person);
        insurers.push(payor);
    }
    // Without any eligibility there is still whom was asked about, and at which insurer.
    let question = body.question().map_or(Elements::of(None), |q| q.elements());
    let references = References {
        patient: match patients.into_iter().next() {
            Some(patient) => patient,
            None => bundle.add(patient(question)?),
        },
        insurer: match insurers.into_iter().next() {
            Some(insurer) => insurer,
            None => bundle.add(insurer(text(question, "InsurerNumber")?, None, false)),
        },
        facility,
        coverages,
    };
    let question = bundle.add(request(&message, &references)?);
    let answer = response(&message, &question, &references)?;
    let timestamp = answer.get("created").cloned();
    bundle.add(answer);
    // The answer is what the bundle is about: it comes first.
    bundle.entries.rotate_right(1);
    let mut whole = json!({
        "resourceType": "Bundle",
        "type": "collection",
        "entry": bundle.entries,
    });
    if let (Some(timestamp), Some(map)) = (timestamp, whole.as_object_mut()) {
        map.insert("timestamp".to_owned(), timestamp);
    }
    Ok(whole)
}

struct Bundle {
    randomness: [u8; 16],
    entries: Vec<Value>,
}

impl Bundle {
    /// Adds a resource, unless the same is there; says its address.
    fn add(&mut self, resource: Value) -> String {
        let same = self
            .entries
            .iter()
            .find(|entry| entry.get("resource") == Some(&resource));
        if let Some(address) = same.and_then(|entry| entry.get("fullUrl")?.as_str()) {
            return address.to_owned();
        }
        let address = self.address();
        self.entries
            .push(json!({ "fullUrl": address, "resource": resource }));
        address
    }

    /// The next address: a UUID of version 8, which leaves its bits to whoever makes it
    /// (RFC 9562, 5.8). What a resource says is not in it.
    fn address(&self) -> String {
        let number = u64::try_from(self.entries.len()).unwrap_or(u64::MAX);
        let digest = Sha256::new()
            .chain_update(self.randomness)
            .chain_update(number.to_be_bytes())
            .finalize();
        let mut bits = digest
            .iter()
            .take(16)
            .fold(0_u128, |bits, byte| bits << 8 | u128::from(*byte));
        bits = bits & !(0xF << 76) | 8 << 76;
        bits = bits & !(0b11 << 62) | 0b10 << 62;
        let hex = format!("{bits:032x}");
        let part = |range| hex.get(range).unwrap_or_default();
        format!(
            "urn:uuid:{}-{}-{}-{}-{}",
            part(0..8),
            part(8..12),
            part(12..16),
            part(16..20),
            part(20..32)
        )
    }
}
