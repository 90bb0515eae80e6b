//! The native host of the bridge: started by the browser for one page, it gives that page one
//! card on one reader of the system, behind a guard that believes neither page nor extension.
//!
//! [`guard`] decides about every single command, [`origins`] about the page, [`session`] ends
//! an open card, [`dispatch`] answers messages, [`serve`] is the running process. The system's
//! smart-card service is behind one seam, [`service::CardService`].
//!
//! What the host does not know: certificates, insurance, the network, and outside the doctor
//! any language.

pub mod config;
pub mod dispatch;
pub mod doctor;
pub mod guard;
pub mod keeper;
pub mod log;
pub mod monitor;
pub mod origins;
pub mod places;
pub mod register;
pub mod serve;
pub mod service;
pub mod session;
pub mod statement;

#[cfg(test)]
mod script;
