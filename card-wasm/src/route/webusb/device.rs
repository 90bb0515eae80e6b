//! One `USBDevice` as a [`UsbPipe`].

use async_trait::async_trait;
use js_sys::{DataView, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    UsbConfiguration, UsbControlTransferParameters, UsbDevice, UsbDirection, UsbInTransferResult,
    UsbOutTransferResult, UsbRecipient, UsbRequestType, UsbTransferStatus,
};

use super::exception::{self, Action};
use crate::link::{ControlSetup, EndpointAddress, LinkError, UsbPipe};

/// A device that was opened by [`UsbDevicePipe::open`].
#[derive(Debug)]
pub struct UsbDevicePipe(UsbDevice);

impl UsbDevicePipe {
    /// Opens a device and selects its first configuration if none is selected. Anything in
    /// the shape of a `USBDevice` will do.
    ///
    /// # Errors
    /// [`LinkError::AccessDenied`], [`LinkError::Unplugged`] above all.
    pub async fn open(device: &JsValue) -> Result<Self, LinkError> {
        let device: UsbDevice = device.clone().unchecked_into();
        let failed = |exception: JsValue| exception::error(Action::Open, &exception);
        if !device.opened() {
            device.open().await.map_err(failed)?;
        }
        if !is_object(&device, "configuration") {
            let first = device.configurations().get(0);
            if !first.is_object() {
                return Err(LinkError::NotAReader);
            }
            let value = first
                .unchecked_ref::<UsbConfiguration>()
                .configuration_value();
            device.select_configuration(value).await.map_err(failed)?;
        }
        Ok(Self(device))
    }

    /// Closes the device. Transfers under way end with [`LinkError::Cancelled`].
    ///
    /// # Errors
    /// What the system answers.
    pub async fn close(&self) -> Result<(), LinkError> {
        done(Action::Open, self.0.close()).await
    }

    /// iProduct, as the device calls itself.
    #[must_use]
    pub fn product_name(&self) -> Option<String> {
        self.0.product_name()
    }

    /// idVendor.
    #[must_use]
    pub fn vendor_id(&self) -> u16 {
        self.0.vendor_id()
    }

    /// idProduct.
    #[must_use]
    pub fn product_id(&self) -> u16 {
        self.0.product_id()
    }

    async fn transfer_in(
        &self,
        endpoint: EndpointAddress,
        length: usize,
    ) -> Result<Vec<u8>, LinkError> {
        let length = u32::try_from(length).unwrap_or(u32::MAX);
        let result = self.0.transfer_in(endpoint.number(), length).await;
        received(self.outcome(result).await?)
    }

    /// The result of a transfer. When the bus failed, the device may be gone without the
    /// browser knowing it yet; one that does not answer a standard request is.
    async fn outcome<T>(&self, result: Result<T, JsValue>) -> Result<T, LinkError> {
        let error = match result {
            Ok(value) => return Ok(value),
            Err(exception) => exception::error(Action::Transfer, &exception),
        };
        if error != LinkError::TransferFailed {
            return Err(error);
        }
        // GET_STATUS of the device (USB 2.0, 9.4.5).
        let status = ControlSetup {
            request_type: 0x80,
            request: 0x00,
            value: 0,
            index: 0,
        };
        match self.0.control_transfer_in(&parameters(status), 2).await {
            Ok(_) => Err(error),
            Err(_) => Err(LinkError::Unplugged),
        }
    }
}

#[async_trait(?Send)]
impl UsbPipe for UsbDevicePipe {
    async fn claim(&self, interface: u8) -> Result<(), LinkError> {
        done(Action::Claim, self.0.claim_interface(interface)).await
    }

    async fn release(&self, interface: u8) -> Result<(), LinkError> {
        done(Action::Claim, self.0.release_interface(interface)).await
    }

    async fn control_in(&self, setup: ControlSetup, length: u16) -> Result<Vec<u8>, LinkError> {
        let result = self.0.control_transfer_in(&parameters(setup), length).await;
        received(self.outcome(result).await?)
    }

    async fn control_out(&self, setup: ControlSetup, data: &[u8]) -> Result<(), LinkError> {
        let setup = parameters(setup);
        let result = match self.0.control_transfer_out_with_u8_slice(&setup, data) {
            Ok(promise) => promise.await,
            Err(exception) => Err(exception),
        };
        sent(&self.outcome(result).await?)
    }

    async fn bulk_out(&self, endpoint: EndpointAddress, data: &[u8]) -> Result<(), LinkError> {
        // The browser copies from this memory itself, so that no copy of a PIN is left in
        // an array that nobody can wipe.
        let result = match self.0.transfer_out_with_u8_slice(endpoint.number(), data) {
            Ok(promise) => promise.await,
            Err(exception) => Err(exception),
        };
        sent(&self.outcome(result).await?)
    }

    async fn bulk_in(
        &self,
        endpoint: EndpointAddress,
        length: usize,
    ) -> Result<Vec<u8>, LinkError> {
        self.transfer_in(endpoint, length).await
    }

    async fn interrupt_in(
        &self,
        endpoint: EndpointAddress,
        length: usize,
    ) -> Result<Vec<u8>, LinkError> {
        self.transfer_in(endpoint, length).await
    }

    async fn clear_halt(&self, endpoint: EndpointAddress) -> Result<(), LinkError> {
        let direction = if endpoint.is_in() {
            UsbDirection::In
        } else {
            UsbDirection::Out
        };
        let cleared = self.0.clear_halt(direction, endpoint.number());
        done(Action::Transfer, cleared).await
    }
}

async fn done(action: Action, promise: Promise<js_sys::Undefined>) -> Result<(), LinkError> {
    match promise.await {
        Ok(_) => Ok(()),
        Err(exception) => Err(exception::error(action, &exception)),
    }
}

fn received(result: UsbInTransferResult) -> Result<Vec<u8>, LinkError> {
    status(result.status())?;
    Ok(result.data().map(|view| bytes(&view)).unwrap_or_default())
}

fn sent(result: &UsbOutTransferResult) -> Result<(), LinkError> {
    status(result.status())
}

fn status(status: UsbTransferStatus) -> Result<(), LinkError> {
    match status {
        UsbTransferStatus::Ok => Ok(()),
        UsbTransferStatus::Stall => Err(LinkError::Stalled),
        UsbTransferStatus::Babble => Err(LinkError::Babble),
        _ => Err(LinkError::TransferFailed),
    }
}

fn bytes(view: &DataView) -> Vec<u8> {
    let offset = u32::try_from(view.byte_offset()).unwrap_or_default();
    let length = u32::try_from(view.byte_length()).unwrap_or_default();
    Uint8Array::new_with_byte_offset_and_length(&view.buffer(), offset, length).to_vec()
}

/// The setup packet in the words of WebUSB (USB 2.0, table 9-2, bmRequestType).
fn parameters(setup: ControlSetup) -> UsbControlTransferParameters {
    let request_type = match setup.request_type >> 5 & 0x03 {
        0 => UsbRequestType::Standard,
        1 => UsbRequestType::Class,
        _ => UsbRequestType::Vendor,
    };
    let recipient = match setup.request_type & 0x1F {
        0 => UsbRecipient::Device,
        1 => UsbRecipient::Interface,
        2 => UsbRecipient::Endpoint,
        _ => UsbRecipient::Other,
    };
    UsbControlTransferParameters::new(
        setup.index,
        recipient,
        setup.request,
        request_type,
        setup.value,
    )
}

fn is_object(device: &UsbDevice, member: &str) -> bool {
    Reflect::get(device, &JsValue::from_str(member)).is_ok_and(|value| value.is_object())
}
