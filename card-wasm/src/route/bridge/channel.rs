//! A card that is open behind the bridge.

use async_trait::async_trait;
use bridge_protocol::{
    Close, Code, Exchange, FromHost, FromPage, Hex, Pattern, PinTyped, Transmit, caps,
};

use super::{Client, Fault};
use crate::iso7816::{Command, Response};
use crate::link::{CardChannel, Limits, LinkError, Warrant};

/// One card until it is closed or lost.
pub(super) struct BridgeChannel {
    client: Client,
    limits: Limits,
    open: bool,
    /// For the next command: whether the last try was confirmed.
    pin_typed: Option<bool>,
    /// What is signed, for as often as the card has to be asked.
    message: Option<Hex>,
}

impl BridgeChannel {
    /// The card that was just opened. A reader that does not say whether it takes short
    /// commands only may be tried with an extended one.
    pub(super) fn new(client: Client, short_only: Option<bool>) -> Self {
        let limits = match short_only {
            Some(true) => Limits::SHORT,
            _ => Limits::EXTENDED,
        };
        Self {
            client,
            limits,
            open: true,
            pin_typed: None,
            message: None,
        }
    }

    /// One crossing: at most as many commands as one message takes.
    async fn transmit(&mut self, commands: &[Command]) -> Result<Vec<Response>, LinkError> {
        if let Some(fault) = self.client.lost() {
            self.open = false;
            return Err(fault.into());
        }
        if !self.open {
            return Err(LinkError::PoweredOff);
        }
        let mut message = self.message.clone();
        let commands = commands
            .iter()
            .map(|command| Exchange {
                apdu: Hex::from(command.encode().as_slice()),
                expect: carried_out(),
                message: message.take(),
            })
            .collect();
        if let Some(last_try_confirmed) = self.pin_typed.take() {
            // Its answer needs no waiting: if it is refused, so is the command behind it.
            self.client.send_and_forget(|id| {
                FromPage::PinTyped(PinTyped {
                    id,
                    last_try_confirmed,
                })
            });
        }
        let transmit = |id| FromPage::Transmit(Transmit { id, commands });
        let transmitted = match self.client.request(transmit).await {
            Ok(FromHost::Transmitted(transmitted)) => transmitted,
            Ok(_) => return Err(Fault::from(Code::MessageMalformed).into()),
            Err(fault) => return Err(self.failed(fault)),
        };
        if let Some(failure) = transmitted.error {
            return Err(self.failed(failure.into()));
        }
        let parsed = transmitted
            .responses
            .iter()
            .map(|answer| Response::try_from(answer.as_bytes()));
        parsed
            .collect::<Result<Vec<_>, _>>()
            .map_err(|_| LinkError::MalformedResponse)
    }

    fn failed(&mut self, fault: Fault) -> LinkError {
        self.open &= !fault.closes_card();
        fault.into()
    }
}

#[async_trait(?Send)]
impl CardChannel for BridgeChannel {
    fn limits(&self) -> Limits {
        self.limits
    }

    async fn exchange(&mut self, command: &Command) -> Result<Response, LinkError> {
        let mut answers = self.transmit(core::slice::from_ref(command)).await?;
        answers.pop().ok_or(LinkError::MalformedResponse)
    }

    async fn exchange_all(&mut self, commands: &[Command]) -> Result<Vec<Response>, LinkError> {
        let mut responses = Vec::with_capacity(commands.len());
        for some in commands.chunks(caps::COMMANDS) {
            let answers = self.transmit(some).await?;
            let all = answers.len() == some.len();
            responses.extend(answers);
            let go_on = responses
                .last()
                .is_some_and(|last| last.status().is_carried_out());
            if !(all && go_on) {
                break;
            }
        }
        Ok(responses)
    }

    fn warrant(&mut self, warrant: Warrant<'_>) {
        match warrant {
            Warrant::PinTyped { last_try_confirmed } => self.pin_typed = Some(last_try_confirmed),
            Warrant::Message(message) => self.message = Some(message.into()),
        }
    }

    async fn power_off(&mut self) -> Result<(), LinkError> {
        if !self.open || self.client.lost().is_some() {
            return Ok(());
        }
        self.open = false;
        match self
            .client
            .request(|id| FromPage::Close(Close { id }))
            .await
        {
            Ok(_) => Ok(()),
            // A host that has ended has reset the card.
            Err(fault) if fault.closes_card() => Ok(()),
            Err(fault) => match fault.into() {
                LinkError::PoweredOff => Ok(()),
                error => Err(error),
            },
        }
    }
}

impl Drop for BridgeChannel {
    fn drop(&mut self) {
        if self.open {
            self.client
                .send_and_forget(|id| FromPage::Close(Close { id }));
        }
    }
}

/// 9000 and 6282, after which the next command may follow.
fn carried_out() -> Vec<Pattern> {
    let end_of_file = Pattern::try_from("6282").ok();
    [Some(Pattern::SUCCESS), end_of_file]
        .into_iter()
        .flatten()
        .collect()
}
