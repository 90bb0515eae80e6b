//! How long a card may take, from its ATR (ISO/IEC 7816-3:2006, 10.2 and 11.4.3).

use core::time::Duration;

/// Fi after reset, in which the block waiting time is always counted (11.4.3).
const DEFAULT_F: u64 = 372;

/// BWT: 11 elementary time units and 2^BWI * 960 * 372 / f, of `integers` as in TB3 (BWI in the
/// upper half, at most 9). `clock_khz` is f.
#[must_use]
pub fn block_waiting_time(integers: u8, clock_khz: u32) -> Duration {
    let bwi = u32::from(integers >> 4).min(9);
    let clocks = (11 + (960 << bwi)) * DEFAULT_F;
    duration(clocks, clock_khz)
}

/// WWT: WI * 960 * Fi / f (10.2), of `integer` as in TC2.
#[must_use]
pub fn work_waiting_time(integer: u8, clock_khz: u32) -> Duration {
    duration(u64::from(integer.max(1)) * 960 * DEFAULT_F, clock_khz)
}

/// A reader that announces no clock is taken for one at 1 MHz, the slowest (5.2.3).
fn duration(clocks: u64, clock_khz: u32) -> Duration {
    let microseconds = clocks * 1000 / u64::from(clock_khz.max(1000));
    Duration::from_micros(microseconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_times_follow_the_formulas() {
        // BWI 4 at 4 MHz: (11 + 15 360) * 372 / 4 000 ms.
        assert_eq!(
            block_waiting_time(0x45, 4_000),
            Duration::from_micros(1_429_503)
        );
        assert!(block_waiting_time(0xFF, 1_000) < Duration::from_secs(184));
        assert_eq!(
            block_waiting_time(0xF5, 4_000),
            block_waiting_time(0x95, 4_000)
        );
        // WI 10 at 3.72 MHz: 960 ms.
        assert_eq!(work_waiting_time(10, 3_720), Duration::from_millis(960));
        assert_eq!(block_waiting_time(0, 0), block_waiting_time(0, 1_000));
    }
}
