//! A coupler as a place where cards come and go: whose turn it is, which card has power, and
//! polling, as these devices tell nothing by themselves.

use core::cell::Cell;
use core::time::Duration;
use std::rc::Rc;

use async_trait::async_trait;
use futures_util::lock::{Mutex, MutexGuard};

use super::coupler::{Coupler, Sight};
use crate::iso7816::{Command, Response};
use crate::link::{CardChannel, Limits, LinkError, Timer};

/// Between two looks at the field, which is off meanwhile. Below a third of a second it
/// feels immediate.
const POLL: Duration = Duration::from_millis(300);

/// Looks in a row that must find nothing before a card counts as taken away: in a weak
/// field one look in several fails.
const MISSES: u8 = 2;

/// A coupler, as it is shared between a reader and the channels that it hands out.
pub(super) struct Coupled<C> {
    coupler: Mutex<C>,
    timer: Rc<dyn Timer>,
    /// Counts activations, so that a channel knows whether its card is still powered.
    generation: Cell<u64>,
    /// Whether that card is powered, or how its power was lost.
    power: Cell<Result<(), LinkError>>,
    /// The activation whose channel was dropped without a power-off.
    owed_power_off: Cell<Option<u64>>,
}

impl<C: Coupler + 'static> Coupled<C> {
    pub(super) fn new(coupler: C, timer: Rc<dyn Timer>) -> Rc<Self> {
        Rc::new(Self {
            coupler: Mutex::new(coupler),
            timer,
            generation: Cell::new(0),
            power: Cell::new(Err(LinkError::PoweredOff)),
            owed_power_off: Cell::new(None),
        })
    }

    /// Returns when a card is there, here or elsewhere.
    pub(super) async fn wait_for_card(&self) -> Result<Sight, LinkError> {
        loop {
            let mut coupler = self.lock().await;
            if self.power.get().is_ok() {
                return Ok(Sight::Card);
            }
            let sight = coupler.look().await?;
            drop(coupler);
            if sight != Sight::Nothing {
                return Ok(sight);
            }
            self.timer.sleep(POLL).await;
        }
    }

    /// Returns when the card is gone, or has lost the power that a session gave it because
    /// it was out of reach. May run beside a session.
    pub(super) async fn wait_for_removal(&self) -> Result<(), LinkError> {
        let mut attended = None;
        let mut misses = 0;
        loop {
            let mut coupler = self.lock().await;
            let there = match (self.power.get(), attended) {
                (Ok(()), _) => {
                    attended = Some(self.generation.get());
                    let there = coupler.is_present().await?;
                    if !there {
                        self.lose(&mut coupler, LinkError::CardRemoved).await;
                        return Ok(());
                    }
                    there
                }
                (Err(LinkError::CardRemoved), Some(generation))
                    if generation == self.generation.get() =>
                {
                    return Ok(());
                }
                _ => coupler.look().await? != Sight::Nothing,
            };
            drop(coupler);
            misses = if there { 0 } else { misses + 1 };
            if misses == MISSES {
                return Ok(());
            }
            self.timer.sleep(POLL).await;
        }
    }

    /// Activates the card and hands it out.
    pub(super) async fn power_on(self: &Rc<Self>) -> Result<Box<dyn CardChannel>, LinkError> {
        let mut coupler = self.lock().await;
        self.power.set(Err(LinkError::PoweredOff));
        let limits = match coupler.activate().await {
            Ok(limits) => limits,
            Err(error) => {
                // The first error is worth more than a second one.
                let _ = coupler.deactivate().await;
                return Err(error);
            }
        };
        self.generation.set(self.generation.get().wrapping_add(1));
        self.power.set(Ok(()));
        Ok(Box::new(CoupledChannel {
            coupled: Rc::clone(self),
            generation: self.generation.get(),
            limits,
        }))
    }

    /// Takes the power from a card that has it and leaves the device to others.
    pub(super) async fn end(&self) -> Result<(), LinkError> {
        let mut coupler = self.lock().await;
        self.power.set(Err(LinkError::PoweredOff));
        let off = coupler.deactivate().await;
        off.and(coupler.end().await)
    }

    /// The coupler for this caller alone. If a card was left powered by a channel that was
    /// dropped, its power is taken before anything else.
    async fn lock(&self) -> MutexGuard<'_, C> {
        let mut coupler = self.coupler.lock().await;
        if let Some(generation) = self.owed_power_off.take()
            && self.powered(generation).is_ok()
        {
            if coupler.deactivate().await.is_ok() {
                self.power.set(Err(LinkError::PoweredOff));
            } else {
                self.owed_power_off.set(Some(generation));
            }
        }
        coupler
    }

    fn powered(&self, generation: u64) -> Result<(), LinkError> {
        if self.generation.get() == generation {
            self.power.get()
        } else {
            Err(LinkError::PoweredOff)
        }
    }

    /// Notes how the card was lost, and takes its power: it may be unlocked.
    async fn lose(&self, coupler: &mut C, reason: LinkError) {
        self.power.set(Err(reason));
        // The reason is worth more than what goes wrong now.
        let _ = coupler.deactivate().await;
    }
}

/// One card from its activation to its power-off.
struct CoupledChannel<C: Coupler + 'static> {
    coupled: Rc<Coupled<C>>,
    generation: u64,
    limits: Limits,
}

#[async_trait(?Send)]
impl<C: Coupler + 'static> CardChannel for CoupledChannel<C> {
    fn limits(&self) -> Limits {
        self.limits
    }

    async fn exchange(&mut self, command: &Command) -> Result<Response, LinkError> {
        if !self.limits.permit_command(command.encoded_length()) {
            return Err(LinkError::CommandTooLong);
        }
        let mut coupler = self.coupled.lock().await;
        self.coupled.powered(self.generation)?;
        let answer = match coupler.exchange(&command.encode()).await {
            Ok(answer) => answer,
            // Not taken, so nothing is lost.
            Err(LinkError::NotAccepted) => return Err(LinkError::NotAccepted),
            Err(error) => {
                self.coupled.lose(&mut coupler, error).await;
                return Err(error);
            }
        };
        Response::try_from(answer.as_slice()).map_err(|_| LinkError::MalformedResponse)
    }

    async fn power_off(&mut self) -> Result<(), LinkError> {
        let mut coupler = self.coupled.lock().await;
        if self.coupled.powered(self.generation).is_err() {
            return Ok(());
        }
        match coupler.deactivate().await {
            // A reader without a cable gives no power.
            Ok(()) | Err(LinkError::Unplugged) => {
                self.coupled.power.set(Err(LinkError::PoweredOff));
                Ok(())
            }
            refused => refused,
        }
    }
}

impl<C: Coupler + 'static> Drop for CoupledChannel<C> {
    /// A drop cannot wait for a reader. It leaves the power-off to the next use of the
    /// device, of which waiting for another card is one.
    fn drop(&mut self) {
        self.coupled.owed_power_off.set(Some(self.generation));
    }
}

#[cfg(test)]
#[path = "coupled_tests.rs"]
mod tests;
