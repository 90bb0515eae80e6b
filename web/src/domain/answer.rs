//! An answer of the gateway as the desk sees it: the verdict, and every item that
//! came, typed. Deliberately separate from the wire types; `rows` reads those.

use std::fmt;

use time::{Date, Month, PrimitiveDateTime};

use check_api::XmlMsg;
pub use check_api::{Unconfirmed, Verdict};

use super::earlier::SinceLastCheck;
use super::element::{CodeTable, Element, Group};

/// The value of an item.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// Text as it came.
    Text(String),
    /// A name as it came; see [`super::name`] for ●.
    Name(String),
    /// Half-width kana as it came.
    Kana(String),
    /// A number or symbol without padding.
    Number(String),
    /// A calendar day.
    Date(Date),
    /// A month of a year.
    Month(i32, Month),
    /// A day and time, Japan Standard Time.
    DateTime(PrimitiveDateTime),
    /// A share of the costs in percent.
    Percent(u8),
    /// Japanese yen.
    Yen(u32),
    /// A code of a table; it may be one that nobody knows.
    Code(CodeTable, String),
    /// A value that does not have the form its element should have, as it came.
    AsCame(String),
}

/// One row: an element and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The element.
    pub element: Element,
    /// Its value.
    pub value: Value,
}

/// Items that are shown together. Blocks that may repeat (特定疾病, 医療券) give one
/// section each time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// What the items are about.
    pub group: Group,
    /// The items that came, in the order of [`Element::ALL`].
    pub items: Vec<Item>,
}

/// One eligibility: an insurance or a 医療扶助.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Eligibility {
    /// Its sections.
    pub sections: Vec<Section>,
    /// Elements that this version does not know, with their text as it came.
    pub unknown: Vec<(String, String)>,
}

/// No content: it names a person.
impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Value")
    }
}

/// No content: it names a person.
impl fmt::Debug for Eligibility {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Eligibility")
    }
}

impl Eligibility {
    /// The first value of an element.
    pub fn value(&self, element: Element) -> Option<&Value> {
        self.items()
            .find(|item| item.element == element)
            .map(|item| &item.value)
    }

    /// All items in order.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.sections.iter().flat_map(|section| &section.items)
    }
}

/// A code and a message of the official system, both shown as they came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notice {
    /// ProcessingResultCode or ErrorCode.
    pub code: String,
    /// ProcessingResultMessage or ErrorMessage.
    pub message: String,
}

/// The answer to one check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The verdict.
    pub verdict: Verdict,
    /// The day for which eligibility was asked.
    pub confirmed_for: Option<Date>,
    /// When the gateway answered, Japan Standard Time.
    pub processed_at: Option<PrimitiveDateTime>,
    /// A message of the official system, on errors and also on success.
    pub notice: Option<Notice>,
    /// The eligibilities that came; more than one for 複数該当 and 医療扶助.
    pub eligibilities: Vec<Eligibility>,
    /// The gateway's number of this check, for questions to its operator.
    pub audit_id: String,
    /// The last day of use of an expired certificate, if it is in its grace period.
    pub certificate_grace_until: Option<Date>,
    /// The last day of the certificate itself, as the card's certificate says.
    pub certificate_expires: Option<Date>,
    /// What is different from the last check of the same person in this sitting.
    pub since_last_check: Option<SinceLastCheck>,
    /// The official message as it came: what is handed on is made from it.
    pub message: XmlMsg,
}

/// The desk is told of a certificate that ends within so many days: three months, as the
/// official notices do.
const CERTIFICATE_NOTICE_DAYS: i64 = 92;

impl Answer {
    /// Whether something was confirmed. What could not be confirmed is never handed on as a
    /// result.
    pub const fn is_confirmed(&self) -> bool {
        !matches!(self.verdict, Verdict::Unconfirmed(_))
    }

    /// Whether the eligibility may be used now; several are for the patient to choose from.
    pub const fn is_usable(&self) -> bool {
        matches!(
            self.verdict,
            Verdict::Valid | Verdict::ValidRenew | Verdict::Multiple
        )
    }

    /// The eligibility that is meant where one is: the chosen one, or the only one.
    pub fn meant(&self, chosen: Option<usize>) -> Option<usize> {
        let only = (self.verdict != Verdict::Multiple || self.eligibilities.len() == 1)
            .then_some(0)
            .filter(|_| !self.eligibilities.is_empty());
        chosen
            .filter(|&index| index < self.eligibilities.len())
            .or(only)
    }

    /// The certificate's last day and the days until then, if it ends soon.
    pub fn certificate_ends_soon(&self) -> Option<(Date, i64)> {
        let (expires, on) = (self.certificate_expires?, self.confirmed_for?);
        let days = (expires - on).whole_days();
        (0..=CERTIFICATE_NOTICE_DAYS)
            .contains(&days)
            .then_some((expires, days))
    }
}

#[cfg(test)]
#[path = "answer_tests.rs"]
mod tests;
