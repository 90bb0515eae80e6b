//! A virtual peripheral as a connected one for the drivers over Bluetooth.

use std::cell::RefCell;
use std::rc::Rc;

use async_trait::async_trait;
use card_wasm::carrier::gatt::{GattLink, GattService, Role};
use card_wasm::link::{LinkError, Timer};
use virtual_card::carrier::{GattError, Peripheral};

use crate::bell::Bell;

/// A virtual peripheral within reach.
pub struct VirtualGatt<P> {
    peripheral: RefCell<P>,
    service: GattService,
    timer: Rc<dyn Timer>,
    bell: Bell,
}

impl<P: Peripheral> VirtualGatt<P> {
    /// Finds the service among those that a driver knows. `timer` lets the time pass that
    /// answers take.
    #[must_use]
    pub fn discover(
        peripheral: P,
        known: &[GattService],
        timer: Rc<dyn Timer>,
    ) -> Option<Rc<Self>> {
        let offered = peripheral.service();
        let service = known.iter().find(|service| service.service == offered)?;
        Some(Rc::new(Self {
            peripheral: RefCell::new(peripheral),
            service: *service,
            timer,
            bell: Bell::default(),
        }))
    }

    /// Does something to the peripheral, as a hand at the desk does, and lets those see it
    /// who wait.
    pub fn change<T>(&self, act: impl FnOnce(&mut P) -> T) -> T {
        let outcome = act(&mut self.peripheral.borrow_mut());
        self.bell.ring();
        outcome
    }

    /// Looks at the peripheral.
    pub fn look<T>(&self, at: impl FnOnce(&P) -> T) -> T {
        at(&self.peripheral.borrow())
    }

    fn identity(&self, role: Role) -> &'static str {
        let mut characteristics = self.service.characteristics();
        let found = characteristics.find(|(it, _)| *it == role);
        found.map_or("", |(_, identity)| identity)
    }
}

#[async_trait(?Send)]
impl<P: Peripheral> GattLink for VirtualGatt<P> {
    async fn write(&self, role: Role, value: &[u8]) -> Result<(), LinkError> {
        let identity = self.identity(role);
        self.change(|peripheral| peripheral.write(identity, value))
            .map_err(link_error)
    }

    async fn next(&self, role: Role) -> Result<Vec<u8>, LinkError> {
        let identity = self.identity(role);
        loop {
            let rings = self.bell.rings();
            let delay = self.look(|peripheral| peripheral.next_delay(identity));
            if let Some(delay) = delay.filter(|delay| !delay.is_zero()) {
                self.timer.sleep(delay).await;
            }
            let taken = self.peripheral.borrow_mut().take(identity);
            match taken.map_err(link_error)? {
                Some(value) => return Ok(value),
                None => self.bell.rung_since(rings).await,
            }
        }
    }

    async fn read(&self, role: Role) -> Result<Vec<u8>, LinkError> {
        let identity = self.identity(role);
        self.change(|peripheral| peripheral.read(identity))
            .map_err(link_error)
    }

    fn disconnect(&self) {
        self.change(Peripheral::disconnect);
    }
}

fn link_error(error: GattError) -> LinkError {
    match error {
        GattError::Disconnected => LinkError::Unplugged,
        GattError::NotSupported | GattError::TooLong => LinkError::TransferFailed,
    }
}
