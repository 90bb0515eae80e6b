//! The configuration file: where to listen, whom to trust, who may ask.
//!
//! TOML. Paths in it are relative to the file itself. A mistake is named with
//! file, line and key.

mod batches;
mod database;
mod desk;
mod error;
mod medical;
mod reader;
mod visual;

pub use batches::Batches;
pub use database::{Database, PostgresAddress};
pub use error::{Fault, FileError};
pub use medical::{MedicalFacility, MedicalSettings};
pub(crate) use reader::{Item, Source, Table};
pub use visual::Visual;

use crate::connector::OqsFolderSettings;
use card_certificate::{Anchor, Environment};
use check_api::field::{FacilityCode, Origin, TerminalId, Timestamp};
use check_api::{CallCentre, Disaster, Notice};
use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Everything that an administrator decides.
#[derive(Debug)]
pub struct Config {
    /// Address and port to listen on. Loopback, behind a proxy that does TLS.
    pub listen: SocketAddr,
    /// Where the gateway keeps what it must remember.
    pub database: Database,
    /// Whether real cards or synthetic ones are checked.
    pub environment: Environment,
    /// Origins whose pages may ask.
    pub origins: BTreeSet<Origin>,
    /// Authorities whose certificates are trusted.
    pub anchors: Vec<Anchor>,
    /// Who may ask: facilities and their terminals.
    pub facilities: BTreeMap<FacilityCode, BTreeSet<TerminalId>>,
    /// Whether a check must carry the signature of an enrolled terminal.
    pub require_terminal_signature: bool,
    /// People to take into the registry at start.
    pub people: Option<PathBuf>,
    /// Revoked certificates to take in at start.
    pub revocations: Option<PathBuf>,
    /// Limits of batches.
    pub batches: Batches,
    /// For how many days the record of what was done is kept; for ever if it is not said.
    pub audit_retention_days: Option<u32>,
    /// How long one request may take.
    pub timeout: Duration,
    /// What the desk should know today.
    pub notices: Vec<Notice>,
    /// When the service is closed.
    pub maintenance: Option<Maintenance>,
    /// Checks without PIN, where they are offered.
    pub visual: Option<Visual>,
    /// The terminal that is asked, where there is one; else the registry answers.
    pub oqs_folder: Option<OqsFolderSettings>,
    /// 災害時: measures that have been announced.
    pub disaster: Option<Disaster>,
    /// Whom the desk may call, if not the official centre.
    pub call_centre: Option<CallCentre>,
    /// Medical information, if there is any.
    pub medical: Option<MedicalSettings>,
    /// What exists in practice alone.
    pub practice: Practice,
}

/// A span of the gateway's clock in which no check is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Maintenance {
    /// First second, since 1970.
    pub from: i64,
    /// First second after it.
    pub until: i64,
}

/// What exists in practice alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Practice {
    /// What the clock says at start, in seconds since 1970, instead of the time.
    pub start: Option<i64>,
    /// How long every answer is held back, to show what a slow line feels like.
    pub latency: Duration,
}

impl Config {
    /// Reads a configuration file and the anchors that it names.
    ///
    /// # Errors
    /// The first mistake, with file, line and key.
    pub fn read(file: &Path) -> Result<Self, FileError> {
        let source = Source::read(file)?;
        let document = source.document()?;
        let mut table = document.table();
        let environment = environment(&table.required("environment")?)?;
        let timeout = match table.optional("timeout-seconds") {
            Some(item) => Duration::from_secs(item.number(1..=300)?),
            None => Duration::from_secs(10),
        };
        let facilities = facilities(&table.required("facility")?)?;
        let config = Self {
            listen: address(&table.required("listen")?)?,
            database: Database::read(&table.required("database")?)?,
            environment,
            origins: table
                .required("origins")?
                .each(|item| origin(&item, environment))?,
            anchors: table.required("anchors")?.each(|item| anchor(&item))?,
            require_terminal_signature: match table.optional("require-terminal-signature") {
                Some(item) => item.truth()?,
                None => false,
            },
            people: table
                .optional("people")
                .map(|item| item.path())
                .transpose()?,
            revocations: table
                .optional("revocations")
                .map(|item| item.path())
                .transpose()?,
            timeout,
            batches: match table.optional("batch") {
                Some(item) => Batches::read(&item)?,
                None => Batches::default(),
            },
            audit_retention_days: match table.optional("audit-retention-days") {
                Some(item) => u32::try_from(item.number(1..=36_500)?).ok(),
                None => None,
            },
            notices: match table.optional("notice") {
                Some(item) => item.each(|item| notice(&item))?,
                None => Vec::new(),
            },
            maintenance: table
                .optional("maintenance")
                .map(|m| maintenance(&m))
                .transpose()?,
            visual: table
                .optional("visual")
                .map(|item| Visual::read(&item, environment))
                .transpose()?,
            oqs_folder: match table.optional("oqs-folder") {
                Some(item) => {
                    let may_ask = |code: &FacilityCode| facilities.contains_key(code);
                    Some(OqsFolderSettings::read(
                        &item,
                        environment,
                        timeout,
                        may_ask,
                    )?)
                }
                None => None,
            },
            disaster: table
                .optional("disaster")
                .map(|item| desk::disaster(&item))
                .transpose()?,
            call_centre: table
                .optional("call-centre")
                .map(|item| desk::call_centre(&item))
                .transpose()?,
            medical: table
                .optional("medical-information")
                .map(|item| medical::medical(&item))
                .transpose()?,
            facilities,
            practice: match table.optional("practice") {
                Some(item) => practice(&item, environment)?,
                None => Practice::default(),
            },
        };
        table.finish()?;
        Ok(config)
    }
}

