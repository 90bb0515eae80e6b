//! What may be said of each certificate, and what may not.

use super::*;
use crate::domain::answer::Item;
use time::macros::date;

const TODAY: Option<Date> = Some(date!(2026 - 11 - 21));

/// Elements with their text, each in a section of its own.
fn eligibility(elements: &[(Element, &str)]) -> Eligibility {
    let section = |&(element, text): &(Element, &str)| Section {
        group: element.group(),
        items: vec![Item {
            element,
            value: Value::read(element.kind(), text),
        }],
    };
    Eligibility {
        sections: elements.iter().map(section).collect(),
        unknown: Vec::new(),
    }
}

const LIMIT: Element = Element::LimitApplicationCertificateClassificationFlag;
const LIMIT_END: Element = Element::LimitApplicationCertificateValidEndDate;
const LIMIT_CONSENT: Element = Element::LimitApplicationCertificateRelatedConsFlg;
const CLASS: Element = Element::InsuredCardClassification;

#[test]
fn not_asked_is_never_the_same_as_none() {
    for (elements, expected) in [
        (&[(LIMIT_CONSENT, "0")][..], Limit::NotAgreed),
        (&[(LIMIT_CONSENT, "1")], Limit::NoneCame),
        (&[(LIMIT_CONSENT, "7")], Limit::Unknown),
        (&[], Limit::Unknown),
        (&[(CLASS, "A1"), (LIMIT_CONSENT, "0")], Limit::NotApplicable),
    ] {
        assert_eq!(eligibility(elements).limit(TODAY), expected, "{elements:?}");
    }
}

#[test]
fn a_certificate_that_has_ended_says_so() {
    for (end, ended) in [("20261120", true), ("20261121", false), ("soon", false)] {
        let eligibility = eligibility(&[(LIMIT, "A03"), (LIMIT_END, end)]);
        match eligibility.limit(TODAY) {
            Limit::Certified(certified) => assert_eq!(certified.ended, ended, "{end}"),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_certificate_for_the_elderly_is_judged_by_age_and_insurance() {
    let birth = Element::Birthdate;
    let insurer = Element::InsurerNumber;
    for (elements, expected) in [
        (&[(birth, "19561122")][..], Elderly::Below70),
        (&[(birth, "19561121")], Elderly::NoneCame),
        (&[(birth, "unreadable")], Elderly::Unknown),
        (&[], Elderly::Unknown),
        (
            &[(birth, "19451231"), (insurer, "39269998")],
            Elderly::LateElderly,
        ),
        (
            &[(birth, "19561121"), (insurer, "  390009")],
            Elderly::NoneCame,
        ),
        (
            &[(birth, "19561121"), (CLASS, "A1")],
            Elderly::NotApplicable,
        ),
    ] {
        assert_eq!(
            eligibility(elements).elderly(TODAY),
            expected,
            "{elements:?}"
        );
    }
    let elderly = eligibility(&[(Element::ElderlyRecipientContributionRatio, "020")]);
    assert!(matches!(elderly.elderly(None), Elderly::Certified(_)));
}

#[test]
fn consents_to_specific_diseases_are_told_apart() {
    let consent = Element::SpecificDiseasesCertificateRelatedConsFlg;
    assert_eq!(eligibility(&[]).disease(TODAY), Disease::Unknown);
    let agreed = eligibility(&[(consent, "1")]);
    assert_eq!(agreed.disease(TODAY), Disease::NoneCame);
    for code in ["0", "2", "3", "9"] {
        let eligibility = eligibility(&[(consent, code)]);
        let expected = Value::Code(CodeTable::Consent, code.to_owned());
        assert_eq!(eligibility.disease(TODAY), Disease::NotAgreed(&expected));
    }
    let category = Element::SpecificDiseasesDiseaseCategory;
    let two = eligibility(&[(consent, "1"), (category, "1"), (category, "3")]);
    assert!(matches!(two.disease(TODAY), Disease::Certified(them) if them.len() == 2));
}
