//! The way to the checking service, and the clock that every check depends on.

use super::{Mark, Rung, open};
use crate::domain::settings::Language;
use crate::i18n::{Text, band, diagnosis};
use crate::state::{Band, Gateway, Intent, State};

pub(super) fn gateway(state: &State, language: Language) -> Rung {
    let name = diagnosis::GATEWAY;
    let detail = state.config().map(|config| config.gateway.clone());
    let rung = match &state.gateway {
        Gateway::Unknown | Gateway::Asking => {
            Rung::new(name, Mark::Open, diagnosis::GATEWAY_ASKING.of(language))
        }
        Gateway::Failed(code) => Rung::failed(name, code, language),
        Gateway::Answered(_) => match limits(state) {
            Some(text) => Rung::new(name, Mark::Caution, text.of(language)),
            None => Rung::new(name, Mark::Good, diagnosis::GATEWAY_GOOD.of(language)),
        },
    };
    rung.with_detail(detail)
        .with_action(diagnosis::ASK_AGAIN, Intent::AskGateway)
}

pub(super) fn clock(state: &State, language: Language) -> Rung {
    let name = diagnosis::CLOCK;
    let skew = state.bands().into_iter().find_map(|band| match band {
        Band::ClockSkew(seconds) => Some(seconds),
        _ => None,
    });
    match (state.clock, skew) {
        (None, _) => open(name, language),
        (Some(_), Some(seconds)) => {
            Rung::new(name, Mark::Caution, band::clock_note(seconds, language))
        }
        (Some(_), None) => Rung::new(name, Mark::Good, diagnosis::CLOCK_GOOD.of(language)),
    }
}

/// What limits the service, as the bands say it.
fn limits(state: &State) -> Option<Text> {
    state.bands().iter().find_map(|band| match band {
        Band::Maintenance => Some(band::MAINTENANCE_NOTE),
        Band::Degraded => Some(band::DEGRADED_NOTE),
        _ => None,
    })
}
