//! One connection to a virtual machine: the order of packets, transfers that
//! wait, the device coming and going.

use std::collections::{BTreeSet, VecDeque};
use std::time::Duration;

use super::capability::Capabilities;
use super::decoder::{Decoder, ProtocolError};
use super::device::Device;
use super::encoder::Encoder;
use super::exposition;
use super::packet::{Body, Bulk, Control, Packet, Status, kind};
use crate::reader::{Transfer, UsbError};

/// Most bytes asked for at an interrupt endpoint; CCID's need no more than 8.
const INTERRUPT_LENGTH: usize = 64;
/// Notifications that are passed on in one go: a device that always has one
/// more must not keep everything else waiting.
const NOTIFICATIONS: usize = 16;

/// The device's side of a connection.
#[derive(Debug)]
pub struct Session {
    decoder: Decoder,
    encoder: Encoder,
    /// `None` until the virtual machine said hello.
    shared: Option<Capabilities>,
    attached: bool,
    configuration: u8,
    /// Bulk transfers from the device that have not ended, oldest first.
    waiting: VecDeque<(u64, Bulk)>,
    listening: BTreeSet<u8>,
    notifications: u64,
}

impl Default for Session {
    fn default() -> Self {
        let mut encoder = Encoder::default();
        encoder.hello();
        Self {
            decoder: Decoder::default(),
            encoder,
            shared: None,
            attached: false,
            configuration: 0,
            waiting: VecDeque::new(),
            listening: BTreeSet::new(),
            notifications: 0,
        }
    }
}

impl Session {
    /// What is to be sent to the virtual machine.
    pub fn output(&mut self) -> Vec<u8> {
        self.encoder.take()
    }

    /// Takes bytes of the virtual machine.
    ///
    /// # Errors
    /// When they are not the protocol; the connection is then of no use.
    pub fn receive(&mut self, bytes: &[u8], device: &mut impl Device) -> Result<(), ProtocolError> {
        self.decoder.add(bytes);
        while let Some(packet) = self.decoder.next(self.shared.unwrap_or_default())? {
            match (self.shared, packet.body) {
                (None, Body::Hello { capabilities }) => self.agree(capabilities),
                (None, _) => return Err(ProtocolError::NoHello),
                (Some(_), body) => self.carry_out(Packet { body, ..packet }, device),
            }
        }
        self.notice(device);
        Ok(())
    }

    /// Looks at the device: whether it came or went, whether it has something to say.
    /// To be called after anything was done to it.
    pub fn notice(&mut self, device: &mut impl Device) {
        let Some(shared) = self.shared else {
            return;
        };
        match (self.attached, device.is_plugged()) {
            (false, true) => {
                self.attached = true;
                exposition::tables(device, shared, &mut self.encoder);
                exposition::connect(device, shared, &mut self.encoder);
            }
            (true, false) => self.detach(),
            _ => {}
        }
        for endpoint in self.listening.clone() {
            self.listen(endpoint, device);
        }
    }

    /// How long the oldest transfer that waits for an answer has to wait still;
    /// `None` if none waits or nothing is on its way.
    pub fn delay(&self, device: &impl Device) -> Option<Duration> {
        let (_, bulk) = self.waiting.front()?;
        device.delay(bulk.endpoint)
    }

    /// Ends the transfers that can end now. To be called when the time of
    /// [`Session::delay`] is over; stops where the next one has to wait.
    pub fn deliver(&mut self, device: &mut impl Device) {
        let mut open = VecDeque::new();
        let mut blocked = BTreeSet::new();
        while let Some((id, bulk)) = self.waiting.pop_front() {
            if blocked.contains(&bulk.endpoint) || !self.deliver_one(id, &bulk, device) {
                blocked.insert(bulk.endpoint);
                open.push_back((id, bulk));
            } else if device
                .delay(bulk.endpoint)
                .is_some_and(|delay| !delay.is_zero())
            {
                blocked.insert(bulk.endpoint);
            }
        }
        self.waiting = open;
        self.notice(device);
    }

    /// Whether the transfer has ended.
    fn deliver_one(&mut self, id: u64, bulk: &Bulk, device: &mut impl Device) -> bool {
        let length = usize::try_from(bulk.length).unwrap_or(usize::MAX);
        let (status, data) = match device.input(bulk.endpoint, length) {
            Transfer::Pending => return false,
            Transfer::Data(data) => (Status::Success, data),
            Transfer::Stall => (Status::Stall, Vec::new()),
            Transfer::Babble => (Status::Babble, Vec::new()),
            Transfer::Gone => (Status::Failed, Vec::new()),
        };
        self.encoder.bulk(id, bulk, status, data.len(), &data);
        true
    }

    fn agree(&mut self, capabilities: u32) {
        let shared = Capabilities::OURS.shared(Capabilities::from_bits(capabilities));
        self.shared = Some(shared);
        self.encoder.agree(shared);
    }

