//! One WebUSB device as a [`UsbPipe`].

use async_trait::async_trait;
use js_sys::{Promise, Uint8Array};
use wasm_bindgen::convert::FromWasmAbi;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    UsbControlTransferParameters, UsbDevice, UsbDirection, UsbInTransferResult,
    UsbOutTransferResult, UsbRecipient, UsbRequestType, UsbTransferStatus,
};

use super::exception::{During, link_error};
use crate::link::{ControlSetup, EndpointAddress, LinkError, UsbPipe};

/// A device that a person or a policy has granted to this page.
#[derive(Clone, Debug)]
pub struct UsbDevicePipe(UsbDevice);

impl UsbDevicePipe {
    /// Takes any object in the shape of a `USBDevice`.
    #[must_use]
    pub fn new(device: JsValue) -> Self {
        Self(device.unchecked_into())
    }

    /// Opens the device and selects its first configuration where none is.
    ///
    /// # Errors
    /// [`LinkError::AccessDenied`] and [`LinkError::ReaderInUse`] above all.
    pub async fn open(&self) -> Result<(), LinkError> {
        settle(self.0.open(), During::Opening).await?;
        if self.0.configuration().is_some() {
            return Ok(());
        }
        let first = self
            .0
            .configurations()
            .iter()
            .next()
            .ok_or(LinkError::NotAReader)?;
        let selected = self.0.select_configuration(first.configuration_value());
        settle(selected, During::Opening).await.map(drop)
    }

    /// Closes the device. Transfers that are pending end with [`LinkError::Cancelled`].
    ///
    /// # Errors
    /// What the system answers; the device is of no further use in any case.
    pub async fn close(&self) -> Result<(), LinkError> {
        settle(self.0.close(), During::Opening).await.map(drop)
    }

    /// The name that the maker gave the device.
    #[must_use]
    pub fn name(&self) -> Option<String> {
        self.0.product_name().filter(|name| !name.trim().is_empty())
    }

    /// `idVendor` (USB 2.0, table 9-8).
    #[must_use]
    pub fn vendor_id(&self) -> u16 {
        self.0.vendor_id()
    }

    /// `idProduct` (USB 2.0, table 9-8).
    #[must_use]
    pub fn product_id(&self) -> u16 {
        self.0.product_id()
    }

    /// Whether both are the same object of the browser, which is the same device.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        let (this, other): (&JsValue, &JsValue) = (self.0.as_ref(), other.0.as_ref());
        this == other
    }
}

#[async_trait(?Send)]
impl UsbPipe for UsbDevicePipe {
    async fn claim(&self, interface: u8) -> Result<(), LinkError> {
        let claimed = self.0.claim_interface(interface);
        settle(claimed, During::Claiming).await.map(drop)
    }

    async fn release(&self, interface: u8) -> Result<(), LinkError> {
        let released = self.0.release_interface(interface);
        settle(released, During::Claiming).await.map(drop)
    }

    async fn control_in(&self, setup: ControlSetup, length: u16) -> Result<Vec<u8>, LinkError> {
        let transfer = self.0.control_transfer_in(&parameters(setup), length);
        received(settle(transfer, During::Transfer).await?)
    }

    async fn control_out(&self, setup: ControlSetup, data: &[u8]) -> Result<(), LinkError> {
        let transfer = self
            .0
            .control_transfer_out_with_u8_slice(&parameters(setup), data)
            .map_err(|exception| link_error(&exception, During::Transfer))?;
        sent(&settle(transfer, During::Transfer).await?, data.len())
    }

    async fn bulk_out(&self, endpoint: EndpointAddress, data: &[u8]) -> Result<(), LinkError> {
        let transfer = self
            .0
            .transfer_out_with_u8_slice(endpoint.number(), data)
            .map_err(|exception| link_error(&exception, During::Transfer))?;
        sent(&settle(transfer, During::Transfer).await?, data.len())
    }

    async fn bulk_in(
        &self,
        endpoint: EndpointAddress,
        length: usize,
    ) -> Result<Vec<u8>, LinkError> {
        let length = u32::try_from(length).map_err(|_| LinkError::ResponseTooLong)?;
        let transfer = self.0.transfer_in(endpoint.number(), length);
        received(settle(transfer, During::Transfer).await?)
    }

    async fn interrupt_in(
        &self,
        endpoint: EndpointAddress,
        length: usize,
    ) -> Result<Vec<u8>, LinkError> {
        // WebUSB finds out by itself of which kind an endpoint is.
        self.bulk_in(endpoint, length).await
    }

    async fn clear_halt(&self, endpoint: EndpointAddress) -> Result<(), LinkError> {
        let direction = if endpoint.is_in() {
            UsbDirection::In
        } else {
            UsbDirection::Out
        };
        let cleared = self.0.clear_halt(direction, endpoint.number());
        settle(cleared, During::Transfer).await.map(drop)
    }
}

async fn settle<T: FromWasmAbi + 'static>(
    promise: Promise<T>,
    during: During,
) -> Result<T, LinkError> {
    promise
        .await
        .map_err(|exception: JsValue| link_error(&exception, during))
}

/// Fields of `bmRequestType` (USB 2.0, table 9-2). WebUSB sets the direction itself.
fn parameters(setup: ControlSetup) -> UsbControlTransferParameters {
    let recipient = match setup.request_type & 0x1F {
        0 => UsbRecipient::Device,
        1 => UsbRecipient::Interface,
        2 => UsbRecipient::Endpoint,
        _ => UsbRecipient::Other,
    };
    let request_type = match (setup.request_type >> 5) & 0x03 {
        0 => UsbRequestType::Standard,
        1 => UsbRequestType::Class,
        _ => UsbRequestType::Vendor,
    };
    UsbControlTransferParameters::new(
        setup.index,
        recipient,
        setup.request,
        request_type,
        setup.value,
    )
}

fn received(result: UsbInTransferResult) -> Result<Vec<u8>, LinkError> {
    accomplished(result.status())?;
    let Some(view) = result.data() else {
        return Ok(Vec::new());
    };
    let (offset, length) = (view.byte_offset(), view.byte_length());
    let bytes = Uint8Array::new_with_byte_offset_and_length(
        &view.buffer(),
        offset.try_into().unwrap_or(0),
        length.try_into().unwrap_or(0),
    );
    Ok(bytes.to_vec())
}

fn sent(result: &UsbOutTransferResult, length: usize) -> Result<(), LinkError> {
    accomplished(result.status())?;
    if usize::try_from(result.bytes_written()) == Ok(length) {
        Ok(())
    } else {
        Err(LinkError::TransferFailed)
    }
}

fn accomplished(status: UsbTransferStatus) -> Result<(), LinkError> {
    match status {
        UsbTransferStatus::Ok => Ok(()),
        UsbTransferStatus::Stall => Err(LinkError::Stalled),
        UsbTransferStatus::Babble => Err(LinkError::Babble),
        _ => Err(LinkError::TransferFailed),
    }
}
