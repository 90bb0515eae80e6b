//! Whom the desk may call: as the administrator says, else the gateway, else the official
//! call centre. Of that one alone it is known when somebody answers.

use yew::prelude::*;

use crate::domain::call_centre::line_at;
use crate::domain::settings::Language;
use crate::i18n::{fallback, help};
use crate::state::State;

/// Name, number and hours, and whether somebody answers now.
pub(crate) fn call_centre(state: &State, language: Language) -> Html {
    if let Some(centre) = state.call_centre() {
        let hours = match language {
            Language::Ja => &centre.hours.ja,
            Language::En => &centre.hours.en,
        };
        return html! {
            <div class="call-centre">
                <p class="call-centre__number figures">{ &centre.telephone }</p>
                <p>{ hours }</p>
            </div>
        };
    }
    let line = state.minute.and_then(line_at);
    html! {
        <div class="call-centre">
            <p>{ help::CALL_CENTRE.of(language) }</p>
            <p class="call-centre__number figures">{ help::CALL_CENTRE_NUMBER }</p>
            <p>{ help::CALL_CENTRE_HOURS.of(language) }</p>
            if let Some(line) = line {
                <p class="call-centre__line">{ fallback::line(line, language) }</p>
            }
        </div>
    }
}
