//! The card engine: from a USB reader to a certificate and a signature, natively and in
//! the browser.
//!
//! | module | knows |
//! |---|---|
//! | [`link`] | the seams: a USB device, a timer, a channel that exchanges APDUs |
//! | [`ccid`] | smart-card readers on USB |
//! | [`sony`] | RC-S300 and RC-S380, which are no readers of the smart-card class to a page |
//! | [`driver`] | which of these an open USB device needs |
//! | [`iso_dep`] | contactless cards of Type B, for readers that only carry frames |
//! | [`iso7816`] | what every card shares: commands, answers, status words |
//! | [`tpdu`] | the transmission protocols T=0 and T=1, for readers that leave them to the host |
//! | [`jpki`] | the public-key application of the My Number Card, one visit as typestate |
//! | [`guard`] | which commands may reach a card at all |
//! | `route` | how a browser reaches a reader (wasm32 only) |
//!
//! Deliberately unknown here: the clock, randomness, the network and the language of the
//! desk.

pub mod ccid;
pub mod driver;
pub mod guard;
pub mod iso7816;
pub mod iso_dep;
pub mod jpki;
pub mod link;
pub mod route;
pub mod sony;
pub mod tpdu;

pub use card_certificate as certificate;
