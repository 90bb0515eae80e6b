//! Makes the authorities that config.json names into a trust store. Comes with the chunk
//! of the card, since only there are certificates read.

use std::rc::Rc;

use card_wasm::certificate::{Anchor, Environment, TrustStore};

use super::page::{Services, Site};
use crate::domain::config::{ConfigError, ConfigProblem};
use crate::state::Action;

/// The authorities of the site. A file that is none is shown to the administrator, and
/// nothing works until it is mended.
pub(super) fn of_site(services: &Rc<Services>) -> Option<TrustStore> {
    let site = services.site()?;
    match judge(&site) {
        Ok(trust) => Some(trust),
        Err(error) => {
            services.note("config", error.problem.code());
            services.store.dispatch(Action::ConfigBroken(error));
            None
        }
    }
}

fn judge(site: &Site) -> Result<TrustStore, ConfigError> {
    let mut anchors = Vec::with_capacity(site.anchors.len());
    for file in &site.anchors {
        let anchor = Anchor::from_file(&file.content);
        anchors.push(anchor.map_err(|_| broken(&file.path))?);
    }
    let environment = match site.config.environment {
        check_api::Environment::Production => Environment::Production,
        check_api::Environment::Practice => Environment::Practice,
    };
    TrustStore::new(environment, anchors).map_err(|_| broken(""))
}

/// The mistake of an anchor that cannot be fetched or is none.
pub(super) fn broken(path: &str) -> ConfigError {
    ConfigError {
        place: None,
        key: ["anchors: ", path].concat(),
        problem: ConfigProblem::Anchor,
    }
}
