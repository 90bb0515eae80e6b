//! 受付: one screen without navigation, from the card on the reader to the result.

mod announcement;
mod certificate;
mod difference;
mod eligibility;
mod failure;
mod follow_up;
mod hand_over;
mod items;
mod result;
mod slip;
mod ticket;
mod visual;
mod waiting;
mod working;

pub(super) use announcement::announcement;
pub(super) use eligibility::{Place, eligibility};

use yew::prelude::*;

use super::late;
use crate::desk::Desk;
use crate::domain::settings::Language;
use crate::state::Visit;
use failure::failed;
use result::answered;
use waiting::waiting;
use working::working;

/// What only a visit needs, and so comes with the chunk of the card.
pub(super) struct VisitViews {
    columns: fn(&Desk) -> Html,
    announcement: fn(&Visit, Language) -> String,
    /// The choice of a check without PIN on the waiting screen.
    choice: fn(&Desk) -> Html,
}

pub(super) const VISIT_VIEWS: VisitViews = VisitViews {
    columns: visit,
    announcement: announcement::of_visit,
    choice: visual::choice,
};

/// The reception. What stands in its columns has keys, so that a result is never made
/// from the elements of the visit before it.
pub(super) fn reception_screen(desk: &Desk) -> Html {
    html! {
        <div class="reception" key="reception">
            <div class="reception__columns">
            { match (&desk.state.visit, late::visits()) {
                (Visit::Waiting, _) | (_, None) => waiting(desk),
                (_, Some(views)) => (views.columns)(desk),
            } }
            </div>
        </div>
    }
}

/// The columns of the present visit, once their chunk is there: for a screen that shows a
/// visit of its own.
pub(super) fn visit_columns(desk: &Desk) -> Option<Html> {
    late::visits().map(|views| (views.columns)(desk))
}

fn visit(desk: &Desk) -> Html {
    match &desk.state.visit {
        Visit::Waiting => waiting(desk),
        Visit::Reading { .. }
        | Visit::Pin { .. }
        | Visit::Confirming { .. }
        | Visit::Checking { .. } => working(desk),
        Visit::Done { answer, countdown } => answered(desk, answer, *countdown),
        Visit::Failed {
            failure, countdown, ..
        } => failed(desk, failure, *countdown),
    }
}
