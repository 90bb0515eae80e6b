//! Readers on sale or in use in Japan, and what their published descriptors say of commands
//! of extended length (拡張Lc/Le). Whether a reader keeps that promise shows only a card on
//! it; the device check tries.

/// What a page needs to reach a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Nothing: the reader has an interface of its maker's own.
    Page,
    /// The bridge, or the page installed as an app: browsers keep class 0x0B to themselves.
    Bridge,
}

/// How commands of extended length pass a reader, as it announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extended {
    /// The reader takes them whole.
    ByReader,
    /// This page, or the system, divides them into blocks (T=1, ISO-DEP).
    InBlocks,
    /// They do not.
    No,
}

/// A reader that is known by its descriptor or by its makers' papers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownReader {
    /// As the reader or its maker calls it.
    pub name: &'static str,
    /// idVendor.
    pub vendor: u16,
    /// idProduct of each variant.
    pub products: &'static [u16],
    /// What a page needs to reach it.
    pub reach: Reach,
    /// Commands of extended length.
    pub extended: Extended,
}

const fn row(
    name: &'static str,
    vendor: u16,
    products: &'static [u16],
    reach: Reach,
    extended: Extended,
) -> KnownReader {
    KnownReader {
        name,
        vendor,
        products,
        reach,
        extended,
    }
}

/// The list. Levels are those of libccid 1.8.2, `readers/*.txt`, dwFeatures; the RC-S380 has
/// no CCID (nfcpy, `rcs380.py`).
pub const KNOWN: [KnownReader; 17] = [
    row(
        "Sony RC-S300 (PaSoRi)",
        0x054C,
        &[0x0DC8, 0x0DC9],
        Reach::Page,
        Extended::ByReader,
    ),
    row(
        "Sony RC-S380 (PaSoRi)",
        0x054C,
        &[0x06C1, 0x06C3],
        Reach::Page,
        Extended::InBlocks,
    ),
    row(
        "NTT Com SCR3310-NTTCom",
        0x04E6,
        &[0x511A],
        Reach::Page,
        Extended::InBlocks,
    ),
    row(
        "NTT Com SCR331-DI",
        0x04E6,
        &[0x5120],
        Reach::Page,
        Extended::InBlocks,
    ),
    row(
        "ACS ACR39U",
        0x072F,
        &[0xB100],
        Reach::Bridge,
        Extended::InBlocks,
    ),
    row(
        "ACS ACR1251",
        0x072F,
        &[0x221A],
        Reach::Bridge,
        Extended::ByReader,
    ),
    row(
        "ACS ACR1252",
        0x072F,
        &[0x223B],
        Reach::Bridge,
        Extended::ByReader,
    ),
    row(
        "Circle CIR315 / I-O DATA USB-NFC4",
        0x31AA,
        &[0x3001, 0x3002, 0x3003],
        Reach::Bridge,
        Extended::ByReader,
    ),
    row(
        "Circle CIR215 CL",
        0x31AA,
        &[0x2001],
        Reach::Bridge,
        Extended::No,
    ),
    row(
        "Circle CIR115",
        0x31AA,
        &[0x1000],
        Reach::Bridge,
        Extended::InBlocks,
    ),
    row(
        "Identiv SCR3310",
        0x04E6,
        &[0x5116],
        Reach::Bridge,
        Extended::InBlocks,
    ),
    row(
        "Identiv uTrust 4701 F",
        0x04E6,
        &[0x5724],
        Reach::Bridge,
        Extended::ByReader,
    ),
    row(
        "HID OMNIKEY 3x21",
        0x076B,
        &[0x3031],
        Reach::Bridge,
        Extended::ByReader,
    ),
    row(
        "HID OMNIKEY 5127 CK",
        0x076B,
        &[0x5127],
        Reach::Bridge,
        Extended::ByReader,
    ),
    row(
        "Gemalto PC Twin / IDBridge CT30",
        0x08E6,
        &[0x3437],
        Reach::Bridge,
        Extended::InBlocks,
    ),
    row(
        "Panasonic 7A-Smart",
        0x04DA,
        &[0x117A],
        Reach::Bridge,
        Extended::InBlocks,
    ),
    row(
        "Cherry KC 1000 SC/DI",
        0x046A,
        &[0x00A2],
        Reach::Bridge,
        Extended::No,
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_device_is_listed_twice() {
        let mut ids: Vec<(u16, u16)> = KNOWN
            .iter()
            .flat_map(|known| {
                known
                    .products
                    .iter()
                    .map(|product| (known.vendor, *product))
            })
            .collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all);
    }

    #[test]
    fn both_answers_and_both_ways_occur() {
        for reach in [Reach::Page, Reach::Bridge] {
            assert!(KNOWN.iter().any(|known| known.reach == reach));
        }
        for extended in [Extended::ByReader, Extended::InBlocks, Extended::No] {
            assert!(KNOWN.iter().any(|known| known.extended == extended));
        }
    }
}
