//! Connectors: sources of eligibility that are other people's systems.
//!
//! Each fills the seam of [`crate::source`] and has a section of its own in the
//! configuration. None of them knows HTTP, challenges or the batch table.

mod oqs_folder;

pub use oqs_folder::{AfterReading, FolderEncoding, OqsFolder, OqsFolderSettings};
