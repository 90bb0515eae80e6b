//! Packets for the virtual machine become bytes.

use super::capability::Capabilities;
use super::packet::{Bulk, Control, Status, kind};

/// What this program calls itself in its hello; the field has 64 bytes.
const NAME: &[u8] = b"virtual-card";

/// Bytes on their way to the virtual machine.
#[derive(Debug, Default)]
pub(super) struct Encoder {
    bytes: Vec<u8>,
    shared: Capabilities,
}

impl Encoder {
    /// From now on with what both sides can do.
    pub(super) fn agree(&mut self, shared: Capabilities) {
        self.shared = shared;
    }

    /// What was written since.
    pub(super) fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.bytes)
    }

    /// A packet of any kind.
    pub(super) fn packet(&mut self, kind: u32, id: u64, body: &[&[u8]]) {
        let length: usize = body.iter().map(|part| part.len()).sum();
        let length = u32::try_from(length).unwrap_or(u32::MAX);
        self.bytes.extend(kind.to_le_bytes());
        self.bytes.extend(length.to_le_bytes());
        let [a, b, c, d, rest @ ..] = id.to_le_bytes();
        self.bytes.extend([a, b, c, d]);
        if self.shared.has(Capabilities::WIDE_IDS) {
            self.bytes.extend(rest);
        }
        for part in body {
            self.bytes.extend_from_slice(part);
        }
    }

    /// The first packet of each side, always with an id of four bytes.
    pub(super) fn hello(&mut self) {
        let mut version = [0; 64];
        for (to, from) in version.iter_mut().zip(NAME) {
            *to = *from;
        }
        let capabilities = Capabilities::OURS.bits().to_le_bytes();
        self.packet(kind::HELLO, 0, &[&version, &capabilities]);
    }

    pub(super) fn control(&mut self, id: u64, request: &Control, status: Status, data: &[u8]) {
        let setup = request.setup;
        let [value_low, value_high] = setup.value.to_le_bytes();
        let [index_low, index_high] = setup.index.to_le_bytes();
        // The length of what was transferred; of data sent to the device, all of it.
        let length = if request.endpoint & 0x80 != 0 {
            u16::try_from(data.len()).unwrap_or(u16::MAX)
        } else {
            request.length
        };
        let [length_low, length_high] = length.to_le_bytes();
        let header = [
            request.endpoint,
            setup.request,
            setup.request_type,
            status as u8,
            value_low,
            value_high,
            index_low,
            index_high,
            length_low,
            length_high,
        ];
        self.packet(kind::CONTROL, id, &[&header, data]);
    }

    /// `length` bytes were transferred; `data` are those for the virtual machine.
    pub(super) fn bulk(
        &mut self,
        id: u64,
        request: &Bulk,
        status: Status,
        length: usize,
        data: &[u8],
    ) {
        let length = u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes();
        let [low, middle, third, high] = length;
        let [a, b, c, d] = request.stream.to_le_bytes();
        let header = [request.endpoint, status as u8, low, middle, a, b, c, d];
        if self.shared.has(Capabilities::WIDE_LENGTHS) {
            self.packet(kind::BULK, id, &[&header, &[third, high], data]);
        } else {
            self.packet(kind::BULK, id, &[&header, data]);
        }
    }

    /// Bytes of an interrupt endpoint, which nobody asked for one by one.
    pub(super) fn interrupt(&mut self, id: u64, endpoint: u8, data: &[u8]) {
        let [low, high] = u16::try_from(data.len()).unwrap_or(u16::MAX).to_le_bytes();
        let header = [endpoint, Status::Success as u8, low, high];
        self.packet(kind::INTERRUPT, id, &[&header, data]);
    }
}
