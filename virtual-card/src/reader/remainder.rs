//! Answers that wait to be fetched: 61xx and GET RESPONSE (ISO/IEC 7816-4,
//! 5.3.4 and 7.6.1), as between a reader and a card that speak T=0.

/// Header of GET RESPONSE.
const GET_RESPONSE: [u8; 4] = [0x00, 0xC0, 0x00, 0x00];
/// "Conditions of use not satisfied": nothing waits.
const NOTHING_WAITS: [u8; 2] = [0x69, 0x85];

/// What was not fetched yet, status word included.
#[derive(Debug, Default)]
pub(crate) struct Remainder {
    answer: Vec<u8>,
}

impl Remainder {
    /// Exchanges one APDU; `transmit` asks the card.
    pub(crate) fn exchange(
        &mut self,
        apdu: &[u8],
        transmit: impl FnOnce(&[u8]) -> Vec<u8>,
    ) -> Vec<u8> {
        if let [header @ .., le] = apdu
            && header == GET_RESPONSE
        {
            return self.fetch(if *le == 0 { 256 } else { usize::from(*le) });
        }
        let answer = transmit(apdu);
        if answer.len() <= 2 || !brings_and_fetches(apdu) {
            self.answer.clear();
            return answer;
        }
        self.answer = answer;
        self.announce()
    }

    fn fetch(&mut self, expected: usize) -> Vec<u8> {
        let Some(waiting) = self.answer.len().checked_sub(2) else {
            return NOTHING_WAITS.to_vec();
        };
        if expected >= waiting {
            return std::mem::take(&mut self.answer);
        }
        let rest = self.answer.split_off(expected);
        let part = std::mem::replace(&mut self.answer, rest);
        [part, self.announce()].concat()
    }

    /// 61xx: xx bytes wait, 00 if 256 or more.
    fn announce(&self) -> Vec<u8> {
        let waiting = self.answer.len().saturating_sub(2);
        vec![0x61, u8::try_from(waiting).unwrap_or(0)]
    }
}

/// Case 4 of the short form: data in, data out.
fn brings_and_fetches(apdu: &[u8]) -> bool {
    match apdu {
        [_, _, _, _, lc, rest @ ..] => *lc != 0 && rest.len() == usize::from(*lc) + 1,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_fetched_in_parts() {
        let mut remainder = Remainder::default();
        let get = |le| [0x00, 0xC0, 0x00, 0x00, le];
        let silent = |_: &[u8]| panic!("the card is not asked");
        let sign = [0x80, 0x2A, 0x00, 0x80, 1, 0xAA, 0];
        let answer = remainder.exchange(&sign, |_| vec![1, 2, 3, 0x90, 0]);
        assert_eq!(answer, [0x61, 3]);
        assert_eq!(remainder.exchange(&get(2), silent), [1, 2, 0x61, 1]);
        assert_eq!(remainder.exchange(&get(0), silent), [3, 0x90, 0]);
        assert_eq!(remainder.exchange(&get(0), silent), [0x69, 0x85]);
        let read = [0x00, 0xB0, 0, 0, 0];
        assert_eq!(
            remainder.exchange(&read, |_| vec![9, 0x90, 0]),
            [9, 0x90, 0]
        );
    }

    #[test]
    fn any_other_command_forgets_what_waited() {
        let mut remainder = Remainder::default();
        remainder.exchange(&[0x80, 0x2A, 0, 0x80, 1, 0, 0], |_| vec![0; 258]);
        assert_eq!(remainder.announce(), [0x61, 0]);
        remainder.exchange(&[0x00, 0x20, 0x00, 0x98], |_| vec![0x63, 0xC3]);
        let get = [0x00, 0xC0, 0x00, 0x00, 0x00];
        assert_eq!(remainder.exchange(&get, |_| Vec::new()), [0x69, 0x85]);
    }
}
