//! Short APDUs of every case as commands of T=0.

use super::*;
use crate::link::script::hex;

fn command(header: &str, data: &str, expected: Option<usize>) -> Command {
    let header = <[u8; 4]>::try_from(hex(header)).unwrap();
    let command = Command::new(header).with_data(&hex(data)).unwrap();
    match expected {
        Some(length) => command.expecting(ExpectedLength::at_most(length)),
        None => command,
    }
}

/// Holds a conversation: what is sent and what comes back, in turn; then the answer.
#[track_caller]
fn converse(command: &Command, steps: &[(&str, &str)]) -> Result<Vec<u8>, Failure> {
    let (mut exchange, mut action) = T0Exchange::begin(command).unwrap();
    let mut steps = steps.iter();
    loop {
        match action {
            Action::Send {
                block,
                waiting_time,
            } => {
                assert_eq!(waiting_time, 0);
                let (sent, received) = steps.next().expect("one command too many");
                assert_eq!(*block, hex(sent), "{sent}");
                action = exchange.receive(Answer::Bytes(&hex(received)));
            }
            Action::Done(answer) => {
                assert_eq!(steps.len(), 0, "steps that did not happen");
                return Ok(answer);
            }
            Action::Failed(failure) => return Err(failure),
        }
    }
}

#[test]
fn every_case_has_its_commands() {
    let select = "00A4040C";
    let table = [
        // Case 1.
        (
            command("00200098", "", None),
            vec![("00200098 00", "63C3")],
            "63C3",
        ),
        // Case 2, of exactly the length, of another, and of two announced in turn.
        (
            command("00B00000", "", Some(2)),
            vec![("00B00000 02", "0102 9000")],
            "0102 9000",
        ),
        (
            command("00B00000", "", Some(256)),
            vec![("00B00000 00", "6C02"), ("00B00000 02", "0102 9000")],
            "0102 9000",
        ),
        (
            command("00B00000", "", Some(256)),
            vec![("00B00000 00", "6C02"), ("00B00000 02", "6C03")],
            "6C03",
        ),
        // Case 3.
        (
            command(select, "D392", None),
            vec![("00A4040C 02 D392", "9000")],
            "9000",
        ),
        // Case 4: announced in pieces, with a correction, in one, and none at all.
        (
            command("802A0097", "AA", Some(256)),
            vec![
                ("802A0097 01 AA", "6102"),
                ("00C00000 02", "0102 6101"),
                ("00C00000 01", "6C02"),
                ("00C00000 02", "0304 9000"),
            ],
            "01020304 9000",
        ),
        (
            command("802A0097", "AA", Some(256)),
            vec![("802A0097 01 AA", "9000"), ("00C00000 00", "01 9000")],
            "01 9000",
        ),
        (
            command("802A0097", "AA", Some(256)),
            vec![("802A0097 01 AA", "9000"), ("00C00000 00", "6985")],
            "9000",
        ),
        (
            command("802A0097", "AA", Some(256)),
            vec![("802A0097 01 AA", "6982")],
            "6982",
        ),
    ];
    for (command, steps, expected) in table {
        assert_eq!(converse(&command, &steps), Ok(hex(expected)), "{steps:?}");
    }
}

/// Whatever the card answers, a PIN goes out once.
#[test]
fn a_command_with_data_is_never_sent_again() {
    let verify = command("00200098", "31323334", None);
    for status in ["6C04", "6100", "6104", "9000", "63C2", "6700"] {
        let steps = [("00200098 04 31323334", status)];
        assert_eq!(converse(&verify, &steps), Ok(hex(status)));
    }
    let sign = command("802A0097", "AA", Some(256));
    let steps = [("802A0097 01 AA", "6C10")];
    assert_eq!(converse(&sign, &steps), Ok(hex("6C10")));
    let query = command("00200098", "", None);
    let steps = [("00200098 00", "6C01")];
    assert_eq!(converse(&query, &steps), Ok(hex("6C01")));
}

#[test]
fn an_answer_without_end_is_ended() {
    let mut steps = vec![("00B00000 00", "6100")];
    steps.extend(vec![("00C00000 00", "6100"); 256]);
    let read = command("00B00000", "", Some(256));
    assert_eq!(converse(&read, &steps), Err(Failure::TooLong));
}

#[test]
fn what_is_no_answer_ends_it() {
    let read = command("00B00000", "", Some(2));
    let table = [
        (Answer::Bytes(&[0x90]), Failure::Malformed),
        (Answer::Silence, Failure::Dead),
        (Answer::Garbled, Failure::Lost),
    ];
    for (answer, expected) in table {
        let (mut exchange, _) = T0Exchange::begin(&read).unwrap();
        let Action::Failed(failure) = exchange.receive(answer) else {
            panic!("{answer:?} was accepted");
        };
        assert_eq!(failure, expected);
    }
}

#[test]
fn extended_commands_are_refused() {
    assert!(T0Exchange::begin(&command("00B00000", "", Some(257))).is_none());
}
