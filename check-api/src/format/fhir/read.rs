//! Reads a bundle written here back into official elements: as many as the bundle carries.

use super::coverage::SHARES;
use super::response::{TOLD_IN_BODY, TOLD_IN_HEADER, told};
use super::width::official;
use super::{date, system};
use crate::format::FormatError;
use crate::format::shape::{QUESTION, RESULT, RESULTS};
use crate::official::XmlMsg;
use serde_json::{Map, Value, json};

/// A bundle written here has four resources for each eligibility, and two more.
const MOST_ENTRIES: usize = 1000;

type Group = Map<String, Value>;

/// The message of a bundle.
///
/// # Errors
/// [`FormatError`] if it is no bundle with exactly one answer, or refers to what is not in it.
pub fn read(bundle: &Value) -> Result<XmlMsg, FormatError> {
    let entries = Entries::of(bundle)?;
    let response = entries.answer()?;
    let mut header = Group::new();
    let mut body = Group::new();
    let at = |pointer: &str| response.pointer(pointer).and_then(Value::as_str);
    put(
        &mut header,
        "QualificationConfirmationDate",
        at("/servicedDate").and_then(date::day),
    );
    put(
        &mut header,
        "ProcessExecutionTime",
        at("/created").and_then(date::time),
    );
    for (name, text) in told(at("/disposition").unwrap_or_default()) {
        if TOLD_IN_HEADER.contains(&&*name) {
            put(&mut header, &name, Some(text));
        } else if TOLD_IN_BODY.contains(&&*name) {
            put(&mut body, &name, Some(text));
        }
    }
    if at("/requestor/reference").is_some() {
        let facility = entries.at(response, "/requestor/reference")?;
        put(
            &mut header,
            "MedicalInstitutionCode",
            identifier(facility, system::FACILITY_CODE),
        );
    }
    let mut results = Vec::new();
    for insurance in list(response, "/insurance") {
        let coverage = entries.at(insurance, "/coverage/reference")?;
        results.push(json!({ RESULT: eligibility(&entries, coverage)? }));
    }
    if results.is_empty() {
        let mut question = Group::new();
        let patient = entries.at(response, "/patient/reference")?;
        put(
            &mut question,
            "Birthdate",
            string(patient, "/birthDate").and_then(date::day),
        );
        let insurer = entries.at(response, "/insurer/reference")?;
        put(
            &mut question,
            "InsurerNumber",
            identifier(insurer, system::INSURER_NUMBER),
        );
        if !question.is_empty() {
            body.insert(QUESTION.to_owned(), Value::Object(question));
        }
    } else {
        body.insert(RESULTS.to_owned(), Value::Array(results));
    }
    Ok(XmlMsg::new(header, body))
}

struct Entries<'a>(&'a [Value]);

impl<'a> Entries<'a> {
    fn of(bundle: &'a Value) -> Result<Self, FormatError> {
        let is_bundle = string(bundle, "/resourceType") == Some("Bundle");
        let entries = list(bundle, "/entry");
        if entries.len() > MOST_ENTRIES {
            return Err(FormatError::TooMany);
        }
        if is_bundle {
            Ok(Self(entries))
        } else {
            Err(FormatError::FhirBundle)
        }
    }

    /// The one answer.
    fn answer(&self) -> Result<&'a Value, FormatError> {
        let mut answers = self
            .0
            .iter()
            .filter_map(|entry| entry.get("resource"))
            .filter(|r| string(r, "/resourceType") == Some("CoverageEligibilityResponse"));
        match (answers.next(), answers.next()) {
            (Some(answer), None) => Ok(answer),
            _ => Err(FormatError::FhirBundle),
        }
    }

    /// What a reference refers to.
    fn at(&self, resource: &Value, pointer: &str) -> Result<&'a Value, FormatError> {
        let address = string(resource, pointer).ok_or(FormatError::FhirBundle)?;
        self.0
            .iter()
            .find(|entry| string(entry, "/fullUrl") == Some(address))
            .and_then(|entry| entry.get("resource"))
            .ok_or(FormatError::FhirBundle)
    }
}

