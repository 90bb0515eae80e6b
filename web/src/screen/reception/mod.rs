//! 受付: one screen without navigation, from the card on the reader to the result.

mod announcement;
mod eligibility;
mod failure;
mod follow_up;
mod items;
mod result;
mod waiting;
mod working;

pub(super) use announcement::announcement;

use yew::prelude::*;

use crate::desk::Desk;
use crate::state::Visit;
use failure::Failed;
use result::Answered;
use waiting::Waiting;
use working::Working;

/// Properties of [`ReceptionScreen`].
#[derive(Clone, PartialEq, Properties)]
pub(super) struct ReceptionProps {
    pub(super) desk: Desk,
}

/// The reception.
#[component]
pub(super) fn ReceptionScreen(props: &ReceptionProps) -> Html {
    let desk = props.desk.clone();
    let state = desk.state.clone();
    html! {
        <div class="reception">
            <div class="reception__columns">
            { match &state.visit {
                Visit::Waiting => html! { <Waiting {desk} /> },
                Visit::Reading { .. } | Visit::Pin { .. } | Visit::Checking { .. } => {
                    html! { <Working {desk} /> }
                }
                Visit::Done { answer, countdown } => html! {
                    <Answered {desk} answer={answer.clone()} countdown={*countdown} />
                },
                Visit::Failed { failure, countdown, .. } => html! {
                    <Failed {desk} failure={failure.clone()} countdown={*countdown} />
                },
            } }
            </div>
        </div>
    }
}
