//! What is tidied up while the gateway runs: leases of the dead, and what has been kept
//! long enough.

use super::batch_worker::WorkError;
use crate::gateway::Gateway;
use crate::log::Event;
use crate::random::name;
use crate::store::{Action, Audit, DONE};
use check_api::field::ReceptionNumber;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// How often leases are looked at.
const PAUSE: Duration = Duration::from_secs(2);
/// After how many looks at leases what is old is looked for.
const LOOKS_PER_ROUND: u32 = 30;
const SECONDS_PER_DAY: i64 = 24 * 60 * 60;

/// Tidies up until it is told to stop.
pub(super) async fn run(gateway: Arc<Gateway>, mut stopped: watch::Receiver<bool>) {
    let mut looks = 0_u32;
    while !*stopped.borrow() {
        let mut done = gateway.free_lost_rows().await;
        if done.is_ok() && looks == 0 {
            done = gateway.forget().await;
        }
        if let Err(error) = done {
            gateway.log_work_error(error);
        }
        looks = looks.saturating_add(1) % LOOKS_PER_ROUND;
        tokio::select! {
            () = tokio::time::sleep(PAUSE) => {}
            _ = stopped.changed() => {}
        }
    }
}

impl Gateway {
    /// Forgets what has been kept long enough.
    async fn forget(&self) -> Result<(), WorkError> {
        let now = self.now();
        for (batch, facility, terminal) in self.store.batches_to_forget(now).await? {
            let Ok(number) = ReceptionNumber::try_from(batch) else {
                continue;
            };
            let id = name(&*self.parts.randomness)?;
            let line = Audit {
                facility: Some(&facility),
                terminal: Some(&terminal),
                ..Audit::of(&id, now, Action::BatchForgotten, DONE)
            };
            self.store.delete_batch(&number, &line).await?;
        }
        self.store.forget_old_batches(now).await?;
        if self.store.count_old_lists(now).await? > 0 {
            // Checks go on: an administrator must bring in the next list.
            self.log(&Event::Fault {
                time: self.time(),
                part: "revocations",
                code: "LIST-OVER",
            });
        }
        if let Some(days) = self.config.audit_retention_days {
            let id = name(&*self.parts.randomness)?;
            let before = now.saturating_sub(i64::from(days).saturating_mul(SECONDS_PER_DAY));
            self.store.shorten_audit(before, &id, now).await?;
        }
        Ok(())
    }
}
