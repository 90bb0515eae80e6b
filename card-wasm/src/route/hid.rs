//! WebHID: devices that pass APDUs in reports. Experimental; see
//! [`carrier::hid`](crate::carrier::hid).
//!
//! HID interfaces cannot be reached through WebUSB, and what is an authenticator, a keyboard or
//! a mouse is kept from pages by the browser itself (WebHID, "blocklist").

mod objects;
mod pipe;

use std::rc::Rc;

use async_trait::async_trait;
use js_sys::{Array, Promise};
use wasm_bindgen::JsValue;

use self::objects::{Device, Hid};
use self::pipe::BrowserPipe;
use super::BrowserTimer;
use super::script_object::{member, object, of_navigator, text};
use crate::carrier::SlotReader;
use crate::carrier::hid as carrier;
use crate::carrier::web_fault::{Action, link_error};
use crate::link::{CardChannel, CardReader, LinkError};

/// Whether the browser has HID for this page.
#[must_use]
pub fn available() -> bool {
    of_navigator::<Hid>("hid").is_some()
}

/// The first device among those granted before that turns out to be a reader.
///
/// # Errors
/// [`LinkError::NoDeviceSelected`] if none was granted; else of all devices the most useful
/// reason why they cannot be used.
pub async fn granted() -> Result<HidReader, LinkError> {
    let hid: Hid = of_navigator("hid").ok_or(LinkError::RouteUnavailable)?;
    first_reader(&list(hid.devices()).await?).await
}

/// Opens the browser's chooser with every vendor-specific device, and opens what is chosen.
/// Must be called from a click or a key.
///
/// # Errors
/// [`LinkError::NoDeviceSelected`] if it was closed, [`LinkError::NotAReader`] if the device
/// is something else.
pub async fn choose() -> Result<HidReader, LinkError> {
    let hid: Hid = of_navigator("hid").ok_or(LinkError::RouteUnavailable)?;
    // Vendor-defined pages cannot be asked for as a range, so everything is offered.
    let options = object(&[("filters", &Array::new())]);
    first_reader(&list(hid.request_device(&options)).await?).await
}

async fn list(started: Result<Promise, JsValue>) -> Result<Vec<Device>, LinkError> {
    let listed = match started {
        Ok(promise) => promise.await,
        Err(exception) => Err(exception),
    };
    let listed =
        listed.map_err(|exception| link_error(Action::Choose, &text(&exception, "name")))?;
    Ok(Array::from(&listed)
        .iter()
        .map(wasm_bindgen::JsCast::unchecked_into)
        .collect())
}

async fn first_reader(devices: &[Device]) -> Result<HidReader, LinkError> {
    let mut reason: Option<LinkError> = None;
    for device in devices {
        match open(device).await {
            Ok(reader) => return Ok(reader),
            Err(error) => {
                reason = Some(reason.map_or(error, |it| it.or_more_useful(error)));
            }
        }
    }
    Err(reason.unwrap_or(LinkError::NoDeviceSelected))
}

async fn open(device: &Device) -> Result<HidReader, LinkError> {
    let pages: Vec<u16> = Array::from(&member(device, "collections"))
        .iter()
        .filter_map(|collection| member(&collection, "usagePage").as_f64())
        // Usage pages have 16 bits (HID Usage Tables 1.5, 3).
        .map(|page| page as u16)
        .collect();
    let pipe = BrowserPipe::open(device).await?;
    let reader = carrier::open(Rc::new(pipe), Rc::new(BrowserTimer), &pages).await?;
    Ok(HidReader {
        reader,
        name: text(device, "productName"),
    })
}

/// A HID device that passes APDUs to a card.
pub struct HidReader {
    reader: SlotReader,
    name: String,
}

impl HidReader {
    /// The name that the device gives itself.
    #[must_use]
    pub fn name(&self) -> String {
        self.name.clone()
    }
}

#[async_trait(?Send)]
impl CardReader for HidReader {
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
        self.reader.close().await
    }
}
