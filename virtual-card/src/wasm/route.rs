//! Readers that are reached over something else than USB, for pages: what they do is in
//! [`crate::carrier`]; the shape of the browser's own objects is given to them in
//! JavaScript, which calls these methods.

use js_sys::{Error, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;

use crate::card::{PinName, VirtualCard};
use crate::carrier::{
    GattError, HidBehaviour, Peripheral, Place, ServiceError, SpringCardVariant, VirtualAcsReader,
    VirtualHidDevice, VirtualService, VirtualSpringCard,
};
use crate::profile::Profile;

/// What an ACR1255U-J1 draws; there is no secret here.
const DRAWN: [u8; 16] = *b"no secret at all";

/// A Bluetooth Low Energy peripheral.
#[wasm_bindgen]
pub struct VirtualGatt(Kind);

enum Kind {
    SpringCard(Box<VirtualSpringCard>),
    Acs(Box<VirtualAcsReader>),
}

#[wasm_bindgen]
impl VirtualGatt {
    /// A reader of this kind: `plain`, `bonded`, `s320`, `s370`, `secured` or `acs`.
    ///
    /// # Errors
    /// When there is no such kind.
    #[wasm_bindgen(constructor)]
    pub fn new(kind: &str) -> Result<Self, JsError> {
        let variant = match kind {
            "plain" => SpringCardVariant::Plain,
            "bonded" => SpringCardVariant::Bonded,
            "s320" => SpringCardVariant::S320,
            "s370" => SpringCardVariant::S370,
            "secured" => SpringCardVariant::Secured,
            "acs" => return Ok(Self(Kind::Acs(Box::new(VirtualAcsReader::new(DRAWN))))),
            _ => return Err(JsError::new("there is no such reader")),
        };
        let reader = Box::new(VirtualSpringCard::new(variant));
        Ok(Self(Kind::SpringCard(reader)))
    }

    fn peripheral(&mut self) -> &mut dyn Peripheral {
        match &mut self.0 {
            Kind::SpringCard(reader) => &mut **reader,
            Kind::Acs(reader) => &mut **reader,
        }
    }

    fn card(&self) -> Option<&VirtualCard> {
        match &self.0 {
            Kind::SpringCard(reader) => reader.reader().card(),
            Kind::Acs(reader) => reader.place().card(),
        }
    }

    /// The name that it advertises.
    pub fn name(&mut self) -> String {
        self.peripheral().name()
    }

    /// The identity of its service.
    pub fn service(&mut self) -> String {
        self.peripheral().service().to_owned()
    }

    /// The identities of its characteristics.
    pub fn characteristics(&mut self) -> Vec<String> {
        let characteristics = self.peripheral().characteristics();
        characteristics.into_iter().map(str::to_owned).collect()
    }

    /// Writes to a characteristic.
    ///
    /// # Errors
    /// `NetworkError` and `NotSupportedError`, as the browser's.
    pub fn write(&mut self, characteristic: &str, value: &[u8]) -> Result<(), JsValue> {
        let written = self.peripheral().write(characteristic, value);
        written.map_err(refused)
    }

    /// Reads a characteristic.
    ///
    /// # Errors
    /// As [`VirtualGatt::write`].
    pub fn read(&mut self, characteristic: &str) -> Result<Uint8Array, JsValue> {
        let read = self.peripheral().read(characteristic);
        Ok(Uint8Array::from(read.map_err(refused)?.as_slice()))
    }

    /// Takes the next value that it tells by itself, if there is one.
    pub fn take(&mut self, characteristic: &str) -> Option<Uint8Array> {
        let taken = self.peripheral().take(characteristic).ok().flatten();
        taken.map(|value| Uint8Array::from(value.as_slice()))
    }

    /// Whether it is connected.
    #[wasm_bindgen(getter)]
    pub fn connected(&mut self) -> bool {
        self.peripheral().is_connected()
    }

    /// Ends the connection, or goes out of reach.
    pub fn disconnect(&mut self) {
        self.peripheral().disconnect();
    }

    /// Lays the card of this profile on the reader.
    ///
    /// # Errors
    /// When there is no profile of this name.
    pub fn insert(&mut self, profile: &str) -> Result<(), JsError> {
        let card = card(profile)?;
        match &mut self.0 {
            Kind::SpringCard(reader) => reader.reader_mut().insert(card),
            Kind::Acs(reader) => reader.place_mut().insert(card),
        }
        Ok(())
    }

    /// Takes the card off the reader.
    pub fn remove(&mut self) {
        match &mut self.0 {
            Kind::SpringCard(reader) => reader.reader_mut().remove(),
            Kind::Acs(reader) => reader.place_mut().remove(),
        }
    }

    /// Tries left for the PIN of user authentication.
    #[wasm_bindgen(js_name = triesLeft)]
    pub fn tries_left(&self) -> Option<u8> {
        self.card().map(tries_left)
    }

    /// What was done that nobody may do, by code.
    pub fn alarms(&self) -> Vec<String> {
        alarms(self.card())
    }
}

/// A HID device that passes APDUs to a card, or one that does not.
#[wasm_bindgen]
pub struct VirtualHid(VirtualHidDevice);

#[wasm_bindgen]
impl VirtualHid {
    /// A device of this kind: `reader`, `mute`, `wallet` or `foreign`.
    ///
    /// # Errors
    /// When there is no such kind.
    #[wasm_bindgen(constructor)]
    pub fn new(kind: &str) -> Result<Self, JsError> {
        let behaviour = match kind {
            "reader" => HidBehaviour::Reader,
            "mute" => HidBehaviour::Mute,
            "wallet" => HidBehaviour::Wallet,
            "foreign" => HidBehaviour::Foreign,
            _ => return Err(JsError::new("there is no such device")),
        };
        Ok(Self(VirtualHidDevice::new(behaviour)))
    }

    /// The usage page of its only collection.
    #[wasm_bindgen(getter, js_name = usagePage)]
    pub fn usage_page(&self) -> u16 {
        self.0.usage_page()
    }

    /// Whether it is plugged in.
    #[wasm_bindgen(getter)]
    pub fn plugged(&self) -> bool {
        self.0.is_plugged()
    }

    /// Pulls the plug.
    pub fn unplug(&mut self) {
        self.0.unplug();
    }

    /// Takes an output report.
    pub fn output(&mut self, report: &[u8]) {
        self.0.output(report);
    }

    /// Takes the next input report, if there is one.
    pub fn input(&mut self) -> Option<Uint8Array> {
        self.0
            .input()
            .map(|report| Uint8Array::from(report.as_slice()))
    }

    /// Lays the card of this profile on the reader.
    ///
    /// # Errors
    /// When there is no profile of this name.
    pub fn insert(&mut self, profile: &str) -> Result<(), JsError> {
        insert(self.0.place_mut(), profile)
    }

    /// Takes the card off the reader.
    pub fn remove(&mut self) {
        self.0.place_mut().remove();
    }

    /// Tries left for the PIN of user authentication.
    #[wasm_bindgen(js_name = triesLeft)]
    pub fn tries_left(&self) -> Option<u8> {
        self.0.place().card().map(tries_left)
    }

    /// What was done that nobody may do, by code.
    pub fn alarms(&self) -> Vec<String> {
        alarms(self.0.place().card())
    }
}

/// The smart-card service of the system, with one reader.
#[wasm_bindgen]
pub struct VirtualSmartCards(VirtualService);

#[wasm_bindgen]
impl VirtualSmartCards {
    /// A service with a reader of this name.
    #[wasm_bindgen(constructor)]
    pub fn new(reader: &str) -> Self {
        Self(VirtualService::new(reader))
    }

    /// Has another program take the card for itself, or let it go.
    #[wasm_bindgen(js_name = setTaken)]
    pub fn set_taken(&mut self, taken: bool) {
        self.0.set_taken(taken);
    }

    /// Starts or ends the service.
    #[wasm_bindgen(js_name = setRunning)]
    pub fn set_running(&mut self, running: bool) {
        self.0.set_running(running);
    }

    /// The names of the readers.
    ///
    /// # Errors
    /// An error with the `responseCode` of a `SmartCardError`.
    pub fn readers(&self) -> Result<Vec<String>, JsValue> {
        self.0.readers().map_err(smart_card_error)
    }

    /// Whether a card is in this reader.
    ///
    /// # Errors
    /// As [`VirtualSmartCards::readers`].
    pub fn present(&self, reader: &str) -> Result<bool, JsValue> {
        let (present, _) = self.0.state(reader).map_err(smart_card_error)?;
        Ok(present)
    }

    /// How often a card came or went.
    ///
    /// # Errors
    /// As [`VirtualSmartCards::readers`].
    pub fn count(&self, reader: &str) -> Result<u32, JsValue> {
        let (_, count) = self.0.state(reader).map_err(smart_card_error)?;
        Ok(count)
    }

    /// The ATR of the card, if there is one.
    pub fn atr(&self) -> Vec<u8> {
        self.0.atr()
    }

    /// Connects to the card, exclusively.
    ///
    /// # Errors
    /// As [`VirtualSmartCards::readers`].
    pub fn connect(&mut self, reader: &str) -> Result<(), JsValue> {
        self.0.connect(reader).map_err(smart_card_error)
    }

    /// The answer to an APDU; `undefined` if it never comes.
    ///
    /// # Errors
    /// As [`VirtualSmartCards::readers`].
    pub fn transmit(&mut self, apdu: &[u8]) -> Result<Option<Uint8Array>, JsValue> {
        let answer = self.0.transmit(apdu).map_err(smart_card_error)?;
        Ok(answer.map(|answer| Uint8Array::from(answer.as_slice())))
    }

    /// Takes the power from the card and ends the connection.
    ///
    /// # Errors
    /// As [`VirtualSmartCards::readers`].
    pub fn unpower(&mut self) -> Result<(), JsValue> {
        self.0.unpower().map_err(smart_card_error)
    }

    /// Lays the card of this profile on the reader.
    ///
    /// # Errors
    /// When there is no profile of this name.
    pub fn insert(&mut self, profile: &str) -> Result<(), JsError> {
        insert(self.0.place_mut(), profile)
    }

    /// Takes the card off the reader.
    pub fn remove(&mut self) {
        self.0.place_mut().remove();
    }

    /// Tries left for the PIN of user authentication.
    #[wasm_bindgen(js_name = triesLeft)]
    pub fn tries_left(&self) -> Option<u8> {
        self.0.place().card().map(tries_left)
    }

    /// What was done that nobody may do, by code.
    pub fn alarms(&self) -> Vec<String> {
        alarms(self.0.place().card())
    }
}

fn card(profile: &str) -> Result<VirtualCard, JsError> {
    Ok(VirtualCard::new(Profile::named(profile)?)?)
}

fn insert(place: &mut Place, profile: &str) -> Result<(), JsError> {
    place.insert(card(profile)?);
    Ok(())
}

fn tries_left(card: &VirtualCard) -> u8 {
    card.counters().left(PinName::Authentication)
}

fn alarms(card: Option<&VirtualCard>) -> Vec<String> {
    let alarms = card.map(VirtualCard::alarms).unwrap_or_default();
    alarms.iter().map(|alarm| alarm.code().to_owned()).collect()
}

/// As Chrome's Web Bluetooth refuses.
fn refused(error: GattError) -> JsValue {
    let (name, text) = match error {
        GattError::Disconnected => ("NetworkError", "GATT Server is disconnected."),
        GattError::NotSupported => ("NotSupportedError", "GATT operation not permitted."),
        GattError::TooLong => ("InvalidModificationError", "Value can't exceed 512 bytes."),
    };
    named(name, text)
}

/// As a `SmartCardError`.
fn smart_card_error(error: ServiceError) -> JsValue {
    let exception = named("SmartCardError", "The service refused.");
    // Setting a member of an ordinary object cannot fail.
    let _ = Reflect::set(&exception, &"responseCode".into(), &error.code().into());
    exception
}

fn named(name: &str, text: &str) -> JsValue {
    let error = Error::new(text);
    error.set_name(name);
    error.into()
}