fn eligibility(entries: &Entries<'_>, coverage: &Value) -> Result<Group, FormatError> {
    let mut out = Group::new();
    let payor = entries.at(coverage, "/payor/0/reference")?;
    put(&mut out, "InsurerName", string(payor, "/name"));
    let public = identifier(payor, system::PUBLIC_PAYER_NUMBER);
    if string(coverage, "/type/coding/0/code") == Some("8") {
        put(&mut out, "InsuredCardClassification", Some("A1"));
    }
    put(
        &mut out,
        "InsurerNumber",
        public.or(identifier(payor, system::INSURER_NUMBER)),
    );
    let extension = |url| extension(coverage, url);
    put(
        &mut out,
        "InsuredCardSymbol",
        extension(system::SYMBOL).map(official),
    );
    put(
        &mut out,
        "InsuredIdentificationNumber",
        extension(system::NUMBER).map(official),
    );
    put(&mut out, "InsuredBranchNumber", extension(system::BRANCH));
    let relationship = string(coverage, "/relationship/coding/0/code");
    put(&mut out, "PersonalFamilyClassification", relationship);
    let day = |pointer| string(coverage, pointer).and_then(date::day);
    put(&mut out, "InsuredCardValidDate", day("/period/start"));
    put(&mut out, "InsuredCardExpirationDate", day("/period/end"));
    for share in list(coverage, "/costToBeneficiary") {
        let words = string(share, "/type/text");
        let percent = share
            .pointer("/valueQuantity/value")
            .and_then(Value::as_u64);
        let percent = percent
            .filter(|percent| *percent <= 100)
            .map(|p| format!("{p:03}"));
        match SHARES.iter().position(|(_, known)| words == Some(known)) {
            Some(0) => put(&mut out, "InsuredPartialContributionRatio", percent),
            Some(_) => {
                let mut elderly = Group::new();
                put(&mut elderly, "ElderlyRecipientContributionRatio", percent);
                let name = "ElderlyRecipientCertificateInfo".to_owned();
                out.insert(name, Value::Object(elderly));
            }
            None => {}
        }
    }
    let patient = entries.at(coverage, "/beneficiary/reference")?;
    for name in list(patient, "/name") {
        let is_kana = extension_code(name, system::NAME_REPRESENTATION) == Some("SYL");
        let element = match (string(name, "/use"), is_kana) {
            (Some("official"), false) => "Name",
            (Some("official"), true) => "NameKana",
            (_, false) => "NameOfOther",
            (_, true) => "NameOfOtherKana",
        };
        put(&mut out, element, string(name, "/text"));
    }
    let sex = match string(patient, "/gender") {
        Some("male") => Some("1"),
        Some("female") => Some("2"),
        Some("unknown") => Some("3"),
        _ => None,
    };
    put(&mut out, "Sex1", sex);
    put(
        &mut out,
        "Birthdate",
        string(patient, "/birthDate").and_then(date::day),
    );
    put(&mut out, "Address", string(patient, "/address/0/text"));
    put(
        &mut out,
        "PostNumber",
        string(patient, "/address/0/postalCode"),
    );
    Ok(out)
}

fn put(group: &mut Group, name: &str, text: Option<impl Into<String>>) {
    if let Some(text) = text {
        group.insert(name.to_owned(), Value::String(text.into()));
    }
}

fn string<'a>(value: &'a Value, pointer: &str) -> Option<&'a str> {
    value.pointer(pointer)?.as_str()
}

fn list<'a>(value: &'a Value, pointer: &str) -> &'a [Value] {
    let list = value.pointer(pointer).and_then(Value::as_array);
    list.map_or(&[], Vec::as_slice)
}

fn identifier<'a>(resource: &'a Value, system: &str) -> Option<&'a str> {
    let mut all = list(resource, "/identifier").iter();
    let found = all.find(|id| string(id, "/system") == Some(system))?;
    string(found, "/value")
}

fn extension<'a>(resource: &'a Value, url: &str) -> Option<&'a str> {
    let mut all = list(resource, "/extension").iter();
    string(
        all.find(|one| string(one, "/url") == Some(url))?,
        "/valueString",
    )
}

fn extension_code<'a>(resource: &'a Value, url: &str) -> Option<&'a str> {
    let mut all = list(resource, "/extension").iter();
    string(
        all.find(|one| string(one, "/url") == Some(url))?,
        "/valueCode",
    )
}
