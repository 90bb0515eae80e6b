//! The official result in the forms in which others take and give it: the official XML
//! with its file names, the clipboard text of the official app, CSV and FHIR.
//!
//! Texts and bytes in, values out. Knows no file, no clipboard, no clock, and no language
//! of the page; the labels here are part of the foreign forms.

mod canonical;
pub mod clipboard;
pub mod csv;
mod element_name;
mod error;
mod shape;
mod wareki;

#[cfg(test)]
mod samples;

pub use element_name::ElementName;
pub use error::FormatError;
