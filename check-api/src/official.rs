//! The official message: `XmlMsg` with its header and body, under the official
//! element names.
//!
//! An element is kept as it came. Views ([`MessageHeader`], [`Eligibility`], …)
//! give the known elements names and types; what no view knows (an element of a
//! later layout, a code that nobody has published) stays in the message and
//! survives a round trip.

mod bulk;
mod elements;
mod eligibility;
mod header;
mod message;
mod part;
mod question;
mod shape;
mod ticket;

pub use bulk::BulkConfirmUnit;
pub use elements::{Element, Elements, Format, official_spelling};
pub use eligibility::Eligibility;
pub use header::MessageHeader;
pub use message::{MessageBody, XmlMsg};
pub use part::{ElderlyRecipient, LimitCertificate, SpecificDisease};
pub use question::QualificationConfirmSearchInfo;
pub use shape::Shape;
pub use ticket::MedicalTicket;
