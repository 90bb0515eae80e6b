//! The slot: card commands of CCID 1.1, chapter 6.1, and what they do.

use super::chain::{Assembly, CONTINUE_ANSWER, Delivery, Step};
use super::fault::Fault;
use super::message::{CardStatus, Failure, HEADER_LENGTH, Outcome, Request, RequestKind, Response};
use super::model::{ExchangeLevel, Model};
use super::plan::{Incident, Plan};
use super::remainder::Remainder;
use crate::card::VirtualCard;

/// T=1 parameters (6.1.7, `abProtocolDataStructure`): Fi/Di 11, LRC, no guard
/// time, BWI 4, CWI 5, clock not stopped, IFSC 254, NAD 00.
const T1_PARAMETERS: [u8; 7] = [0x11, 0x10, 0x00, 0x45, 0x00, 0xFE, 0x00];
/// `bProtocolNum` of T=1.
const T1: u8 = 0x01;

/// `bClockStatus` (6.2.2).
const CLOCK_RUNNING: u8 = 0x00;
/// The same, stopped low.
const CLOCK_STOPPED: u8 = 0x01;

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

/// How a command ends that does not go well.
enum End {
    Failed(Failure),
    Silence,
    Unplugged,
}

impl From<Failure> for End {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

/// A card in or beside the reader, and the exchange with it.
#[derive(Debug)]
pub(crate) struct Slot {
    model: Model,
    card: Option<VirtualCard>,
    present: bool,
    /// How often a card was put in or taken away.
    moves: u32,
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
            moves: 0,
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
        self.deactivate();
        self.card = Some(card);
        self.put_back();
    }

    /// Puts back the card that lies beside the reader.
    pub(crate) fn put_back(&mut self) {
        self.present = self.card.is_some();
        self.moves = self.moves.wrapping_add(1);
    }

    pub(crate) fn remove(&mut self) {
        self.deactivate();
        self.present = false;
        self.moves = self.moves.wrapping_add(1);
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

    /// Differs from what it was if a card moved since.
    pub(crate) fn moves(&self) -> u32 {
        self.moves
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
        match self.carry_out(request, plan) {
            Ok(success) => Reaction::Answer(self.respond(request, Ok(success))),
            Err(End::Failed(failure)) => Reaction::Answer(self.respond(request, Err(failure))),
            Err(End::Silence) => Reaction::Silence,
            Err(End::Unplugged) => Reaction::Unplugged,
        }
    }

    fn carry_out(&mut self, request: &Request<'_>, plan: &mut Plan) -> Result<Success, End> {
        self.check(request)?;
        match request.kind {
            RequestKind::SetParameters => Ok(set_parameters(request)?),
            RequestKind::GetParameters | RequestKind::ResetParameters => {
                Ok((T1, T1_PARAMETERS.to_vec()))
            }
            RequestKind::IccPowerOn => Ok(self.power_on()?),
            RequestKind::IccPowerOff => {
                self.deactivate();
                Ok((self.clock(), Vec::new()))
            }
            RequestKind::GetSlotStatus | RequestKind::IccClock | RequestKind::Abort => {
                Ok((self.clock(), Vec::new()))
            }
            RequestKind::XfrBlock => match self.next_step(request)? {
                Step::Answer(chain, data) => Ok((chain, data)),
                Step::Apdu(apdu) => self.exchange(&apdu, plan),
            },
            RequestKind::Other(_) => Err(Failure::CommandNotSupported.into()),
        }
    }

    /// Rules for every message: the slot, then an abort (5.3.1), then the length.
    fn check(&mut self, request: &Request<'_>) -> Result<(), Failure> {
        if request.slot != 0 {
            return Err(Failure::BadSlot);
        }
        if let Some(sequence) = self.abort {
            if request.kind != RequestKind::Abort || request.sequence != sequence {
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
        length.saturating_sub(HEADER_LENGTH)
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

    fn next_step(&mut self, request: &Request<'_>) -> Result<Step, Failure> {
        if !self.active {
            return Err(Failure::CardMute);
        }
        match self.model.level() {
            ExchangeLevel::Tpdu => Err(Failure::CommandNotSupported),
            ExchangeLevel::ShortApdu => short_apdu(request),
            ExchangeLevel::ExtendedApdu => match request.level_parameter() {
                CONTINUE_ANSWER => self.delivery.next(request.data),
                level => self.assembly.add(level, request.data),
            },
        }
    }

    fn exchange(&mut self, apdu: &[u8], plan: &mut Plan) -> Result<Success, End> {
        let incident = plan.incident(apdu, std::mem::take(&mut self.fresh));
        match incident {
            Some(Incident::Unplugged) => return Err(End::Unplugged),
            Some(Incident::CardPulled) => {
                self.remove();
                return Err(Failure::CardMute.into());
            }
            Some(Incident::ContactLost) => {
                self.remove();
                self.put_back();
                return Err(Failure::CardMute.into());
            }
            Some(Incident::ReaderFails) => return Err(Failure::Undefined.into()),
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
            return Err(End::Silence);
        }
        Ok(self.delivery.begin(answer, self.block_limit()))
    }

    fn clock(&self) -> u8 {
        if self.active {
            CLOCK_RUNNING
        } else {
            CLOCK_STOPPED
        }
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
            kind: request.kind.response(),
            slot: request.slot,
            sequence: request.sequence,
            card,
            outcome,
            specific,
            data,
        }
    }
}

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
