//! A fault at work: how often it still strikes, and at which APDU.

use super::fault::{Fault, Until};

/// What happens to an APDU instead of the usual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Incident {
    CardPulled,
    ContactLost,
    Unplugged,
    AnswerLost,
    /// The card answers 6F00.
    Refused,
    ReaderFails,
}

/// A fault and how far it has come.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    fault: Option<Fault>,
    /// Strikes left; `None` is no limit.
    strikes: Option<u8>,
    apdus: u32,
}

impl Plan {
    pub(crate) fn new(fault: Option<Fault>) -> Self {
        let strikes = match fault.map(Fault::until) {
            Some(Until::Once) => Some(1),
            Some(Until::Twice) => Some(2),
            Some(Until::Reset) | None => None,
        };
        Self {
            fault,
            strikes,
            apdus: 0,
        }
    }

    /// The fault that is still at work.
    pub(crate) fn fault(&self) -> Option<Fault> {
        self.fault
    }

    /// A reset of the reader ends what lasts until then.
    pub(crate) fn reset(&mut self) {
        if self.fault.map(Fault::until) == Some(Until::Reset) {
            *self = Self::default();
        }
    }

    /// Whether a fault of this sort strikes now.
    pub(crate) fn strikes(&mut self, sort: impl Fn(Fault) -> bool) -> bool {
        if !self.fault.is_some_and(sort) {
            return false;
        }
        if let Some(left) = &mut self.strikes {
            *left = left.saturating_sub(1);
            if *left == 0 {
                *self = Self::default();
            }
        }
        true
    }

    /// To be asked once for each APDU, before the card sees it.
    pub(crate) fn incident(&mut self, apdu: &[u8], first: bool) -> Option<Incident> {
        let before = self.apdus;
        self.apdus = before.saturating_add(1);
        let incident = match self.fault? {
            Fault::CardPulled { after_apdus } if before >= after_apdus => Incident::CardPulled,
            Fault::ContactLost { after_apdus } if before >= after_apdus => Incident::ContactLost,
            Fault::Unplugged { after_apdus } if before >= after_apdus => Incident::Unplugged,
            Fault::VerifyAnswerLost { .. } if presents_a_pin(apdu) => Incident::AnswerLost,
            Fault::FirstCommandFails { .. } if first => Incident::Refused,
            Fault::ExtendedFails if is_extended(apdu) => Incident::ReaderFails,
            _ => return None,
        };
        self.strikes(|_| true).then_some(incident)
    }
}

/// VERIFY with a body (ISO/IEC 7816-4, 7.5.6): the query has none.
pub(super) fn presents_a_pin(apdu: &[u8]) -> bool {
    matches!(apdu, [_, 0x20, _, _, _, _, ..])
}

/// A length field that begins with 00 and goes on (ISO/IEC 7816-4, 5.1).
fn is_extended(apdu: &[u8]) -> bool {
    matches!(apdu, [_, _, _, _, 0, _, ..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_ceases_when_it_said_it_would() {
        for (until, expected) in [(Until::Once, 1), (Until::Twice, 2), (Until::Reset, 5)] {
            let mut plan = Plan::new(Some(Fault::BulkInStall { until }));
            let strikes = (0..5)
                .filter(|_| plan.strikes(|f| matches!(f, Fault::BulkInStall { .. })))
                .count();
            assert_eq!(strikes, expected, "{until:?}");
            plan.reset();
            assert_eq!(plan.fault(), None, "{until:?}");
        }
    }

    #[test]
    fn a_fault_strikes_only_where_it_belongs() {
        let mut plan = Plan::new(Some(Fault::VerifyAnswerLost { until: Until::Once }));
        assert_eq!(plan.incident(&[0, 0x20, 0, 0x80], true), None, "the query");
        assert!(!plan.strikes(|fault| matches!(fault, Fault::BulkInStall { .. })));
        let verify = [0, 0x20, 0, 0x80, 4, 0x31, 0x32, 0x33, 0x34];
        assert_eq!(plan.incident(&verify, false), Some(Incident::AnswerLost));
        assert_eq!(plan.incident(&verify, false), None);
    }
}
