//! A virtual HID device as an open one for the driver of APDUs in reports.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use async_trait::async_trait;
use card_wasm::carrier::hid::{HidPipe, Report};
use card_wasm::link::LinkError;
use virtual_card::carrier::VirtualHidDevice;

use crate::bell::Bell;

/// A virtual device on a virtual cable.
pub struct VirtualHidPipe {
    device: RefCell<VirtualHidDevice>,
    closed: Cell<bool>,
    bell: Bell,
}

impl VirtualHidPipe {
    /// Opens the device.
    #[must_use]
    pub fn open(device: VirtualHidDevice) -> Rc<Self> {
        Rc::new(Self {
            device: RefCell::new(device),
            closed: Cell::new(false),
            bell: Bell::default(),
        })
    }

    /// Does something to the device, and lets those see it who wait.
    pub fn change<T>(&self, act: impl FnOnce(&mut VirtualHidDevice) -> T) -> T {
        let outcome = act(&mut self.device.borrow_mut());
        self.bell.ring();
        outcome
    }

    /// Looks at the device.
    pub fn look<T>(&self, at: impl FnOnce(&VirtualHidDevice) -> T) -> T {
        at(&self.device.borrow())
    }

    /// Whether the driver has let the device go.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.closed.get()
    }

    fn check(&self) -> Result<(), LinkError> {
        if self.closed.get() {
            Err(LinkError::Cancelled)
        } else if self.look(VirtualHidDevice::is_plugged) {
            Ok(())
        } else {
            Err(LinkError::Unplugged)
        }
    }
}

#[async_trait(?Send)]
impl HidPipe for VirtualHidPipe {
    async fn send(&self, report: &Report) -> Result<(), LinkError> {
        self.check()?;
        self.change(|device| device.output(report));
        self.check()
    }

    async fn next(&self) -> Result<Vec<u8>, LinkError> {
        loop {
            let rings = self.bell.rings();
            self.check()?;
            let report = self.device.borrow_mut().input();
            match report {
                Some(report) => return Ok(report.to_vec()),
                None => self.bell.rung_since(rings).await,
            }
        }
    }

    fn close(&self) {
        self.closed.set(true);
        self.bell.ring();
    }
}
