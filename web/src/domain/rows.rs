//! Reads an answer of the gateway into what the desk sees: every item that came, in
//! the order of the screen. What has an unexpected form is kept as it came; nothing
//! is dropped and nothing fails.

use check_api::official::{self, Elements};
use check_api::{CertificateStanding, CheckAnswer};

use super::answer::{Answer, Eligibility, Item, Notice, Section, Value, Verdict};
use super::element::{Element, Kind};
use super::stamp;

impl Answer {
    /// The answer as the desk sees it.
    pub fn read(answer: &CheckAnswer) -> Self {
        let (header, body) = (answer.xml_msg.header(), answer.xml_msg.body());
        let certificate = answer.certificate.as_ref();
        Self {
            verdict: Verdict::of_answer(answer),
            confirmed_for: header
                .qualification_confirmation_date()
                .and_then(stamp::date),
            processed_at: header.process_execution_time().and_then(stamp::date_time),
            notice: notice(
                body.processing_result_code(),
                body.processing_result_message(),
            )
            .or_else(|| notice(header.error_code(), header.error_message())),
            eligibilities: body.results().map(Eligibility::read).collect(),
            audit_id: answer.audit_id.clone(),
            certificate_grace_until: certificate
                .filter(|certificate| certificate.standing == CertificateStanding::Grace)
                .and_then(|certificate| certificate.usable_until.calendar()),
            certificate_expires: None,
            since_last_check: None,
            message: answer.xml_msg.clone(),
        }
    }
}

impl Eligibility {
    /// The items of one eligibility and of all its blocks.
    pub fn read(result: official::Eligibility<'_>) -> Self {
        let mut eligibility = Self::default();
        eligibility.add(result.elements());
        if let Some(block) = result.elderly_recipient() {
            eligibility.add(block.elements());
        }
        if let Some(block) = result.limit_certificate() {
            eligibility.add(block.elements());
        }
        for block in result.specific_diseases() {
            eligibility.add(block.elements());
        }
        for block in result.medical_tickets() {
            eligibility.add(block.elements());
        }
        eligibility
    }

    /// Adds one block: known elements in their order, the rest by their names.
    fn add(&mut self, block: Elements<'_>) {
        let mut own: Vec<Section> = Vec::new();
        for &element in Element::ALL {
            let Some(text) = block.text(element.name()) else {
                continue;
            };
            let value = Value::read(element.kind(), text);
            let item = Item { element, value };
            let group = element.group();
            match own.iter_mut().find(|section| section.group == group) {
                Some(section) => section.items.push(item),
                None => own.push(Section {
                    group,
                    items: vec![item],
                }),
            }
        }
        for section in own {
            // Behind those of its group, so that blocks that repeat keep their order.
            let at = |others: &[Section]| others.partition_point(|it| it.group <= section.group);
            self.sections.insert(at(&self.sections), section);
        }
        let unknown = block
            .texts()
            .filter(|(name, _)| Element::named(name).is_none())
            .map(|(name, text)| (name.to_owned(), text.to_owned()));
        self.unknown.extend(unknown);
    }
}

impl Value {
    /// The value of an element of that kind; as it came where it has another form.
    pub fn read(kind: Kind, text: &str) -> Self {
        let typed = match kind {
            Kind::Text => Some(Self::Text(text.to_owned())),
            Kind::Name => Some(Self::Name(text.to_owned())),
            Kind::Kana => Some(Self::Kana(text.to_owned())),
            Kind::Number => Some(Self::Number(text.trim().to_owned())),
            Kind::Date => stamp::date(text).map(Self::Date),
            Kind::Month => stamp::month(text).map(|(year, month)| Self::Month(year, month)),
            Kind::DateTime => stamp::date_time(text).map(Self::DateTime),
            Kind::Ratio => percent(text).map(Self::Percent),
            Kind::Yen => text.parse().ok().map(Self::Yen),
            Kind::Code(table) => Some(Self::Code(table, text.to_owned())),
        };
        typed.unwrap_or_else(|| Self::AsCame(text.to_owned()))
    }
}

fn notice(code: Option<&str>, message: Option<&str>) -> Option<Notice> {
    (code.is_some() || message.is_some()).then(|| Notice {
        code: code.unwrap_or_default().to_owned(),
        message: message.unwrap_or_default().to_owned(),
    })
}

/// Three digits of percent.
fn percent(text: &str) -> Option<u8> {
    let well_formed = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_digit());
    let percent = text.parse().ok().filter(|percent| *percent <= 100);
    percent.filter(|_| well_formed)
}

#[cfg(test)]
#[path = "rows_tests.rs"]
mod tests;
