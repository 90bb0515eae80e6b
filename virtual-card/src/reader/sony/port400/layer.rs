//! What the RC-S300 does with a card of type B by itself: finding, selecting,
//! and, in one model, blocks of ISO/IEC 14443-4. Recovers nothing: what goes
//! wrong in the field ends the exchange.

use std::time::Duration;

use super::exchange::LONGEST;
use super::tlv::{self, Object};
use super::{Layer, Port400, Route, Status, Timed};
use crate::profile::Interface;
use crate::proximity::{Block, Kind, Supervisory, strip_check};
use crate::reader::plan::Plan;
use crate::reader::seat::Seat;
use crate::reader::sony::Unplugged;
use crate::reader::sony::radio::Radio;

/// Standards of the object 8F.
const TYPE_A: u8 = 0x00;
const TYPE_B: u8 = 0x01;
const ISO_15693: u8 = 0x02;
const FELICA: u8 = 0x03;

/// Sony's objects inside FF 6E: code of the reader's frame size, and CID.
const FRAME_SIZE: u16 = 0x01;
const CID: u16 = 0x08;
/// FSDI 8: 256 bytes (ISO/IEC 14443-3, table 22).
const USUAL_FRAME_SIZE: u8 = 8;

/// How long the reader waits for ATQB and for the answer to ATTRIB.
const PATIENCE: Duration = Duration::from_millis(10);
/// How long for a block: longer than FWT of the cards that there are, times
/// what they ask for.
const BLOCK_PATIENCE: Duration = Duration::from_millis(350);
/// Blocks in one exchange; none of [`LONGEST`] bytes needs more.
const MOST_BLOCKS: usize = 100;

/// A card that the reader selected.
#[derive(Debug)]
pub(super) struct Activated {
    pub(super) pupi: [u8; 4],
    cid: u8,
    number: bool,
}

