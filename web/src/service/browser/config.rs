//! Fetches config.json and the certificates that it names. Whether these are those of
//! authorities is judged where certificates are read.

use super::http::site_file;
use super::trust::broken;
use crate::domain::config::{Config, ConfigError, ConfigProblem};

/// A file that config.json names as the certificate of an authority.
pub(crate) struct AnchorFile {
    pub(crate) path: String,
    pub(crate) content: Vec<u8>,
}

/// The configuration and the files of the authorities to be trusted.
pub(crate) async fn load() -> Result<(Config, Vec<AnchorFile>), ConfigError> {
    let unreachable = ConfigError {
        place: None,
        key: String::new(),
        problem: ConfigProblem::Unreachable,
    };
    let bytes = site_file("config.json").await.ok_or(unreachable)?;
    let config = Config::parse(&String::from_utf8_lossy(&bytes))?;
    let mut anchors = Vec::with_capacity(config.anchors.len());
    for path in &config.anchors {
        anchors.push(AnchorFile {
            path: path.clone(),
            content: site_file(path).await.ok_or_else(|| broken(path))?,
        });
    }
    Ok((config, anchors))
}
