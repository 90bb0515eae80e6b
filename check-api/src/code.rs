//! The official code tables, as enums without labels.
//!
//! Every enum has a variant for a code that no table lists: it is shown as it
//! came. Labels are the page's affair.

/// Makes the enum of a code table.
macro_rules! codes {
    (
        $(#[$doc:meta])*
        $table:ident { $($(#[$code_doc:meta])* $variant:ident = $code:literal,)* }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $table<'a> {
            $($(#[$code_doc])* $variant,)*
            /// A code that the table does not list, as it came.
            Unknown(&'a str),
        }

        impl<'a> $table<'a> {
            /// The codes of the table, in its order.
            pub const CODES: &'static [&'static str] = &[$($code),*];

            /// The meaning of a code.
            #[must_use]
            pub fn of(code: &'a str) -> Self {
                match code {
                    $($code => Self::$variant,)*
                    other => Self::Unknown(other),
                }
            }

            /// The code as it travels.
            #[must_use]
            pub fn code(self) -> &'a str {
                match self {
                    $(Self::$variant => $code,)*
                    Self::Unknown(code) => code,
                }
            }
        }
    };
}

mod eligibility;
mod message;
mod staff;
mod ticket;

pub use eligibility::{
    CardClassification, EligibilityChange, InformationConsent, LimitCertificateChange,
    LimitCertificateKind, LimitClass, PersonalFamily, PreschoolClassification, ReasonOfLoss, Sex,
    SpecificDiseaseCategory,
};
pub use message::{
    BulkState, CharacterCode, ConsentFlag, PrescriptionIssue, ProcessingResultStatus,
    QualificationValidity, ReferenceClassification, SegmentOfResult,
};
pub use staff::{
    AuthenticationFactor, BiometricMethod, CareSetting, KnowledgeMethod, LinkedSystem,
    PossessionMethod,
};
pub use ticket::{
    Agreement, Consistency, MedicalTreatmentType, Presence, SingleOrCombined, TicketType,
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_survive_also_unknown_ones() {
        macro_rules! check {
            ($($table:ident),*) => {$(
                for code in $table::CODES.iter().chain(&["", "Z9", "０１"]) {
                    assert_eq!($table::of(code).code(), *code, stringify!($table));
                    let listed = $table::CODES.contains(code);
                    assert_eq!(!matches!($table::of(code), $table::Unknown(_)), listed, "{code}");
                }
            )*};
        }
        check!(
            CardClassification,
            LimitCertificateKind,
            LimitClass,
            PersonalFamily,
            ReasonOfLoss
        );
        check!(
            PreschoolClassification,
            Sex,
            SpecificDiseaseCategory,
            InformationConsent
        );
        check!(
            ConsentFlag,
            PrescriptionIssue,
            ProcessingResultStatus,
            QualificationValidity
        );
        check!(
            ReferenceClassification,
            SegmentOfResult,
            Agreement,
            Consistency
        );
        check!(
            LimitCertificateChange,
            EligibilityChange,
            CharacterCode,
            BulkState
        );
        check!(CareSetting, AuthenticationFactor, KnowledgeMethod);
        check!(BiometricMethod, PossessionMethod, LinkedSystem);
        check!(MedicalTreatmentType, Presence, SingleOrCombined, TicketType);
    }
}
