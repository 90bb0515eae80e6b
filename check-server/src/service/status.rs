//! The state of the service.

use super::Refusal;
use crate::gateway::Gateway;
use check_api::field::Timestamp;
use check_api::{Capabilities, Environment, Service, Status};

/// Version of the official layout that the answers follow.
const LAYOUT_VERSION: &str = "8.07";

impl Gateway {
    /// The state of the service.
    pub(crate) fn status(&self) -> Result<Status, Refusal> {
        let now = self.now();
        Ok(Status {
            service: match self.seconds_of_maintenance(now) {
                Some(_) => Service::Maintenance,
                None => Service::Open,
            },
            environment: match self.trust.environment() {
                card_certificate::Environment::Production => Environment::Production,
                card_certificate::Environment::Practice => Environment::Practice,
            },
            server_time: timestamp(now)?,
            layout_version: LAYOUT_VERSION.to_owned(),
            capabilities: Capabilities {
                auth_methods: match self.config.visual {
                    Some(_) => vec!["pin".to_owned(), "visual".to_owned()],
                    None => vec!["pin".to_owned()],
                },
                limit_info: true,
                public_expense: true,
                terminal_signature: self.config.require_terminal_signature,
                medical_information: self.medical_kinds(),
                insurance_check: true,
                max_batch_items: self.config.batches.most_items,
                batch_retention_hours: self.config.batches.retention_hours,
                batch_poll_seconds: self.config.batches.poll_seconds,
            },
            notices: self.config.notices.clone(),
            disaster: self.disaster(now).cloned(),
            call_centre: self.config.call_centre.clone(),
        })
    }

    /// The kinds of medical information that are answered.
    fn medical_kinds(&self) -> Vec<String> {
        let medical = self.medical.iter();
        let kinds = medical.flat_map(|medical| &medical.settings.kinds);
        kinds.map(|kind| kind.name().to_owned()).collect()
    }

    /// Refuses everything while the service is closed.
    pub(crate) fn require_open(&self, now: i64) -> Result<(), Refusal> {
        match self.seconds_of_maintenance(now) {
            Some(seconds) => Err(Refusal::Maintenance { seconds }),
            None => Ok(()),
        }
    }

    /// How long the service stays closed, if it is closed now.
    fn seconds_of_maintenance(&self, now: i64) -> Option<u64> {
        let closed = self
            .config
            .maintenance
            .filter(|it| (it.from..it.until).contains(&now))?;
        Some(closed.until.abs_diff(now))
    }
}

/// A moment as it travels.
pub(super) fn timestamp(unix_seconds: i64) -> Result<Timestamp, Refusal> {
    Timestamp::in_japan(unix_seconds).ok_or(Refusal::Fault {
        part: "clock",
        code: "CLOCK-RANGE",
    })
}
