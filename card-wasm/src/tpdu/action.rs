//! What a transmission protocol wants next, and what it is told.

use zeroize::Zeroizing;

/// Most bytes of an answer: 65 536 and the status word.
pub(super) const LONGEST_ANSWER: usize = 65_536 + 2;

/// What came back for a block.
#[derive(Clone, Copy, Debug)]
pub enum Answer<'a> {
    /// Bytes.
    Bytes(&'a [u8]),
    /// Nothing within the waiting time.
    Silence,
    /// Characters with wrong parity.
    Garbled,
}

/// What to do next.
pub enum Action {
    /// Send a block of T=1 or a command of T=0 and wait for the answer.
    Send {
        /// All of it.
        block: Zeroizing<Vec<u8>>,
        /// The multiple of the block waiting time that the card asked for; 0 is the usual time.
        waiting_time: u8,
    },
    /// The exchange is over, and this is what the card answered.
    Done(Vec<u8>),
    /// The exchange is over without an answer.
    Failed(Failure),
}

/// Why there is no answer. Whether the card carried the command out is then unknown.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Failure {
    /// Something was lost on the way. At T=1 the sequence numbers began anew.
    Lost,
    /// The card ended the chain.
    Aborted,
    /// The card asked for time, or sent blocks that bring nothing, without end.
    TooSlow,
    /// The answer is longer than any may be.
    TooLong,
    /// The answer has no status word.
    Malformed,
    /// The card does not answer; at T=1 not even to the request to begin anew.
    Dead,
}