    fn carry_out(&mut self, packet: Packet, device: &mut impl Device) {
        let id = packet.id;
        match packet.body {
            Body::Reset => {
                self.forget_transfers();
                device.reset();
            }
            Body::SetConfiguration { value } => {
                self.configuration = value;
                if let Some(shared) = self.shared {
                    exposition::tables(device, shared, &mut self.encoder);
                }
                self.configuration_status(id);
            }
            Body::GetConfiguration => self.configuration_status(id),
            Body::SetAlternate {
                interface,
                alternate,
            } => {
                // None of our interfaces has more than one setting.
                let status = if alternate == 0 {
                    Status::Success
                } else {
                    Status::Stall
                };
                self.alternate_status(id, status, interface);
            }
            Body::GetAlternate { interface } => {
                self.alternate_status(id, Status::Success, interface);
            }
            Body::StartInterrupt { endpoint } => {
                self.interrupt_status(id, Status::Success, endpoint);
                self.listening.insert(endpoint);
            }
            Body::StopInterrupt { endpoint } => {
                self.listening.remove(&endpoint);
                self.interrupt_status(id, Status::Success, endpoint);
            }
            Body::Cancel => self.cancel(id),
            Body::Control(control) => self.control(id, &control, device),
            Body::Bulk(bulk) if bulk.endpoint & 0x80 != 0 => self.waiting.push_back((id, bulk)),
            Body::Bulk(bulk) => self.bulk_out(id, &bulk, device),
            Body::InterruptOut { endpoint } => {
                let header = [endpoint, Status::Invalid as u8, 0, 0];
                self.encoder.packet(kind::INTERRUPT, id, &[&header]);
            }
            Body::Hello { .. } | Body::Other => {}
        }
    }

    fn control(&mut self, id: u64, control: &Control, device: &mut impl Device) {
        let setup = control.setup;
        // CLEAR_FEATURE(ENDPOINT_HALT) (USB 2.0, 9.4.1 and table 9-6).
        if (setup.request_type, setup.request, setup.value) == (0x02, 0x01, 0x0000) {
            let [endpoint, _] = setup.index.to_le_bytes();
            device.clear_halt(endpoint);
            self.encoder.control(id, control, Status::Success, &[]);
            return;
        }
        let outcome = if control.endpoint & 0x80 != 0 {
            device.control_in(setup, control.length.into())
        } else {
            device
                .control_out(setup, &control.data)
                .map(|()| Vec::new())
        };
        match outcome {
            Ok(data) => self.encoder.control(id, control, Status::Success, &data),
            Err(error) => self.encoder.control(id, control, status_of(error), &[]),
        }
    }

    fn bulk_out(&mut self, id: u64, bulk: &Bulk, device: &mut impl Device) {
        let (status, length) = match device.output(bulk.endpoint, &bulk.data) {
            Ok(()) => (Status::Success, bulk.data.len()),
            Err(error) => (status_of(error), 0),
        };
        self.encoder.bulk(id, bulk, status, length, &[]);
    }

    fn listen(&mut self, endpoint: u8, device: &mut impl Device) {
        for _ in 0..NOTIFICATIONS {
            match device.input(endpoint, INTERRUPT_LENGTH) {
                Transfer::Data(data) => {
                    self.encoder.interrupt(self.notifications, endpoint, &data);
                    self.notifications = self.notifications.wrapping_add(1);
                }
                Transfer::Pending | Transfer::Gone => return,
                Transfer::Stall | Transfer::Babble => {
                    self.listening.remove(&endpoint);
                    self.interrupt_status(0, Status::Stall, endpoint);
                    return;
                }
            }
        }
    }

    /// "usb_redir_cancel_data_packet": the transfer ends now, in a packet of its own kind.
    fn cancel(&mut self, id: u64) {
        let Some(at) = self.waiting.iter().position(|(other, _)| *other == id) else {
            // It has ended meanwhile; its end is on the way.
            return;
        };
        if let Some((id, bulk)) = self.waiting.remove(at) {
            self.encoder.bulk(id, &bulk, Status::Cancelled, 0, &[]);
        }
    }

    fn detach(&mut self) {
        self.attached = false;
        self.configuration = 0;
        self.forget_transfers();
        self.encoder.packet(kind::DEVICE_DISCONNECT, 0, &[]);
    }

    fn forget_transfers(&mut self) {
        self.waiting.clear();
        self.listening.clear();
    }

    fn configuration_status(&mut self, id: u64) {
        let body = [Status::Success as u8, self.configuration];
        self.encoder
            .packet(kind::CONFIGURATION_STATUS, id, &[&body]);
    }

    fn alternate_status(&mut self, id: u64, status: Status, interface: u8) {
        let body = [status as u8, interface, 0];
        self.encoder.packet(kind::ALTERNATE_STATUS, id, &[&body]);
    }

    fn interrupt_status(&mut self, id: u64, status: Status, endpoint: u8) {
        let body = [status as u8, endpoint];
        self.encoder.packet(kind::INTERRUPT_STATUS, id, &[&body]);
    }
}

fn status_of(error: UsbError) -> Status {
    match error {
        UsbError::Stall => Status::Stall,
        UsbError::Gone
        | UsbError::AccessDenied
        | UsbError::InterfaceBusy
        | UsbError::NoSuchInterface => Status::Failed,
    }
}

#[cfg(test)]
#[path = "session_tests.rs"]
mod tests;
