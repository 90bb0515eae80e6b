//! All readers of the bridge as one: the card is where it lies.

use core::cell::RefCell;

use async_trait::async_trait;
use bridge_protocol::{Card, Code, FromHost, FromPage, Open, Reader, ReaderName};

use super::channel::BridgeChannel;
use super::{Client, Fault};
use crate::link::{CardChannel, CardReader, LinkError};

/// The readers that the system's smart-card service has.
pub struct BridgeReaders {
    client: Client,
    /// Where the card lies that was waited for last.
    chosen: RefCell<Option<ReaderName>>,
}

impl BridgeReaders {
    /// The readers of a conversation whose greeting is done and that is told of readers.
    #[must_use]
    pub const fn new(client: Client) -> Self {
        Self {
            client,
            chosen: RefCell::new(None),
        }
    }

    /// The name to show: of the reader with the card, or of the only or first one.
    #[must_use]
    pub fn name(&self) -> Option<String> {
        let chosen = self.chosen.borrow().clone();
        let first = || Some(self.client.readers()?.first()?.name.clone());
        chosen.or_else(first).map(String::from)
    }

    /// Waits until the readers satisfy `wanted`. Without any there is nothing to wait for, as when the service has ended.
    async fn until<T>(
        &self,
        mut wanted: impl FnMut(&[Reader]) -> Option<T>,
    ) -> Result<T, LinkError> {
        let mut seen: Option<Vec<Reader>> = None;
        loop {
            let now = self.client.other_readers(seen.as_deref()).await?;
            if now.is_empty() {
                let trouble = self.client.trouble().map(LinkError::from);
                return Err(trouble.unwrap_or(LinkError::Unplugged));
            }
            if let Some(value) = wanted(&now) {
                return Ok(value);
            }
            seen = Some(now);
        }
    }
}

#[async_trait(?Send)]
impl CardReader for BridgeReaders {
    async fn wait_for_card(&self) -> Result<(), LinkError> {
        self.chosen.replace(None);
        let there = |reader: &&Reader| matches!(reader.card, Card::Present | Card::Mute);
        let name = self
            .until(|readers| Some(readers.iter().find(there)?.name.clone()))
            .await?;
        self.chosen.replace(Some(name));
        Ok(())
    }

    async fn wait_for_removal(&self) -> Result<(), LinkError> {
        let chosen = self.chosen.borrow().clone();
        let gone = |readers: &[Reader]| {
            let place = readers
                .iter()
                .find(|reader| Some(&reader.name) == chosen.as_ref());
            place
                .is_none_or(|reader| reader.card == Card::Absent)
                .then_some(())
        };
        self.until(gone).await
    }

    async fn power_on(&self) -> Result<Box<dyn CardChannel>, LinkError> {
        let chosen = self.chosen.borrow().clone();
        let reader = chosen.ok_or(LinkError::CardAbsent)?;
        self.client.forget_lost();
        let open = |id| FromPage::Open(Open { id, reader });
        match self.client.request(open).await? {
            FromHost::Opened(opened) => {
                let channel = BridgeChannel::new(self.client.clone(), opened.short_only);
                Ok(Box::new(channel))
            }
            _ => Err(Fault::from(Code::MessageMalformed).into()),
        }
    }

    /// There is nothing to give back: the host powers off what a channel leaves behind, and
    /// the conversation with it belongs to whoever began it.
    async fn close(&self) -> Result<(), LinkError> {
        Ok(())
    }
}
