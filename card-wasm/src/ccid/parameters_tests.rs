//! Protocol, speed and parameters for real cards and every kind of reader.

use super::*;
use crate::link::script::hex;

/// The newer My Number Card (OpenSC, issue 3021): T=1 alone, TA1 13.
const T1: &str = "3BDA13FF8131FB468012392F31C173C601C03B";
/// The older one (OpenSC `card-jpki.c`): nothing faster than after reset.
const PLAIN_T1: &str = "3BE000FF8131FE4514";
const SPECIFIC: &str = "3BF59100FF918171FE400042000100D1D6";
const T0: &str = "3F652500112233AABB";
/// Made up: TA1 95, T=0 first and T=1 behind it.
const BOTH: &str = "3B9095800184";

fn reader(features: u32, max_data_rate: u32) -> ClassDescriptor {
    let bytes = hex(&format!("3621{}", "00".repeat(52)));
    ClassDescriptor {
        features: Features(features),
        protocols: 3,
        default_clock: 4_000,
        max_data_rate,
        ..ClassDescriptor::try_from(bytes.as_slice()).unwrap()
    }
}

fn choose(
    descriptor: &ClassDescriptor,
    data_rates: &[u32],
    atr: &str,
) -> Result<Choice, LinkError> {
    let capabilities = Capabilities {
        descriptor,
        level: descriptor.features.exchange_level(),
        data_rates,
        may_negotiate: true,
    };
    capabilities.choose(&Atr::try_from(hex(atr).as_slice()).unwrap())
}

#[test]
fn parameters_follow_reader_and_card() {
    let table = [
        // Negotiates what it is told: 4 MHz * 4 / 372 = 43 010 bit/s.
        (0x0004_0080, 50_000, T1, (1, "1310FF4600FB00")),
        (0x0004_0080, 43_000, T1, (1, "1110FF4600FB00")),
        // Does not negotiate: the values after reset, or those the card insists on.
        (0x0002_0000, 500_000, T1, (1, "1110FF4600FB00")),
        (0x0002_0000, 500_000, SPECIFIC, (1, "9110FF4000FE00")),
        (0x0002_0000, 500_000, T0, (0, "1102000A00")),
        // The host negotiates.
        (0x0001_0000, 500_000, T1, (1, "1310FF4600FB00")),
        (0x0001_0000, 500_000, PLAIN_T1, (1, "1110FF4500FE00")),
        (0x0001_0000, 500_000, T0, (0, "1102000A00")),
    ];
    for (features, max_data_rate, atr, (number, data)) in table {
        let choice = choose(&reader(features, max_data_rate), &[], atr).unwrap();
        let atr = Atr::try_from(hex(atr).as_slice()).unwrap();
        let found = choice.parameters(&atr);
        assert_eq!(found, Some((number, hex(data))), "{features:08X} {data}");
    }
}

#[test]
fn the_host_negotiates_where_nobody_else_does() {
    let table = [
        (0x0001_0000, T1, Some("FF1113FD")),
        // What holds after reset need not be negotiated.
        (0x0001_0000, PLAIN_T1, None),
        // The reader does it, or the card does not let anybody.
        (0x0001_0080, T1, None),
        (0x0001_0040, T1, None),
        (0x0002_0000, T1, None),
        (0x0001_0000, SPECIFIC, None),
        // The protocol changes, the speed, or both.
        (0x0001_0000, T0, None),
        (0x0001_0000, BOTH, Some("FF11957B")),
    ];
    for (features, atr, expected) in table {
        let choice = choose(&reader(features, 500_000), &[], atr).unwrap();
        let request = choice.pps.map(Pps::request);
        assert_eq!(request, expected.map(hex), "{features:08X} {atr}");
    }
}

#[test]
fn the_protocol_is_one_that_both_speak() {
    let reader_of = |protocols| ClassDescriptor {
        protocols,
        ..reader(0x0001_0000, 500_000)
    };
    let table = [
        (3, BOTH, Ok(Protocol::T1)),
        (1, BOTH, Ok(Protocol::T0)),
        (2, BOTH, Ok(Protocol::T1)),
        (1, T1, Err(LinkError::ProtocolDisjoint)),
        (2, T0, Err(LinkError::ProtocolDisjoint)),
        // MySmartPad.
        (0x300, T1, Ok(Protocol::T1)),
    ];
    for (protocols, atr, expected) in table {
        let found = choose(&reader_of(protocols), &[], atr);
        assert_eq!(
            found.map(|choice| choice.protocol),
            expected,
            "{protocols} {atr}"
        );
    }
    // A reader that takes APDUs has to know by itself.
    let short = ClassDescriptor {
        protocols: 1,
        ..reader(0x0002_0000, 500_000)
    };
    assert_eq!(choose(&short, &[], T1).unwrap().protocol, Protocol::T1);
    // TA2 with parameters that nobody names.
    let implicit = choose(&reader_of(3), &[], "3B9011111181");
    assert_eq!(implicit, Err(LinkError::ProtocolDisjoint));
}

#[test]
fn a_reader_that_leaves_cards_alone_takes_their_default() {
    let descriptor = reader(0x0001_0000, 500_000);
    let capabilities = Capabilities {
        descriptor: &descriptor,
        level: ExchangeLevel::Tpdu,
        data_rates: &[],
        may_negotiate: false,
    };
    let choice = capabilities.choose(&Atr::try_from(hex(BOTH).as_slice()).unwrap());
    let expected = Choice {
        protocol: Protocol::T0,
        rates: DEFAULT_RATES,
        pps: None,
    };
    assert_eq!(choice, Ok(expected));
}

#[test]
fn the_fastest_rate_of_the_list_is_taken() {
    // 4 MHz * 16 / 512 = 125 000 bit/s for 95, half of that for 94.
    let table: [(u32, &[u32], u8); 5] = [
        (500_000, &[], 0x95),
        (100_000, &[], 0x94),
        (500_000, &[10_753, 62_500], 0x94),
        (500_000, &[125_001], 0x95),
        (50_000, &[], DEFAULT_RATES),
    ];
    for (max_data_rate, listed, expected) in table {
        let choice = choose(&reader(0x0001_0080, max_data_rate), listed, BOTH);
        assert_eq!(
            choice.unwrap().rates,
            expected,
            "{max_data_rate} {listed:?}"
        );
    }
}
