//! Pseudo-APDUs of the RC-S300: sessions, switching of protocols, transparent
//! exchange. Each is the payload of one PC_to_RDR_Escape (CCID 1.1, 6.1.8).

#[path = "port400/command.rs"]
mod command;
#[path = "port400/exchange.rs"]
mod exchange;
#[path = "port400/layer.rs"]
mod layer;
#[path = "port400/tlv.rs"]
mod tlv;

use std::time::Duration;

use super::radio::Radio;
use super::{Port400Model, Unplugged};
use crate::reader::plan::Plan;
use crate::reader::seat::Seat;
use command::Command;
use layer::Activated;
use tlv::Object;

/// How a card of type B is reached over the second interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::reader) enum Route {
    /// Frames as the host gives them.
    Raw,
    /// APDUs, to which the reader adds the prologue of a block.
    Prologue,
    /// CCID's own power-on and transfer, no session.
    Plain,
}

/// Status words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    Success = 0x9000,
    /// The card's answer was spoilt.
    AnswerSpoilt = 0x6400,
    NoAnswer = 0x6401,
    Invalid = 0x6301,
    WrongLength = 0x6700,
    OutOfOrder = 0x6985,
    /// "No access authority": the session is somebody else's.
    NotYours = 0x698A,
    NotSupported = 0x6A81,
    UnknownInstruction = 0x6D00,
    UnknownClass = 0x6E00,
}

/// What a pseudo-APDU is answered with.
#[derive(Debug)]
pub(in crate::reader) struct Reply {
    /// With its status word.
    pub(in crate::reader) bytes: Vec<u8>,
    pub(in crate::reader) took: Duration,
}

/// Whose transparent session is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Session {
    Nobodys,
    Ours,
    Foreign,
}

/// What has been done to the card by the reader itself.
#[derive(Debug, Default)]
enum Layer {
    #[default]
    None,
    /// ATQB was heard.
    Three { pupi: [u8; 4] },
    /// The reader speaks ISO/IEC 14443-4, or could.
    Four(Activated),
}

/// The reader's state.
#[derive(Debug)]
pub(in crate::reader) struct Port400 {
    model: Port400Model,
    session: Session,
    layer: Layer,
    settings: exchange::Settings,
}

/// A result, and the time that it took.
type Timed<T> = Result<(Result<T, Status>, Duration), Unplugged>;

impl Port400 {
    pub(super) fn new(model: Port400Model) -> Self {
        let session = if model.starts_owned {
            Session::Foreign
        } else {
            Session::Nobodys
        };
        Self {
            model,
            session,
            layer: Layer::None,
            settings: exchange::Settings::default(),
        }
    }

    pub(in crate::reader) fn route(&self) -> Route {
        self.model.route
    }

    /// Another program opens a session.
    pub(in crate::reader) fn seize(&mut self) {
        self.session = Session::Foreign;
    }

    /// The reader starts anew: nobody's session survives.
    pub(in crate::reader) fn restart(&mut self) {
        *self = Self::new(Port400Model {
            starts_owned: false,
            ..self.model
        });
    }

    /// One pseudo-APDU.
    pub(in crate::reader) fn escape(
        &mut self,
        bytes: &[u8],
        radio: &mut Radio,
        seat: &mut Seat,
        plan: &mut Plan,
    ) -> Result<Reply, Unplugged> {
        let (result, took) = match Command::parse(bytes, self.model.takes_extended) {
            Ok(command) => self.execute(&command, radio, seat, plan)?,
            Err(status) => (Err(status), Duration::ZERO),
        };
        let (mut bytes, status) = match result {
            Ok(data) => (data, Status::Success),
            Err(status) => (Vec::new(), status),
        };
        bytes.extend(status.to_bytes());
        Ok(Reply { bytes, took })
    }

