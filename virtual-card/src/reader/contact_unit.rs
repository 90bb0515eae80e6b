//! The contacts of a slot at TPDU level: the reader carries blocks and
//! commands of the host to the card and back, as its parameters say. What they
//! mean it does not know, but for what it does by itself (CCID 1.1, 5.1,
//! `dwFeatures`).

use super::message::Failure;
use super::model::{Feature, Model};
use super::parameters::Parameters;
use super::seat::{End, Executed};
use crate::transmission::{
    Arrival, Block, BlockFault, ContactAnswer, Contacts, Control, Heard, Line, Protocol, Selection,
    Subject,
};

/// IFSD that the reader agrees on by itself.
const OWN_SIZE: u8 = 0xFE;

/// The contacts and how they are driven.
#[derive(Debug)]
pub(crate) struct ContactUnit {
    model: Model,
    /// `None` without power.
    contacts: Option<Contacts>,
    parameters: Parameters,
    line: Line,
    /// Whether the reader has still to tell the card its own block size.
    size_is_due: bool,
    blocks: u64,
}

impl ContactUnit {
    pub(crate) fn new(model: Model) -> Self {
        Self {
            model,
            contacts: None,
            parameters: Parameters::DEFAULT,
            line: Line::default(),
            size_is_due: false,
            blocks: 0,
        }
    }

    pub(crate) fn set_block_faults(&mut self, faults: &[BlockFault]) {
        self.blocks = self.blocks();
        self.line = Line::new(faults);
    }

    /// Blocks of T=1 that went over the contacts.
    pub(crate) fn blocks(&self) -> u64 {
        self.blocks.saturating_add(self.line.carried())
    }

    pub(crate) fn power_off(&mut self) {
        self.contacts = None;
        self.line.fall_silent();
    }

    /// The card was reset; gives its answer.
    pub(crate) fn power_on(&mut self, answer: ContactAnswer) -> Vec<u8> {
        let mut contacts = Contacts::reset(answer);
        self.line.fall_silent();
        if self.model.has(Feature::NegotiatesByItself) {
            choose(
                &mut contacts,
                answer.first_protocol(),
                answer.offered_rate(),
            );
        }
        self.parameters = if self.model.has(Feature::ParametersByAnswer) {
            Parameters::of_card(&contacts)
        } else {
            Parameters::DEFAULT
        };
        self.size_is_due = self.model.has(Feature::AgreesOnSize);
        self.contacts = Some(contacts);
        answer.atr().to_vec()
    }

    pub(crate) fn parameters(&self) -> Parameters {
        self.parameters
    }

    /// Sets what the host wants; some readers settle it with the card as well.
    pub(crate) fn set_parameters(&mut self, parameters: Parameters) -> Result<(), Failure> {
        if self.model.has(Feature::NegotiatesByItself) {
            return Err(Failure::CommandNotSupported);
        }
        if let Some(contacts) = &mut self.contacts
            && self.model.has(Feature::NegotiatesByParameters)
            && !same(contacts, &parameters)
        {
            choose(contacts, parameters.protocol(), parameters.rate());
            if !same(contacts, &parameters) {
                return Err(Failure::CardMute);
            }
        }
        self.parameters = parameters;
        Ok(())
    }

    pub(crate) fn reset_parameters(&mut self) {
        self.parameters = Parameters::DEFAULT;
    }

    /// Carries one block or command. `extension` is `bBWI`; `execute` has the
    /// card carry out an APDU.
    pub(crate) fn transfer(
        &mut self,
        bytes: &[u8],
        extension: u8,
        mut execute: impl FnMut(&[u8]) -> Result<Executed, End>,
    ) -> Result<Vec<u8>, End> {
        let contacts = self.contacts.as_mut().ok_or(Failure::CardMute)?;
        if contacts.negotiates(bytes) {
            return Ok(negotiate(contacts, &self.parameters, bytes)?);
        }
        if !self.parameters.fit(contacts) {
            // Noise to the card: it keeps silent.
            return Err(Failure::CardMute.into());
        }
        if contacts.protocol() == Protocol::Commands {
            let answer = match contacts.receive(bytes) {
                Heard::Silence => return Err(Failure::CardMute.into()),
                Heard::Send(answer) => answer,
                Heard::Execute(apdu) => {
                    let executed = execute(&apdu)?;
                    let answer = contacts.answer(executed.answer);
                    let heard = executed.heard.then_some(answer);
                    heard.ok_or(End::Silence)?
                }
            };
            return Ok(answer);
        }
        if std::mem::take(&mut self.size_is_due) {
            agree_on_size(contacts);
        }
        let mut answer = None;
        for block in self
            .line
            .carry_to_card(bytes, contacts.answer_to_reset().check())
        {
            answer = match contacts.receive(&block) {
                Heard::Silence => None,
                Heard::Send(block) => Some(block),
                Heard::Execute(apdu) => {
                    let executed = execute(&apdu)?;
                    let block = contacts.answer(executed.answer);
                    Some(executed.heard.then_some(block).ok_or(End::Silence)?)
                }
            };
        }
        let answer = answer.ok_or(Failure::CardMute)?;
        if contacts.waiting_times() > extension.max(1) {
            // The reader gives up before the card is done.
            return Err(Failure::CardMute.into());
        }
        match self.line.carry_from_card(answer, contacts) {
            Arrival::Silence => Err(Failure::CardMute.into()),
            Arrival::Empty => Ok(Vec::new()),
            Arrival::Block(block) => Ok(self.framed(block)?),
        }
    }

    /// The reader counts characters: those that the parameters promise.
    fn framed(&self, mut block: Vec<u8>) -> Result<Vec<u8>, Failure> {
        let expects = self.parameters.check_code().length();
        let contacts = self.contacts.as_ref().ok_or(Failure::CardMute)?;
        let comes = contacts.answer_to_reset().check().length();
        if expects > comes {
            return Err(Failure::CardMute);
        }
        let surplus = comes.saturating_sub(expects);
        block.truncate(block.len().saturating_sub(surplus));
        Ok(block)
    }
}

/// Whether the card already talks as the parameters say.
fn same(contacts: &Contacts, parameters: &Parameters) -> bool {
    contacts.protocol() == parameters.protocol() && contacts.rate() == parameters.rate()
}

/// The request of a host. A reader set to T=1 waits for the frame of a block,
/// and one set to another rate sends noise.
fn negotiate(
    contacts: &mut Contacts,
    parameters: &Parameters,
    bytes: &[u8],
) -> Result<Vec<u8>, Failure> {
    if parameters.rate() != contacts.rate() {
        return Err(Failure::CardMute);
    }
    match contacts.receive(bytes) {
        Heard::Send(answer) if parameters.protocol() == Protocol::Commands => Ok(answer),
        _ => Err(Failure::CardMute),
    }
}

/// The reader's own request.
fn choose(contacts: &mut Contacts, protocol: Protocol, rate: u8) {
    if contacts.protocol() != protocol || contacts.rate() != rate {
        let rate = Some(rate);
        contacts.receive(&Selection { protocol, rate }.to_bytes());
    }
}

fn agree_on_size(contacts: &mut Contacts) {
    let request = Control::Request(Subject::InformationSize);
    let block = Block::new(request, &[OWN_SIZE]);
    contacts.receive(&block.to_bytes(contacts.answer_to_reset().check()));
}
