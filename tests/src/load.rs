//! Load on running gateways, over HTTP: card checks and batches, as many desks at once would
//! send them. What a check costs is told by the gateways' own processor time, so that the
//! work of whoever sends, who signs for every card, does not count.

mod batch;
mod card;
mod desk;

use std::error::Error;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::process_cost::{peak_memory, processor_seconds};

pub use desk::Desk;

/// Anything that keeps a load from being measured.
pub type Trouble = Box<dyn Error + Send + Sync>;

/// Desks that ask at the same time.
const DESKS: u32 = 8;

/// How much is sent.
#[derive(Clone, Copy, Debug)]
pub struct Amount {
    /// Card checks.
    pub checks: u32,
    /// Rows of the batch that is timed.
    pub rows: u32,
    /// Rows that are under way at once, in several batches, when memory is looked at.
    pub rows_at_once: u32,
}

/// Puts the load on gateways that listen at these addresses and run as these processes.
///
/// # Errors
/// When one of them refuses or cannot be reached.
pub async fn measure(
    gateways: &[String],
    processes: &[u32],
    amount: Amount,
) -> Result<Value, Trouble> {
    let desk = Desk::new(gateways)?;
    let idle_memory = peak_memory(processes)?;
    let status = timed(processes, amount.checks, || desk.status()).await?;
    let signer = card::Signer::practice()?;
    let check = timed(processes, amount.checks, || card::check(&desk, &signer)).await?;
    let rows = batch::rows_per_second(&desk, processes, amount.rows).await?;
    batch::all_at_once(&desk, amount.rows_at_once).await?;
    Ok(json!({
        "status": status.report(),
        "check": check.report(),
        "batch": rows,
        "memory": {
            "idleMiB": idle_memory,
            "peakMiB": peak_memory(processes)?,
            "rows": amount.rows_at_once,
        },
    }))
}

/// What many requests of one kind cost.
struct Cost {
    count: u32,
    elapsed: Duration,
    processor_seconds: f64,
    /// Sorted.
    latencies: Vec<Duration>,
}

impl Cost {
    fn report(&self) -> Value {
        let count = f64::from(self.count);
        json!({
            "perSecond": count / self.elapsed.as_secs_f64(),
            "processorMicros": self.processor_seconds * 1e6 / count,
            "p50Millis": self.percentile(50),
            "p99Millis": self.percentile(99),
        })
    }

    fn percentile(&self, percent: usize) -> f64 {
        let place = (self.latencies.len() * percent / 100).min(self.latencies.len() - 1);
        let latency = self.latencies.get(place).copied().unwrap_or_default();
        latency.as_secs_f64() * 1e3
    }
}

/// Does something `count` times, by several desks at once.
async fn timed<F, Fut>(processes: &[u32], count: u32, work: F) -> Result<Cost, Trouble>
where
    F: Fn() -> Fut,
    Fut: Future<Output = Result<(), Trouble>>,
{
    let before = processor_seconds(processes)?;
    let start = Instant::now();
    let desks = (0..DESKS).map(|desk| {
        let work = &work;
        async move {
            let mut latencies = Vec::new();
            for _ in (desk..count).step_by(DESKS as usize) {
                let asked = Instant::now();
                work().await?;
                latencies.push(asked.elapsed());
            }
            Ok::<_, Trouble>(latencies)
        }
    });
    let mut latencies = futures_util::future::try_join_all(desks).await?.concat();
    let elapsed = start.elapsed();
    latencies.sort_unstable();
    Ok(Cost {
        count,
        elapsed,
        processor_seconds: processor_seconds(processes)? - before,
        latencies,
    })
}
