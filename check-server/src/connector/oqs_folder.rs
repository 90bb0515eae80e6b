//! The folder of a 資格確認端末: for practices that have the official terminal, the
//! gateway asks it by files, as their own software does.
//!
//! Requests go into `req`, answers come back in `res`. The terminal alone talks to
//! the official service. Everything here was written from public descriptions of
//! the exchange; none of it was tried on a real terminal.
//!
//! Start reading at [`OqsFolder`] in `source.rs`.

mod answers;
mod batch;
mod claims;
mod fault;
mod folder;
mod inbox;
mod message;
mod name;
mod outbox;
mod package;
mod record;
mod settings;
mod source;
mod sweep;

pub use inbox::AfterReading;
pub use settings::{FolderEncoding, OqsFolderSettings};
pub use source::OqsFolder;
