//! The gateway itself: what was configured, what is stored, and the clock,
//! randomness and log that it was given.

use crate::clock::{Clock, PracticeClock, SystemClock};
use crate::config::{Config, FileError};
use crate::connector;
use crate::import::{import_people, import_revocations};
use crate::log::{Event, Log, StandardError};
use crate::random::{Randomness, SystemRandomness};
use crate::registry::{MedicalPeople, People, RegistrySource, Revocations};
use crate::service::Medical;
use crate::source::EligibilitySource;
use crate::store::{Store, StoreError};
use card_certificate::{CertificateError, TrustStore};
use check_api::ProblemCode;
use check_api::field::Timestamp;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::sync::Notify;

/// Everything that answering a request needs.
pub struct Gateway {
    pub(crate) config: Config,
    pub(crate) trust: TrustStore,
    pub(crate) store: Store,
    pub(crate) source: Arc<dyn EligibilitySource>,
    pub(crate) parts: Parts,
    pub(crate) medical: Option<Medical>,
    /// Wakes workers when there is something to do.
    pub(crate) wake: Notify,
}

/// What the gateway is given instead of taking it.
#[derive(Clone)]
pub struct Parts {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Nonces and names.
    pub randomness: Arc<dyn Randomness>,
    /// The log.
    pub log: Arc<dyn Log>,
}

/// Why the gateway cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A mistake in a file.
    #[error(transparent)]
    File(#[from] FileError),
    /// The database cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The anchors cannot be used.
    #[error("{0} [{code}]", code = .0.code())]
    Trust(#[from] CertificateError),
    /// The folder for the notes of the connector cannot be used.
    #[error(
        "[oqs-folder] の state のフォルダーを使えません\n\
         the folder named by state in [oqs-folder] cannot be used [{code}]",
        code = .0.code()
    )]
    Source(ProblemCode),
    /// The address cannot be listened on.
    #[error("待ち受けアドレスを使えません\nthe address cannot be listened on: {0} [START-LISTEN]")]
    Listen(std::io::Error),
}

impl Parts {
    /// The machine's own, or in practice the clock that the configuration names.
    #[must_use]
    pub fn of_the_machine(config: &Config) -> Self {
        let clock: Arc<dyn Clock> = match config.practice.start {
            Some(start) => Arc::new(PracticeClock::starting_at(start)),
            None => Arc::new(SystemClock),
        };
        Self {
            clock,
            randomness: Arc::new(SystemRandomness),
            log: Arc::new(StandardError),
        }
    }
}

impl Gateway {
    /// Opens the database and takes in what the configuration names, the source of
    /// eligibility among it.
    ///
    /// # Errors
    /// [`StartError`] if a file, the database or the anchors cannot be used.
    pub async fn open(config: Config, parts: Parts) -> Result<Self, StartError> {
        let source = connector::configured(&config, &parts).map_err(StartError::Source)?;
        Self::open_with(config, parts, source).await
    }

    /// The same with a source of eligibility in place of the embedded registry.
    ///
    /// # Errors
    /// [`StartError`] if a file, the database or the anchors cannot be used.
    pub async fn open_with(
        config: Config,
        parts: Parts,
        source: Option<Arc<dyn EligibilitySource>>,
    ) -> Result<Self, StartError> {
        let trust = TrustStore::new(config.environment, config.anchors.iter().cloned())?;
        let people = config.people.as_deref().map(People::read).transpose()?;
        let revocations = config
            .revocations
            .as_deref()
            .map(Revocations::read)
            .transpose()?;
        let medical = config.medical.clone().map(|settings| {
            let people = MedicalPeople::read(&settings.people)?;
            Ok::<_, FileError>(Medical { settings, people })
        });
        let medical = medical.transpose()?;
        let store = Store::open(&config.database).await?;
        let registry = || Arc::new(RegistrySource::new(store.clone()));
        let gateway = Self {
            source: source.unwrap_or_else(|| registry()),
            config,
            trust,
            store,
            parts,
            medical,
            wake: Notify::new(),
        };
        if !gateway.store.is_shared() {
            gateway.store.drop_challenges().await?;
            gateway.store.end_all_leases().await?;
        }
        if let Some(people) = people {
            import_people(&gateway.store, &gateway.parts, &people).await?;
        }
        if let Some(revocations) = revocations {
            import_revocations(&gateway.store, &gateway.parts, &revocations).await?;
        }
        Ok(gateway)
    }

    /// Logs that requests are answered from now on at `address`.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn announce(&self, address: SocketAddr) -> Result<(), StoreError> {
        self.log(&Event::Started {
            time: self.time(),
            address: address.to_string(),
            environment: self.config.environment.name(),
            certificates: self.store.count_certificates().await?,
        });
        Ok(())
    }

    /// Lets go of the database. Requests that come later are refused.
    pub async fn close(&self) {
        self.store.close().await;
        self.log(&Event::Stopped { time: self.time() });
    }

    pub(crate) fn now(&self) -> i64 {
        self.parts.clock.now()
    }

    /// The time as it is written; a clock beyond all calendars writes nothing.
    pub(crate) fn time(&self) -> String {
        Timestamp::in_japan(self.now()).map_or_else(String::new, |time| time.as_str().to_owned())
    }

    pub(crate) fn log(&self, event: &Event) {
        self.parts.log.write(event);
    }
}
