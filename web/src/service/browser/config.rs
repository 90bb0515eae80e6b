//! Fetches config.json and the certificates that it names.

use card_wasm::certificate::{Anchor, Environment, TrustStore};

use super::http::site_file;
use crate::domain::config::{Config, ConfigError, ConfigProblem};

/// The configuration and the authorities it trusts.
pub(crate) async fn load() -> Result<(Config, TrustStore), ConfigError> {
    let unreachable = ConfigError {
        place: None,
        key: String::new(),
        problem: ConfigProblem::Unreachable,
    };
    let bytes = site_file("config.json").await.ok_or(unreachable)?;
    let config = Config::parse(&String::from_utf8_lossy(&bytes))?;
    let trust = trust(&config).await?;
    Ok((config, trust))
}

async fn trust(config: &Config) -> Result<TrustStore, ConfigError> {
    let broken = |path: &str| ConfigError {
        place: None,
        key: ["anchors: ", path].concat(),
        problem: ConfigProblem::Anchor,
    };
    let mut anchors = Vec::with_capacity(config.anchors.len());
    for path in &config.anchors {
        let file = site_file(path).await.ok_or_else(|| broken(path))?;
        anchors.push(Anchor::from_file(&file).map_err(|_| broken(path))?);
    }
    let environment = match config.environment {
        check_api::Environment::Production => Environment::Production,
        check_api::Environment::Practice => Environment::Practice,
    };
    TrustStore::new(environment, anchors).map_err(|_| broken(""))
}
