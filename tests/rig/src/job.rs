//! What the main job costs by each way to a reader: APDUs, bytes, and time beside that of the
//! card alone. The clock is given.

use std::error::Error;
use std::rc::Rc;

use async_trait::async_trait;
use card_wasm::carrier::{acs, hid, smart_card, springcard};
use card_wasm::ccid::PinPadTrust;
use card_wasm::driver::{self, Wanted};
use card_wasm::iso7816::{Command, Response};
use card_wasm::jpki::{APPLICATION, Pin};
use card_wasm::link::{CardChannel, CardReader, Limits, LinkError, Meter};
use virtual_card::carrier::{
    HidBehaviour, SpringCardVariant, VirtualAcsReader, VirtualHidDevice, VirtualService,
    VirtualSpringCard,
};
use virtual_card::{Model, Profile, Traffic, VirtualCard, VirtualReader};

use crate::{
    VirtualContext, VirtualGatt, VirtualHidPipe, VirtualPipe, VirtualTime, visit, visit_card,
};

/// Models of USB readers that stand for a level or a driver each.
pub const READERS: [&str; 8] = [
    "extended",
    "extended-271",
    "short",
    "tpdu",
    "tpdu-t0",
    "rc-s300",
    "rc-s300-prologue",
    "rc-s380",
];
/// Ways besides USB.
pub const CARRIERS: [&str; 4] = ["springcard", "acs", "hid", "smart-card"];
/// The card without a reader.
pub const CARD: &str = "card";

const MESSAGE: &[u8] = b"what the card is asked to sign";
/// The signature takes a different time each time.
const RUNS: u32 = 5;

/// The cost of one job.
#[derive(Clone, Copy, Debug)]
pub struct Job {
    /// Commands to the card.
    pub apdus: u32,
    /// Bytes of the commands.
    pub bytes_out: u64,
    /// Bytes of the answers.
    pub bytes_in: u64,
    /// What passed on the cable, where there is one.
    pub wire: Option<Traffic>,
    /// The quickest of some runs, in microseconds; waiting takes none.
    pub micros: f64,
}

/// Does the main job by this way.
///
/// # Errors
/// When it does not end as it always does.
pub fn job(way: &str, now: &dyn Fn() -> f64) -> Result<Job, Box<dyn Error>> {
    let mut best: Option<Job> = None;
    for _ in 0..RUNS {
        let job = once(way, now)?;
        if best.is_none_or(|best| job.micros < best.micros) {
            best = Some(job);
        }
    }
    best.ok_or_else(|| "no run".into())
}

fn once(way: &str, now: &dyn Fn() -> f64) -> Result<Job, Box<dyn Error>> {
    let (time, meter) = (VirtualTime::default(), Meter::new());
    let (pin, card) = (Pin::try_from("1234")?, card()?);
    let started;
    let mut wire = None;
    if way == CARD {
        let mut card = card;
        card.power_on();
        started = now();
        let channel = Box::new(Bare(card));
        time.run(visit_card(channel, &meter, pin, MESSAGE))
            .ok_or("it waits for ever")??;
    } else if CARRIERS.contains(&way) {
        let reader = time
            .run(carrier(way, card, &time))
            .ok_or("it waits for ever")??;
        started = now();
        time.run(visit(&*reader, &meter, pin, MESSAGE))
            .ok_or("it waits for ever")??;
    } else {
        let mut reader = VirtualReader::new(Model::named(way).ok_or("no such model")?);
        reader.insert(card);
        let pipe = VirtualPipe::open_in_page(reader, Rc::new(time.clone()))?;
        let wanted = Wanted {
            application: APPLICATION,
            pin_pads: PinPadTrust::Known,
        };
        let opened = driver::open(pipe.clone(), Rc::new(time.clone()), wanted);
        let reader = time.run(opened).ok_or("it waits for ever")??;
        started = now();
        time.run(visit(&reader, &meter, pin, MESSAGE))
            .ok_or("it waits for ever")??;
        wire = Some(pipe.look(VirtualReader::traffic));
    }
    let micros = now() - started;
    let traffic = meter.traffic();
    Ok(Job {
        apdus: traffic.apdus,
        bytes_out: traffic.bytes_out,
        bytes_in: traffic.bytes_in,
        wire,
        micros,
    })
}

async fn carrier(
    way: &str,
    card: VirtualCard,
    time: &VirtualTime,
) -> Result<Box<dyn CardReader>, Box<dyn Error>> {
    let timer = Rc::new(time.clone());
    Ok(match way {
        "springcard" => {
            let mut reader = VirtualSpringCard::new(SpringCardVariant::Plain);
            reader.reader_mut().insert(card);
            let link = VirtualGatt::discover(reader, &springcard::SERVICES, timer.clone());
            Box::new(springcard::open(link.ok_or("no service")?, timer).await?)
        }
        "acs" => {
            let mut reader = VirtualAcsReader::new([0xA5; 16]);
            reader.place_mut().insert(card);
            let link = VirtualGatt::discover(reader, &[acs::SERVICE], timer.clone());
            Box::new(acs::open(link.ok_or("no service")?, timer, [0x5A; 16]).await?)
        }
        "hid" => {
            let mut device = VirtualHidDevice::new(HidBehaviour::Reader);
            device.place_mut().insert(card);
            let pipe = VirtualHidPipe::open(device);
            Box::new(hid::open(pipe, timer, &[0xFFA0]).await?)
        }
        _ => {
            let mut service = VirtualService::new("Reader 0");
            service.place_mut().insert(card);
            Box::new(smart_card::open(VirtualContext::new(service), timer))
        }
    })
}

fn card() -> Result<VirtualCard, Box<dyn Error>> {
    Ok(VirtualCard::new(Profile::named("valid-adult")?)?)
}

/// The card without anything between.
struct Bare(VirtualCard);

#[async_trait(?Send)]
impl CardChannel for Bare {
    fn limits(&self) -> Limits {
        Limits::EXTENDED
    }

    async fn exchange(&mut self, command: &Command) -> Result<Response, LinkError> {
        let answer = self.0.transmit(&command.encode());
        Response::try_from(answer.as_slice()).map_err(|_| LinkError::MalformedResponse)
    }

    async fn power_off(&mut self) -> Result<(), LinkError> {
        self.0.power_off();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_job_is_done_by_every_way_that_is_measured() {
        for way in READERS.iter().chain(&CARRIERS).chain([&CARD]) {
            let ticks = std::cell::Cell::new(0.0);
            let now = || {
                ticks.set(ticks.get() + 1.0);
                ticks.get()
            };
            let job = once(way, &now).unwrap_or_else(|error| panic!("{way}: {error}"));
            assert!(matches!(job.apdus, 7 | 12 | 13), "{way}: {job:?}");
            assert_eq!(job.wire.is_some(), READERS.contains(way), "{way}");
        }
    }
}
