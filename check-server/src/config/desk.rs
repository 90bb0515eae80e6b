//! What the desk is told beside the state: 災害時 measures, and whom it may call.

use super::{FileError, Item, notice};
use crate::config::Fault;
use check_api::field::Timestamp;
use check_api::{CallCentre, Disaster};

/// Longest name of a measure.
const LONGEST_MEASURE: usize = 64;
/// A telephone number with its hyphens.
const LONGEST_TELEPHONE: usize = 20;

/// `[disaster]`: what was announced (`ja`, `en`), what it `allows`, and `until` when, if that
/// is known.
pub(super) fn disaster(item: &Item<'_>) -> Result<Disaster, FileError> {
    let mut table = item.table()?;
    let announcement = check_api::Notice {
        ja: table.required("ja")?.text()?.to_owned(),
        en: table.required("en")?.text()?.to_owned(),
    };
    let allows = table.required("allows")?.each(|item| measure(&item))?;
    let until = table
        .optional("until")
        .map(|until| until.value::<Timestamp>())
        .transpose()?;
    table.finish()?;
    Ok(Disaster {
        announcement,
        allows,
        until,
    })
}

/// A measure may be one that this version does not know: the page shows it as it is.
fn measure(item: &Item<'_>) -> Result<String, FileError> {
    let text = item.text()?;
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if (1..=LONGEST_MEASURE).contains(&text.len()) && text.bytes().all(plain) {
        Ok(text.to_owned())
    } else {
        Err(item.error(Fault::Word))
    }
}

/// `[call-centre]`: a `telephone`, and the hours in both languages.
pub(super) fn call_centre(item: &Item<'_>) -> Result<CallCentre, FileError> {
    let mut table = item.table()?;
    let number = table.required("telephone")?;
    let telephone = number.text()?;
    let digits = |byte: u8| byte.is_ascii_digit() || byte == b'-';
    if !(1..=LONGEST_TELEPHONE).contains(&telephone.len()) || !telephone.bytes().all(digits) {
        return Err(number.error(Fault::Word));
    }
    let hours = notice(&table.required("hours")?)?;
    table.finish()?;
    Ok(CallCentre {
        telephone: telephone.to_owned(),
        hours,
    })
}
