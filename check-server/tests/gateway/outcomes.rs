//! Every outcome that the practice people stand for, by the card that leads to it.

use crate::support::{Bench, Card, context};
use check_api::code::{CardClassification, LimitClass, Sex};
use check_api::{CertificateStanding, Unconfirmed, Verdict};

#[tokio::test]
async fn each_card_leads_to_its_verdict() {
    let bench = Bench::new().await;
    for (profile, verdict, results) in [
        ("valid-adult", Verdict::Valid, 1),
        ("grace", Verdict::ValidRenew, 1),
        ("p384-future", Verdict::Valid, 1),
        ("android-phone", Verdict::Valid, 1),
        ("family-branch-02", Verdict::Valid, 1),
        ("late-elderly", Verdict::Valid, 1),
        ("elderly-70-74", Verdict::Valid, 1),
        ("limit-application", Verdict::Valid, 1),
        ("new-eligibility", Verdict::InvalidNewEligibility, 1),
        ("no-eligibility", Verdict::NoEligibility, 0),
        ("multiple", Verdict::Multiple, 2),
        ("medical-assistance", Verdict::Valid, 1),
        (
            "person-error",
            Verdict::Unconfirmed(Unconfirmed::PersonFailed),
            0,
        ),
        (
            "file-error",
            Verdict::Unconfirmed(Unconfirmed::ServiceFailed),
            0,
        ),
        ("expiry-notice", Verdict::Valid, 1),
        ("replaced-character", Verdict::Valid, 1),
        ("sex-on-back", Verdict::Valid, 1),
        ("padded-insurer", Verdict::Valid, 1),
        (
            "unknown-code",
            Verdict::Unconfirmed(Unconfirmed::UnknownCode),
            1,
        ),
        ("invalid", Verdict::Invalid, 1),
    ] {
        let answer = bench.check(&Card::of(profile)).await.checked();
        assert_eq!(Verdict::of_answer(&answer), verdict, "{profile}");
        assert_eq!(
            answer.xml_msg.body().results().count(),
            results,
            "{profile}"
        );
    }
}

#[tokio::test]
async fn the_message_belongs_to_the_question() {
    let bench = Bench::new().await;
    let answer = bench.check(&Card::of("valid-adult")).await.checked();
    let header = answer.xml_msg.header();
    assert_eq!(header.process_execution_time(), Some("20261121090000"));
    assert_eq!(header.qualification_confirmation_date(), Some("20261121"));
    assert_eq!(header.medical_institution_code(), Some("1312345678"));
    assert_eq!(header.reference_classification(), Some("1"));
    assert_eq!(header.segment_of_result(), Some("1"));
    assert_eq!(header.character_code_identifier(), Some("0"));

    let person = answer.xml_msg.body().results().next().expect("one result");
    assert_eq!(person.name(), Some("厚労　太郎"));
    assert_eq!(person.name_kana(), Some("ｺｳﾛｳ ﾀﾛｳ"));
    assert_eq!(person.sex(), Some(Sex::Male));
    assert_eq!(person.birthdate(), Some("19800401"));
    assert_eq!(person.insurer_number(), Some("06110829"));
    assert_eq!(person.insured_card_symbol(), Some("12"));
    assert_eq!(person.insured_identification_number(), Some("345678"));
    assert_eq!(person.insured_branch_number(), Some("01"));
    assert_eq!(person.insured_card_expiration_date(), Some("20270331"));

    let certificate = answer.certificate.expect("a notice");
    assert_eq!(certificate.standing, CertificateStanding::Valid);
    assert_eq!(certificate.usable_until.as_str(), "20290731");
}

#[tokio::test]
async fn grace_says_until_when() {
    let bench = Bench::new().await;
    let answer = bench.check(&Card::of("grace")).await.checked();
    let certificate = answer.certificate.clone().expect("a notice");
    assert_eq!(certificate.standing, CertificateStanding::Grace);
    assert_eq!(certificate.usable_until.as_str(), "20270131");
    let notice = answer
        .xml_msg
        .body()
        .processing_result_message()
        .expect("a message");
    assert!(notice.contains("更新"), "{notice}");
}

#[tokio::test]
async fn a_limit_certificate_needs_consent() {
    let bench = Bench::new().await;
    let card = Card::of("limit-application");
    let with = bench.check(&card).await.checked();
    let person = with.xml_msg.body().results().next().expect("one result");
    let limit = person.limit_certificate().expect("a limit certificate");
    assert_eq!(limit.class(), Some(LimitClass::A03));
    assert_eq!(limit.long_term_date(), Some("20261001"));
    assert_eq!(person.limit_consent(), Some("1"));
    assert_eq!(person.limit_consent_time(), Some("20261121090000"));

    let mut refused = context();
    refused["consents"]["LimitApplicationCertificateRelatedConsFlg"] = "0".into();
    let without = bench.check_in(&card, &refused).await.checked();
    let person = without.xml_msg.body().results().next().expect("one result");
    assert!(person.limit_certificate().is_none());
    assert_eq!(person.limit_consent(), Some("0"));
    assert_eq!(person.limit_consent_time(), None);
    assert_eq!(
        person.specific_diseases().count(),
        1,
        "has a consent of its own"
    );
}

#[tokio::test]
async fn what_is_special_about_each_person_arrives() {
    let bench = Bench::new().await;
    let answer = bench.check(&Card::of("medical-assistance")).await.checked();
    let person = answer.xml_msg.body().results().next().expect("one result");
    assert_eq!(
        person.card_classification(),
        Some(CardClassification::MedicalAssistance)
    );
    let ticket = person.medical_tickets().next().expect("a ticket");
    assert_eq!(ticket.infection(), Some("02"), "the official spelling");

    let answer = bench.check(&Card::of("elderly-70-74")).await.checked();
    let person = answer.xml_msg.body().results().next().expect("one result");
    assert_eq!(
        person
            .elderly_recipient()
            .and_then(|e| e.contribution_ratio()),
        Some("020")
    );
    assert_eq!(
        person.limit_certificate().and_then(|l| l.class()),
        Some(LimitClass::B04)
    );

    let answer = bench.check(&Card::of("padded-insurer")).await.checked();
    let person = answer.xml_msg.body().results().next().expect("one result");
    assert_eq!(person.insurer_number(), Some("  349993"));

    let answer = bench.check(&Card::of("file-error")).await.checked();
    assert_eq!(answer.xml_msg.header().error_code(), Some("PRACTICE-FILE"));

    let answer = bench.check(&Card::of("invalid")).await.checked();
    let person = answer.xml_msg.body().results().next().expect("one result");
    assert_eq!(person.reason_of_loss(), Some("99"));
}
