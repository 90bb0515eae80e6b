//! Notes in the history that a batch was answered, and that its answers were given out:
//! counts and the reception number, nobody's row.

use super::BatchService;
use crate::domain::batch::Counts as BatchCounts;
use crate::domain::history::{Counts, Entry, HandOver};
use crate::screen::batch::link;
use crate::service::browser::wish::time;
use crate::state::Action;
use crate::state::batch::Stage;

impl BatchService {
    /// The batch that is shown has been answered. Collected again after a reload, it stands
    /// there already.
    pub(super) fn note_answers(&self) {
        let Stage::Run(state) = link::state().stage else {
            return;
        };
        let entry = Entry::batch(
            counts(&state.run.counts()),
            &self.reception_number(),
            time(&self.services),
        );
        let store = &self.services.store;
        let before = store.state();
        let known = before
            .history
            .entries()
            .iter()
            .any(|known| known.audit_id == entry.audit_id && known.outcome == entry.outcome);
        if !known {
            store.dispatch(Action::Noted(entry));
        }
    }

    /// Its answers were given out as a file.
    pub(super) fn note_export(&self) {
        self.services.store.dispatch(Action::HandedOver {
            audit_id: self.reception_number(),
            what: HandOver::Csv,
            at: time(&self.services),
        });
    }

    fn reception_number(&self) -> String {
        let receipts = self.receipts.borrow();
        let number = receipts
            .iter()
            .find_map(|receipt| receipt.reception_number.as_ref());
        number.map_or_else(String::new, |number| number.as_str().to_owned())
    }
}

fn counts(counts: &BatchCounts) -> Counts {
    let number = |rows: usize| u32::try_from(rows).unwrap_or(u32::MAX);
    Counts {
        valid: number(counts.valid),
        not_valid: number(counts.invalid),
        other: number(counts.error.saturating_add(counts.waiting)),
    }
}
