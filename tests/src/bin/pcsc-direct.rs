//! The main job through the pcsc crate alone, as a measure for the bridge: the same commands
//! on the same card and the same pcscd, without browser, extension and host. Prints one JSON
//! line with the medians: microseconds of one command, milliseconds of the job.
//!
//! The reader is the first argument. With a number as the second, only so many jobs are
//! done. Runs where the card and its pcscd are.

use std::error::Error;
use std::time::{Duration, Instant};

use pcsc::{Context, Disposition, Protocols, Scope, ShareMode};

/// Jobs, and commands of each, that are measured.
const ROUNDS: usize = 15;
const COMMANDS: usize = 60;

const SELECT: &str = "00A4040C0AD392F000260100000001";
const LABEL: &str = "00B0860020";
/// The signature over a DigestInfo of zeros: nobody asks what for, here.
const SIGN: &str = concat!(
    "802A009733",
    "3031300D060960864801650304020105000420",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "00"
);
/// The commands of a visit, in their order.
const JOB: [&str; 7] = [
    SELECT,
    LABEL,
    "00B08A00000000",
    "00200098",
    "002000980431323334",
    SIGN,
    "00A4040C07A0000001510000",
];

fn main() -> Result<(), Box<dyn Error>> {
    let reader = std::env::args().nth(1).ok_or("name the reader")?;
    let jobs_alone = std::env::args()
        .nth(2)
        .map(|jobs| jobs.parse())
        .transpose()?;
    let (rounds, measured) = match jobs_alone {
        Some(jobs) => (jobs, 0),
        None => (ROUNDS, ROUNDS * COMMANDS),
    };
    let context = Context::establish(Scope::User)?;
    let reader = std::ffi::CString::new(reader)?;
    let mut jobs = Vec::with_capacity(rounds);
    let mut commands = Vec::with_capacity(measured);
    for _ in 0..rounds {
        let started = Instant::now();
        let mut card = context.connect(&reader, ShareMode::Exclusive, Protocols::ANY)?;
        let transaction = card.transaction()?;
        for command in JOB {
            send(&transaction, command)?;
        }
        drop(transaction);
        disconnect(card)?;
        jobs.push(started.elapsed());
    }
    if measured > 0 {
        let card = context.connect(&reader, ShareMode::Exclusive, Protocols::ANY)?;
        send(&card, SELECT)?;
        for _ in 0..measured {
            let started = Instant::now();
            send(&card, LABEL)?;
            commands.push(started.elapsed());
        }
        disconnect(card)?;
    }
    println!(
        "{{\"apduMicros\":{},\"jobMs\":{:.2}}}",
        median(commands).as_micros(),
        median(jobs).as_secs_f64() * 1e3
    );
    Ok(())
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn send(card: &pcsc::Card, command: &str) -> Result<(), Box<dyn Error>> {
    let command = bridge_protocol::Hex::try_from(command)?;
    let mut answer = vec![0; pcsc::MAX_BUFFER_SIZE_EXTENDED];
    let answer = card.transmit(command.as_bytes(), &mut answer)?;
    match answer {
        [.., 0x90, 0x00] | [.., 0x63, 0xC0..=0xCF] => Ok(()),
        _ => Err(format!("the card refuses {command}").into()),
    }
}

fn disconnect(card: pcsc::Card) -> Result<(), Box<dyn Error>> {
    card.disconnect(Disposition::UnpowerCard)
        .map_err(|(_, error)| error.into())
}
