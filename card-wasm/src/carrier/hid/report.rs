//! APDUs cut into reports of 64 bytes: channel, tag, number, and in the first one the length
//! (keycard-tech/keycard-shell `docs/USB.md`; the same in clients of Ledger's wallets).
//!
//! Knows nothing of what is inside.

use zeroize::Zeroizing;

use crate::link::LinkError;

/// Length of a report.
pub const REPORT_LENGTH: usize = 64;

/// One report. It may carry a PIN.
pub type Report = [u8; REPORT_LENGTH];

/// The channel that every client uses.
const CHANNEL: [u8; 2] = [0x01, 0x01];
/// The tag of APDUs.
const APDU: u8 = 0x05;
/// Channel, tag, number of the report.
const HEADER_LENGTH: usize = 5;
/// More behind that in the first report: the length of all that is carried.
const LENGTH: usize = 2;

/// The reports that carry `apdu`.
///
/// # Errors
/// [`LinkError::CommandTooLong`].
pub fn reports(apdu: &[u8]) -> Result<Zeroizing<Vec<Report>>, LinkError> {
    let length = u16::try_from(apdu.len()).map_err(|_| LinkError::CommandTooLong)?;
    let first = REPORT_LENGTH - HEADER_LENGTH - LENGTH;
    let (head, rest) = apdu.split_at_checked(first).unwrap_or((apdu, &[]));
    let further = rest.chunks(REPORT_LENGTH - HEADER_LENGTH);
    let mut reports = Zeroizing::new(Vec::with_capacity(1 + further.len()));
    reports.push(report(0, &length.to_be_bytes(), head));
    for (number, piece) in (1_u16..).zip(further) {
        reports.push(report(number, &[], piece));
    }
    Ok(reports)
}

fn report(number: u16, length: &[u8], piece: &[u8]) -> Report {
    let mut report = [0; REPORT_LENGTH];
    let number = number.to_be_bytes();
    let bytes = CHANNEL.iter().chain([&APDU]).chain(&number);
    let bytes = bytes.chain(length).chain(piece);
    for (place, byte) in report.iter_mut().zip(bytes) {
        *place = *byte;
    }
    report
}

/// Reports that arrive, until they make an answer.
#[derive(Debug, Default)]
pub struct Collector {
    bytes: Vec<u8>,
    /// Of the whole answer, once the first report is there.
    length: Option<usize>,
    number: u16,
}

impl Collector {
    /// Takes in the next report and returns the answer if it is complete now.
    ///
    /// # Errors
    /// [`LinkError::UnexpectedMessage`] for a report of another channel or with another
    /// number than the next, [`LinkError::MalformedMessage`] for one that is cut off.
    pub fn push(&mut self, report: &[u8]) -> Result<Option<Vec<u8>>, LinkError> {
        let (header, rest) = report
            .split_first_chunk::<HEADER_LENGTH>()
            .ok_or(LinkError::MalformedMessage)?;
        let [c0, c1, tag, high, low] = *header;
        let fits = [c0, c1] == CHANNEL && tag == APDU;
        if !fits || u16::from_be_bytes([high, low]) != self.number {
            return Err(LinkError::UnexpectedMessage);
        }
        let (length, piece) = match self.length {
            Some(length) => (length, rest),
            None => {
                let (length, piece) = rest
                    .split_first_chunk::<LENGTH>()
                    .ok_or(LinkError::MalformedMessage)?;
                (usize::from(u16::from_be_bytes(*length)), piece)
            }
        };
        if piece.is_empty() && length > self.bytes.len() {
            return Err(LinkError::MalformedMessage);
        }
        self.length = Some(length);
        let missing = length.saturating_sub(self.bytes.len());
        self.bytes.extend(piece.iter().take(missing));
        if self.bytes.len() == length {
            let complete = core::mem::take(self);
            return Ok(Some(complete.bytes));
        }
        // 65 535 bytes need less than two thousand reports.
        self.number = self.number.saturating_add(1);
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::link::script::hex;

    #[test]
    fn a_command_that_fits_is_one_report() {
        let reports = reports(&hex("00A4040000")).unwrap();
        let expected = [hex("0101050000000500A4040000"), vec![0; 52]].concat();
        assert_eq!(reports.len(), 1);
        assert_eq!(reports[0].to_vec(), expected);
    }

    #[test]
    fn the_first_report_carries_57_bytes_and_the_others_59() {
        for (length, count) in [
            (0, 1),
            (57, 1),
            (58, 2),
            (116, 2),
            (117, 3),
            (65_535, 1_111),
        ] {
            assert_eq!(reports(&vec![0; length]).unwrap().len(), count, "{length}");
        }
        assert!(reports(&vec![0; 65_536]).is_err());
    }

    #[test]
    fn reports_out_of_place_are_refused() {
        let good = reports(&[0x5A; 100]).unwrap();
        let mut channel = good[0];
        channel[1] = 0x02;
        let mut tag = good[0];
        tag[2] = 0x02;
        for bad in [&channel[..], &tag, &good[1]] {
            let refused = Collector::default().push(bad);
            assert_eq!(refused, Err(LinkError::UnexpectedMessage));
        }
        for cut_off in [0, 4, 5, 6, 7] {
            let refused = Collector::default().push(&good[0][..cut_off]);
            assert_eq!(refused, Err(LinkError::MalformedMessage), "{cut_off}");
        }
        let mut collector = Collector::default();
        assert_eq!(collector.push(&good[0]), Ok(None));
        let repeated = collector.push(&good[0]);
        assert_eq!(repeated, Err(LinkError::UnexpectedMessage));
        assert_eq!(collector.push(&good[1]), Ok(Some(vec![0x5A; 100])));
    }

    proptest! {
        #[test]
        fn whatever_is_cut_up_is_put_together(
            apdu in proptest::collection::vec(any::<u8>(), 0..2_000),
        ) {
            let reports = reports(&apdu).unwrap();
            let (last, before) = reports.split_last().unwrap();
            let mut collector = Collector::default();
            for report in before {
                prop_assert_eq!(collector.push(report), Ok(None));
            }
            prop_assert_eq!(collector.push(last), Ok(Some(apdu)));
        }

        #[test]
        fn any_bytes_are_taken_or_refused(
            reports in proptest::collection::vec(
                proptest::collection::vec(any::<u8>(), 0..70), 0..30),
        ) {
            let mut collector = Collector::default();
            for report in reports {
                if let Ok(Some(answer)) = collector.push(&report) {
                    prop_assert!(answer.len() <= usize::from(u16::MAX));
                }
            }
        }
    }
}
