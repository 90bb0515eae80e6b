//! Reads one IN endpoint, with never more than one read under way.
//!
//! A read over WebUSB cannot be cancelled. If nobody waited for it any more, it would
//! swallow the next message; so it is kept when time runs out, or when whoever waits is
//! dropped, and waited for again.

use core::time::Duration;
use std::rc::Rc;

use futures_util::FutureExt;
use futures_util::future::{Either, LocalBoxFuture, select};

use super::{Endpoint, timing};
use crate::link::{LinkError, Timer, UsbPipe};

/// Which kind of transfer an endpoint takes.
#[derive(Clone, Copy)]
pub(crate) enum Transfer {
    Bulk,
    Interrupt,
}

/// The reads of one endpoint.
pub(crate) struct Pump {
    pipe: Rc<dyn UsbPipe>,
    timer: Rc<dyn Timer>,
    endpoint: Endpoint,
    transfer: Transfer,
    length: usize,
    pending: Option<LocalBoxFuture<'static, Result<Vec<u8>, LinkError>>>,
}

impl Pump {
    /// Reads `endpoint` with room for `length` bytes, rounded up to whole packets: with
    /// less than a packet there is babble.
    pub(crate) fn new(
        pipe: Rc<dyn UsbPipe>,
        timer: Rc<dyn Timer>,
        endpoint: Endpoint,
        transfer: Transfer,
        length: usize,
    ) -> Self {
        let packet = usize::from(endpoint.packet_size).max(1);
        Self {
            pipe,
            timer,
            endpoint,
            transfer,
            length: length.next_multiple_of(packet),
            pending: None,
        }
    }

    /// The next transfer. The endpoint's halts are cleared.
    ///
    /// # Errors
    /// [`LinkError::Timeout`] if there is none within `wait`; the read stays under way.
    pub(crate) async fn read(&mut self, wait: Duration) -> Result<Vec<u8>, LinkError> {
        for _ in 0..timing::HALTS {
            match self.read_once(wait).await {
                Err(LinkError::Stalled) => self.pipe.clear_halt(self.endpoint.address).await?,
                other => return other,
            }
        }
        Err(LinkError::Stalled)
    }

    async fn read_once(&mut self, wait: Duration) -> Result<Vec<u8>, LinkError> {
        let read = match &mut self.pending {
            Some(read) => read,
            none => none.insert(start(
                Rc::clone(&self.pipe),
                self.endpoint,
                self.transfer,
                self.length,
            )),
        };
        match select(read, self.timer.sleep(wait)).await {
            Either::Left((result, _)) => {
                self.pending = None;
                result
            }
            Either::Right(_) => Err(LinkError::Timeout),
        }
    }
}

fn start(
    pipe: Rc<dyn UsbPipe>,
    endpoint: Endpoint,
    transfer: Transfer,
    length: usize,
) -> LocalBoxFuture<'static, Result<Vec<u8>, LinkError>> {
    async move {
        match transfer {
            Transfer::Bulk => pipe.bulk_in(endpoint.address, length).await,
            Transfer::Interrupt => pipe.interrupt_in(endpoint.address, length).await,
        }
    }
    .boxed_local()
}
