//! Bytes of the virtual machine become packets.

use super::capability::Capabilities;
use super::packet::{Body, Bulk, Control, Packet, kind};
use crate::reader::Setup;

/// Bytes of a packet behind its header. The largest there is need for is a
/// CCID message (65 554 bytes); QEMU's xHCI asks for no more than a mebibyte.
const LONGEST: usize = 1 << 20;
/// The text with which a hello begins: the other program's name and version.
const VERSION_TEXT: usize = 64;

/// Why a session cannot go on: what came is not the protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProtocolError {
    /// A packet claims more bytes than any may have.
    #[error("a packet of the virtual machine is too long")]
    TooLong,
    /// A packet is shorter than its type demands.
    #[error("a packet of the virtual machine is cut short")]
    CutShort,
    /// The first packet is no hello.
    #[error("the virtual machine does not begin with a hello")]
    NoHello,
}

impl ProtocolError {
    /// A stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::TooLong => "REDIRECTION-TOO-LONG",
            Self::CutShort => "REDIRECTION-CUT-SHORT",
            Self::NoHello => "REDIRECTION-NO-HELLO",
        }
    }
}

/// Collects bytes until a packet is whole.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    bytes: Vec<u8>,
}

impl Decoder {
    pub(super) fn add(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// The next packet, read with what both sides can do; `None` until it is whole.
    pub(super) fn next(&mut self, shared: Capabilities) -> Result<Option<Packet>, ProtocolError> {
        let mut fields = Fields(&self.bytes);
        let (Ok(kind), Ok(length)) = (fields.u32(), fields.u32()) else {
            return Ok(None);
        };
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        if length > LONGEST {
            return Err(ProtocolError::TooLong);
        }
        let id = if shared.has(Capabilities::WIDE_IDS) {
            fields.u64()
        } else {
            fields.u32().map(u64::from)
        };
        let (Ok(id), Some(body)) = (id, fields.0.get(..length)) else {
            return Ok(None);
        };
        let body = read_body(kind, Fields(body), shared)?;
        let used = self.bytes.len() - fields.0.len() + length;
        self.bytes.drain(..used);
        Ok(Some(Packet { id, body }))
    }
}

fn read_body(
    kind: u32,
    mut fields: Fields<'_>,
    shared: Capabilities,
) -> Result<Body, ProtocolError> {
    Ok(match kind {
        kind::HELLO => {
            fields.take(VERSION_TEXT)?;
            Body::Hello {
                // Programs of before 0.3 send none.
                capabilities: fields.u32().unwrap_or(0),
            }
        }
        kind::RESET => Body::Reset,
        kind::SET_CONFIGURATION => Body::SetConfiguration {
            value: fields.u8()?,
        },
        kind::GET_CONFIGURATION => Body::GetConfiguration,
        kind::SET_ALTERNATE => Body::SetAlternate {
            interface: fields.u8()?,
            alternate: fields.u8()?,
        },
        kind::GET_ALTERNATE => Body::GetAlternate {
            interface: fields.u8()?,
        },
        kind::START_INTERRUPT => Body::StartInterrupt {
            endpoint: fields.u8()?,
        },
        kind::STOP_INTERRUPT => Body::StopInterrupt {
            endpoint: fields.u8()?,
        },
        kind::CANCEL => Body::Cancel,
        kind::CONTROL => Body::Control(control(fields)?),
        kind::BULK => Body::Bulk(bulk(fields, shared)?),
        kind::INTERRUPT => Body::InterruptOut {
            endpoint: fields.u8()?,
        },
        _ => Body::Other,
    })
}

/// "usb_redir_control_packet": the fields are not in the order of USB's own.
fn control(mut fields: Fields<'_>) -> Result<Control, ProtocolError> {
    let endpoint = fields.u8()?;
    let request = fields.u8()?;
    let request_type = fields.u8()?;
    let _status = fields.u8()?;
    let setup = Setup {
        request_type,
        request,
        value: fields.u16()?,
        index: fields.u16()?,
    };
    Ok(Control {
        endpoint,
        setup,
        length: fields.u16()?,
        data: fields.0.to_vec(),
    })
}

/// "usb_redir_bulk_packet".
fn bulk(mut fields: Fields<'_>, shared: Capabilities) -> Result<Bulk, ProtocolError> {
    let endpoint = fields.u8()?;
    let _status = fields.u8()?;
    let low = fields.u16()?;
    let stream = fields.u32()?;
    let high = if shared.has(Capabilities::WIDE_LENGTHS) {
        fields.u16()?
    } else {
        0
    };
    Ok(Bulk {
        endpoint,
        stream,
        length: u32::from(high) << 16 | u32::from(low),
        data: fields.0.to_vec(),
    })
}

/// Numbers in their order, little-endian all of them.
struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], ProtocolError> {
        let (taken, rest) = self
            .0
            .split_at_checked(count)
            .ok_or(ProtocolError::CutShort)?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], ProtocolError> {
        self.take(N)?
            .try_into()
            .map_err(|_| ProtocolError::CutShort)
    }

    fn u8(&mut self) -> Result<u8, ProtocolError> {
        self.array().map(u8::from_le_bytes)
    }

    fn u16(&mut self) -> Result<u16, ProtocolError> {
        self.array().map(u16::from_le_bytes)
    }

    fn u32(&mut self) -> Result<u32, ProtocolError> {
        self.array().map(u32::from_le_bytes)
    }

    fn u64(&mut self) -> Result<u64, ProtocolError> {
        self.array().map(u64::from_le_bytes)
    }
}
