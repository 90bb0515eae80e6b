//! The reader chip in the head of every screen: route, reader's own name, state.

use yew::prelude::*;

use super::use_language;
use crate::desk::Desk;
use crate::i18n::frame;
use crate::state::{CardPresence, Intent, Reader, ReaderLink, Screen};

/// Properties of [`ReaderChip`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct ReaderChipProps {
    pub(crate) desk: Desk,
}

/// The chip; pressing it opens the diagnosis.
#[component]
pub(crate) fn ReaderChip(props: &ReaderChipProps) -> Html {
    let language = use_language();
    let reader = &props.desk.state.reader;
    let name = match &reader.name {
        Some(name) => name.as_str(),
        None => frame::READER.of(language),
    };
    html! {
        <button type="button" class="chip" data-state={look(reader)}
            title={frame::OPEN_DIAGNOSIS.of(language)}
            onclick={props.desk.wants(Intent::Open(Screen::Diagnosis))}>
            <span class="chip__lamp" aria-hidden="true"></span>
            <span class="chip__route">{ frame::route(reader.route).of(language) }</span>
            <span class="chip__name">{ name }</span>
            <span class="chip__state">
                { frame::link(&reader.link).of(language) }
                if reader.card == CardPresence::Present {
                    { " · " }{ frame::CARD_ON_IT.of(language) }
                }
            </span>
        </button>
    }
}

const fn look(reader: &Reader) -> &'static str {
    match reader.link {
        ReaderLink::Ready => "ready",
        ReaderLink::Unknown | ReaderLink::Opening => "opening",
        ReaderLink::Absent => "absent",
        ReaderLink::Unsupported | ReaderLink::Failed(_) => "failed",
    }
}
