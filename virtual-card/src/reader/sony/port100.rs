//! Commands of the RC-S380 as an initiator: code and name are nfcpy's
//! (`clf/rcs380.py`). The host makes every frame for the card but its check.

#[path = "port100/frame.rs"]
mod frame;

use std::time::Duration;

use super::Unplugged;
use super::radio::Radio;
use crate::proximity::{Heard, append_check, strip_check};
use crate::reader::plan::Plan;
use crate::reader::seat::Seat;
use frame::FromHost;

/// First byte of every command and of every answer.
const COMMAND: u8 = 0xD6;
const ANSWER: u8 = 0xD7;

/// InSetRF for 106 kbit/s, type B, in both directions.
const TYPE_B_106: [u8; 4] = [0x03, 0x07, 0x0F, 0x07];
/// Bytes before those of the card in the data of InCommRF's answer: code and
/// answer byte, status, and how many bits of the last byte count.
const ALL_BITS: u8 = 0x08;

/// Status of setting commands.
const DONE: u8 = 0x00;
const BAD_PARAMETER: u8 = 0x01;
const BAD_COMMAND_TYPE: u8 = 0x07;

/// Status of InCommRF: bits of a number of four bytes.
const PROTOCOL_ERROR: u32 = 0x0000_0001;
const CHECK_ERROR: u32 = 0x0000_0004;
const RECEIVE_TIMEOUT: u32 = 0x0000_0080;
const RECEIVE_LENGTH: u32 = 0x8000_0000;

/// Keys of InSetProtocol.
const KEYS: usize = 0x14;
const INITIAL_GUARD_TIME: usize = 0x00;
const ADD_CHECK: usize = 0x01;
const VERIFY_CHECK: usize = 0x02;
/// Start and end of frame, sent and expected.
const FRAMING: std::ops::RangeInclusive<usize> = 0x09..=0x0C;

/// What the reader puts on its way to the host.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::reader) enum Output {
    /// Nothing, and what was on its way before is forgotten.
    Forget,
    /// One transfer after the other; the last one takes so long.
    Transfers(Vec<Vec<u8>>, Duration),
}

/// The reader's state.
#[derive(Debug, Default)]
pub(in crate::reader) struct Port100 {
    command_type: Option<u8>,
    speed: Option<[u8; 4]>,
    protocol: Option<[u8; KEYS]>,
}

impl Port100 {
    /// One transfer of the host.
    pub(in crate::reader) fn receive(
        &mut self,
        bytes: &[u8],
        radio: &mut Radio,
        seat: &mut Seat,
        plan: &mut Plan,
    ) -> Result<Output, Unplugged> {
        let data = match FromHost::parse(bytes) {
            FromHost::Acknowledgement => return Ok(Output::Forget),
            FromHost::Data(data) => data,
            FromHost::Broken => return Ok(refusal()),
        };
        let &[COMMAND, code, ref parameters @ ..] = data else {
            return Ok(refusal());
        };
        let (answer, took) = match code {
            0x04 => self.communicate(parameters, radio, seat, plan)?,
            _ => match self.set(code, parameters, radio, seat) {
                Some(answer) => (answer, Duration::ZERO),
                None => return Ok(refusal()),
            },
        };
        let answer = [&[ANSWER, code.wrapping_add(1)][..], &answer].concat();
        let transfers = vec![frame::ACKNOWLEDGEMENT.to_vec(), frame::frame(&answer)];
        Ok(Output::Transfers(transfers, took))
    }

