//! Certificates that were good until something happened to them.

use card_certificate::{Certificate, TrustStore};
use proptest::prelude::*;

use crate::world::{self, PRACTICE};

fn is_accepted(store: &TrustStore, bytes: &[u8]) -> bool {
    world::judge(store, bytes, PRACTICE).is_ok()
}

#[test]
fn no_single_byte_may_change() {
    let store = world::store(&["practice-01", "practice-02", "practice-03"]);
    for good in [world::card("p384-future"), world::variant("by-practice-03")] {
        assert!(is_accepted(&store, &good));
        for place in 0..good.len() {
            let mut bytes = good.clone();
            bytes[place] ^= 0x01;
            assert!(!is_accepted(&store, &bytes), "byte {place}");
        }
    }
}

proptest! {
    #[test]
    fn no_byte_may_become_any_other(place in any::<prop::sample::Index>(), change in 1u8..) {
        let store = world::store(&["practice-01"]);
        let mut bytes = world::card("valid-adult");
        let place = place.index(bytes.len());
        bytes[place] ^= change;
        prop_assert!(!is_accepted(&store, &bytes), "byte {}", place);
    }

    #[test]
    fn no_byte_may_come_or_go(place in any::<prop::sample::Index>(), byte: u8) {
        let store = world::store(&["practice-01"]);
        let good = world::card("valid-adult");
        let mut longer = good.clone();
        longer.insert(place.index(good.len() + 1), byte);
        let mut shorter = good.clone();
        shorter.remove(place.index(good.len()));
        prop_assert!(!is_accepted(&store, &longer));
        prop_assert!(!is_accepted(&store, &shorter));
    }

    #[test]
    fn pieces_of_two_certificates_are_none(
        cut in any::<prop::sample::Index>(),
        paste in any::<prop::sample::Index>(),
    ) {
        let store = world::store(&["practice-01"]);
        let (first, second) = (world::card("valid-adult"), world::card("grace"));
        let head = &first[..cut.index(first.len())];
        let tail = &second[paste.index(second.len())..];
        let spliced = [head, tail].concat();
        // The whole of the second is the one splice that is a certificate.
        prop_assume!(spliced != second);
        prop_assert!(!is_accepted(&store, &spliced));
    }

    #[test]
    fn reading_never_panics_however_much_is_changed(
        name in prop::sample::select(world::variants()),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..16),
    ) {
        let mut bytes = world::variant(&name);
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        // Whatever is still read must be what was offered, octet by octet.
        if let Ok(certificate) = Certificate::from_der(&bytes) {
            prop_assert_eq!(certificate.as_der().as_ref(), bytes);
        }
    }
}
