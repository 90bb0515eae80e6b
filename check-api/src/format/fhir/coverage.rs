//! One insurance.

use super::organization::eight_digits;
use super::patient::{day, text};
use super::system;
use super::width::full;
use crate::code::{CardClassification, PersonalFamily};
use crate::field::InsurerNumber;
use crate::format::{ElementName, FormatError};
use crate::official::{Elements, Eligibility, Format};
use serde_json::{Map, Value, json};

/// What the shares are of; the words tell the two apart for the reader.
pub(super) const SHARES: [(&str, &str); 2] = [
    (
        "InsuredPartialContributionRatio",
        "後期高齢者 一部負担金割合",
    ),
    (
        "ElderlyRecipientContributionRatio",
        "高齢受給者証 一部負担金割合",
    ),
];

/// Whether it is medical assistance, whose numbers are of another kind.
pub(super) fn is_public(eligibility: Eligibility<'_>) -> bool {
    eligibility.card_classification() == Some(CardClassification::MedicalAssistance)
}

/// The insurance of an eligibility.
pub(super) fn coverage(
    eligibility: Eligibility<'_>,
    patient: &str,
    payor: &str,
) -> Result<Value, FormatError> {
    let elements = eligibility.elements();
    let mut coverage = Map::new();
    let mut put = |key: &str, value: Value| coverage.insert(key.to_owned(), value);
    put("resourceType", "Coverage".into());
    put("meta", json!({ "profile": [system::JP_COVERAGE] }));
    put("status", "active".into());
    put("beneficiary", json!({ "reference": patient }));
    put("payor", json!([{ "reference": payor }]));
    put("type", kind(eligibility));
    let numbers = Numbers::of(eligibility)?;
    let identifiers = numbers.identifiers(is_public(eligibility));
    if !identifiers.is_empty() {
        put("identifier", Value::Array(identifiers));
    }
    let extensions = numbers.extensions();
    if !extensions.is_empty() {
        put("extension", Value::Array(extensions));
    }
    if let Some(branch) = numbers.branch {
        put("dependent", branch.into());
    }
    if let Some(code) = text(elements, "PersonalFamilyClassification")? {
        put("relationship", relationship(code));
    }
    let mut period = Map::new();
    for (key, element) in [
        ("start", "InsuredCardValidDate"),
        ("end", "InsuredCardExpirationDate"),
    ] {
        period.extend(day(elements, element)?.map(|day| (key.to_owned(), day.into())));
    }
    if !period.is_empty() {
        put("period", Value::Object(period));
    }
    let shares = shares(eligibility)?;
    if !shares.is_empty() {
        put("costToBeneficiary", Value::Array(shares));
    }
    Ok(Value::Object(coverage))
}

struct Numbers<'a> {
    insurer: Option<String>,
    symbol: Option<String>,
    number: Option<String>,
    branch: Option<&'a str>,
}

impl<'a> Numbers<'a> {
    fn of(eligibility: Eligibility<'a>) -> Result<Self, FormatError> {
        let elements: Elements<'a> = eligibility.elements();
        Ok(Self {
            insurer: text(elements, "InsurerNumber")?.map(eight_digits),
            symbol: text(elements, "InsuredCardSymbol")?.map(full),
            number: text(elements, "InsuredIdentificationNumber")?.map(full),
            branch: text(elements, "InsuredBranchNumber")?,
        })
    }

    fn identifiers(&self, is_public: bool) -> Vec<Value> {
        let (Some(insurer), Some(number)) = (&self.insurer, &self.number) else {
            return Vec::new();
        };
        let identifier = |system: &str, value: &str| json!({ "system": system, "value": value });
        if is_public {
            return vec![
                identifier(system::PUBLIC_PAYER_NUMBER, insurer),
                identifier(
                    system::PUBLIC_INSURED_NUMBER,
                    &super::width::official(number),
                ),
            ];
        }
        let symbol = self.symbol.as_deref().unwrap_or_default();
        let branch = self.branch.unwrap_or_default();
        vec![
            identifier(system::MEMBER, &[insurer, symbol, number, branch].join(":")),
            identifier(
                system::MEMBER_CSV,
                &format!("\"{insurer}\",\"{symbol}\",\"{number}\",\"{branch}\""),
            ),
        ]
    }

    fn extensions(&self) -> Vec<Value> {
        [
            (system::SYMBOL, self.symbol.as_deref()),
            (system::NUMBER, self.number.as_deref()),
            (system::BRANCH, self.branch),
        ]
        .into_iter()
        .filter_map(|(url, value)| Some(json!({ "url": url, "valueString": value? })))
        .collect()
    }
}

/// 1 医保, 2 国保, 7 後期高齢者, 8 公費 (処方情報 CDA 記述仕様, 別表 11). 国保 numbers have six
/// digits; those of 後期高齢者 begin with 39 (法別番号).
fn kind(eligibility: Eligibility<'_>) -> Value {
    let number = eligibility
        .insurer_number()
        .and_then(|number| InsurerNumber::try_from(number).ok());
    let (code, display) = match number.as_ref().map(InsurerNumber::printed) {
        _ if is_public(eligibility) => ("8", "公費"),
        Some(number) if number.len() == 6 => ("2", "国保"),
        Some(number) if number.starts_with("39") => ("7", "後期高齢者"),
        Some(_) => ("1", "医保"),
        None => return json!({ "text": "不明" }),
    };
    json!({ "coding": [{ "system": system::MAJOR_CATEGORY, "code": code, "display": display }] })
}

fn relationship(code: &str) -> Value {
    let display = match PersonalFamily::of(code) {
        PersonalFamily::Insured => Some("被保険者"),
        PersonalFamily::Family => Some("被扶養者"),
        PersonalFamily::Unknown(_) => None,
    };
    let mut coding = Map::from_iter([
        ("system".to_owned(), system::INSURED_CATEGORY.into()),
        ("code".to_owned(), code.into()),
    ]);
    coding.extend(display.map(|display| ("display".to_owned(), display.into())));
    json!({ "coding": [coding] })
}

fn shares(eligibility: Eligibility<'_>) -> Result<Vec<Value>, FormatError> {
    let elderly = eligibility.elderly_recipient();
    let mut shares = Vec::new();
    for (element, words) in SHARES {
        let own = text(eligibility.elements(), element)?;
        let of_certificate = match elderly {
            Some(elderly) => text(elderly.elements(), element)?,
            None => None,
        };
        let Some(percent) = own.or(of_certificate) else {
            continue;
        };
        let element = ElementName::of(element).ok_or(FormatError::Name)?;
        let value: u8 = percent
            .parse()
            .ok()
            .filter(|_| Format::Percent.accepts(percent))
            .ok_or(FormatError::FhirValue { element })?;
        shares.push(json!({
            "type": {
                "coding": [{ "system": system::COPAY_TYPE, "code": "copaypct" }],
                "text": words,
            },
            "valueQuantity": { "value": value, "unit": "%", "system": system::UCUM, "code": "%" },
        }));
    }
    Ok(shares)
}
