//! The bench of the training mode: a person chooses a reader, lays a card on
//! it, takes it away, and chooses what is to go wrong.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

use js_sys::Function;
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::value::plain;
use super::workbench::Workbench;
use crate::card::{Alarm, Counters, VirtualCard};
use crate::profile::{Profile, Title};
use crate::reader::{Fault, Model, NamedFault, VirtualReader};

/// What the reader takes for an answer unless told otherwise.
const USUAL_LATENCY: Duration = Duration::from_millis(5);

/// Something a person can choose.
#[derive(Serialize)]
struct Choice {
    name: &'static str,
    title: Title,
}

/// A reader, and cards that remember their counters as long as the page lives.
#[wasm_bindgen]
pub struct Bench {
    pub(super) workbench: Rc<Workbench>,
    latency: Cell<Duration>,
    /// Counters of the cards that were used and put away.
    drawer: RefCell<BTreeMap<&'static str, Counters>>,
    /// Alarms of those cards.
    alarms: RefCell<Vec<Alarm>>,
}

#[wasm_bindgen]
impl Bench {
    /// A bench with the first model plugged in and no card.
    #[wasm_bindgen(constructor)]
    #[allow(
        clippy::new_without_default,
        reason = "JavaScript calls the constructor"
    )]
    pub fn new() -> Self {
        let [model, ..] = Model::ALL;
        let mut reader = VirtualReader::new(model);
        reader.set_latency(USUAL_LATENCY);
        Self {
            workbench: Workbench::new(reader),
            latency: Cell::new(USUAL_LATENCY),
            drawer: RefCell::default(),
            alarms: RefCell::default(),
        }
    }

    /// Cards: `[{name, title: {ja, en}}]`.
    pub fn profiles(&self) -> JsValue {
        let profiles = Profile::names().filter_map(|name| Profile::named(name).ok());
        let choices: Vec<Choice> = profiles
            .map(|profile| Choice {
                name: profile.name(),
                title: profile.title().clone(),
            })
            .collect();
        plain(&choices)
    }

    /// Readers: `[{name, title: {ja, en}}]`.
    pub fn models(&self) -> JsValue {
        let choices = Model::ALL.map(|model| {
            let Title { ja, en } = model.title();
            Choice {
                name: model.name(),
                title: Title {
                    ja: ja.into(),
                    en: en.into(),
                },
            }
        });
        plain(&choices)
    }

    /// Faults: `[{name, title: {ja, en}, fault: {kind, …}}]`.
    pub fn faults(&self) -> JsValue {
        plain(&NamedFault::ALL)
    }

    /// Lays the card of this profile on the reader, in place of any other.
    ///
    /// # Errors
    /// When there is no profile of this name.
    pub fn insert(&self, profile: &str) -> Result<(), JsError> {
        self.put_away();
        let profile = Profile::named(profile)?;
        let counters = self.drawer.borrow().get(profile.name()).cloned();
        let counters = counters.unwrap_or_else(|| profile.counters());
        let card = VirtualCard::with_counters(profile, counters)?;
        self.workbench.reader.borrow_mut().insert(card);
        self.workbench.settle();
        Ok(())
    }

    /// Takes the card off the reader; it stays at hand.
    pub fn remove(&self) {
        self.workbench.reader.borrow_mut().remove();
        self.workbench.settle();
    }

    /// Lays the same card on the reader again.
    #[wasm_bindgen(js_name = putBack)]
    pub fn put_back(&self) {
        self.workbench.reader.borrow_mut().put_back();
        self.workbench.settle();
    }

    /// Gives every card its first counters back and forgets all alarms.
    #[wasm_bindgen(js_name = renewCards)]
    pub fn renew_cards(&self) {
        self.put_away();
        self.drawer.take();
        self.alarms.take();
        self.workbench.settle();
    }

    /// Whether a card lies on the reader; a fault may have pulled it.
    #[wasm_bindgen(getter, js_name = cardPresent)]
    pub fn card_present(&self) -> bool {
        self.workbench.reader.borrow().card_present()
    }

    /// Name of the card on the reader or beside it.
    #[wasm_bindgen(getter)]
    pub fn profile(&self) -> Option<String> {
        self.workbench
            .reader
            .borrow()
            .card()
            .map(|card| card.profile().name().to_owned())
    }

    /// Name of the reader.
    #[wasm_bindgen(getter)]
    pub fn model(&self) -> String {
        self.workbench.reader.borrow().model().name().to_owned()
    }

    /// Replaces the reader by another, with the same card on it.
    ///
    /// # Errors
    /// When there is no reader of this name.
    #[wasm_bindgen(js_name = setModel)]
    pub fn set_model(&self, name: &str) -> Result<(), JsError> {
        let model = Model::named(name).ok_or_else(|| JsError::new("there is no such reader"))?;
        let mut next = VirtualReader::new(model);
        next.set_latency(self.latency.get());
        self.workbench.disconnect();
        let mut present = self.workbench.reader.borrow_mut();
        next.set_fault(present.fault());
        let lies_on_reader = present.card_present();
        if let Some(card) = present.take_card() {
            next.insert(card);
            if !lies_on_reader {
                next.remove();
            }
        }
        *present = next;
        drop(present);
        self.workbench.connect();
        Ok(())
    }

    /// Sets what goes wrong from now on: a name from `faults()`, an object such
    /// as `{kind: "card-pulled", afterApdus: 3}`, or nothing.
    ///
    /// # Errors
    /// When there is no such fault.
    #[wasm_bindgen(js_name = setFault)]
    pub fn set_fault(&self, fault: JsValue) -> Result<(), JsError> {
        let fault: Option<Fault> = match fault.as_string() {
            Some(name) => {
                let named = NamedFault::find(&name);
                Some(
                    named
                        .ok_or_else(|| JsError::new("there is no such fault"))?
                        .fault,
                )
            }
            None => serde_wasm_bindgen::from_value(fault)?,
        };
        self.workbench.reader.borrow_mut().set_fault(fault);
        Ok(())
    }

    /// The fault that is still at work, as an object.
    pub fn fault(&self) -> JsValue {
        plain(&self.workbench.reader.borrow().fault())
    }

    /// Pulls the reader's plug.
    pub fn unplug(&self) {
        self.workbench.reader.borrow_mut().unplug();
        self.workbench.settle();
    }

    /// Plugs the reader in; the browser sees a new device.
    pub fn plug(&self) {
        if !self.plugged() {
            self.workbench.reader.borrow_mut().plug();
            self.workbench.connect();
        }
    }

    /// Whether the reader is plugged in.
    #[wasm_bindgen(getter)]
    pub fn plugged(&self) -> bool {
        self.workbench.reader.borrow().is_plugged()
    }

    /// The reader in the shape of a `USBDevice`; `undefined` while unplugged.
    pub fn device(&self) -> Option<js_sys::Object> {
        self.workbench.device().map(JsCast::unchecked_into)
    }

    /// Milliseconds that the reader takes for an answer.
    #[wasm_bindgen(js_name = setLatency)]
    pub fn set_latency(&self, milliseconds: u32) {
        let latency = Duration::from_millis(milliseconds.into());
        self.latency.set(latency);
        self.workbench.reader.borrow_mut().set_latency(latency);
    }

    /// Tries left on the card: `{authentication, signature, text, …}`.
    pub fn counters(&self) -> JsValue {
        let reader = self.workbench.reader.borrow();
        plain(&reader.card().map(VirtualCard::counters))
    }

    /// What was done that nobody may do, by code; empty as it should be.
    pub fn alarms(&self) -> Vec<String> {
        let reader = self.workbench.reader.borrow();
        let of_card = reader.card().map(VirtualCard::alarms).unwrap_or_default();
        let kept = self.alarms.borrow();
        kept.iter()
            .chain(of_card)
            .map(|alarm| alarm.code().to_owned())
            .collect()
    }

    /// APDUs that reached cards since the reader was chosen.
    #[wasm_bindgen(getter)]
    pub fn apdus(&self) -> u32 {
        self.workbench.reader.borrow().apdus()
    }

    /// Called with `{device}` when the reader is plugged in.
    #[wasm_bindgen(setter)]
    pub fn set_onconnect(&self, listener: Option<Function>) {
        *self.workbench.listeners.connect.borrow_mut() = listener;
    }

    /// Called with `{device}` when the reader is unplugged, by hand or by a fault.
    #[wasm_bindgen(setter)]
    pub fn set_ondisconnect(&self, listener: Option<Function>) {
        *self.workbench.listeners.disconnect.borrow_mut() = listener;
    }

    /// Called when a card or the plug moved, by hand or by a fault.
    #[wasm_bindgen(setter)]
    pub fn set_onchange(&self, listener: Option<Function>) {
        *self.workbench.listeners.change.borrow_mut() = listener;
    }

    /// Keeps what the present card has to be remembered for.
    fn put_away(&self) {
        if let Some(card) = self.workbench.reader.borrow_mut().take_card() {
            self.drawer
                .borrow_mut()
                .insert(card.profile().name(), card.counters().clone());
            self.alarms.borrow_mut().extend(card.alarms());
        }
    }
}
