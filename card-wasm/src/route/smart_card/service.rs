//! A `SmartCardContext` of the browser as the seam of the driver.

use std::rc::Rc;

use async_trait::async_trait;
use js_sys::{Array, Promise};
use wasm_bindgen::{JsCast, JsValue};

use super::objects::{ConnectionObject, ContextObject};
use crate::carrier::smart_card::{ReaderState, SmartCardConnection, SmartCardContext, link_error};
use crate::link::LinkError;
use crate::route::script_object::{bytes, member, object, text};

/// A context.
pub(super) struct Context(ContextObject);

impl Context {
    pub(super) const fn new(context: ContextObject) -> Self {
        Self(context)
    }
}

#[async_trait(?Send)]
impl SmartCardContext for Context {
    async fn states(&self) -> Result<Vec<ReaderState>, LinkError> {
        let names = done(self.0.list_readers()).await?;
        let names = Array::from(&names);
        if names.length() == 0 {
            return Ok(Vec::new());
        }
        let unaware = object(&[("unaware", &JsValue::TRUE)]);
        let asked: Array = names
            .iter()
            .map(|name| object(&[("readerName", &name), ("currentState", &unaware)]))
            .collect();
        // Of what nobody is aware, everything is a change: it is told at once.
        let options = object(&[("timeout", &JsValue::from(0))]);
        let states = done(self.0.status_change(&asked, &options)).await?;
        Ok(Array::from(&states).iter().map(|it| state(&it)).collect())
    }

    async fn connect(&self, reader: &str) -> Result<Rc<dyn SmartCardConnection>, LinkError> {
        let protocols = Array::of2(&"t1".into(), &"t0".into());
        let options = object(&[("preferredProtocols", &protocols)]);
        let result = done(self.0.connect(reader, "exclusive", &options)).await?;
        let connection = member(&result, "connection");
        if !connection.is_object() {
            return Err(LinkError::TransferFailed);
        }
        Ok(Rc::new(Connection(connection.unchecked_into())))
    }
}

/// `SmartCardReaderStateOut`
fn state(state: &JsValue) -> ReaderState {
    let flags = member(state, "eventState");
    // `eventCount` is an unsigned long.
    let count = member(state, "eventCount").as_f64().unwrap_or_default() as u32;
    ReaderState {
        name: text(state, "readerName"),
        present: member(&flags, "present").is_truthy(),
        mute: member(&flags, "mute").is_truthy(),
        count,
        atr: bytes(&member(state, "answerToReset")),
    }
}

/// A connection to one card.
struct Connection(ConnectionObject);

#[async_trait(?Send)]
impl SmartCardConnection for Connection {
    async fn transmit(&self, apdu: &[u8]) -> Result<Vec<u8>, LinkError> {
        Ok(bytes(&done(self.0.transmit(apdu)).await?))
    }

    async fn unpower(&self) -> Result<(), LinkError> {
        done(self.0.disconnect("unpower")).await.map(drop)
    }
}

async fn done(started: Result<Promise, JsValue>) -> Result<JsValue, LinkError> {
    let outcome = match started {
        Ok(promise) => promise.await,
        Err(exception) => Err(exception),
    };
    outcome.map_err(|exception| meaning(&exception))
}

/// What an exception means.
pub(super) fn meaning(exception: &JsValue) -> LinkError {
    let code = member(exception, "responseCode").as_string();
    link_error(&text(exception, "name"), code.as_deref())
}
