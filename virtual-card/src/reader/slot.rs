//! The slot: commands of CCID 1.1, chapter 6.1, and what they do.

use super::chain::{Assembly, CONTINUE_ANSWER, Delivery, Step};
use super::contact_unit::ContactUnit;
use super::message::{CardStatus, Failure, HEADER_LENGTH, Outcome, Request, RequestKind, Response};
use super::model::{ExchangeLevel, Feature, Model, Supply};
use super::parameters::Parameters;
use super::pin_entry::{PadInput, PinEntry};
use super::pin_pad::{PinPad, Waiting};
use super::plan::Plan;
use super::seat::{End, Executed, Seat};
use crate::transmission::{BlockFault, Protocol};

/// `bClockStatus` (6.2.2): running, stopped low, stopped high.
const CLOCK_RUNNING: u8 = 0x00;
const CLOCK_STOPPED_LOW: u8 = 0x01;
const CLOCK_STOPPED_HIGH: u8 = 0x02;

/// What a request leads to.
#[derive(Debug)]
pub(crate) enum Reaction {
    Answer(Response),
    /// Nobody will hear of it, or not yet.
    Silence,
    Unplugged,
}

/// What a command comes to when it goes well: byte 9 and the data.
type Success = (u8, Vec<u8>);

/// One slot, and the exchange with the card in it.
#[derive(Debug)]
pub(crate) struct Slot {
    model: Model,
    pub(crate) seat: Seat,
    unit: ContactUnit,
    pad: PinPad,
    clock_stopped: bool,
    assembly: Assembly,
    delivery: Delivery,
    /// Sequence number of an abort asked for on the control endpoint (5.3.1).
    abort: Option<u8>,
}

impl Slot {
    pub(crate) fn new(model: Model) -> Self {
        Self {
            model,
            seat: Seat::default(),
            unit: ContactUnit::new(model),
            pad: PinPad::default(),
            clock_stopped: false,
            assembly: Assembly::default(),
            delivery: Delivery::default(),
            abort: None,
        }
    }

    /// To be called after the card was moved by hand.
    /// An entry that waited on the pad ends with this answer.
    pub(crate) fn card_moved(&mut self) -> Option<(RequestKind, Response)> {
        self.forget();
        self.unit.power_off();
        let waiting = self.pad.give_up()?;
        let response = self.respond(&waiting, Err(Failure::CardMute));
        Some((waiting.kind, response))
    }

    /// The supply of the reader ends, or its host asks for a new start.
    pub(crate) fn reset(&mut self) {
        self.seat.cut_power();
        self.unit.power_off();
        self.forget();
        self.pad.give_up();
        self.abort = None;
    }

    pub(crate) fn ask_abort(&mut self, sequence: u8) {
        self.abort = Some(sequence);
    }

    pub(crate) fn set_block_faults(&mut self, faults: &[BlockFault]) {
        self.unit.set_block_faults(faults);
    }

    pub(crate) fn blocks(&self) -> u64 {
        self.unit.blocks()
    }

    pub(crate) fn pad(&mut self) -> &mut PinPad {
        &mut self.pad
    }

    pub(crate) fn pad_waits(&self) -> bool {
        self.pad.waits()
    }

    /// A person does something at the pad, which may end an entry.
    pub(crate) fn press(
        &mut self,
        input: PadInput,
        plan: &mut Plan,
    ) -> Option<(RequestKind, Reaction)> {
        let (waiting, command) = self.pad.press(input)?;
        let result = match command {
            Ok(command) => self.secured(&waiting, &command, plan),
            Err(failure) => Err(failure.into()),
        };
        Some((waiting.kind, self.reaction(&waiting, result)))
    }

    /// Carries one message out.
    pub(crate) fn handle(&mut self, request: &Request<'_>, plan: &mut Plan) -> Reaction {
        let result = self.carry_out(request, plan);
        self.reaction(&Waiting::of(request), result)
    }

    fn reaction(&mut self, request: &Waiting, result: Result<Success, End>) -> Reaction {
        if !self.seat.has_power() {
            // The card may have been pulled meanwhile.
            self.unit.power_off();
        }
        match result {
            Ok(success) => Reaction::Answer(self.respond(request, Ok(success))),
            Err(End::Failed(failure)) => Reaction::Answer(self.respond(request, Err(failure))),
            Err(End::Silence) => Reaction::Silence,
            Err(End::Unplugged) => Reaction::Unplugged,
        }
    }

