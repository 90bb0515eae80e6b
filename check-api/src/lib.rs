//! The check API: what the page and the gateway say to each other.
//!
//! Two vocabularies meet here. Everything under `XmlMsg` is the official one of
//! the online eligibility check: official element names, all values text, absent
//! instead of empty ([`official`], [`code`]). The wrapper around it is ours, in
//! camelCase ([`status`], [`challenge`], [`token`], [`answer`], [`problem`]).
//!
//! The crate is pure: it knows no clock, no randomness, no network and no UI
//! language. Labels for codes live in the page's catalogue.

pub mod answer;
pub mod batch;
pub mod challenge;
pub mod code;
pub mod field;
pub mod format;
pub mod inquiry;
pub mod medical;
pub mod official;
#[cfg(feature = "openapi")]
pub mod openapi;
pub mod problem;
pub mod relay;
pub mod signed;
pub mod status;
pub mod terminal;
pub mod token;
pub mod verdict;

pub use answer::{AnswerError, CertificateNotice, CertificateStanding, CheckAnswer};
pub use challenge::{
    AuthMethod, Challenge, ChallengeContext, ChallengeRequest, Confirmed, Consent, Consents,
    Purpose, StaffConfirmation,
};
pub use official::XmlMsg;
pub use problem::{Problem, ProblemCode};
pub use status::{CallCentre, Capabilities, Disaster, Environment, Notice, Service, Status};
pub use token::{CardCheckRequest, SignatureAlgorithm, Token};
pub use verdict::{BatchWord, Unconfirmed, Verdict};

/// Path of the service's state: `GET`.
pub const STATUS_PATH: &str = "/v1/status";
/// Path that hands out challenges: `POST`.
pub const CHALLENGES_PATH: &str = "/v1/challenges";
/// Path that checks by symbol and number: `POST`.
pub const INSURANCE_CHECKS_PATH: &str = "/v1/checks/insurance";
/// Path that checks a card: `POST`.
pub const CARD_CHECKS_PATH: &str = "/v1/checks/card";
