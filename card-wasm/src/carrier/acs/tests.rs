//! ACR1255U-J1 readers that do not prove themselves, or say nothing.

use super::frame::enclose;
use super::*;
use crate::carrier::gatt::Role;
use crate::carrier::script::ScriptedLink;
use crate::ccid::script::PausedTimer;
use crate::link::script::{block_on, hex};

/// A peripheral that answers every frame with this plain message.
fn answering(message: &'static str) -> Rc<ScriptedLink> {
    let mut buffer = FrameBuffer::default();
    Rc::new(ScriptedLink::new(&[], move |value| {
        assert!(value.len() <= 20, "{} bytes at once", value.len());
        if buffer.push(value).unwrap().is_none() {
            return Vec::new();
        }
        let frame = enclose(&hex(message)).unwrap();
        vec![(Role::Answer, frame.to_vec())]
    }))
}

#[test]
fn a_reader_that_does_not_prove_itself_is_let_go() {
    let locked = LinkError::ReaderLocked;
    let table = [
        // "Unauthorized" and "too many attempts".
        ("51000000000455", locked),
        ("51000000000756", locked),
        // "Command error".
        ("51000000000352", LinkError::TransferFailed),
        // Another answer than was asked for.
        ("81000000000081", LinkError::UnexpectedMessage),
        // The right answer without a number in it.
        ("83000500000022E100004500", LinkError::MalformedMessage),
        ("FF", LinkError::MalformedMessage),
    ];
    for (answer, expected) in table {
        let link = answering(answer);
        let opened = open(link.clone(), Rc::new(PausedTimer), [1; RANDOM_LENGTH]);
        assert_eq!(block_on(opened).err(), Some(expected), "{answer}");
        assert!(link.is_gone());
    }
}

#[test]
fn a_peripheral_that_says_nothing_is_given_up() {
    let link = Rc::new(ScriptedLink::new(&[], |_| Vec::new()));
    let opened = open(link.clone(), Rc::new(PausedTimer), [1; RANDOM_LENGTH]);
    assert_eq!(block_on(opened).err(), Some(LinkError::Timeout));
    assert!(link.is_gone());
    let asked: Vec<u8> = link.writes.borrow().concat();
    assert_eq!(asked, hex("05000C6B0005000000CBE0000045000C0A"));
}
