//! The demo's gateway: check-server with its practice people, on a free loopback port.

use std::fs;
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::process::{self, Companion, cargo};
use crate::step::step;
use crate::workspace;

const START_LIMIT: Duration = Duration::from_secs(20);

/// How the gateway is compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Quickly, for tests.
    Debug,
    /// As it is deployed, for measurements.
    Release,
}

/// The running gateway; it stops when dropped.
pub(crate) struct Gateway {
    process: Companion,
    origin: String,
    // After the process, so that the folder goes when nobody writes there any more.
    _scratch: Scratch,
}

impl Gateway {
    /// Compiles the gateway.
    pub(crate) fn build(profile: Profile) -> Result<()> {
        step("building the gateway", || {
            let mut build = cargo();
            build.args(["build", "--package=check-server", "--bins"]);
            if profile == Profile::Release {
                build.arg("--release");
            }
            process::run(&mut build)
        })
    }

    /// Starts it for pages of these origins, with a database of its own.
    pub(crate) fn start(sites: &[&str]) -> Result<Self> {
        Self::start_on(None, Profile::Debug, sites)
    }

    /// Starts it on this database, or with one of its own.
    pub(crate) fn start_on(
        database: Option<&str>,
        profile: Profile,
        sites: &[&str],
    ) -> Result<Self> {
        let address = SocketAddr::from(([127, 0, 0, 1], workspace::free_port()?));
        let scratch = Scratch::new(address)?;
        let program = workspace::target()
            .join(match profile {
                Profile::Debug => "debug",
                Profile::Release => "release",
            })
            .join("check-server")
            .with_extension(std::env::consts::EXE_EXTENSION);
        let mut process = Companion::start(
            Command::new(program)
                .current_dir(workspace::root())
                .args(["serve", "--config"])
                .arg(scratch.configuration(address, database, sites)?),
        )?;
        let started = Instant::now();
        while TcpStream::connect(address).is_err() {
            if process.has_ended()? || started.elapsed() > START_LIMIT {
                bail!("the gateway does not answer on {address}");
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(Self {
            process,
            origin: format!("http://{address}"),
            _scratch: scratch,
        })
    }

    /// Where it listens.
    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// The number of its process.
    pub(crate) fn process(&self) -> u32 {
        self.process.id()
    }

    /// Says whether it has ended by itself.
    pub(crate) fn has_ended(&mut self) -> Result<bool> {
        self.process.has_ended()
    }

    /// The site's own config.json with this gateway in it.
    pub(crate) fn page_configuration(&self, sample: &[u8]) -> Result<Vec<u8>> {
        let mut page: Value = serde_json::from_slice(sample).context("config.json")?;
        let members = page.as_object_mut().context("config.json is no object")?;
        members.insert("gateway".to_owned(), self.origin.clone().into());
        Ok(serde_json::to_vec_pretty(&page)?)
    }
}

/// A folder that goes away with the gateway.
struct Scratch(PathBuf);

impl Scratch {
    /// Named after the port, which no other gateway has meanwhile.
    fn new(address: SocketAddr) -> Result<Self> {
        let folder = workspace::target()
            .join("demo")
            .join(address.port().to_string());
        fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }

    /// The practice configuration with this address and these pages, on this database or on
    /// one that is new each time.
    fn configuration(
        &self,
        address: SocketAddr,
        database: Option<&str>,
        sites: &[&str],
    ) -> Result<PathBuf> {
        let practice = workspace::root().join("check-server").join("practice");
        let mut settings: toml::Table = fs::read_to_string(practice.join("config.toml"))
            .context("check-server/practice/config.toml")?
            .parse()?;
        // Its paths are relative to where it was; this copy lies elsewhere.
        for (key, value) in &mut settings {
            if ["anchors", "people", "revocations"].contains(&key.as_str()) {
                make_absolute(value, &practice);
            }
        }
        settings.insert("listen".to_owned(), address.to_string().into());
        settings.insert(
            "origins".to_owned(),
            sites
                .iter()
                .map(|site| (*site).to_owned())
                .collect::<Vec<_>>()
                .into(),
        );
        settings.insert(
            "database".to_owned(),
            database.map_or_else(|| path_value(&self.0.join("gateway.sqlite")), Into::into),
        );
        let file = self.0.join("config.toml");
        fs::write(&file, toml::to_string(&settings)?)?;
        Ok(file)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What is left behind lies in the target folder and harms nobody.
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn make_absolute(value: &mut toml::Value, base: &Path) {
    match value {
        toml::Value::String(path) => *value = path_value(&base.join(path.as_str())),
        toml::Value::Array(paths) => paths.iter_mut().for_each(|path| make_absolute(path, base)),
        _ => {}
    }
}

fn path_value(path: &Path) -> toml::Value {
    path.to_string_lossy().into_owned().into()
}
