//! The numbers of an insurance under which a person is found, in the form in which
//! they are compared.

use super::official;
use crate::config::{Fault, FileError, Item};
use crate::source::OfficialElements;
use check_api::field::{Date, InsurerNumber, folded};
use check_api::official::Shape;
use serde_json::{Map, Value};

/// One set of numbers. What registers disagree about, padding, width, marks and
/// leading zeros, is taken off; what is absent is empty.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct InsuredKey {
    pub(crate) insurer: String,
    pub(crate) symbol: String,
    pub(crate) number: String,
    pub(crate) branch: String,
    pub(crate) birthdate: String,
}

impl InsuredKey {
    /// Of the elements of a question or a result. None without insurer, number and birthdate.
    pub(crate) fn of(elements: &OfficialElements) -> Option<Self> {
        let text = |name: &str| elements.get(name).and_then(Value::as_str);
        let birthdate = Date::try_from(text("Birthdate")?.to_owned()).ok()?;
        Some(Self {
            insurer: InsurerNumber::try_from(text("InsurerNumber")?)
                .ok()?
                .as_str()
                .to_owned(),
            symbol: text("InsuredCardSymbol").map(folded).unwrap_or_default(),
            number: folded(text("InsuredIdentificationNumber")?),
            branch: text("InsuredBranchNumber").map(folded).unwrap_or_default(),
            birthdate: birthdate.as_str().to_owned(),
        })
    }
}

/// The numbers in the results of a stored answer.
pub(super) fn of_results(body: &Map<String, Value>) -> Vec<InsuredKey> {
    let results = body.get("ResultList").and_then(Value::as_array);
    let wrapped = results.into_iter().flatten();
    let results = wrapped.filter_map(|item| {
        item.get("ResultOfQualificationConfirmation")
            .and_then(Value::as_object)
    });
    results.filter_map(InsuredKey::of).collect()
}

/// Numbers that the file names, for answers without a result to take them from.
pub(super) fn named(item: &Item<'_>) -> Result<InsuredKey, FileError> {
    let shape = Shape::BODY.inner("QualificationConfirmSearchInfo");
    let shape = shape.ok_or_else(|| item.error(Fault::Official))?;
    let elements = official::group(item, shape)?;
    InsuredKey::of(&elements).ok_or_else(|| item.error(Fault::Official))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn key(elements: Value) -> Option<InsuredKey> {
        InsuredKey::of(elements.as_object().expect("an object"))
    }

    #[test]
    fn writings_of_the_same_numbers_are_one_key() {
        let one = key(json!({
            "InsurerNumber": "  131011", "InsuredCardSymbol": "１２－３４",
            "InsuredIdentificationNumber": "0000567", "InsuredBranchNumber": "01",
            "Birthdate": "19800401",
        }));
        let other = key(json!({
            "InsurerNumber": "00131011", "InsuredCardSymbol": "12/34",
            "InsuredIdentificationNumber": "５６７", "InsuredBranchNumber": "０１",
            "Birthdate": "19800401",
        }));
        assert!(one.is_some() && one == other);
    }

    #[test]
    fn without_insurer_number_or_birthdate_there_is_no_key() {
        let whole = json!({
            "InsurerNumber": "06110829", "InsuredIdentificationNumber": "1", "Birthdate": "19800401",
        });
        assert!(key(whole.clone()).is_some());
        for name in ["InsurerNumber", "InsuredIdentificationNumber", "Birthdate"] {
            let mut part = whole.clone();
            part.as_object_mut().expect("an object").remove(name);
            assert!(key(part).is_none(), "{name}");
        }
    }
}
