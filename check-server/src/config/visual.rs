//! The section `[visual]`: checks without PIN, on which terminals and by which verifier.
//!
//! For practice alone: a real verifier must be approved (公的個人認証法 38条の2), and what it
//! says to cards is not public.

use super::{Fault, FileError, Item, facilities};
use crate::verifier::Verifier;
use card_certificate::Environment;
use check_api::ChallengeContext;
use check_api::field::{FacilityCode, TerminalId};
use std::collections::{BTreeMap, BTreeSet};

/// Checks without PIN.
#[derive(Debug)]
pub struct Visual {
    pub(crate) verifier: Verifier,
    /// Where they are offered.
    terminals: BTreeMap<FacilityCode, BTreeSet<TerminalId>>,
}

impl Visual {
    pub(super) fn read(item: &Item<'_>, environment: Environment) -> Result<Self, FileError> {
        if environment != Environment::Practice {
            return Err(item.error(Fault::PracticeOnly));
        }
        let mut table = item.table()?;
        let certificate = table.required("certificate")?;
        let key = table.required("key")?;
        let read = |item: &Item<'_>| {
            std::fs::read(item.path()?).map_err(|_| item.error(Fault::UnreadableFile))
        };
        let verifier = Verifier::new(&read(&certificate)?, &read(&key)?)
            .map_err(|fault| match fault {
                crate::verifier::VerifierFault::Certificate => &certificate,
                crate::verifier::VerifierFault::Key => &key,
            })
            .map_err(|item| item.error(Fault::Verifier))?;
        let terminals = facilities(&table.required("facility")?)?;
        table.finish()?;
        Ok(Self {
            verifier,
            terminals,
        })
    }

    /// Whether checks without PIN are offered to the terminal of a context.
    pub(crate) fn is_offered_to(&self, context: &ChallengeContext) -> bool {
        let terminals = self.terminals.get(&context.facility_code);
        terminals.is_some_and(|terminals| terminals.contains(&context.terminal_id))
    }
}
