//! One open `HIDDevice` as a [`HidPipe`].

use core::cell::Cell;
use std::rc::Rc;

use async_trait::async_trait;
use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;

use super::objects::{Device, Hid};
use crate::carrier::arrivals::Arrivals;
use crate::carrier::hid::{HidPipe, Report};
use crate::carrier::web_fault::{Action, link_error};
use crate::link::LinkError;
use crate::route::script_object::{bytes, member, of_navigator, text};

/// A device that was opened, and the reports that arrived from it.
pub(super) struct BrowserPipe {
    device: Device,
    reports: Rc<Arrivals<Vec<u8>>>,
    on_report: Closure<dyn FnMut(JsValue)>,
    on_unplugged: Closure<dyn FnMut(JsValue)>,
    closed: Cell<bool>,
}

/// Reports without a number have this one (WebHID, `sendReport`).
const WITHOUT_NUMBER: u8 = 0;

impl BrowserPipe {
    pub(super) async fn open(device: &Device) -> Result<Self, LinkError> {
        let reports = Rc::new(Arrivals::default());
        let told = Rc::clone(&reports);
        let on_report = Closure::new(move |event: JsValue| {
            told.push(bytes(&member(&event, "data")));
        });
        let gone = Rc::clone(&reports);
        let ours = device.clone();
        let on_unplugged = Closure::new(move |event: JsValue| {
            if member(&event, "device") == *ours {
                gone.end(LinkError::Unplugged);
            }
        });
        let pipe = Self {
            device: device.clone(),
            reports,
            on_report,
            on_unplugged,
            closed: Cell::new(false),
        };
        if !member(device, "opened").is_truthy() {
            done(Action::Open, device.open()).await?;
        }
        // From here on it is closed again, whatever happens.
        pipe.listen().map_err(|exception| {
            pipe.close();
            link_error(Action::Listen, &text(&exception, "name"))
        })?;
        Ok(pipe)
    }

    fn listen(&self) -> Result<(), JsValue> {
        self.device
            .add_listener("inputreport", function(&self.on_report))?;
        match of_navigator::<Hid>("hid") {
            Some(hid) => hid.add_listener("disconnect", function(&self.on_unplugged)),
            None => Ok(()),
        }
    }
}

#[async_trait(?Send)]
impl HidPipe for BrowserPipe {
    async fn send(&self, report: &Report) -> Result<(), LinkError> {
        let started = self.device.send_report(WITHOUT_NUMBER, report);
        let sent = done(Action::Transfer, started).await;
        sent.map_err(|error| {
            if self.reports.has_ended() {
                LinkError::Unplugged
            } else {
                error
            }
        })
    }

    async fn next(&self) -> Result<Vec<u8>, LinkError> {
        self.reports.next().await
    }

    fn close(&self) {
        if self.closed.replace(true) {
            return;
        }
        self.reports.end(LinkError::Cancelled);
        // What is gone has no listeners, and cannot be closed.
        let _ = self
            .device
            .remove_listener("inputreport", function(&self.on_report));
        if let Some(hid) = of_navigator::<Hid>("hid") {
            let _ = hid.remove_listener("disconnect", function(&self.on_unplugged));
        }
        let _ = self.device.close();
    }
}

impl Drop for BrowserPipe {
    fn drop(&mut self) {
        self.close();
    }
}

fn function(closure: &Closure<dyn FnMut(JsValue)>) -> &Function {
    closure.as_ref().unchecked_ref()
}

async fn done(action: Action, started: Result<Promise, JsValue>) -> Result<(), LinkError> {
    let outcome = match started {
        Ok(promise) => promise.await,
        Err(exception) => Err(exception),
    };
    match outcome {
        Ok(_) => Ok(()),
        Err(exception) => Err(link_error(action, &text(&exception, "name"))),
    }
}