    fn execute(
        &mut self,
        command: &Command<'_>,
        radio: &mut Radio,
        seat: &mut Seat,
        plan: &mut Plan,
    ) -> Timed<Vec<u8>> {
        /// Sony's instruction, and the one of PC/SC part 3.
        const TRANSPARENT: [u8; 2] = [0x50, 0xC2];
        let at_once = |result| Ok((result, Duration::ZERO));
        match (command.instruction, command.p2) {
            (instruction, purpose) if TRANSPARENT.contains(&instruction) => {
                if self.model.route == Route::Plain {
                    return at_once(Err(Status::UnknownInstruction));
                }
                let Some(objects) = tlv::parse(command.data) else {
                    return at_once(Err(Status::WrongLength));
                };
                match purpose {
                    0x00 => at_once(self.manage(&objects, radio, seat)),
                    0x01 => self.transparent(&objects, radio, seat, plan),
                    0x02 => self.switch_protocol(&objects, radio, seat, plan),
                    _ => at_once(Err(Status::Invalid)),
                }
            }
            _ => at_once(self.inform(command, radio, seat)),
        }
    }

    /// Manage session: start, end, field off, field on.
    fn manage(
        &mut self,
        objects: &[Object<'_>],
        radio: &mut Radio,
        seat: &mut Seat,
    ) -> Result<Vec<u8>, Status> {
        for object in objects {
            if object.tag == tlv::END_SESSION {
                // Whoever's it is.
                self.session = Session::Nobodys;
                self.layer = Layer::None;
                radio.switch_off(seat);
                continue;
            }
            match (self.session, object.tag) {
                (Session::Foreign, _) => return Err(Status::NotYours),
                (_, tlv::START_SESSION) => {
                    self.session = Session::Ours;
                    self.layer = Layer::None;
                    self.settings = exchange::Settings::default();
                }
                (Session::Nobodys, _) => return Err(Status::OutOfOrder),
                (Session::Ours, tlv::FIELD_OFF) => {
                    self.layer = Layer::None;
                    radio.switch_off(seat);
                }
                (Session::Ours, tlv::FIELD_ON) => radio.switch_on(seat),
                // Speed: there is only one here.
                (Session::Ours, tlv::VENDOR) => {}
                _ => return Err(Status::Invalid),
            }
        }
        Ok(tlv::status(Status::Success))
    }

    fn check_session(&self) -> Result<(), Status> {
        match self.session {
            Session::Ours => Ok(()),
            Session::Foreign => Err(Status::NotYours),
            Session::Nobodys => Err(Status::OutOfOrder),
        }
    }

    /// What needs no card and no session.
    fn inform(
        &mut self,
        command: &Command<'_>,
        radio: &mut Radio,
        seat: &mut Seat,
    ) -> Result<Vec<u8>, Status> {
        match (command.instruction, command.p1) {
            // GET DATA: PUPI, baud rate 106 kbit/s.
            (0xCA, 0x00) => match &self.layer {
                Layer::None => Err(Status::OutOfOrder),
                Layer::Three { pupi } => Ok(pupi.to_vec()),
                Layer::Four(activated) => Ok(activated.pupi.to_vec()),
            },
            (0xCA, 0xF2) if matches!(self.layer, Layer::Four(_)) => Ok(vec![0x01]),
            (0xCA, _) => Err(Status::NotSupported),
            // Firmware version, our own: 1.00.
            (0x56, _) => Ok(vec![0x00, 0x01]),
            // Set and get RF speed, only outside of a session.
            (0x5C | 0x5D, _) if self.session != Session::Nobodys => Err(Status::OutOfOrder),
            (0x5C, _) => Ok(Vec::new()),
            (0x5D, _) => Ok(vec![0x01, 0x01]),
            // Reset of the device.
            (0x55, _) => {
                radio.switch_off(seat);
                self.restart();
                Ok(Vec::new())
            }
            _ => Err(Status::UnknownInstruction),
        }
    }
}

impl Status {
    pub(super) fn to_bytes(self) -> [u8; 2] {
        (self as u16).to_be_bytes()
    }
}
