//! From a transfer of the host to what waits at the IN endpoint, for readers of
//! this kind, and what hands and tests may do to them.

use super::port100::Output;
use super::port400::{Reply, Route};
use super::{Sony, Unplugged};
use crate::proximity::FrameFault;
use crate::reader::fault::Fault;
use crate::reader::message::{Failure, Outcome, Request, RequestKind, Response};
use crate::reader::slot::Reaction;
use crate::reader::{Endpoint, UsbError, VirtualReader};

/// PC_to_RDR_Escape (CCID 1.1, 6.1.8).
const ESCAPE: RequestKind = RequestKind::Other(0x6B);

impl VirtualReader {
    /// Sets what is to happen to frames between reader and card from now on, in
    /// place of what was set before. Frames are counted from here.
    pub fn set_frame_faults(&mut self, faults: &[FrameFault]) {
        self.radio.set_faults(faults);
    }

    /// Makes the PUPIs of cards differ from those at another reader. To be
    /// called before anything else.
    pub fn seed_radio(&mut self, seed: u64) {
        self.radio = super::Radio::new(seed);
    }

    /// Another program opens a session with an RC-S300.
    pub fn seize_session(&mut self) {
        if let Some(Sony::Port400(port400)) = &mut self.sony {
            port400.seize();
        }
    }

    /// A message to the second interface of an RC-S300.
    pub(in crate::reader) fn receive_escape(
        &mut self,
        request: &Request<'_>,
    ) -> Result<(), UsbError> {
        let Some(Sony::Port400(port400)) = &mut self.sony else {
            return Err(UsbError::Stall);
        };
        if request.kind != ESCAPE && port400.route() == Route::Plain {
            let reaction = self.slot.handle(request, &mut self.plan);
            return self.react(Endpoint::VendorIn, request.kind, reaction);
        }
        let busy = self
            .plan
            .strikes(|fault| matches!(fault, Fault::SlotBusy { .. }));
        let outcome = if request.slot != 0 {
            Err(Failure::BadSlot)
        } else if request.kind != ESCAPE {
            Err(Failure::CommandNotSupported)
        } else if !request.length_fits {
            Err(Failure::BadLength)
        } else if busy {
            Err(Failure::SlotBusy)
        } else {
            if self
                .plan
                .strikes(|fault| matches!(fault, Fault::SessionSeized { .. }))
            {
                port400.seize();
            }
            let seat = &mut self.slot.seat;
            match port400.escape(request.data, &mut self.radio, seat, &mut self.plan) {
                Ok(reply) => Ok(reply),
                Err(Unplugged) => {
                    return self.react(Endpoint::VendorIn, request.kind, Reaction::Unplugged);
                }
            }
        };
        let (outcome, data) = match outcome {
            Ok(Reply { bytes, took }) => {
                self.vendor_wire.hold(took);
                (Outcome::Success, bytes)
            }
            Err(failure) => (Outcome::Failed(failure), Vec::new()),
        };
        let response = Response {
            kind: request.kind.response(),
            slot: request.slot,
            sequence: request.sequence,
            card: self.slot.seat.status(),
            outcome,
            specific: 0,
            data,
        };
        self.answer(Endpoint::VendorIn, request.kind, &response);
        Ok(())
    }

    /// A transfer to an RC-S380.
    pub(in crate::reader) fn receive_frame(&mut self, bytes: &[u8]) -> Result<(), UsbError> {
        let Some(Sony::Port100(port100)) = &mut self.sony else {
            return Err(UsbError::Stall);
        };
        let seat = &mut self.slot.seat;
        match port100.receive(bytes, &mut self.radio, seat, &mut self.plan) {
            Err(Unplugged) => {
                self.unplug();
                Err(UsbError::Gone)
            }
            Ok(Output::Forget) => {
                self.wire.clear();
                Ok(())
            }
            Ok(Output::Transfers(transfers, took)) => {
                let last = transfers.len().saturating_sub(1);
                for (index, bytes) in transfers.into_iter().enumerate() {
                    if index == last {
                        self.halt_if_planned(Endpoint::BulkIn);
                        self.wire.hold(took);
                    }
                    self.wire.push_transfer(bytes, self.plan.fault());
                }
                Ok(())
            }
        }
    }
}
