//! Transparent exchange: flags and time-out that stay, and one frame or APDU.

use std::time::Duration;

use super::tlv::{self, Object};
use super::{Layer, Port400, Route, Status, Timed};
use crate::proximity::strip_check;
use crate::reader::plan::Plan;
use crate::reader::seat::Seat;
use crate::reader::sony::radio::Radio;

/// Bits of the flags object. The parity bits (04, 08) mean nothing to type B.
const NO_CHECK_APPENDED: u16 = 0x0001;
const NO_CHECK_VERIFIED: u16 = 0x0002;
/// Inferred from felica-rs, `build_flag_mask`.
const NO_PROLOGUE: u16 = 0x0010;

/// Longest frame or APDU, in both directions (felica-rs, `MAX_THROUGH_PAYLOAD`).
pub(super) const LONGEST: usize = 290;

/// What stays from one exchange to the next.
#[derive(Debug)]
pub(super) struct Settings {
    flags: u16,
    timeout: Duration,
}

impl Default for Settings {
    /// The time-out is our own; nobody says what it is.
    fn default() -> Self {
        Self {
            flags: 0,
            timeout: Duration::from_millis(100),
        }
    }
}

impl Port400 {
    pub(super) fn transparent(
        &mut self,
        objects: &[Object<'_>],
        radio: &mut Radio,
        seat: &mut Seat,
        plan: &mut Plan,
    ) -> Timed<Vec<u8>> {
        let data = match self.check_session().and_then(|()| self.read(objects)) {
            Ok(Some(data)) => data,
            Ok(None) => return Ok((Ok(tlv::status(Status::Success)), Duration::ZERO)),
            Err(status) => return Ok((Err(status), Duration::ZERO)),
        };
        let (result, took) = match self.model.route {
            Route::Prologue => self.apdu(data, radio, seat, plan)?,
            Route::Raw | Route::Plain => self.frame(data, radio, seat, plan)?,
        };
        let bytes = match result {
            Ok(answer) => [tlv::status(Status::Success), tlv::answer(&answer)].concat(),
            Err(status) => tlv::status(status),
        };
        Ok((Ok(bytes), took))
    }

    /// Takes the settings over and gives what is to be sent.
    fn read<'a>(&mut self, objects: &[Object<'a>]) -> Result<Option<&'a [u8]>, Status> {
        let mut data = None;
        for object in objects {
            match (object.tag, object.value) {
                (tlv::FLAGS, [high, low]) => {
                    self.settings.flags = u16::from_be_bytes([*high, *low]);
                }
                (tlv::TIMEOUT, [a, b, c, d]) => {
                    let micros = u32::from_le_bytes([*a, *b, *c, *d]);
                    self.settings.timeout = Duration::from_micros(micros.into());
                }
                // Whole bytes; type B has no others.
                (tlv::BIT_FRAMING, [0]) => {}
                (tlv::TRANSCEIVE, bytes) if bytes.len() > LONGEST => {
                    return Err(Status::WrongLength);
                }
                (tlv::TRANSCEIVE, bytes) => data = Some(bytes),
                _ => return Err(Status::Invalid),
            }
        }
        Ok(data)
    }

    fn frame(
        &mut self,
        data: &[u8],
        radio: &mut Radio,
        seat: &mut Seat,
        plan: &mut Plan,
    ) -> Timed<Vec<u8>> {
        let Settings { flags, timeout } = self.settings;
        let heard = if flags & NO_CHECK_APPENDED == 0 {
            radio.exchange(data, timeout, seat, plan)?
        } else {
            radio.exchange_frame(data, timeout, seat, plan)?
        };
        let result = match heard.frame {
            None => Err(Status::NoAnswer),
            Some(frame) if flags & NO_CHECK_VERIFIED != 0 => Ok(frame),
            Some(frame) => strip_check(&frame)
                .map(<[u8]>::to_vec)
                .ok_or(Status::AnswerSpoilt),
        };
        Ok((result, heard.took))
    }

    fn apdu(
        &mut self,
        data: &[u8],
        radio: &mut Radio,
        seat: &mut Seat,
        plan: &mut Plan,
    ) -> Timed<Vec<u8>> {
        match &mut self.layer {
            Layer::Four(activated) if self.settings.flags & NO_PROLOGUE == 0 => {
                activated.exchange(data, radio, seat, plan)
            }
            _ => Ok((Err(Status::Invalid), Duration::ZERO)),
        }
    }
}
