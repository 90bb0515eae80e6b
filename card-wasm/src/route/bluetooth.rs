//! Web Bluetooth: a reader that a person chooses, over the air.
//!
//! What a reader says is in [`carrier`](crate::carrier); here is only how the browser reaches
//! it. The browser asks for every connection anew: there is no list of readers that were
//! granted before.

mod link;
mod objects;

use std::rc::Rc;

use async_trait::async_trait;
use js_sys::Array;
use wasm_bindgen::JsValue;

use self::link::{BrowserLink, connect, meaning};
use self::objects::Bluetooth;
use super::BrowserTimer;
use super::script_object::{object, of_navigator, text};
use crate::carrier::gatt::GattService;
use crate::carrier::web_fault::Action;
use crate::carrier::{acs, springcard};
use crate::link::{CardChannel, CardReader, LinkError};

pub use crate::carrier::acs::RANDOM_LENGTH;

/// Whether the browser has Bluetooth for this page. The computer may still have none.
#[must_use]
pub fn available() -> bool {
    of_navigator::<Bluetooth>("bluetooth").is_some()
}

/// Opens the browser's chooser with every reader that is known, and opens what is chosen.
/// Must be called from a click or a key.
///
/// `random` is for the proof that some readers want. It must not be known to anyone
/// beforehand, and not be used again.
///
/// # Errors
/// [`LinkError::NoDeviceSelected`] if the chooser was closed; [`LinkError::RouteUnavailable`],
/// [`LinkError::Unplugged`], [`LinkError::NotAReader`], [`LinkError::ReaderLocked`].
pub async fn choose(random: [u8; RANDOM_LENGTH]) -> Result<BluetoothReader, LinkError> {
    let bluetooth: Bluetooth = of_navigator("bluetooth").ok_or(LinkError::RouteUnavailable)?;
    let chosen = match bluetooth.request_device(&what_to_offer()) {
        Ok(promise) => promise.await,
        Err(exception) => Err(exception),
    };
    let device = chosen.map_err(|exception| meaning(Action::Choose, &exception))?;
    let name = text(&device, "name");
    let (link, service) = connect(&device, &services()).await?;
    let link = Rc::new(link);
    let opened = open(Rc::clone(&link), service, random).await;
    match opened {
        Ok(reader) => Ok(BluetoothReader { reader, link, name }),
        Err(error) => {
            link.let_go();
            Err(error)
        }
    }
}

async fn open(
    link: Rc<BrowserLink>,
    service: GattService,
    random: [u8; RANDOM_LENGTH],
) -> Result<Box<dyn CardReader>, LinkError> {
    let timer = Rc::new(BrowserTimer);
    if service == acs::SERVICE {
        return Ok(Box::new(acs::open(link, timer, random).await?));
    }
    Ok(Box::new(springcard::open(link, timer).await?))
}

/// A reader over the air.
pub struct BluetoothReader {
    reader: Box<dyn CardReader>,
    link: Rc<BrowserLink>,
    name: String,
}

impl BluetoothReader {
    /// The name that the device gives itself.
    #[must_use]
    pub fn name(&self) -> String {
        self.name.clone()
    }
}

#[async_trait(?Send)]
impl CardReader for BluetoothReader {
    async fn wait_for_card(&self) -> Result<(), LinkError> {
        self.reader.wait_for_card().await
    }

    async fn wait_for_removal(&self) -> Result<(), LinkError> {
        self.reader.wait_for_removal().await
    }

    async fn power_on(&self) -> Result<Box<dyn CardChannel>, LinkError> {
        self.reader.power_on().await
    }

    async fn close(&self) -> Result<(), LinkError> {
        let closed = self.reader.close().await;
        self.link.let_go();
        closed
    }
}

/// Every service that a driver knows.
fn services() -> Vec<GattService> {
    let mut services = springcard::SERVICES.to_vec();
    services.push(acs::SERVICE);
    services
}

/// `RequestDeviceOptions`: whatever advertises one of the services, and by its name the
/// reader that is not known to.
fn what_to_offer() -> JsValue {
    let services = services();
    let filters = Array::new();
    for service in &services {
        let wanted = Array::of1(&JsValue::from_str(service.service));
        filters.push(&object(&[("services", &wanted)]));
    }
    let prefix = JsValue::from_str(acs::NAME_PREFIX);
    filters.push(&object(&[("namePrefix", &prefix)]));
    let optional: Array = services
        .iter()
        .map(|service| JsValue::from_str(service.service))
        .collect();
    object(&[("filters", &filters), ("optionalServices", &optional)]).into()
}
