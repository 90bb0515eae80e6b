//! Where each group of elements stands in the message. For the published
//! contract and for checking what an administrator writes; reading an answer
//! does not need it.

use super::{
    ElderlyRecipient, Element, Eligibility, LimitCertificate, MedicalTicket, MessageBody,
    MessageHeader, QualificationConfirmSearchInfo, SpecificDisease,
};

/// One group: its name, its text elements, and the groups in it.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Name of the group, or of the list of groups.
    pub name: &'static str,
    /// In a list: the name in which each group is wrapped.
    pub item: Option<&'static str>,
    /// Text elements.
    pub elements: &'static [Element],
    /// Groups and lists inside.
    pub groups: &'static [Self],
}

impl Shape {
    /// `MessageHeader`.
    pub const HEADER: Self = Self::group("MessageHeader", MessageHeader::ELEMENTS, &[]);

    /// `MessageBody`.
    pub const BODY: Self = Self::group(
        "MessageBody",
        MessageBody::ELEMENTS,
        &[
            Self::group(
                "QualificationConfirmSearchInfo",
                QualificationConfirmSearchInfo::ELEMENTS,
                &[],
            ),
            Self::list(
                "ResultList",
                "ResultOfQualificationConfirmation",
                Eligibility::ELEMENTS,
                &[
                    Self::group(
                        "ElderlyRecipientCertificateInfo",
                        ElderlyRecipient::ELEMENTS,
                        &[],
                    ),
                    Self::group(
                        "LimitApplicationCertificateRelatedInfo",
                        LimitCertificate::ELEMENTS,
                        &[],
                    ),
                    Self::list(
                        "SpecificDiseasesCertificateList",
                        "SpecificDiseasesCertificateInfo",
                        SpecificDisease::ELEMENTS,
                        &[],
                    ),
                    Self::list(
                        "PublicExpenseResultList",
                        "MedicalTicketInfo",
                        MedicalTicket::ELEMENTS,
                        &[],
                    ),
                ],
            ),
        ],
    );

    /// The text element of a name.
    #[must_use]
    pub fn element(&self, name: &str) -> Option<&'static Element> {
        self.elements.iter().find(|element| element.name == name)
    }

    /// The group or list of a name.
    #[must_use]
    pub fn inner(&self, name: &str) -> Option<&'static Self> {
        self.groups.iter().find(|group| group.name == name)
    }

    const fn group(
        name: &'static str,
        elements: &'static [Element],
        groups: &'static [Self],
    ) -> Self {
        Self {
            name,
            item: None,
            elements,
            groups,
        }
    }

    const fn list(
        name: &'static str,
        item: &'static str,
        elements: &'static [Element],
        groups: &'static [Self],
    ) -> Self {
        Self {
            name,
            item: Some(item),
            elements,
            groups,
        }
    }
}
