//! The way over the bridge: looks for the extension, greets the host, and attends the
//! readers of the system while no reader on USB is in use. Comes with the chunk of the card.

use std::convert::Infallible;
use std::future::pending;
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

use card_wasm::link::Timer;
use card_wasm::route::BrowserTimer;
use card_wasm::route::bridge::{
    BridgeReaders, Client, EXTENSION_ID, Fault, Greeting, Version, chrome,
};
use futures_util::future::{Either, select};

use super::page::Services;
use super::{attendance, trust};
use crate::domain::advice::ErrorCode;
use crate::state::{Action, Bridge, ReaderLink, Route};

/// What is not there is looked for again after this pause: an installation is noticed, a host
/// that ended is started again.
const LOOK_AGAIN: Duration = Duration::from_secs(3);

/// An extension answers within milliseconds; its worker may have to be started first.
const PATIENCE: Duration = Duration::from_secs(5);

/// How often it is looked whether the readers of the bridge are needed now.
const NEEDED: Duration = Duration::from_millis(500);

/// Uses the bridge as long as the page lives.
pub(super) async fn run(services: Rc<Services>) {
    loop {
        let site = services.site();
        let id = site
            .as_ref()
            .and_then(|site| site.config.bridge_extension.as_deref());
        let id = id.unwrap_or(EXTENSION_ID);
        let may_pass = match find(id).await {
            None => {
                show(&services, Bridge::Missing);
                true
            }
            Some(extension) => {
                let fault = converse(&services, id, extension).await;
                let failed = Bridge::Failed(ErrorCode::new(fault.code()));
                // What stays as it is fills no log.
                if services.store.state().bridge != failed {
                    services.note("bridge", fault.code());
                }
                show(&services, failed);
                fault.may_pass()
            }
        };
        let wanted = services.find_bridge.wait();
        if may_pass {
            select(pin!(wanted), BrowserTimer.sleep(LOOK_AGAIN)).await;
        } else {
            // A person who said no is not asked again until a person wants it.
            wanted.await;
        }
    }
}

/// The version of the extension, if it is there and answers.
async fn find(id: &str) -> Option<Version> {
    match select(pin!(chrome::find(id)), BrowserTimer.sleep(PATIENCE)).await {
        Either::Left((found, _)) => found,
        Either::Right(_) => None,
    }
}

/// One conversation, to its end.
async fn converse(services: &Rc<Services>, id: &str, extension: Version) -> Fault {
    let connection = match chrome::connect(id) {
        Ok(connection) => connection,
        Err(fault) => return fault,
    };
    let client = connection.client();
    match use_readers(services, &client, extension).await {
        Ok(never) => match never {},
        Err(fault) => fault,
    }
}

async fn use_readers(
    services: &Rc<Services>,
    client: &Client,
    extension: Version,
) -> Result<Infallible, Fault> {
    client.greet(page_version())?;
    let host = welcome(services, client).await?;
    client.watch()?;
    let mut seen = None;
    loop {
        let news = {
            let changed = pin!(client.other_readers(seen.as_deref()));
            match select(changed, BrowserTimer.sleep(NEEDED)).await {
                Either::Left((readers, _)) => Some(readers?),
                Either::Right(_) => None,
            }
        };
        if let Some(readers) = news {
            let bridge = match client.trouble() {
                Some(fault) => Bridge::Failed(ErrorCode::new(fault.code())),
                None => Bridge::Ready {
                    extension: extension.to_string(),
                    host: host.to_string(),
                    readers: readers.len(),
                },
            };
            show(services, bridge);
            seen = Some(readers);
        }
        if seen.as_ref().is_some_and(|readers| !readers.is_empty()) && is_needed(services) {
            attend(services, client).await;
        }
    }
}

/// Waits until the page may have cards, and shows that a person is being asked.
async fn welcome(services: &Services, client: &Client) -> Result<Version, Fault> {
    let mut before = None;
    loop {
        match client.greeting(before).await? {
            Greeting::Welcome { host } => return Ok(host),
            asking @ Greeting::Asking => {
                show(services, Bridge::Asking);
                before = Some(asking);
            }
        }
    }
}

/// Attends the readers until they are of no use, or another reader is chosen.
async fn attend(services: &Rc<Services>, client: &Client) {
    let attendance = services.reader.next_turn().begin().await;
    if let Some(trust) = trust::of_site(services) {
        let readers = BridgeReaders::new(client.clone());
        services.store.dispatch(Action::ReaderIdentified {
            route: Route::Bridge,
            name: readers.name(),
            level: None,
        });
        let served = attendance::serve(services, &readers, &attendance, &trust);
        let named = name_readers(services, client, &readers);
        let ended = match select(pin!(served), pin!(named)).await {
            Either::Left((ended, _)) => ended,
            Either::Right((never, _)) => match never {},
        };
        if let Some(error) = ended {
            attendance::report(services, error);
        }
    }
    attendance.ended.ring();
}

/// Keeps the name in the chip that of the reader with the card.
async fn name_readers(services: &Services, client: &Client, readers: &BridgeReaders) -> Infallible {
    let mut seen = client.readers();
    while let Ok(now) = client.other_readers(seen.as_deref()).await {
        services.store.dispatch(Action::ReaderIdentified {
            route: Route::Bridge,
            name: readers.name(),
            level: None,
        });
        seen = Some(now);
    }
    // Whoever attends the readers hears of the end as well, and locks its card first.
    pending().await
}

/// A reader on USB that works is not taken from the desk, nor is the practice reader; and with
/// a broken configuration no card is touched.
fn is_needed(services: &Services) -> bool {
    let state = services.store.state();
    if state.config().is_none() {
        return false;
    }
    let works = matches!(state.reader.link, ReaderLink::Ready | ReaderLink::Opening);
    !works && !state.training.is_on()
}

fn show(services: &Services, bridge: Bridge) {
    services.store.dispatch(Action::Bridge(bridge));
}

/// The release of this page, as the bridge compares it.
fn page_version() -> Version {
    Version::try_from(env!("CARGO_PKG_VERSION")).unwrap_or(Version::new(0, 0, 0))
}
