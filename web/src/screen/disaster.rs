//! 災害時: what the announced measures allow, until when, and the way to each. Nothing is
//! allowed here that the gateway has not announced.

use check_api::Disaster;
use check_api::medical::WITHOUT_CARD_MEASURE;
use yew::prelude::*;

use crate::desk::Desk;
use crate::domain::settings::Language;
use crate::domain::stamp;
use crate::i18n::{date, disaster as words, frame};
use crate::part::{Button, Size};
use crate::state::{Intent, Screen};

/// The measure under which eligibility is answered without a card.
const ELIGIBILITY_WITHOUT_CARD: &str = "eligibility-without-card";

/// In the band, behind the announcement.
pub(super) fn disaster_details(desk: &Desk, disaster: &Disaster) -> Html {
    let language = desk.language();
    let by_number = desk
        .state
        .capabilities()
        .is_some_and(|offered| offered.insurance_check);
    html! {
        <>
            <ul class="band__measures">
                { for disaster.allows.iter().map(|measure| html! {
                    <li>{ allowed(measure, language) }</li>
                }) }
                <li>{ until(disaster, language) }</li>
            </ul>
            { for disaster.allows.iter().filter_map(|measure| {
                let screen = match measure.as_str() {
                    ELIGIBILITY_WITHOUT_CARD if by_number => Screen::Insurance,
                    WITHOUT_CARD_MEASURE if desk.state.medical_without_card() => Screen::Medical,
                    _ => return None,
                };
                let button = Button {
                    size: Size::Small,
                    class: "band__action",
                    label: frame::screen(screen).of(language),
                    onclick: desk.wants(Intent::Open(screen)),
                    ..Button::default()
                };
                Some(button.draw())
            }) }
        </>
    }
}

fn allowed(measure: &str, language: Language) -> String {
    match measure {
        ELIGIBILITY_WITHOUT_CARD => words::ELIGIBILITY.of(language).to_owned(),
        WITHOUT_CARD_MEASURE => words::MEDICAL.of(language).to_owned(),
        unknown => words::unknown(unknown, language),
    }
}

fn until(disaster: &Disaster, language: Language) -> String {
    let seconds = disaster
        .until
        .as_ref()
        .and_then(|until| until.unix_seconds());
    let seconds = seconds.and_then(|seconds| u64::try_from(seconds).ok());
    let moment = seconds.and_then(|seconds| {
        let day = date::day(stamp::day_in_japan(seconds)?, language);
        Some([&day, " ", &date::clock_in_japan(seconds)].concat())
    });
    moment.map_or_else(
        || words::UNTIL_FURTHER_NOTICE.of(language).to_owned(),
        |moment| words::until(&moment, language),
    )
}
