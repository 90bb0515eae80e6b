//! The reference gateway of the check API.
//!
//! It hands out challenges, judges what a card has signed in one fixed order,
//! and answers in the official vocabulary from an embedded registry. Clock,
//! randomness and log are given to it, so that a test can hold them.
//!
//! It deliberately knows nothing of cards, readers or pages, and it never logs
//! what names a person: no names, serial numbers, certificates or nonces.
//!
//! Start reading at [`router`] and [`Gateway`].

mod audit;
mod clock;
mod config;
mod connector;
mod gateway;
mod http;
mod import;
mod log;
mod openapi;
mod random;
mod registry;
mod service;
pub mod source;
mod store;
mod verifier;

pub use audit::{AuditError, Whole, verify_audit, write_audit};
pub use clock::{Clock, PracticeClock, SystemClock};
pub use config::{
    Batches, Config, Database, Fault, FileError, Maintenance, MedicalFacility, MedicalSettings,
    PostgresAddress, Practice, Visual,
};
pub use connector::{AfterReading, FolderEncoding, OqsFolder, OqsFolderSettings};
pub use gateway::{Gateway, Parts, StartError};
pub use http::router;
pub use import::{ListError, import_people, import_revocation_list, import_revocations};
pub use log::{Event, Log, StandardError};
pub use openapi::document as openapi;
pub use random::{NoRandomness, Randomness, SystemRandomness};
pub use registry::{People, Person, Revocations};
pub use service::{ActivationError, Workers, activation_code};
pub use store::{AuditEnds, AuditLine, Store, StoreError};
