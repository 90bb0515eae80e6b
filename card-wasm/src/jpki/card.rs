//! The card below a session: guarded, counted, and locked again when anything fails.

use core::ops::Range;

use super::command::{self, CARD_MANAGER_AID, File, JPKI_AID, Reference};
use super::relayed::Relayed;
use super::{CardError, ExtendedLength, Pin, Signature, Step, Token};
use crate::certificate::Certificate;
use crate::guard::{Guarded, RelayGuarded};
use crate::iso7816::{
    Command, ExpectedLength, MalformedCommand, Repeat, Response, StatusWord, complete, transmit,
    transmit_all,
};
use crate::link::{CardChannel, LinkError, Meter, Metered, Warrant};

/// A card in the reader, until [`Card::end`].
pub(super) struct Card {
    /// Guarded, by one list or the other.
    channel: Box<dyn CardChannel>,
    /// Whether the card takes short file identifiers. Assumed until it refuses one.
    takes_short_ids: bool,
    pub(super) extended: ExtendedLength,
    ended: bool,
}

impl Card {
    /// A card that is unlocked with its PIN.
    pub(super) fn new(channel: Box<dyn CardChannel>, meter: &Meter) -> Self {
        Self::guarded(Box::new(Guarded::new(Metered::new(channel, meter.clone()))))
    }

    /// A card that hears a verifier, and never a PIN.
    pub(super) fn for_verifier(channel: Box<dyn CardChannel>, meter: &Meter) -> Self {
        Self::guarded(Box::new(RelayGuarded::new(Metered::new(
            channel,
            meter.clone(),
        ))))
    }

    fn guarded(channel: Box<dyn CardChannel>) -> Self {
        let extended = if channel.limits().permit_extended() {
            ExtendedLength::Untried
        } else {
            ExtendedLength::NotOffered
        };
        Self {
            channel,
            takes_short_ids: true,
            extended,
            ended: false,
        }
    }

    /// Most data bytes that one command can ask for.
    pub(super) fn longest_answer(&self) -> usize {
        let permitted = self.channel.limits().response_data();
        if self.extended.may_be_tried() {
            permitted
        } else {
            permitted.min(ExpectedLength::SHORT_MAXIMUM.bytes())
        }
    }

    /// Passes a result on; before an error is passed on, the card is locked again.
    pub(super) async fn or_end<T>(&mut self, result: Result<T, CardError>) -> Result<T, CardError> {
        let Err(error) = result else {
            return result;
        };
        match self.end().await {
            Err(worse) if worse.rank() > error.rank() => Err(worse),
            _ => Err(error),
        }
    }

    /// Selects the card manager, which drops every right, and powers off. Both are tried,
    /// because either suffices: rights can outlive a warm reset, but not these two.
    pub(super) async fn end(&mut self) -> Result<(), CardError> {
        if self.ended {
            return Ok(());
        }
        let select = command::select_application(&CARD_MANAGER_AID)?;
        let selected = self.send(&select, Repeat::Harmless).await;
        self.ended = true;
        let powered_off = self.channel.power_off().await;
        match (selected, powered_off) {
            (_, Ok(())) => Ok(()),
            (Ok(response), _) if response.status() == StatusWord::Success => Ok(()),
            _ => Err(CardError::NotClosed),
        }
    }

    /// Selects the application and finds out what carries it, in one crossing where the
    /// card answers as most do.
    pub(super) async fn begin(&mut self) -> Result<Token, CardError> {
        let label = ExpectedLength::at_most(Token::LABEL_LENGTH);
        let commands = [
            command::select_application(&JPKI_AID)?,
            command::read_first(Reference::Short(File::Token), label),
        ];
        let answers = transmit_all(&mut self.channel, &commands).await?;
        let [select, label] = &commands;
        let mut answers = answers.into_iter();
        let selected = answers.next().ok_or(LinkError::MalformedResponse)?;
        let selected = self.complete(select, selected).await?;
        self.selected(selected).await?;
        let Some(read) = answers.next() else {
            return self.token().await;
        };
        let read = self.complete(label, read).await?;
        match read.status() {
            status if status.is_carried_out() => Ok(Token::from_label(read.data())),
            status if refuses_reference(status) => {
                self.takes_short_ids = false;
                self.token().await
            }
            status => Err(unexpected(Step::Token, status)),
        }
    }

