//! The reader chip in the head of every screen: route, reader's own name, state.

use yew::prelude::*;

use crate::desk::Desk;
use crate::domain::settings::Language;
use crate::i18n::{date, frame};
use crate::state::{CardPresence, Intent, Reader, ReaderLink, Screen};

/// The chip; pressing it opens the diagnosis.
pub(crate) fn reader_chip(desk: &Desk) -> Html {
    let language = desk.language();
    let reader = &desk.state.reader;
    let name = match &reader.name {
        Some(name) => name.as_str(),
        None => frame::READER.of(language),
    };
    html! {
        <button type="button" class="chip" data-state={look(reader)}
            title={details(reader, language)}
            onclick={desk.wants(Intent::Open(Screen::Diagnosis))}>
            <span class="chip__lamp" aria-hidden="true"></span>
            <span class="chip__route">{ frame::route(reader.route).of(language) }</span>
            <span class="chip__name">{ name }</span>
            <span class="chip__state">
                { if reader.card == CardPresence::Present {
                    frame::CARD_ON_IT
                } else {
                    frame::link(&reader.link)
                }.of(language) }
            </span>
        </button>
    }
}

/// What there is no room for: level, last success, and what a press does.
fn details(reader: &Reader, language: Language) -> String {
    let level = reader
        .level
        .map(|level| frame::level(level).of(language).to_owned());
    let last = reader.last_success.map(|at| {
        [
            frame::LAST_SUCCESS.of(language),
            " ",
            &date::clock_in_japan(at),
        ]
        .concat()
    });
    let press = Some(frame::OPEN_DIAGNOSIS.of(language).to_owned());
    let details: Vec<String> = [level, last, press].into_iter().flatten().collect();
    details.join(" · ")
}

const fn look(reader: &Reader) -> &'static str {
    match reader.link {
        ReaderLink::Ready => "ready",
        ReaderLink::Unknown | ReaderLink::Opening => "opening",
        ReaderLink::Absent => "absent",
        ReaderLink::Unsupported | ReaderLink::Failed(_) => "failed",
    }
}
