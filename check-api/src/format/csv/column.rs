//! The columns: which element stands in which, and what its head says.

use super::head;
use super::row::{DISEASES, ELIGIBILITY, PERSON, TICKETS};
use crate::format::shape::QUESTION;
use crate::official::{
    BulkConfirmUnit, ElderlyRecipient, Element, Eligibility, LimitCertificate, MedicalTicket,
    MessageBody, MessageHeader, QualificationConfirmSearchInfo, SpecificDisease,
};

/// The name of the last column.
pub(super) const OTHERS: &str = "OtherElements";
/// The Japanese name of the last column.
const OTHERS_HEAD: &str = "その他の項目";

/// The table of 特定疾病 has three diseases (OQSCD013).
const MOST_DISEASES: usize = 3;
/// A 医療券 and a 調剤券; what is more is in the last column.
const MOST_TICKETS: usize = 2;

/// One column.
pub(super) struct Column {
    /// Where its element stands in a row, as a JSON pointer (RFC 6901) to its group.
    pub(super) group: String,
    /// The official name of its element.
    pub(super) element: &'static str,
    /// What stands before the name, where one element has several columns.
    pub(super) prefix: String,
    /// What stands before the Japanese name then.
    prefix_head: String,
}

impl Column {
    /// All but the last, in the order in which they stand.
    pub(super) fn all() -> Vec<Self> {
        let mut columns = Vec::new();
        let mut add = |group: String, elements: &[Element], prefix: &str, prefix_head: &str| {
            columns.extend(elements.iter().map(|element| Self {
                group: group.clone(),
                element: element.name,
                prefix: prefix.to_owned(),
                prefix_head: prefix_head.to_owned(),
            }));
        };
        let person = format!("/{PERSON}");
        let eligibility = format!("/{ELIGIBILITY}");
        add("/MessageHeader".to_owned(), MessageHeader::ELEMENTS, "", "");
        add(person.clone(), MessageBody::ELEMENTS, "", "");
        add(eligibility.clone(), Eligibility::ELEMENTS, "", "");
        for (name, elements) in [
            (
                "ElderlyRecipientCertificateInfo",
                ElderlyRecipient::ELEMENTS,
            ),
            (
                "LimitApplicationCertificateRelatedInfo",
                LimitCertificate::ELEMENTS,
            ),
        ] {
            add(format!("{eligibility}/{name}"), elements, "", "");
        }
        for (list, most, elements, head) in [
            (
                DISEASES,
                MOST_DISEASES,
                SpecificDisease::ELEMENTS,
                "特定疾病",
            ),
            (TICKETS, MOST_TICKETS, MedicalTicket::ELEMENTS, "医療券"),
        ] {
            let (list, item) = list;
            for index in 0..most {
                let number = index + 1;
                add(
                    format!("{eligibility}/{list}/{index}/{item}"),
                    elements,
                    &format!("{item}.{number}."),
                    &format!("{head}{number} "),
                );
            }
        }
        add(
            format!("{person}/{QUESTION}"),
            QualificationConfirmSearchInfo::ELEMENTS,
            &format!("{QUESTION}."),
            "照会 ",
        );
        let of_bulk_alone: Vec<Element> = BulkConfirmUnit::ELEMENTS
            .iter()
            .filter(|unit| MessageBody::ELEMENTS.iter().all(|e| e.name != unit.name))
            .copied()
            .collect();
        add(person, &of_bulk_alone, "BulkConfirmUnit.", "一括照会 ");
        columns
    }

    /// The name by which a reader knows it.
    pub(super) fn name(&self) -> String {
        [&self.prefix, self.element].concat()
    }

    /// What stands in the first row.
    pub(super) fn head(&self) -> String {
        let japanese = head::of(self.element).unwrap_or_default();
        let head = format!("{} {}{japanese}", self.name(), self.prefix_head);
        head.trim_end().to_owned()
    }
}

/// What stands in the first row above the last column.
pub(super) fn head_of_others() -> String {
    [OTHERS, " ", OTHERS_HEAD].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_column_has_a_name_of_its_own_and_a_japanese_one() {
        let columns = Column::all();
        let names: BTreeSet<_> = columns.iter().map(Column::name).collect();
        assert_eq!(names.len(), columns.len());
        for column in &columns {
            assert!(head::of(column.element).is_some(), "{}", column.element);
            assert!(!column.name().contains(' '));
        }
    }
}
