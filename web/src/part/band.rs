//! The bands under the head of the page: what the desk must not overlook.

use yew::prelude::*;

use super::{Button, Icon, Size, glyph};
use crate::desk::Desk;
use crate::domain::settings::Language;
use crate::i18n::{advice, band, frame};
use crate::screen::late;
use crate::state::{Band, Intent, Notice, Screen};

/// All bands, most urgent first.
pub(crate) fn bands(desk: &Desk) -> Html {
    let language = desk.language();
    let bands = desk.state.bands();
    html! {
        <section class="bands" aria-label={frame::BANDS.of(language)} hidden={bands.is_empty()}>
            { for bands.iter().map(|band| one(band, desk, language)) }
        </section>
    }
}

/// What a band looks like; the word in it says the same.
const fn look(band: &Band) -> (&'static str, Icon) {
    match band {
        Band::Disaster(_) => ("disaster", Icon::Attention),
        Band::Training => ("training", Icon::Information),
        Band::PracticeGateway => ("practice", Icon::Information),
        Band::Offline | Band::GatewayFailed(_) => ("problem", Icon::Attention),
        Band::Maintenance | Band::Degraded => ("caution", Icon::Attention),
        Band::ClockSkew(_) => ("caution", Icon::Clock),
        Band::Notice(_) => ("notice", Icon::Information),
    }
}

fn one(band: &Band, desk: &Desk, language: Language) -> Html {
    let (kind, icon) = look(band);
    let (title, note) = words(band, language);
    let code = match band {
        Band::GatewayFailed(code) => Some(frame::bracketed(code)),
        _ => None,
    };
    html! {
        <div class="band" data-kind={kind}>
            { glyph(icon, "band__icon") }
            <strong class="band__title">{ title }</strong>
            <p class="band__note">
                { note }
                if let Some(code) = code {
                    { " " }<span class="stage__code">{ code }</span>
                }
            </p>
            if let Band::Disaster(disaster) = band {
                { late::disaster(desk, disaster) }
            }
            if let Some((label, intent)) = action(band, language) {
                { Button {
                    size: Size::Small,
                    class: "band__action",
                    label,
                    onclick: desk.wants(intent),
                    ..Button::default()
                }.draw() }
            }
        </div>
    }
}

fn words(band: &Band, language: Language) -> (&'static str, AttrValue) {
    let (title, note) = match band {
        Band::Training => (band::TRAINING, band::TRAINING_NOTE),
        Band::PracticeGateway => (band::PRACTICE, band::PRACTICE_NOTE),
        Band::Offline => (band::OFFLINE, band::OFFLINE_NOTE),
        Band::Maintenance => (band::MAINTENANCE, band::MAINTENANCE_NOTE),
        Band::Degraded => (band::DEGRADED, band::DEGRADED_NOTE),
        Band::GatewayFailed(code) => (band::UNREACHABLE, advice::sentence(code.advice())),
        Band::ClockSkew(seconds) => {
            let note = band::clock_note(*seconds, language);
            return (band::CLOCK.of(language), note.into());
        }
        Band::Disaster(disaster) => {
            return (
                band::DISASTER.of(language),
                announced(&disaster.announcement, language),
            );
        }
        Band::Notice(notice) => return (band::NOTICE.of(language), announced(notice, language)),
    };
    (title.of(language), note.of(language).into())
}

fn announced(notice: &Notice, language: Language) -> AttrValue {
    let text = match language {
        Language::Ja => &notice.ja,
        Language::En => &notice.en,
    };
    text.clone().into()
}

fn action(band: &Band, language: Language) -> Option<(&'static str, Intent)> {
    let (label, intent) = match band {
        Band::Training => (band::LEAVE_TRAINING, Intent::Open(Screen::Reception)),
        Band::GatewayFailed(_) | Band::Maintenance => (band::TRY_AGAIN, Intent::AskGateway),
        _ => return None,
    };
    Some((label.of(language), intent))
}