    fn carry_out(&mut self, request: &Request<'_>, plan: &mut Plan) -> Result<Success, End> {
        self.check(request)?;
        let [selection, ..] = request.specific;
        match request.kind {
            RequestKind::SetParameters => {
                let parameters = Parameters::parse(selection, request.data, &self.model)?;
                if self.model.level() == ExchangeLevel::Tpdu {
                    self.unit.set_parameters(parameters)?;
                }
                Ok(self.parameters())
            }
            RequestKind::GetParameters => Ok(self.parameters()),
            RequestKind::ResetParameters => {
                self.unit.reset_parameters();
                Ok(self.parameters())
            }
            RequestKind::IccPowerOn => Ok(self.power_on(selection)?),
            RequestKind::IccPowerOff => {
                self.power_off();
                Ok((self.clock(), Vec::new()))
            }
            RequestKind::IccClock => Ok(self.set_clock(selection)?),
            RequestKind::GetSlotStatus | RequestKind::Abort => Ok((self.clock(), Vec::new())),
            RequestKind::XfrBlock if self.model.level() == ExchangeLevel::Tpdu => {
                self.check_active()?;
                Ok((0, self.transfer(request.data, selection, plan)?))
            }
            RequestKind::XfrBlock => match self.next_step(request)? {
                Step::Answer(chain, data) => Ok((chain, data)),
                Step::Apdu(apdu) => self.exchange(&apdu, plan),
            },
            RequestKind::Secure if self.model.has_pin_pad() => self.secure(request, plan),
            RequestKind::Secure | RequestKind::Other(_) => Err(Failure::CommandNotSupported.into()),
        }
    }

    /// Rules for every message: an abort (5.3.1), a pad at work, then the length.
    fn check(&mut self, request: &Request<'_>) -> Result<(), Failure> {
        if let Some(sequence) = self.abort {
            if request.kind != RequestKind::Abort || request.sequence != sequence {
                return Err(Failure::Aborted);
            }
            self.abort = None;
            self.pad.give_up();
            self.forget();
        }
        if self.pad.waits() {
            return Err(Failure::SlotBusy);
        }
        if !request.length_fits || request.data.len() > self.block_limit() {
            return Err(Failure::BadLength);
        }
        Ok(())
    }

    /// Data bytes that fit into one message.
    fn block_limit(&self) -> usize {
        let length = usize::try_from(self.model.message_limit()).unwrap_or(usize::MAX);
        length.saturating_sub(HEADER_LENGTH)
    }

    fn check_active(&self) -> Result<(), Failure> {
        if self.seat.is_active() && !self.clock_stopped {
            Ok(())
        } else {
            Err(Failure::CardMute)
        }
    }

    /// Gives up what was under way; the card keeps what it has.
    fn forget(&mut self) {
        self.clock_stopped = false;
        self.assembly = Assembly::default();
        self.delivery = Delivery::default();
    }

    fn power_on(&mut self, selection: u8) -> Result<Success, Failure> {
        self.forget();
        match (self.model.supply(), selection) {
            (Supply::Automatic, 0..=3) => {}
            (Supply::OnlyAt(right), 1..=3) if right == selection => {}
            (Supply::OnlyAt(_), 1..=3) => {
                // The card does not start at this voltage.
                self.power_off();
                return Err(Failure::CardMute);
            }
            _ => return Err(Failure::BAD_SELECTION),
        }
        let contact = self.model.contact_answer();
        if self.model.has(Feature::KeepsPower) && self.seat.has_power() {
            self.seat.resume();
            let answer = self.seat.card().and_then(|card| card.profile().contacts());
            let answer = answer.or(contact).ok_or(Failure::CardMute)?;
            return Ok((0, answer.atr().to_vec()));
        }
        let (atr, card) = self.seat.power_on()?;
        let answer = card.profile().contacts();
        Ok(match contact {
            None => (0, atr.to_vec()),
            Some(usual) => (0, self.unit.power_on(answer.unwrap_or(usual))),
        })
    }

    fn power_off(&mut self) {
        self.forget();
        if self.model.has(Feature::KeepsPower) {
            self.seat.pretend_power_off();
        } else {
            self.seat.cut_power();
            self.unit.power_off();
        }
    }

    fn parameters(&self) -> Success {
        let parameters = match self.model.level() {
            ExchangeLevel::Tpdu => self.unit.parameters(),
            _ => Parameters::OF_APDU_LEVEL,
        };
        (parameters.protocol().number(), parameters.bytes())
    }

    /// 00 starts the clock, 01 stops it, if the parameters let it (6.1.9).
    fn set_clock(&mut self, command: u8) -> Result<Success, Failure> {
        match command {
            0 => self.clock_stopped = false,
            1 if !self.model.has(Feature::StopsClock) => return Err(Failure::CommandNotSupported),
            1 if !self.seat.is_active() => return Err(Failure::CardMute),
            1 if self.unit.parameters().clock_stop() == 0 => return Err(Failure::BAD_SELECTION),
            1 => self.clock_stopped = true,
            _ => return Err(Failure::BAD_SELECTION),
        }
        Ok((self.clock(), Vec::new()))
    }

