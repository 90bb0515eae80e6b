//! The browser's side of the bridge: is the extension there, and a port to it.
//!
//! A page sees `chrome.runtime` only where an extension lists the page's origin
//! (Chrome, "externally_connectable").

use bridge_protocol::{Code, FromHost, FromPage, PORT_NAME, Version};
use js_sys::{Object, Reflect};
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

use super::{Client, Fault, Port};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = Object)]
    type Runtime;
    #[wasm_bindgen(method, catch, js_name = sendMessage)]
    async fn send_message(this: &Runtime, to: &str, message: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn connect(this: &Runtime, to: &str, options: &Object) -> Result<RuntimePort, JsValue>;

    #[derive(Clone)]
    #[wasm_bindgen(js_name = Object)]
    type RuntimePort;
    #[wasm_bindgen(method, catch, js_name = postMessage)]
    fn post_message(this: &RuntimePort, message: &JsValue) -> Result<(), JsValue>;
    #[wasm_bindgen(method)]
    fn disconnect(this: &RuntimePort);
    #[wasm_bindgen(method, getter, js_name = onMessage)]
    fn on_message(this: &RuntimePort) -> RuntimeEvent;
    #[wasm_bindgen(method, getter, js_name = onDisconnect)]
    fn on_disconnect(this: &RuntimePort) -> RuntimeEvent;

    #[wasm_bindgen(js_name = Object)]
    type RuntimeEvent;
    #[wasm_bindgen(method, js_name = addListener)]
    fn add_listener(this: &RuntimeEvent, listener: &JsValue);
}

/// The extension's answer to a ping.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Pong {
    extension_version: Version,
}

/// The version of the extension with this identity, if one is there that lists this page.
pub async fn find(extension: &str) -> Option<Version> {
    #[derive(Serialize)]
    struct Ping {
        r#type: &'static str,
    }
    let ping = serde_wasm_bindgen::to_value(&Ping { r#type: "ping" }).ok()?;
    // Rejected where only other extensions list the page.
    let pong = runtime()?.send_message(extension, &ping).await.ok()?;
    let pong: Pong = serde_wasm_bindgen::from_value(pong).ok()?;
    Some(pong.extension_version)
}

/// A port to the extension. It is closed when the result is dropped.
///
/// # Errors
/// When there is no extension that lists this page.
pub fn connect(extension: &str) -> Result<Connection, Fault> {
    let missing = || Fault::from(Code::HostMissing);
    let runtime = runtime().ok_or_else(missing)?;
    let options = Object::new();
    Reflect::set(&options, &"name".into(), &PORT_NAME.into()).map_err(|_| missing())?;
    let port = runtime
        .connect(extension, &options)
        .map_err(|_| missing())?;
    let client = Client::new(Box::new(ChromePort(port.clone())));
    let heard = client.clone();
    let on_message = Closure::new(move |message: JsValue| {
        // What this page does not understand is of a newer bridge, and no answer to it.
        if let Ok(message) = serde_wasm_bindgen::from_value::<FromHost>(message) {
            heard.hear(message);
        }
    });
    let ended = client.clone();
    let on_disconnect = Closure::new(move |_| ended.ended());
    port.on_message().add_listener(on_message.as_ref());
    port.on_disconnect().add_listener(on_disconnect.as_ref());
    Ok(Connection {
        client,
        port,
        _listeners: [on_message, on_disconnect],
    })
}

/// An open port.
pub struct Connection {
    client: Client,
    port: RuntimePort,
    _listeners: [Closure<dyn FnMut(JsValue)>; 2],
}

impl Connection {
    /// The conversation over it.
    #[must_use]
    pub fn client(&self) -> Client {
        self.client.clone()
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.port.disconnect();
        self.client.ended();
    }
}

struct ChromePort(RuntimePort);

impl Port for ChromePort {
    fn post(&self, message: &FromPage) -> Result<(), Fault> {
        let ended = |_| Fault::from(Code::HostEnded);
        let serializer = serde_wasm_bindgen::Serializer::json_compatible();
        let message = message.serialize(&serializer);
        let message = message.map_err(|_| Fault::from(Code::MessageMalformed))?;
        self.0.post_message(&message).map_err(ended)
    }
}

fn runtime() -> Option<Runtime> {
    let window = web_sys::window()?;
    let chrome = Reflect::get(&window, &"chrome".into()).ok()?;
    let runtime = Reflect::get(&chrome, &"runtime".into()).ok()?;
    runtime.is_object().then(|| runtime.unchecked_into())
}
