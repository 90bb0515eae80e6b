//! `[medical-information]`: what is answered of 薬剤情報 and 特定健診情報, where, and to whom.
//! Without it, this is a gateway of the limited type, and there is none.

use super::{Fault, FileError, Item};
use check_api::field::{FacilityCode, TerminalId};
use check_api::medical::{MedicalKind, Role};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// How long a check of the card is good for a look, unless the file says otherwise.
const CHECK_MINUTES: u64 = 30;
/// Longest time that it may be.
const MOST_CHECK_MINUTES: u64 = 240;

/// What the file says about medical information.
#[derive(Clone, Debug)]
pub struct MedicalSettings {
    /// Whose information there is.
    pub people: PathBuf,
    /// The kinds that are answered.
    pub kinds: BTreeSet<MedicalKind>,
    /// How many seconds a check of the card is good for.
    pub check_seconds: i64,
    /// Where it is seen.
    pub facilities: BTreeMap<FacilityCode, MedicalFacility>,
}

/// Where somebody may look, and who.
#[derive(Clone, Debug)]
pub struct MedicalFacility {
    /// Terminals in places where patients and visitors do not see the screen.
    pub terminals: BTreeSet<TerminalId>,
    /// Roles that the facility has.
    pub roles: BTreeSet<Role>,
}

pub(super) fn medical(item: &Item<'_>) -> Result<MedicalSettings, FileError> {
    let mut table = item.table()?;
    let minutes = match table.optional("check-minutes") {
        Some(item) => item.number(1..=MOST_CHECK_MINUTES)?,
        None => CHECK_MINUTES,
    };
    let mut facilities = BTreeMap::new();
    let kinds: BTreeSet<MedicalKind> = table
        .required("kinds")?
        .each(|item| word(&item, &MedicalKind::ALL, MedicalKind::name))?;
    for item in table.required("facility")?.items()? {
        let mut inner = item.table()?;
        let code = inner.required("code")?;
        let facility = MedicalFacility {
            terminals: inner
                .required("terminals")?
                .each(|terminal| terminal.value())?,
            roles: inner
                .required("roles")?
                .each(|item| word(&item, &Role::ALL, Role::name))?,
        };
        inner.finish()?;
        if facilities.insert(code.value()?, facility).is_some() {
            return Err(code.error(Fault::Duplicate));
        }
    }
    let settings = MedicalSettings {
        people: table.required("people")?.path()?,
        kinds,
        check_seconds: i64::try_from(minutes.saturating_mul(60)).unwrap_or(0),
        facilities,
    };
    table.finish()?;
    Ok(settings)
}

fn word<T: Copy>(
    item: &Item<'_>,
    all: &[T],
    name: impl Fn(T) -> &'static str,
) -> Result<T, FileError> {
    let text = item.text()?;
    all.iter()
        .copied()
        .find(|value| name(*value) == text)
        .ok_or_else(|| item.error(Fault::Word))
}
