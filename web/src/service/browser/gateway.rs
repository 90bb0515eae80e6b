//! Keeps asking the gateway for its state and its clock. Comes with the chunk of the card,
//! as everything that speaks with the gateway.

use std::rc::Rc;
use std::time::Duration;

use super::clock;
use super::page::Services;
use crate::service::gateway::{Gateway as _, GatewayError};
use crate::service::status;
use crate::state::Action;

/// A gateway that answers is asked again now and then, for its notices and its clock.
const ASK_AGAIN: Duration = Duration::from_secs(300);
/// A gateway that does not answer is asked more often, so that the desk need not.
const RETRY: Duration = Duration::from_secs(10);

/// Asks again and again while the page lives.
pub(super) async fn watch(services: Rc<Services>) {
    loop {
        let pause = match ask_status(&services).await {
            Ok(()) => ASK_AGAIN,
            Err(error) => {
                services.note("gateway", error.code().as_str());
                services.store.dispatch(Action::GatewayFailed(error.code()));
                RETRY
            }
        };
        services.until_asked(pause).await;
    }
}

/// The gateway's time, in seconds since 1970. It is asked for where it is not known, or
/// not any more because this computer slept.
pub(super) async fn time(services: &Services) -> Result<u64, GatewayError> {
    let jumped = clock::reading().jumped_since(services.clock_taken.get());
    if jumped || services.store.state().clock.is_none() {
        ask_status(services).await?;
    }
    let clock = services.store.state().clock;
    let clock = clock.ok_or(GatewayError::Unreachable)?;
    Ok(clock.unix_seconds(clock::now()))
}

/// Asks the gateway for its state once.
async fn ask_status(services: &Services) -> Result<(), GatewayError> {
    let Some(site) = services.site() else {
        return Ok(());
    };
    services.store.dispatch(Action::GatewayAsked);
    let answer = site.gateway.status().await?;
    let reading = clock::reading();
    let answered = status::accept(answer, site.config.environment, reading)?;
    services.clock_taken.set(reading);
    services.store.dispatch(answered);
    Ok(())
}