    async fn selected(&mut self, mut response: Response) -> Result<(), CardError> {
        // One card was seen to answer the first command after power-on like this
        // (soltia48/myna-card). Selecting once more costs nothing.
        if response.status() == StatusWord::NoDiagnosis {
            let select = command::select_application(&JPKI_AID)?;
            response = self.send(&select, Repeat::Harmless).await?;
        }
        match response.status() {
            StatusWord::Success => Ok(()),
            StatusWord::NotFound => Err(CardError::NotMyNumberCard),
            status => Err(unexpected(Step::Select, status)),
        }
    }

    async fn token(&mut self) -> Result<Token, CardError> {
        let expected = ExpectedLength::at_most(Token::LABEL_LENGTH);
        let response = self.read_first(File::Token, expected).await?;
        match response.status() {
            StatusWord::Success | StatusWord::EndOfFile => Ok(Token::from_label(response.data())),
            status => Err(unexpected(Step::Token, status)),
        }
    }

    /// Reads from the beginning of a file, by its short identifier if the card takes it.
    pub(super) async fn read_first(
        &mut self,
        file: File,
        expected: ExpectedLength,
    ) -> Result<Response, CardError> {
        if self.takes_short_ids {
            let read = command::read_first(Reference::Short(file), expected);
            let response = self.send(&read, Repeat::Harmless).await?;
            if !refuses_reference(response.status()) {
                return Ok(response);
            }
            self.takes_short_ids = false;
        }
        self.select_file(file).await?;
        let read = command::read_first(Reference::Current, expected);
        self.send(&read, Repeat::Harmless).await
    }

    /// Reads on in the file that was read last, in as many pieces as it takes, all in one
    /// crossing. Returns the pieces that came; a last one that is none says why.
    pub(super) async fn read_pieces(
        &mut self,
        range: Range<usize>,
    ) -> Result<Vec<Response>, CardError> {
        let longest = self.longest_answer().max(1);
        let commands: Vec<Command> = range
            .clone()
            .step_by(longest)
            .map(|offset| {
                let expected = ExpectedLength::at_most(longest.min(range.end - offset));
                command::read_on(u16::try_from(offset).unwrap_or(u16::MAX), expected)
            })
            .collect();
        if let [one] = commands.as_slice() {
            return Ok(vec![self.send(one, Repeat::Harmless).await?]);
        }
        let mut pieces = transmit_all(&mut self.channel, &commands).await?;
        // The last may be but the beginning of an answer.
        if let Some(last) = pieces.pop()
            && let Some(command) = commands.get(pieces.len())
        {
            pieces.push(self.complete(command, last).await?);
        }
        Ok(pieces)
    }

    /// The answer to the question how many tries are left. It also finds out how the PIN
    /// has to be named, so that a VERIFY need never be sent in two forms.
    pub(super) async fn query_tries(&mut self) -> Result<StatusWord, CardError> {
        if self.takes_short_ids {
            let query = command::query_tries(Reference::Short(File::Pin));
            let status = self.send(&query, Repeat::Harmless).await?.status();
            if !refuses_reference(status) {
                return Ok(status);
            }
            self.takes_short_ids = false;
        }
        self.select_file(File::Pin).await?;
        let query = command::query_tries(Reference::Current);
        Ok(self.send(&query, Repeat::Harmless).await?.status())
    }

    /// Sends the PIN, once, in the form in which the tries were asked for.
    pub(super) async fn verify(
        &mut self,
        pin: &Pin,
        last_try_confirmed: bool,
    ) -> Result<StatusWord, CardError> {
        let reference = self.reference(File::Pin).await?;
        let verify = command::verify(reference, pin)?;
        self.channel
            .warrant(Warrant::PinTyped { last_try_confirmed });
        Ok(self.send(&verify, Repeat::Never).await?.status())
    }

    /// Whether the PIN can be entered on the reader.
    pub(super) fn has_pin_pad(&self) -> bool {
        self.channel.has_pin_pad()
    }

