//! Connectors: sources of eligibility that are other people's systems.
//!
//! Each fills the seam of [`crate::source`] and has a section of its own in the
//! configuration. None of them knows HTTP, challenges or the batch table.

mod oqs_folder;

use crate::config::Config;
use crate::gateway::Parts;
use crate::source::EligibilitySource;
use check_api::ProblemCode;
use std::sync::Arc;

pub use oqs_folder::{AfterReading, FolderEncoding, OqsFolder, OqsFolderSettings};

/// The source that the configuration names; none where the registry answers.
pub(crate) fn configured(
    config: &Config,
    parts: &Parts,
) -> Result<Option<Arc<dyn EligibilitySource>>, ProblemCode> {
    let Some(settings) = config.oqs_folder.clone() else {
        return Ok(None);
    };
    let (clock, randomness) = (Arc::clone(&parts.clock), Arc::clone(&parts.randomness));
    let folder = OqsFolder::open(settings, clock, randomness)?;
    Ok(Some(Arc::new(folder)))
}
