//! 限度額適用認定証, 高齢受給者証 and 特定疾病療養受療証: what may be said about each from
//! what came. That nothing came has many reasons, and each is told apart: not asked with
//! consent is not the same as none. Knows no words; the catalogue has those.

use time::Date;

use super::answer::{Eligibility, Section, Value};
use super::element::{CodeTable, Element, Group};

/// What a certificate says in short.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Certified<'a> {
    /// Its class, share or disease.
    pub what: Option<&'a Value>,
    /// Its last day.
    pub until: Option<&'a Value>,
    /// Whether that day has passed.
    pub ended: bool,
}

/// What may be said about 限度額.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit<'a> {
    /// A certificate came.
    Certified(Certified<'a>),
    /// The patient agreed and no certificate came.
    NoneCame,
    /// The patient was not asked, or did not agree: nobody knows.
    NotAgreed,
    /// 医療扶助 has no limit.
    NotApplicable,
    /// Not even the consent came.
    Unknown,
}

/// What may be said about 高齢受給者証.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Elderly<'a> {
    /// A certificate came.
    Certified(Certified<'a>),
    /// Nobody below 70 has one.
    Below70,
    /// 後期高齢者医療 has its share in the insurance itself.
    LateElderly,
    /// 医療扶助 has none.
    NotApplicable,
    /// From 70 on there may be one, and none came.
    NoneCame,
    /// Without a date of birth nothing can be said.
    Unknown,
}

/// What may be said about 特定疾病.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Disease<'a> {
    /// These certificates came.
    Certified(Vec<Certified<'a>>),
    /// The patient agreed and no certificate came.
    NoneCame,
    /// Consent as it came, other than given: OQSCD016.
    NotAgreed(&'a Value),
    /// Nothing came about it.
    Unknown,
}

/// 法別番号 of 後期高齢者医療, with which its insurer numbers begin.
const LATE_ELDERLY: &str = "39";
/// 高齢受給者証 is issued from this age on.
const ELDERLY_AGE: i32 = 70;

impl Eligibility {
    /// Whether it is 医療扶助, which has numbers and certificates of its own.
    pub fn is_medical_assistance(&self) -> bool {
        matches!(
            self.value(Element::InsuredCardClassification),
            Some(Value::Code(CodeTable::CardClassification, code)) if code == "A1"
        )
    }

    /// 限度額 on a day.
    pub fn limit(&self, on: Option<Date>) -> Limit<'_> {
        let what = self
            .value(Element::LimitApplicationCertificateClassificationFlag)
            .or_else(|| self.value(Element::LimitApplicationCertificateClassification));
        let until = self.value(Element::LimitApplicationCertificateValidEndDate);
        if what.is_some() || until.is_some() {
            return Limit::Certified(Certified::new(what, until, on));
        }
        if self.is_medical_assistance() {
            return Limit::NotApplicable;
        }
        match self.code(Element::LimitApplicationCertificateRelatedConsFlg) {
            Some("1") => Limit::NoneCame,
            Some("0") => Limit::NotAgreed,
            _ => Limit::Unknown,
        }
    }

    /// 高齢受給者証 on a day.
    pub fn elderly(&self, on: Option<Date>) -> Elderly<'_> {
        let what = self.value(Element::ElderlyRecipientContributionRatio);
        let until = self.value(Element::ElderlyRecipientValidEndDate);
        if what.is_some() || until.is_some() {
            return Elderly::Certified(Certified::new(what, until, on));
        }
        if self.is_medical_assistance() {
            return Elderly::NotApplicable;
        }
        if matches!(self.value(Element::InsurerNumber),
            Some(Value::Number(number)) if number.len() == 8 && number.starts_with(LATE_ELDERLY))
        {
            return Elderly::LateElderly;
        }
        match (self.value(Element::Birthdate), on) {
            (Some(Value::Date(birth)), Some(on)) if completed_years(*birth, on) < ELDERLY_AGE => {
                Elderly::Below70
            }
            (Some(Value::Date(_)), Some(_)) => Elderly::NoneCame,
            _ => Elderly::Unknown,
        }
    }

    /// 特定疾病 on a day.
    pub fn disease(&self, on: Option<Date>) -> Disease<'_> {
        let certificates: Vec<_> = self
            .sections_of(Group::SpecificDisease)
            .filter_map(|section| {
                let what = section.value(Element::SpecificDiseasesDiseaseCategory);
                let until = section.value(Element::SpecificDiseasesValidEndDate);
                (what.is_some() || until.is_some()).then(|| Certified::new(what, until, on))
            })
            .collect();
        if !certificates.is_empty() {
            return Disease::Certified(certificates);
        }
        let consent = self.value(Element::SpecificDiseasesCertificateRelatedConsFlg);
        match consent {
            Some(Value::Code(_, code)) if code == "1" => Disease::NoneCame,
            Some(other) => Disease::NotAgreed(other),
            None => Disease::Unknown,
        }
    }

    /// The sections of a group, in the order in which they came.
    pub fn sections_of(&self, group: Group) -> impl Iterator<Item = &Section> {
        self.sections
            .iter()
            .filter(move |section| section.group == group)
    }

    fn code(&self, element: Element) -> Option<&str> {
        match self.value(element) {
            Some(Value::Code(_, code)) => Some(code),
            _ => None,
        }
    }
}

impl Section {
    /// The value of an element in this section.
    pub fn value(&self, element: Element) -> Option<&Value> {
        let item = self.items.iter().find(|item| item.element == element)?;
        Some(&item.value)
    }
}

impl<'a> Certified<'a> {
    fn new(what: Option<&'a Value>, until: Option<&'a Value>, on: Option<Date>) -> Self {
        let ended = matches!((until, on), (Some(Value::Date(until)), Some(on)) if *until < on);
        Self { what, until, ended }
    }
}

/// Completed years of life on a day.
fn completed_years(birth: Date, on: Date) -> i32 {
    let before_birthday = (on.month() as u8, on.day()) < (birth.month() as u8, birth.day());
    on.year() - birth.year() - i32::from(before_birthday)
}

#[cfg(test)]
#[path = "certificates_tests.rs"]
mod tests;
