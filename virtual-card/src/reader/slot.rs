//! The slot: card commands of CCID 1.1, chapter 6.1, and what they do.

use super::chain::{Assembly, Delivery, Step};
use super::fault::Fault;
use super::message::{CardStatus, Failure, Outcome, Request, Response, ResponseKind};
use super::model::{ExchangeLevel, Model};
use super::plan::{Incident, Plan};
use super::remainder::Remainder;
use crate::card::VirtualCard;

/// T=1 parameters (6.1.7, `abProtocolDataStructure`): Fi/Di 11, LRC, no guard
/// time, BWI 4, CWI 5, clock not stopped, IFSC 254, NAD 00.
const T1_PARAMETERS: [u8; 7] = [0x11, 0x10, 0x00, 0x45, 0x00, 0xFE, 0x00];
/// `bProtocolNum` of T=1.
const T1: u8 = 0x01;

/// What a request leads to.
#[derive(Debug)]
pub(crate) enum Reaction {
    Answer(Response),
    /// Executed, but nobody will hear of it.
    Silence,
    Unplugged,
}

/// What a command comes to when it goes well: byte 9 and the data.
type Success = (u8, Vec<u8>);

/// A card in or beside the reader, and the exchange with it.
#[derive(Debug)]
pub(crate) struct Slot {
    model: Model,
    card: Option<VirtualCard>,
    present: bool,
    active: bool,
    fresh: bool,
    assembly: Assembly,
    delivery: Delivery,
    remainder: Remainder,
    /// Sequence number of an abort asked for on the control endpoint (5.3.1).
    abort: Option<u8>,
    apdus: u32,
}

impl Slot {
    pub(crate) fn new(model: Model) -> Self {
        Self {
            model,
            card: None,
            present: false,
            active: false,
            fresh: false,
            assembly: Assembly::default(),
            delivery: Delivery::default(),
            remainder: Remainder::default(),
            abort: None,
            apdus: 0,
        }
    }

    pub(crate) fn insert(&mut self, card: VirtualCard) {
        self.card = Some(card);
        self.present = true;
        self.active = false;
    }

    /// Puts back the card that lies beside the reader.
    pub(crate) fn put_back(&mut self) {
        self.present = self.card.is_some();
    }

    pub(crate) fn remove(&mut self) {
        self.deactivate();
        self.present = false;
    }

    pub(crate) fn take(&mut self) -> Option<VirtualCard> {
        self.remove();
        self.card.take()
    }

    pub(crate) fn card(&self) -> Option<&VirtualCard> {
        self.card.as_ref()
    }

    pub(crate) fn is_present(&self) -> bool {
        self.present
    }

    /// APDUs that reached the card.
    pub(crate) fn apdus(&self) -> u32 {
        self.apdus
    }

    /// The supply of the reader ends, or its host asks for a new start.
    pub(crate) fn reset(&mut self) {
        self.deactivate();
        self.abort = None;
    }

    pub(crate) fn ask_abort(&mut self, sequence: u8) {
        self.abort = Some(sequence);
    }

    fn deactivate(&mut self) {
        if let Some(card) = &mut self.card {
            card.power_off();
        }
        self.active = false;
        self.assembly = Assembly::default();
        self.delivery = Delivery::default();
        self.remainder = Remainder::default();
    }

    fn status(&self) -> CardStatus {
        match (self.present, self.active) {
            (false, _) => CardStatus::Absent,
            (true, false) => CardStatus::Inactive,
            (true, true) => CardStatus::Active,
        }
    }

    /// Carries one message out.
    pub(crate) fn handle(&mut self, request: &Request<'_>, plan: &mut Plan) -> Reaction {
        if request.slot != 0 {
            return Reaction::Answer(self.respond(request, Err(Failure::BadSlot)));
        }
        if let Err(failure) = self.check(request) {
            return Reaction::Answer(self.respond(request, Err(failure)));
        }
        let result = match request.kind {
            0x61 => set_parameters(request),
            0x62 => self.power_on(),
            0x63 => {
                self.deactivate();
                Ok((CLOCK_STOPPED, Vec::new()))
            }
            0x65 => Ok((
                if self.active {
                    CLOCK_RUNNING
                } else {
                    CLOCK_STOPPED
                },
                Vec::new(),
            )),
            0x6C | 0x6D => Ok((T1, T1_PARAMETERS.to_vec())),
            0x6E | 0x72 => Ok((CLOCK_RUNNING, Vec::new())),
            0x6F => return self.transfer_block(request, plan),
            _ => Err(Failure::CommandNotSupported),
        };
        Reaction::Answer(self.respond(request, result))
    }

    /// Rules for every message: an abort comes first (5.3.1), then the length.
    fn check(&mut self, request: &Request<'_>) -> Result<(), Failure> {
        /// PC_to_RDR_Abort (6.1.13).
        const ABORT: u8 = 0x72;
        if let Some(sequence) = self.abort {
            if request.kind != ABORT || request.sequence != sequence {
                return Err(Failure::Aborted);
            }
            self.abort = None;
            self.assembly = Assembly::default();
            self.delivery = Delivery::default();
        }
        let limit = self.block_limit();
        if !request.length_fits || request.data.len() > limit {
            return Err(Failure::BadLength);
        }
        Ok(())
    }

