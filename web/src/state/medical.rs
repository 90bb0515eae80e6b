//! Whether medical information is offered, and on what grounds. The limited type of the
//! online check has none, and then nothing of it shows.

use check_api::field::FacilityCode;
use check_api::medical::{MedicalKind, WITHOUT_CARD_MEASURE};

use super::{Gateway, State, Visit};
use crate::domain::answer::{Answer, Verdict};

impl State {
    /// The kinds that the gateway offers and this kind of facility may see.
    pub fn medical_kinds(&self) -> Vec<MedicalKind> {
        let facility = self
            .config()
            .and_then(|config| FacilityCode::try_from(config.facility_code.clone()).ok());
        let (Some(facility), Some(offered)) = (facility, self.capabilities()) else {
            return Vec::new();
        };
        let offered = &offered.medical_information;
        MedicalKind::ALL
            .into_iter()
            .filter(|kind| offered.iter().any(|name| name == kind.name()))
            .filter(|kind| kind.is_for(&facility))
            .collect()
    }

    /// The result on whose grounds somebody may ask: 有効, by a card whose certificate has not
    /// expired, where there is something to ask for.
    pub fn medical_grounds(&self) -> Option<&Answer> {
        match &self.visit {
            Visit::Done { answer, .. }
                if answer.verdict == Verdict::Valid && !self.medical_kinds().is_empty() =>
            {
                Some(answer)
            }
            _ => None,
        }
    }

    /// Whether a disaster measure stands in for the card.
    pub fn medical_without_card(&self) -> bool {
        let Gateway::Answered(status) = &self.gateway else {
            return false;
        };
        let allowed = status.disaster.as_ref().is_some_and(|disaster| {
            disaster
                .allows
                .iter()
                .any(|measure| measure == WITHOUT_CARD_MEASURE)
        });
        allowed && !self.medical_kinds().is_empty()
    }
}
