//! What can go wrong between reader and card, as data: which frame, and what
//! becomes of it.

/// Something that happens once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrameFault {
    /// The frame of the reader to which it happens, or to whose answer: 0 is
    /// the first since the faults were set.
    pub at: u32,
    /// What happens.
    pub mishap: FrameMishap,
}

/// What becomes of a frame of the reader, or of the card's answer to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameMishap {
    /// The card does not hear the frame.
    CommandLost,
    /// The card hears a frame with a wrong check.
    CommandCorrupted,
    /// The card does not hear the frame, and says once more what it said last.
    AnswerRepeated,
    /// The card answers, the reader hears nothing.
    AnswerLost,
    /// The check of the answer is wrong.
    AnswerCorrupted,
    /// The answer ends after this many bytes.
    AnswerCutShort(u8),
    /// The answer begins this many milliseconds later.
    AnswerLate(u16),
    /// The answer, if it is an I-block, has the other block number.
    WrongBlockNumber,
    /// In place of the answer to an I-block comes R(ACK) with the other block
    /// number, as if the card had not taken the block. Other answers stay.
    StaleAcknowledgement,
    /// In place of the answer comes a block that may not come.
    IllegalBlock(IllegalBlock),
    /// Before it answers an APDU, the card asks for so many frame waiting times.
    AsksForTime(u8),
}

/// Blocks that a card may not send as an answer (ISO/IEC 14443-4, 7.1.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IllegalBlock {
    /// S(DESELECT), which nobody asked for.
    Deselect,
    /// An S-block of a kind that is not assigned.
    Supervisory,
    /// A kind of block that is not assigned.
    Reserved,
}

impl IllegalBlock {
    /// PCB (ISO/IEC 14443-4, figures 16 to 18).
    pub(super) fn control(self) -> u8 {
        match self {
            Self::Deselect => 0xC2,
            Self::Supervisory => 0xE2,
            Self::Reserved => 0x42,
        }
    }
}

/// The faults that are set, and how many frames the reader has sent since.
#[derive(Debug, Default)]
pub(super) struct FramePlan {
    faults: Vec<FrameFault>,
    frames: u32,
}

impl FramePlan {
    pub(super) fn new(faults: &[FrameFault]) -> Self {
        Self {
            faults: faults.to_vec(),
            frames: 0,
        }
    }

    /// To be asked once for every frame of the reader.
    pub(super) fn next(&mut self) -> Vec<FrameMishap> {
        let at = self.frames;
        self.frames = at.saturating_add(1);
        let due = self.faults.iter().filter(|fault| fault.at == at);
        due.map(|fault| fault.mishap).collect()
    }
}
