//! The views that come with a chunk. The first file cannot name their functions without
//! holding them, so it keeps pointers to them once their chunk is there.

use std::sync::OnceLock;

use wasm_split_helpers::wasm_split;
use yew::Html;

use super::batch::batch_screen;
use super::configuration::broken_configuration;
use super::diagnosis::diagnosis_screen;
use super::disaster::disaster_details;
use super::fallback::other_ways_screen;
use super::help::help_screen;
use super::history::history_screen;
use super::insurance::insurance_screen;
pub use super::insurance::{Seam, Want, serve};
use super::medical::medical_screen;
use super::reception::{self, VisitViews};
use super::settings::settings_screen;
use super::training::training_screen;
use check_api::Disaster;

use crate::chunk::NotFetched;
use crate::desk::Desk;
use crate::domain::config::ConfigError;

static VISITS: OnceLock<VisitViews> = OnceLock::new();
static SHEETS: OnceLock<Sheets> = OnceLock::new();
static INQUIRIES: OnceLock<Inquiries> = OnceLock::new();

/// The screens beside the reception.
pub(super) struct Sheets {
    pub(super) configuration: fn(&Desk, &ConfigError) -> Html,
    pub(super) diagnosis: fn(&Desk) -> Html,
    pub(super) help: fn(&Desk) -> Html,
    pub(super) settings: fn(&Desk) -> Html,
    pub(super) training: fn(&Desk) -> Html,
}

/// The screens that ask without a card, and what was asked today.
pub(super) struct Inquiries {
    pub(super) insurance: fn(&Desk) -> Html,
    pub(super) batch: fn(&Desk) -> Html,
    pub(super) history: fn(&Desk) -> Html,
    pub(super) other_ways: fn(&Desk) -> Html,
    pub(super) medical: fn(&Desk) -> Html,
    pub(super) disaster: fn(&Desk, &Disaster) -> Html,
}

/// Lets visits be shown. Called from the chunk of the card, before there is a visit.
pub fn show_visits() {
    VISITS.get_or_init(|| reception::VISIT_VIEWS);
}

/// The views of a visit; there whenever a visit is.
pub(super) fn visits() -> Option<&'static VisitViews> {
    VISITS.get()
}

/// The sheets, if their chunk is there.
pub fn sheets_are_here() -> bool {
    SHEETS.get().is_some()
}

pub(super) fn sheets() -> Option<&'static Sheets> {
    SHEETS.get()
}

/// Fetches the chunk of the sheets.
#[wasm_split(sheets, fallible)]
pub fn fetch_sheets() -> Result<(), NotFetched> {
    SHEETS.get_or_init(|| Sheets {
        configuration: broken_configuration,
        diagnosis: diagnosis_screen,
        help: help_screen,
        settings: settings_screen,
        training: training_screen,
    });
    Ok(())
}

/// What a disaster allows, in words and with the ways to it; nothing until the chunk is there.
pub(crate) fn disaster(desk: &Desk, disaster: &Disaster) -> Html {
    inquiries().map_or_else(Html::default, |views| (views.disaster)(desk, disaster))
}

pub(super) fn inquiries() -> Option<&'static Inquiries> {
    INQUIRIES.get()
}

/// Lets the screens that ask without a card be shown. Called from their chunk.
pub fn show_inquiries() {
    INQUIRIES.get_or_init(|| Inquiries {
        insurance: insurance_screen,
        batch: batch_screen,
        history: history_screen,
        other_ways: other_ways_screen,
        medical: medical_screen,
        disaster: disaster_details,
    });
}
