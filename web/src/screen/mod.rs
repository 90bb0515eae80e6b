//! The screens. Each draws the state it is given and says what a person wants; none
//! knows a service. Begin reading at [`Page`].

pub mod batch;
mod configuration;
mod diagnosis;
mod disaster;
mod fallback;
mod header;
mod help;
mod history;
mod insurance;
pub mod late;
mod medical;
mod page;
mod reception;
mod settings;
mod training;

pub use page::Page;