fn environment(item: &Item<'_>) -> Result<Environment, FileError> {
    Environment::named(item.text()?).ok_or_else(|| item.error(Fault::Environment))
}

fn address(item: &Item<'_>) -> Result<SocketAddr, FileError> {
    item.text()?.parse().map_err(|_| item.error(Fault::Address))
}

/// An isolated app that nobody has signed is anybody's: good for practice alone.
fn origin(item: &Item<'_>, environment: Environment) -> Result<Origin, FileError> {
    let origin: Origin = item.value()?;
    if origin.is_unsigned_app() && environment != Environment::Practice {
        return Err(item.error(Fault::PracticeOnly));
    }
    Ok(origin)
}

fn anchor(item: &Item<'_>) -> Result<Anchor, FileError> {
    let bytes = std::fs::read(item.path()?).map_err(|_| item.error(Fault::UnreadableFile))?;
    Anchor::from_file(&bytes).map_err(|error| item.error(Fault::Anchor(error)))
}

fn facilities(list: &Item<'_>) -> Result<BTreeMap<FacilityCode, BTreeSet<TerminalId>>, FileError> {
    let mut facilities = BTreeMap::new();
    for item in list.items()? {
        let mut table = item.table()?;
        let code = table.required("code")?;
        // The name is for whoever reads the file; the page has its own.
        table
            .optional("name")
            .map(|name| name.text().map(drop))
            .transpose()?;
        let terminals = table
            .required("terminals")?
            .each(|terminal| terminal.value())?;
        table.finish()?;
        if facilities.insert(code.value()?, terminals).is_some() {
            return Err(code.error(Fault::Duplicate));
        }
    }
    Ok(facilities)
}

fn notice(item: &Item<'_>) -> Result<Notice, FileError> {
    let mut table = item.table()?;
    let ja = table.required("ja")?.text()?.to_owned();
    let en = table.required("en")?.text()?.to_owned();
    table.finish()?;
    Ok(Notice { ja, en })
}

fn maintenance(item: &Item<'_>) -> Result<Maintenance, FileError> {
    let mut table = item.table()?;
    let from = moment(&table.required("from")?)?;
    let end = table.required("until")?;
    let until = moment(&end)?;
    if until <= from {
        return Err(end.error(Fault::EndsBeforeStart));
    }
    table.finish()?;
    Ok(Maintenance { from, until })
}

fn practice(item: &Item<'_>, environment: Environment) -> Result<Practice, FileError> {
    if environment != Environment::Practice {
        return Err(item.error(Fault::PracticeOnly));
    }
    let mut table = item.table()?;
    let start = table
        .optional("start")
        .map(|start| moment(&start))
        .transpose()?;
    let latency = match table.optional("latency-milliseconds") {
        Some(item) => Duration::from_millis(item.number(0..=60_000)?),
        None => Duration::ZERO,
    };
    table.finish()?;
    Ok(Practice { start, latency })
}

fn moment(item: &Item<'_>) -> Result<i64, FileError> {
    let time: Timestamp = item.value()?;
    time.unix_seconds()
        .ok_or_else(|| item.error(Fault::NotText))
}
