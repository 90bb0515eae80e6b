//! The state of the page and everything that can happen to it. Plain values and
//! one reducer: no browser, no card, no clock. Time arrives inside actions.

mod action;
mod app;
mod arrival;
pub mod batch;
mod bridge;
mod countdown;
mod examination;
mod hand_over;
mod history;
mod inquiry;
mod intent;
mod key;
mod medical;
mod progress;
mod reader;
mod screen;
mod training;
mod visit;
mod wish;

pub use action::Action;
pub use app::{Band, ConfigState, Gateway, GatewayStatus, Notice, Service, State};
pub use arrival::Arrival;
pub use bridge::Bridge;
pub use countdown::Countdown;
pub use examination::{CardKind, Examination, ExtendedTrial, Findings};
pub use hand_over::{Deed, HandOverProblem, Handed, Order, Progress as HandOverProgress, Saved};
pub use history::History;
pub use inquiry::Inquiry;
pub use intent::{Intent, PinKey};
pub use key::{FunctionKey, KeyHint};
pub use progress::{Progress, Step, StepState};
pub use reader::{CardPresence, Carrier, Level, Reader, ReaderLink, Route};
pub use screen::Screen;
pub use training::{Bench, Choice, Training};
pub use visit::{Failure, PinPrompt, Visit, VisitEvent};
pub use wish::{MedicalOutcome, Wish};