    fn clock(&self) -> u8 {
        /// `bClockStop`: only high.
        const ONLY_HIGH: u8 = 0x02;
        match (self.seat.is_active(), self.clock_stopped) {
            (true, false) => CLOCK_RUNNING,
            (true, true) if self.unit.parameters().clock_stop() == ONLY_HIGH => CLOCK_STOPPED_HIGH,
            _ => CLOCK_STOPPED_LOW,
        }
    }

    fn next_step(&mut self, request: &Request<'_>) -> Result<Step, Failure> {
        self.check_active()?;
        match self.model.level() {
            ExchangeLevel::Character | ExchangeLevel::Tpdu => Err(Failure::CommandNotSupported),
            ExchangeLevel::ShortApdu => short_apdu(request),
            ExchangeLevel::ExtendedApdu => match request.level_parameter() {
                CONTINUE_ANSWER => self.delivery.next(request.data),
                level => self.assembly.add(level, request.data),
            },
        }
    }

    fn exchange(&mut self, apdu: &[u8], plan: &mut Plan) -> Result<Success, End> {
        let Executed { answer, heard } = self.seat.exchange(apdu, plan)?;
        if !heard {
            return Err(End::Silence);
        }
        Ok(self.delivery.begin(answer, self.block_limit()))
    }

    fn transfer(&mut self, block: &[u8], extension: u8, plan: &mut Plan) -> Result<Vec<u8>, End> {
        let seat = &mut self.seat;
        self.unit
            .transfer(block, extension, |apdu| seat.exchange(apdu, plan))
    }

    /// Lights the pad up; the answer comes when a person has typed.
    fn secure(&mut self, request: &Request<'_>, plan: &mut Plan) -> Result<Success, End> {
        self.check_active()?;
        if request.level_parameter() != 0 {
            return Err(Failure::BAD_LEVEL_PARAMETER.into());
        }
        let entry = PinEntry::parse(request.data)?;
        let waiting = Waiting::of(request);
        match self.pad.ask(waiting, entry) {
            None => Err(End::Silence),
            Some((waiting, Ok(command))) => self.secured(&waiting, &command, plan),
            Some((_, Err(failure))) => Err(failure.into()),
        }
    }

    /// Sends what was made of the digits. At TPDU level the host's prologue
    /// goes before it, and the answer is a block again.
    fn secured(
        &mut self,
        waiting: &Waiting,
        command: &[u8],
        plan: &mut Plan,
    ) -> Result<Success, End> {
        if self.model.level() != ExchangeLevel::Tpdu {
            return self.exchange(command, plan);
        }
        let parameters = self.unit.parameters();
        if parameters.protocol() == Protocol::Commands {
            return Ok((0, self.transfer(command, waiting.extension, plan)?));
        }
        let [address, control, _] = waiting.prologue;
        let length = u8::try_from(command.len()).map_err(|_| Failure::BadLength)?;
        let mut block = [&[address, control, length][..], command].concat();
        block.extend(parameters.check_code().of(&block));
        Ok((0, self.transfer(&block, waiting.extension, plan)?))
    }

    fn respond(&self, request: &Waiting, result: Result<Success, Failure>) -> Response {
        let (outcome, specific, data) = match result {
            Ok((specific, data)) => (Outcome::Success, specific, data),
            Err(failure) => (Outcome::Failed(failure), 0, Vec::new()),
        };
        Response {
            kind: request.kind.response(),
            slot: request.slot,
            sequence: request.sequence,
            card: self.seat.status(),
            outcome,
            specific,
            data,
        }
    }
}

/// The answer to a message for a slot that is not there.
pub(crate) fn no_such_slot(request: &Request<'_>) -> Response {
    Response {
        kind: request.kind.response(),
        slot: request.slot,
        sequence: request.sequence,
        card: CardStatus::Absent,
        outcome: Outcome::Failed(Failure::BadSlot),
        specific: 0,
        data: Vec::new(),
    }
}

/// One message is one APDU of the short form: 4 header bytes, Lc, 255, Le.
fn short_apdu(request: &Request<'_>) -> Result<Step, Failure> {
    const MAXIMUM: usize = 4 + 1 + 255 + 1;
    if request.level_parameter() != 0 {
        return Err(Failure::BAD_LEVEL_PARAMETER);
    }
    let extended = matches!(request.data, [_, _, _, _, 0, _, ..]);
    if extended || request.data.len() > MAXIMUM {
        return Err(Failure::BadLength);
    }
    Ok(Step::Apdu(request.data.to_vec()))
}
