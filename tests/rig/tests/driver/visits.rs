//! Whole visits while blocks get lost, spoilt, repeated and late: a signature that is right or
//! an error with a code, one VERIFY at most, and a card that is locked afterwards.

use proptest::prelude::*;
use virtual_card::{ContactAnswer, Profile};

use crate::desk::{Desk, MESSAGE, block_on};
use crate::t1::{contacts, fault};

/// Readers at TPDU level that can be given any card.
const READERS: [&str; 5] = [
    "tpdu",
    "tpdu-auto",
    "tpdu-own",
    "lying-limits",
    "tpdu-pin-pad",
];

fn desk(reader: &str, contacts: ContactAnswer) -> Desk {
    let profile = Profile::named("valid-adult")
        .unwrap()
        .with_contacts(contacts);
    Desk::with_profile(reader, profile)
}

#[test]
fn every_card_is_served_by_every_reader() {
    for reader in READERS {
        for contacts in ContactAnswer::ALL {
            let desk = desk(reader, contacts);
            let outcome = block_on(desk.visit("1234"));
            let outcome =
                outcome.unwrap_or_else(|error| panic!("{reader}, {contacts:?}: {error:?}"));
            let signature = outcome.signature.as_bytes();
            assert_eq!(outcome.certificate.verify(MESSAGE, signature), Ok(()));
            // As many as with readers that take them whole; T=0 takes short ones.
            let speaks_t0 = (reader, contacts) == ("tpdu-own", ContactAnswer::BothProtocols);
            let apdus = if speaks_t0 { 12 } else { 7 };
            let traffic = desk.pipe.look(|reader| reader.traffic());
            assert_eq!(
                (traffic.apdus, traffic.verifies),
                (apdus, 1),
                "{reader}, {contacts:?}"
            );
            desk.assert_locked();
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_fault_costs_a_second_try_or_brings_a_wrong_signature(
        reader in prop::sample::select(READERS.to_vec()),
        contacts in contacts(),
        pin in prop::sample::select(vec!["1234", "9999"]),
        faults in prop::collection::vec(fault(), 1..8),
    ) {
        let desk = desk(reader, contacts);
        desk.pipe.change(|reader| reader.set_block_faults(&faults));
        match block_on(desk.visit(pin)) {
            Ok(outcome) => {
                let signature = outcome.signature.as_bytes();
                prop_assert_eq!(outcome.certificate.verify(MESSAGE, signature), Ok(()));
                prop_assert_eq!(pin, "1234");
            }
            Err(error) => prop_assert!(!error.code().is_empty()),
        }
        let verifies = desk.pipe.look(|reader| reader.traffic().verifies);
        prop_assert!(verifies <= 1, "{} VERIFY commands for one PIN", verifies);
        let spent = u64::from(pin == "9999") * verifies;
        prop_assert_eq!(u64::from(desk.tries_left()), 3 - spent);

        desk.pipe.change(|reader| reader.set_block_faults(&[]));
        prop_assert!(block_on(desk.visit("1234")).is_ok());
        desk.assert_locked();
    }
}