    /// Has the reader ask for the PIN and send it, once, in the form in which the tries were
    /// asked for.
    pub(super) async fn verify_on_pin_pad(
        &mut self,
        language: u16,
    ) -> Result<StatusWord, CardError> {
        let reference = self.reference(File::Pin).await?;
        let entry = command::verify_on_pin_pad(reference, language);
        if self.ended {
            return Err(CardError::SessionEnded);
        }
        Ok(self.channel.verify_on_pin_pad(&entry).await?.status())
    }

    pub(super) async fn sign(
        &mut self,
        message: &[u8],
        certificate: &Certificate,
    ) -> Result<Signature, CardError> {
        let input = certificate.signature_algorithm().card_input(message);
        let length = certificate.key_algorithm().signature_length();
        let reference = self.reference(File::Key).await?;
        let sign = command::sign(reference, &input, length)?;
        self.channel.warrant(Warrant::Message(message));
        let mut response = self.send(&sign, Repeat::Harmless).await?;
        if reference != Reference::Current && refuses_reference(response.status()) {
            self.takes_short_ids = false;
            let reference = self.reference(File::Key).await?;
            let sign = command::sign(reference, &input, length)?;
            self.channel.warrant(Warrant::Message(message));
            response = self.send(&sign, Repeat::Harmless).await?;
        }
        match response.status() {
            StatusWord::Success => Signature::verified(response.into_data(), message, certificate),
            StatusWord::SecurityStatusNotSatisfied => Err(CardError::PinRequired(Step::Sign)),
            status => Err(unexpected(Step::Sign, status)),
        }
    }

    /// A command of a verifier, which the guard judges once more.
    pub(super) async fn relay(&mut self, relayed: &Relayed) -> Result<Response, CardError> {
        let repeat = if relayed.is_harmless {
            Repeat::Harmless
        } else {
            Repeat::Never
        };
        self.send(&relayed.command, repeat).await
    }

    /// How to name a file in the next command, selecting it if there is no other way.
    async fn reference(&mut self, file: File) -> Result<Reference, CardError> {
        if self.takes_short_ids {
            return Ok(Reference::Short(file));
        }
        self.select_file(file).await?;
        Ok(Reference::Current)
    }

    async fn select_file(&mut self, file: File) -> Result<(), CardError> {
        let select = command::select_file(file)?;
        match self.send(&select, Repeat::Harmless).await?.status() {
            StatusWord::Success => Ok(()),
            status => Err(unexpected(step(file), status)),
        }
    }

    /// The whole answer to a harmless command, of which this is the beginning.
    async fn complete(
        &mut self,
        command: &Command,
        first: Response,
    ) -> Result<Response, CardError> {
        Ok(complete(&mut self.channel, command, first, Repeat::Harmless).await?)
    }

    async fn send(&mut self, command: &Command, repeat: Repeat) -> Result<Response, CardError> {
        if self.ended {
            return Err(CardError::SessionEnded);
        }
        Ok(transmit(&mut self.channel, command, repeat).await?)
    }
}

/// Whether a card says that it does not understand or find what P1 and P2 name. Nothing
/// was carried out then.
const fn refuses_reference(status: StatusWord) -> bool {
    matches!(
        status,
        StatusWord::WrongParameters
            | StatusWord::FunctionNotSupported
            | StatusWord::NotFound
            | StatusWord::ReferenceDataNotFound
            | StatusWord::NoCurrentFile
            | StatusWord::OffsetOutsideFile
    )
}

const fn step(file: File) -> Step {
    match file {
        File::Token => Step::Token,
        File::Certificate => Step::Certificate,
        File::Key => Step::Sign,
        File::Verifier => Step::Relay,
        File::Pin => Step::Tries,
    }
}

pub(super) const fn unexpected(step: Step, status: StatusWord) -> CardError {
    CardError::UnexpectedStatus { step, status }
}

impl From<MalformedCommand> for CardError {
    fn from(MalformedCommand: MalformedCommand) -> Self {
        Self::Link(LinkError::CommandTooLong)
    }
}
