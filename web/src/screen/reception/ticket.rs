//! 医療券・調剤券 of 医療扶助: what the desk needs of each. The rest stands among all items.

use yew::prelude::*;

use crate::desk::Desk;
use crate::domain::answer::{Eligibility, Section, Value};
use crate::domain::element::{Element, Group};
use crate::i18n::{Text, certificate, element, result};
use crate::part::{Icon, glyph, plain, shown};

/// What stands on every ticket, in its order.
const PRIMARY: [Element; 6] = [
    Element::MedicalTreatmentMonth,
    Element::IssueNumber,
    Element::MedicalTreatmentType,
    Element::SelfPayAmount,
    Element::DesignatedMedicalInstitutionName,
    Element::SingleOrCombinedUse,
];

/// The tickets of a 医療扶助, one after the other.
pub(super) fn tickets(desk: &Desk, eligibility: &Eligibility) -> Html {
    let language = desk.language();
    let mut tickets = eligibility.sections_of(Group::MedicalTicket).peekable();
    html! {
        <section class="tickets">
            <h3 class="tickets__title">{ certificate::TICKETS.of(language) }</h3>
            if tickets.peek().is_none() {
                { doubt(certificate::NO_TICKET, desk) }
            }
            { for tickets.map(|ticket| one(desk, ticket)) }
        </section>
    }
}

fn one(desk: &Desk, ticket: &Section) -> Html {
    let language = desk.language();
    let kind = ticket.value(Element::TicketType);
    html! {
        <div class="tickets__ticket">
            if let Some(kind) = kind {
                <h4 class="tickets__kind">{ plain(kind, language) }</h4>
            }
            if is_code(ticket, Element::DesignatedMedicalInstitutionFlag, "1") {
                { doubt(certificate::OTHER_INSTITUTION, desk) }
            }
            if is_code(ticket, Element::ConsistencyFlag, "1") {
                { doubt(certificate::INCONSISTENT, desk) }
            }
            <dl class="items">
                { for PRIMARY.into_iter().filter_map(|element| {
                    let value = ticket.value(element)?;
                    let label = element::label(element).of(language);
                    Some(html! {
                        <div class="items__item" data-element={element.name()}>
                            <dt class="items__label">{ label }</dt>
                            <dd class="items__value">{ shown(desk, element, label, value) }</dd>
                        </div>
                    })
                }) }
                <div class="items__item" data-composed="ticket-period">
                    <dt class="items__label">{ certificate::TICKET_PERIOD.of(language) }</dt>
                    <dd class="items__value figures">{ period(desk, ticket) }</dd>
                </div>
            </dl>
        </div>
    }
}

fn period(desk: &Desk, ticket: &Section) -> String {
    let language = desk.language();
    let day = |element| {
        ticket.value(element).map_or_else(
            || result::NOT_SENT.of(language).to_owned(),
            |value| plain(value, language),
        )
    };
    [
        day(Element::MedicalTicketValidDate).as_str(),
        result::TO.of(language),
        &day(Element::MedicalTicketExpirationDate),
    ]
    .concat()
}

fn doubt(text: Text, desk: &Desk) -> Html {
    html! {
        <p class="tickets__doubt">
            { glyph(Icon::Attention, "") }<span>{ text.of(desk.language()) }</span>
        </p>
    }
}

fn is_code(ticket: &Section, element: Element, wanted: &str) -> bool {
    matches!(ticket.value(element), Some(Value::Code(_, code)) if code == wanted)
}
