//! The Web Smart Card API, `navigator.smartCard`: the readers of the system where the browser
//! itself offers them, which today is ChromeOS, to Isolated Web Apps (WICG draft; Chrome 143).
//!
//! **Never to be tried out of curiosity.** Chromium on other systems can be made to show the
//! object, and ends the page that asks it for a context (Chromium 156 on Linux). So whether it
//! is there is found without asking it, and whoever calls [`readers`] has to know that the
//! system is right, or that its administrator wants it.

mod objects;
mod service;

use std::rc::Rc;

use wasm_bindgen::JsCast;

use self::objects::SmartCards;
use self::service::{Context, meaning};
use super::BrowserTimer;
use super::script_object::{member, of_navigator};
use crate::carrier::SlotReader;
use crate::carrier::smart_card as carrier;
use crate::link::LinkError;

/// Whether the browser has it for this page. Nothing is asked of it.
#[must_use]
pub fn available() -> bool {
    of_navigator::<SmartCards>("smartCard")
        .is_some_and(|cards| member(&cards, "establishContext").is_function())
}

/// Whether this is a system where it is known to work.
#[must_use]
pub fn is_at_home() -> bool {
    /// What ChromeOS calls itself in `navigator.userAgent`.
    const CHROME_OS: &str = "CrOS";
    let agent = web_sys::window().and_then(|window| {
        let navigator = window.navigator();
        member(&navigator, "userAgent").as_string()
    });
    agent.is_some_and(|agent| agent.contains(CHROME_OS))
}

/// All readers of the system as one: the card is where it lies.
///
/// # Errors
/// [`LinkError::RouteUnavailable`], [`LinkError::ServiceMissing`],
/// [`LinkError::AccessDenied`].
pub async fn readers() -> Result<SmartCardReader, LinkError> {
    let cards: SmartCards = of_navigator("smartCard").ok_or(LinkError::RouteUnavailable)?;
    let context = match cards.establish_context() {
        Ok(promise) => promise.await,
        Err(exception) => Err(exception),
    };
    let context = context.map_err(|exception| meaning(&exception))?;
    let context = Rc::new(Context::new(context.unchecked_into()));
    Ok(carrier::open(context, Rc::new(BrowserTimer)))
}

/// The readers of the system.
pub type SmartCardReader = SlotReader;