    /// Data bytes that fit into one message.
    fn block_limit(&self) -> usize {
        let length = usize::try_from(self.model.max_message_length()).unwrap_or(usize::MAX);
        length.saturating_sub(super::message::HEADER_LENGTH)
    }

    /// A second power-on without power-off is a warm reset (6.1.1).
    fn power_on(&mut self) -> Result<Success, Failure> {
        self.assembly = Assembly::default();
        self.delivery = Delivery::default();
        let Some(card) = self.card.as_mut().filter(|_| self.present) else {
            return Err(Failure::CardMute);
        };
        let atr = if self.active {
            card.warm_reset()
        } else {
            card.power_on()
        };
        self.active = true;
        self.fresh = true;
        Ok((0, atr.to_vec()))
    }

    fn transfer_block(&mut self, request: &Request<'_>, plan: &mut Plan) -> Reaction {
        let step = match self.next_step(request) {
            Ok(step) => step,
            Err(failure) => return Reaction::Answer(self.respond(request, Err(failure))),
        };
        match step {
            Step::Answer(chain, data) => Reaction::Answer(self.respond(request, Ok((chain, data)))),
            Step::Apdu(apdu) => self.exchange(request, &apdu, plan),
        }
    }

    fn next_step(&mut self, request: &Request<'_>) -> Result<Step, Failure> {
        if !self.active {
            return Err(Failure::CardMute);
        }
        match self.model.level() {
            ExchangeLevel::Tpdu => Err(Failure::CommandNotSupported),
            ExchangeLevel::ShortApdu => short_apdu(request),
            ExchangeLevel::ExtendedApdu => match request.level_parameter() {
                super::chain::CONTINUE_ANSWER => self.delivery.next(request.data),
                level => self.assembly.add(level, request.data),
            },
        }
    }

    fn exchange(&mut self, request: &Request<'_>, apdu: &[u8], plan: &mut Plan) -> Reaction {
        let incident = plan.incident(apdu, std::mem::take(&mut self.fresh));
        match incident {
            Some(Incident::Unplugged) => return Reaction::Unplugged,
            Some(Incident::CardPulled) => {
                self.remove();
                return Reaction::Answer(self.respond(request, Err(Failure::CardMute)));
            }
            Some(Incident::ReaderFails) => {
                return Reaction::Answer(self.respond(request, Err(Failure::Undefined)));
            }
            Some(Incident::AnswerLost | Incident::Refused) | None => {}
        }
        let answer = match (&mut self.card, incident) {
            // "No precise diagnosis", ISO/IEC 7816-4, 5.6.
            (_, Some(Incident::Refused)) => vec![0x6F, 0x00],
            (Some(card), _) if plan.fault() == Some(Fault::AnswerWaits) => {
                self.remainder.exchange(apdu, |apdu| card.transmit(apdu))
            }
            (Some(card), _) => card.transmit(apdu),
            (None, _) => Vec::new(),
        };
        self.apdus = self.apdus.saturating_add(1);
        if incident == Some(Incident::AnswerLost) {
            return Reaction::Silence;
        }
        let (chain, data) = self.delivery.begin(answer, self.block_limit());
        Reaction::Answer(self.respond(request, Ok((chain, data))))
    }

    fn respond(&self, request: &Request<'_>, result: Result<Success, Failure>) -> Response {
        let card = match result {
            Err(Failure::BadSlot) => CardStatus::Absent,
            _ => self.status(),
        };
        let (outcome, specific, data) = match result {
            Ok((specific, data)) => (Outcome::Success, specific, data),
            Err(failure) => (Outcome::Failed(failure), 0, Vec::new()),
        };
        Response {
            kind: ResponseKind::to(request.kind),
            slot: request.slot,
            sequence: request.sequence,
            card,
            outcome,
            specific,
            data,
        }
    }
}

/// `bClockStatus` (6.2.2).
const CLOCK_RUNNING: u8 = 0x00;
const CLOCK_STOPPED: u8 = 0x01;

/// One message is one APDU of the short form: 4 header bytes, Lc, 255, Le.
fn short_apdu(request: &Request<'_>) -> Result<Step, Failure> {
    const MAXIMUM: usize = 4 + 1 + 255 + 1;
    if request.level_parameter() != 0 {
        return Err(Failure::BadLevelParameter);
    }
    let extended = matches!(request.data, [_, _, _, _, 0, _, ..]);
    if extended || request.data.len() > MAXIMUM {
        return Err(Failure::BadLength);
    }
    Ok(Step::Apdu(request.data.to_vec()))
}

/// Only T=1 can be set; its values are the reader's own business.
fn set_parameters(request: &Request<'_>) -> Result<Success, Failure> {
    let [protocol, ..] = request.specific;
    if protocol != T1 {
        return Err(Failure::BadProtocol);
    }
    Ok((T1, T1_PARAMETERS.to_vec()))
}
