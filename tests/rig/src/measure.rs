//! How long our own code takes, in microseconds: per APDU in the driver, and per certificate
//! parsed and judged. The clock is given, because it differs between machine and browser.

use std::error::Error;
use std::future::Future;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use async_trait::async_trait;
use card_wasm::ccid::Reader;
use card_wasm::certificate::{Anchor, Certificate, Environment, TrustStore, UnixTime};
use card_wasm::iso7816::{Command, ExpectedLength};
use card_wasm::link::Timer;
use virtual_card::{Model, Profile, VirtualCard, VirtualReader};

use crate::VirtualPipe;

const CERTIFICATE: &[u8] =
    include_bytes!("../../../virtual-card/profiles/certificates/valid-adult.cer");
const ANCHOR: &[u8] = include_bytes!("../../../virtual-card/profiles/authority/practice-01.cer");
/// 2026-11-21T09:00:00+09:00, when the practice clock starts.
const NOW: Duration = Duration::from_secs(1_795_219_200);

const EXCHANGES: u32 = 2_000;
const CERTIFICATES: u32 = 200;

/// GET CHALLENGE for 8 bytes (ISO/IEC 7816-4, 7.5.3): the card has next to nothing to do.
const HEADER: [u8; 4] = [0x00, 0x84, 0x00, 0x00];
const ANSWER_LENGTH: usize = 8;
/// The same command in PC_to_RDR_XfrBlock (CCID 1.1, 6.1.4), as the reader gets it.
const MESSAGE: [u8; 15] = [
    0x6F, 5, 0, 0, 0, 0, 0, 0, 0, 0, HEADER[0], HEADER[1], HEADER[2], HEADER[3], 8,
];
const LONGEST_ANSWER: usize = 512;

/// Microseconds for one of each.
#[derive(Clone, Copy, Debug)]
pub struct Durations {
    /// One APDU through the driver, the virtual reader's own time taken away.
    pub apdu: f64,
    /// Parsing one certificate.
    pub parse: f64,
    /// Judging one parsed certificate: profile, dates, chain with one RSA-2048 signature.
    pub judge: f64,
}

/// Measures, with a clock that gives microseconds.
///
/// # Errors
/// When card, reader or certificate do not do what they always do.
pub fn measure(now: &dyn Fn() -> f64) -> Result<Durations, Box<dyn Error>> {
    let trust = TrustStore::new(Environment::Practice, [Anchor::from_der(ANCHOR)?])?;
    let certificate = Certificate::from_der(CERTIFICATE)?;
    let parse = each(now, CERTIFICATES, || {
        Certificate::from_der(CERTIFICATE)?;
        Ok(())
    })?;
    let judge = each(now, CERTIFICATES, || {
        trust.check(&certificate, UnixTime::since_unix_epoch(NOW))?;
        Ok(())
    })?;
    let through_driver = complete(exchanges(now))?;
    let apdu = (through_driver - in_reader(now)?).max(0.0);
    Ok(Durations { apdu, parse, judge })
}

/// One exchange through the driver, on the virtual reader.
async fn exchanges(now: &dyn Fn() -> f64) -> Result<f64, Box<dyn Error>> {
    let timer = Rc::new(Never);
    let pipe = VirtualPipe::open(reader()?, timer.clone())?;
    let reader = Reader::open(pipe, timer).await?;
    let mut channel = reader.power_on().await?;
    let command = Command::new(HEADER).expecting(ExpectedLength::at_most(ANSWER_LENGTH));
    let started = now();
    for _ in 0..EXCHANGES {
        channel.exchange(&command).await?;
    }
    Ok((now() - started) / f64::from(EXCHANGES))
}

/// The same exchange, said to the reader without a driver.
fn in_reader(now: &dyn Fn() -> f64) -> Result<f64, Box<dyn Error>> {
    let mut reader = reader()?;
    // PC_to_RDR_IccPowerOn (6.1.1).
    reader.bulk_out(&[0x62, 0, 0, 0, 0, 0, 0, 0, 0, 0])?;
    reader.bulk_in(LONGEST_ANSWER);
    each(now, EXCHANGES, || {
        reader.bulk_out(&MESSAGE)?;
        reader.bulk_in(LONGEST_ANSWER);
        Ok(())
    })
}

fn reader() -> Result<VirtualReader, Box<dyn Error>> {
    let mut reader = VirtualReader::new(Model::named("extended").ok_or("no such model")?);
    reader.insert(VirtualCard::new(Profile::named("valid-adult")?)?);
    Ok(reader)
}

fn each(
    now: &dyn Fn() -> f64,
    times: u32,
    mut work: impl FnMut() -> Result<(), Box<dyn Error>>,
) -> Result<f64, Box<dyn Error>> {
    let started = now();
    for _ in 0..times {
        work()?;
    }
    Ok((now() - started) / f64::from(times))
}

/// Polls to the end. Nothing here waits for anything outside, so nothing need wake it.
fn complete<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
    }
}

/// A timer that never rings: nothing in a measurement is late.
struct Never;

#[async_trait(?Send)]
impl Timer for Never {
    async fn sleep(&self, _duration: Duration) {
        std::future::pending().await
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn a_clock_that_counts_its_readings_measures_something() {
        let ticks = Cell::new(0.0);
        let now = || {
            ticks.set(ticks.get() + 200.0);
            ticks.get()
        };
        let durations = measure(&now).unwrap();
        assert!(
            durations.parse > 0.0 && durations.judge > 0.0,
            "{durations:?}"
        );
    }
}
