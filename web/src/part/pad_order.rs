//! The order of the ten keys. A shuffled pad gives nothing away to somebody who sees
//! only where a finger goes. Chance comes from outside as numbers.

/// The keys of a telephone: 1 to 9 in rows, 0 below.
pub(super) const IN_ORDER: [u8; 10] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 0];

/// The keys in an order decided by `draw`, which gives a number below its argument
/// (Fisher and Yates).
pub(super) fn shuffled(mut draw: impl FnMut(usize) -> usize) -> [u8; 10] {
    let mut order = IN_ORDER;
    for last in (1..order.len()).rev() {
        let chosen = draw(last + 1).min(last);
        order.swap(chosen, last);
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_key_is_there_once(draws in proptest::collection::vec(0_usize..1000, 9)) {
            let mut draws = draws.into_iter();
            let mut order = shuffled(|below| draws.next().unwrap_or_default() % below);
            order.sort_unstable();
            prop_assert_eq!(order, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        }
    }

    #[test]
    fn a_draw_out_of_range_is_harmless() {
        let mut order = shuffled(|_| usize::MAX);
        assert_eq!(order, IN_ORDER);
        order = shuffled(|_| 0);
        assert_ne!(order, IN_ORDER);
    }
}
