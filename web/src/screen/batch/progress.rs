//! How a run goes: the bar, the counts, and what does not work at the moment. It has its
//! place before anything is known, so that nothing jumps.

use yew::prelude::*;

use super::sentence;
use crate::domain::batch::Counts;
use crate::domain::settings::Language;
use crate::i18n::batch;
use crate::part::{Tone, notice};
use crate::state::batch::RunState;

/// The bar, and what belongs to it.
pub(super) fn progress(state: &RunState, language: Language) -> Html {
    let (done, total) = figures(state);
    html! {
        <div class="batch__progress">
            <progress class="bar" value={done.to_string()} max={total.max(1).to_string()}
                aria-label={batch::PROGRESS.of(language)}></progress>
            <p class="figures" role="status">{ batch::done(done, total, language) }</p>
            <p class="panel__note">
                { match (&state.trouble, state.under_way) {
                    (Some(_), _) => batch::TROUBLE.of(language),
                    (None, true) => batch::UNDER_WAY_NOTE.of(language),
                    (None, false) => "",
                } }
            </p>
        </div>
    }
}

/// Rows that came back, and all rows. What the service counts comes before its answers do.
fn figures(state: &RunState) -> (usize, usize) {
    let counts = state.run.counts();
    let settled = counts.valid + counts.invalid + counts.error;
    let whole = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
    let lost = state.losses.iter().fold(0, |sum, it| sum + whole(it.rows));
    let total = state.run.rows().len().max(whole(state.total)).max(settled);
    // While rows are asked again the others stay settled.
    let again = state.run.rows().len().saturating_sub(whole(state.total));
    let worked = whole(state.done) + if state.under_way { again } else { 0 };
    (worked.max(settled).max(lost).min(total), total)
}

/// The rows of which nothing but their number is left.
pub(super) fn losses(state: &RunState, language: Language) -> Html {
    if state.losses.is_empty() {
        return Html::default();
    }
    let lines = html! {
        <>
            { for state.losses.iter().map(|loss| html! {
                <div class="batch__loss">
                    <p class="figures">
                        { batch::rows(usize::try_from(loss.rows).unwrap_or(usize::MAX), language) }
                    </p>
                    { sentence(&loss.code, language) }
                </div>
            }) }
        </>
    };
    notice(Tone::Caution, batch::LOST_TITLE.of(language), lines)
}

/// Rows that wait, also those that the page does not know yet after a reload.
pub(super) fn waiting(state: &RunState, counts: Counts) -> usize {
    let total = usize::try_from(state.total).unwrap_or(usize::MAX);
    let unknown = total.saturating_sub(state.run.rows().len());
    if state.under_way && counts.waiting == 0 {
        unknown
    } else {
        counts.waiting
    }
}
