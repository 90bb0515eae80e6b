//! FHIR R4: a bundle with the answer (`CoverageEligibilityResponse`) and the question that R4
//! wants beside it, the insurances (`Coverage`, JP Core), the person and the organizations.
//!
//! Carries what JP Core 1.x has a place for and leaves out the rest: certificates, tickets and
//! consents. JP Core has no profile for the response; its mapping onto base R4 is ours.
//!
//! An insurance is `inforce` only by the verdict of the whole answer. `Coverage.status` is
//! `active` always: that the record is no draft, not that somebody is insured.

mod coverage;
mod date;
mod organization;
mod patient;
mod read;
mod response;
mod system;
mod width;
mod write;

pub use read::read;
pub use write::write;

#[cfg(test)]
#[path = "fhir/fhir_tests.rs"]
mod tests;
