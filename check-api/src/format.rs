//! The official result in the forms in which others take and give it: the official XML
//! with its file names, the clipboard text of the official app, CSV and FHIR.
//!
//! Texts and bytes in, values out. Knows no file, no clipboard, no clock, and no language
//! of the page; the labels here are part of the foreign forms.

mod canonical;
mod character_set;
pub mod clipboard;
pub mod csv;
mod element_name;
mod error;
pub mod fhir;
pub mod file_name;
mod person;
mod shape;
pub mod xml;

#[cfg(test)]
mod samples;

#[cfg(any(test, feature = "shift-jis"))]
pub use character_set::Cp932;
pub use character_set::{CharacterSet, DecoderTable};
pub use element_name::ElementName;
pub use error::FormatError;
pub use person::persons;
