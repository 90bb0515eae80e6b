//! Attends one opened reader: waits for a card, has it read, waits until it is taken
//! away, and again. Knows neither the way to it nor the screen.

use std::pin::pin;

use card_wasm::link::{CardChannel, CardReader, LinkError};
use futures_util::future::{Either, select};

use crate::state::CardPresence;

/// Who is told about cards and reads them.
#[expect(async_fn_in_trait, reason = "the page has one thread")]
pub trait Reception {
    /// A card came or went.
    fn card(&self, presence: CardPresence);
    /// The card, or the reader with it, went while the card was being read.
    fn card_gone(&self, how: LinkError);
    /// Whether a card may be read now.
    fn may_begin(&self) -> bool;
    /// Reads the card, or hears why it gets no power.
    async fn visit(&self, channel: Result<Box<dyn CardChannel>, LinkError>);
    /// Returns when a person wants the card on the reader to be read again.
    async fn wants_again(&self);
}

/// Attends the reader until it can be used no longer, and says why.
pub async fn attend(reader: &dyn CardReader, reception: &impl Reception) -> LinkError {
    loop {
        if let Err(error) = attend_one_card(reader, reception).await {
            return error;
        }
    }
}

async fn attend_one_card(
    reader: &dyn CardReader,
    reception: &impl Reception,
) -> Result<(), LinkError> {
    reader.wait_for_card().await?;
    reception.card(CardPresence::Present);
    loop {
        let still_there = !reception.may_begin() || visit(reader, reception).await?;
        let removed = pin!(reader.wait_for_removal());
        let again = pin!(reception.wants_again());
        if !still_there {
            break;
        }
        match select(removed, again).await {
            Either::Left((removed, _)) => {
                removed?;
                break;
            }
            Either::Right(((), _)) => {}
        }
    }
    reception.card(CardPresence::Absent);
    Ok(())
}

/// Reads the card, and notices meanwhile when it goes. A visit is never abandoned: it
/// ends by itself, with the card locked. Answers whether the card is still there.
async fn visit(reader: &dyn CardReader, reception: &impl Reception) -> Result<bool, LinkError> {
    let visit = pin!(async { reception.visit(reader.power_on().await).await });
    let removal = pin!(reader.wait_for_removal());
    match select(visit, removal).await {
        Either::Left(((), _)) => Ok(true),
        Either::Right((removed, visit)) => {
            reception.card_gone(removed.err().unwrap_or(LinkError::CardRemoved));
            visit.await;
            removed.map(|()| false)
        }
    }
}
