//! Where each group stands in the messages of the file exchange: besides the answer about
//! one person also requests and both halves of a bulk inquiry.

use crate::official::{BulkConfirmUnit, Eligibility, MessageBody, Shape};

/// The name of a result, alone or in its list.
pub(super) const RESULT: &str = "ResultOfQualificationConfirmation";
/// The list of results.
pub(super) const RESULTS: &str = "ResultList";
/// One person of a bulk inquiry.
pub(super) const UNIT: &str = "BulkConfirmUnit";
/// Their list, which the JSON of the check API has and the official XML does not.
pub(super) const UNITS_OF_JSON: &str = "BulkConfirmUnitList";
/// What was asked.
pub(super) const QUESTION: &str = "QualificationConfirmSearchInfo";

/// `XmlMsg`.
pub(super) const MESSAGE: Shape = Shape {
    name: "XmlMsg",
    item: None,
    elements: &[],
    groups: &[Shape::HEADER, BODY],
};

/// `MessageBody` of every kind of message: that of one person, and the persons of a bulk answer.
pub(super) const BODY: Shape = Shape {
    name: "MessageBody",
    item: None,
    elements: MessageBody::ELEMENTS,
    groups: match Shape::BODY.groups {
        [question, results] => &[*question, *results, UNITS],
        _ => &[UNITS],
    },
};

/// The groups inside an eligibility.
pub(super) const ELIGIBILITY: Shape = Shape {
    name: RESULT,
    item: None,
    elements: Eligibility::ELEMENTS,
    groups: match Shape::BODY.groups {
        [_, results] => results.groups,
        _ => &[],
    },
};

/// A unit stands in the body without a list around it: its list has the name of its item.
/// It has a single result, without a list as well (Sotatek-ChinhVu/smart-test).
const UNITS: Shape = Shape {
    name: UNIT,
    item: Some(UNIT),
    elements: BulkConfirmUnit::ELEMENTS,
    groups: match Shape::BODY.groups {
        [question, _] => &[*question, ELIGIBILITY],
        _ => &[ELIGIBILITY],
    },
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_of_one_person_are_all_in_those_of_the_exchange() {
        let names = |shape: &Shape| shape.groups.iter().map(|g| g.name).collect::<Vec<_>>();
        assert_eq!(names(&BODY), [QUESTION, RESULTS, UNIT]);
        assert_eq!(names(&UNITS), [QUESTION, RESULT]);
        let results = Shape::BODY.inner(RESULTS).expect("the list");
        assert_eq!(names(&ELIGIBILITY), names(results));
        assert_eq!(results.item, Some(RESULT));
        assert!(names(&ELIGIBILITY).len() >= 4);
    }
}