    /// Everything but InCommRF; `None` for what is no command.
    fn set(
        &mut self,
        code: u8,
        parameters: &[u8],
        radio: &mut Radio,
        seat: &mut Seat,
    ) -> Option<Vec<u8>> {
        let ready = self.command_type == Some(1);
        let status = match (code, parameters) {
            // InSetRF, InSetProtocol, SwitchRF: not before SetCommandType.
            (0x00 | 0x02 | 0x06, _) if !ready => BAD_COMMAND_TYPE,
            (0x00, &[a, b, c, d]) => {
                self.speed = Some([a, b, c, d]);
                DONE
            }
            (0x02, pairs) => self.set_protocol(pairs),
            (0x06, [0]) => {
                radio.switch_off(seat);
                DONE
            }
            (0x06, [1]) => {
                radio.switch_on(seat);
                DONE
            }
            (0x00 | 0x06, _) => BAD_PARAMETER,
            // GetFirmwareVersion 1.11 and GetPDDataVersion 1.00, low byte first.
            (0x20, _) => return Some(vec![0x11, 0x01]),
            (0x22, _) => return Some(vec![0x00, 0x01]),
            // GetCommandType: a bit for each, 0 and 1.
            (0x28, []) => return Some(vec![0, 0, 0, 0, 0, 0, 0, 3]),
            (0x2A, &[number @ 0..=1]) => {
                self.command_type = Some(number);
                DONE
            }
            (0x2A, _) => BAD_PARAMETER,
            _ => return None,
        };
        Some(vec![status])
    }

    /// Pairs of key and value; what is not named stays.
    fn set_protocol(&mut self, pairs: &[u8]) -> u8 {
        let (pairs, rest) = pairs.as_chunks::<2>();
        let mut values = self.protocol.unwrap_or_default();
        if !rest.is_empty() {
            return BAD_PARAMETER;
        }
        for [key, value] in pairs {
            match values.get_mut(usize::from(*key)) {
                Some(place) => *place = *value,
                None => return BAD_PARAMETER,
            }
        }
        self.protocol = Some(values);
        DONE
    }

    /// InCommRF: time-out in units of 0.1 ms, then the frame. A field that is
    /// off comes on, and the first frame waits for the initial guard time.
    fn communicate(
        &mut self,
        parameters: &[u8],
        radio: &mut Radio,
        seat: &mut Seat,
        plan: &mut Plan,
    ) -> Result<(Vec<u8>, Duration), Unplugged> {
        let failed = |status: u32, took| Ok((status.to_le_bytes().to_vec(), took));
        let (Some(speed), Some(protocol)) = (self.speed, self.protocol) else {
            return failed(PROTOCOL_ERROR, Duration::ZERO);
        };
        let [low, high, bytes @ ..] = parameters else {
            return failed(PROTOCOL_ERROR, Duration::ZERO);
        };
        if bytes.is_empty() || bytes.len() > frame::LONGEST {
            return failed(PROTOCOL_ERROR, Duration::ZERO);
        }
        let key = |key: usize| protocol.get(key).copied().unwrap_or_default();
        let patience = u16::from_le_bytes([*low, *high]);
        let patience = Duration::from_micros(u64::from(patience) * 100);
        let mut took = Duration::ZERO;
        if !radio.is_on() {
            radio.switch_on(seat);
            took += Duration::from_millis(key(INITIAL_GUARD_TIME).into());
        }
        let understood = speed == TYPE_B_106 && FRAMING.into_iter().all(|at| key(at) == 1);
        if !understood {
            return failed(RECEIVE_TIMEOUT, took + patience);
        }
        let frame = match key(ADD_CHECK) {
            0 => bytes.to_vec(),
            _ => append_check(bytes),
        };
        let Heard { frame, took: time } = radio.exchange_frame(&frame, patience, seat, plan)?;
        took += time;
        let Some(mut answer) = frame else {
            return failed(RECEIVE_TIMEOUT, took);
        };
        if key(VERIFY_CHECK) != 0 {
            match strip_check(&answer) {
                Some(bytes) => answer = bytes.to_vec(),
                None => return failed(CHECK_ERROR, took),
            }
        }
        if answer.len() > frame::LONGEST {
            return failed(RECEIVE_LENGTH, took);
        }
        Ok(([&[0, 0, 0, 0, ALL_BITS][..], &answer].concat(), took))
    }
}

fn refusal() -> Output {
    Output::Transfers(vec![frame::ERROR.to_vec()], Duration::ZERO)
}
