//! Puts load on running gateways and prints what it cost as one line of JSON:
//! `gateway-load CHECKS ROWS ROWS-AT-ONCE (ADDRESS PROCESS)…`

use std::process::ExitCode;

use tests::load::{Amount, Trouble, measure};

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            eprintln!("{trouble}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Trouble> {
    let mut words = std::env::args().skip(1);
    let mut number =
        || -> Result<u32, Trouble> { Ok(words.next().ok_or("a number is missing")?.parse()?) };
    let amount = Amount {
        checks: number()?,
        rows: number()?,
        rows_at_once: number()?,
    };
    let (mut gateways, mut processes) = (Vec::new(), Vec::new());
    while let Some(address) = words.next() {
        gateways.push(address);
        processes.push(words.next().ok_or("a process is missing")?.parse()?);
    }
    println!("{}", measure(&gateways, &processes, amount).await?);
    Ok(())
}