impl Port400 {
    /// Switch protocol, which for cards of type B means up to which layer the
    /// reader goes.
    pub(super) fn switch_protocol(
        &mut self,
        objects: &[Object<'_>],
        radio: &mut Radio,
        seat: &mut Seat,
        plan: &mut Plan,
    ) -> Timed<Vec<u8>> {
        let at_once = |result| Ok((result, Duration::ZERO));
        if let Err(status) = self.check_session() {
            return at_once(Err(status));
        }
        let Some((standard, layer, frame_size, cid)) = wishes(objects) else {
            return at_once(Ok(tlv::status(Status::Invalid)));
        };
        self.layer = Layer::None;
        let (result, took) = match (standard, layer) {
            (_, 3 | 4) if !radio.is_on() => (Err(Status::NoAnswer), Duration::ZERO),
            (FELICA, 0 | 1) | (ISO_15693, 3) | (TYPE_A | TYPE_B, 2) => {
                (Ok(Vec::new()), Duration::ZERO)
            }
            // There is no such card.
            (TYPE_A, 3 | 4) => (Err(Status::NoAnswer), PATIENCE),
            (TYPE_B, 3) if self.model.route == Route::Raw => self.find(radio, seat, plan)?,
            (TYPE_B, 4) => self.activate(frame_size, cid, radio, seat, plan)?,
            _ => (Err(Status::NotSupported), Duration::ZERO),
        };
        let bytes = match result {
            Ok(bytes) => [tlv::status(Status::Success), bytes].concat(),
            Err(status) => tlv::status(status),
        };
        Ok((Ok(bytes), took))
    }

    /// Layer 3: ATQB and no further.
    fn find(&mut self, radio: &mut Radio, seat: &mut Seat, plan: &mut Plan) -> Timed<Vec<u8>> {
        let (result, took) = request(radio, seat, plan)?;
        let result = result.map(|pupi| {
            self.layer = Layer::Three { pupi };
            vec![0x8F, 2, TYPE_B, 3]
        });
        Ok((result, took))
    }

    /// Layer 4: ATTRIB as well.
    fn activate(
        &mut self,
        frame_size: u8,
        cid: u8,
        radio: &mut Radio,
        seat: &mut Seat,
        plan: &mut Plan,
    ) -> Timed<Vec<u8>> {
        let (pupi, took) = match request(radio, seat, plan)? {
            (Ok(pupi), took) => (pupi, took),
            (Err(status), took) => return Ok((Err(status), took)),
        };
        let [a, b, c, d] = pupi;
        // ATTRIB (ISO/IEC 14443-3, 7.10).
        let attrib = [0x1D, a, b, c, d, 0x00, frame_size & 0x0F, 0x01, cid & 0x0F];
        let heard = radio.exchange(&attrib, PATIENCE, seat, plan)?;
        let took = took + heard.took;
        let answer = heard.frame.as_deref().and_then(strip_check);
        let result = match answer {
            Some(&[confirmed]) if confirmed & 0x0F == cid & 0x0F => {
                self.layer = Layer::Four(Activated {
                    pupi,
                    cid: cid & 0x0F,
                    number: false,
                });
                // Whatever the profile says of contacts.
                let atr = Interface::Contactless.atr();
                Ok(tlv::activated(TYPE_B, 4, atr))
            }
            _ => Err(Status::NoAnswer),
        };
        Ok((result, took))
    }
}

/// Standard, layer, frame size code and CID.
fn wishes(objects: &[Object<'_>]) -> Option<(u8, u8, u8, u8)> {
    let (mut frame_size, mut cid, mut protocol) = (USUAL_FRAME_SIZE, 0, None);
    for object in objects {
        match (object.tag, object.value) {
            (tlv::PROTOCOL, [standard, layer]) => protocol = Some((*standard, *layer)),
            (tlv::VENDOR, inner) => {
                for inner in tlv::parse(inner)? {
                    match (inner.tag, inner.value) {
                        (FRAME_SIZE, [code]) => frame_size = *code,
                        (CID, [number]) => cid = *number,
                        _ => {}
                    }
                }
            }
            _ => return None,
        }
    }
    let (standard, layer) = protocol?;
    Some((standard, layer, frame_size, cid))
}

/// REQB in a field that has just been switched on.
fn request(radio: &mut Radio, seat: &mut Seat, plan: &mut Plan) -> Timed<[u8; 4]> {
    radio.switch_off(seat);
    radio.switch_on(seat);
    // REQB, all families, one slot (ISO/IEC 14443-3, 7.7).
    let heard = radio.exchange(&[0x05, 0x00, 0x00], PATIENCE, seat, plan)?;
    let result = match heard.frame.as_deref().and_then(strip_check) {
        Some(&[0x50, a, b, c, d, ..]) => Ok([a, b, c, d]),
        _ => Err(Status::NoAnswer),
    };
    Ok((result, heard.took))
}

impl Activated {
    /// One APDU in blocks, as ISO/IEC 14443-4 has them when all goes well.
    pub(super) fn exchange(
        &mut self,
        apdu: &[u8],
        radio: &mut Radio,
        seat: &mut Seat,
        plan: &mut Plan,
    ) -> Timed<Vec<u8>> {
        /// Frame of 256 bytes without PCB, CID and check.
        const PIECE: usize = 252;
        let mut took = Duration::ZERO;
        let mut answer = Vec::new();
        let mut pieces = apdu.chunks(PIECE).peekable();
        let mut next = pieces.next().map(|piece| Kind::Information {
            number: self.number,
            more: pieces.peek().is_some(),
            bytes: piece.to_vec(),
        });
        for _ in 0..MOST_BLOCKS {
            let Some(kind) = next.take() else { break };
            let (heard, time) = self.send(kind, radio, seat, plan)?;
            took += time;
            let Some(heard) = heard else {
                return Ok((Err(Status::NoAnswer), took));
            };
            next = match heard {
                Kind::Supervisory(Supervisory::WaitingTime(time)) => {
                    Some(Kind::Supervisory(Supervisory::WaitingTime(time)))
                }
                Kind::Receipt { number, good: true } if number == self.number => {
                    self.number = !self.number;
                    pieces.next().map(|piece| Kind::Information {
                        number: self.number,
                        more: pieces.peek().is_some(),
                        bytes: piece.to_vec(),
                    })
                }
                Kind::Information {
                    number,
                    more,
                    bytes,
                } if number == self.number => {
                    self.number = !self.number;
                    answer.extend(bytes);
                    if !more {
                        let fits = answer.len() <= LONGEST;
                        return Ok((fits.then_some(answer).ok_or(Status::AnswerSpoilt), took));
                    }
                    let number = self.number;
                    Some(Kind::Receipt { number, good: true })
                }
                _ => None,
            };
        }
        Ok((Err(Status::AnswerSpoilt), took))
    }

    /// One block and what comes back, if it is a block.
    fn send(
        &self,
        kind: Kind,
        radio: &mut Radio,
        seat: &mut Seat,
        plan: &mut Plan,
    ) -> Result<(Option<Kind>, Duration), Unplugged> {
        let cid = (self.cid != 0).then_some(self.cid);
        let block = Block { cid, kind }.to_bytes();
        let heard = radio.exchange(&block, BLOCK_PATIENCE, seat, plan)?;
        let block = heard
            .frame
            .as_deref()
            .and_then(strip_check)
            .and_then(Block::parse);
        Ok((block.map(|block| block.kind), heard.took))
    }
}
