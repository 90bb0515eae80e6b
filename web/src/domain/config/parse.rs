//! The strict reader of config.json. Each value is taken as raw text first, so that
//! its place in the file is known when something is wrong with it.

use std::fmt;

use serde::de::{Deserialize, DeserializeOwned, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use check_api::{CallCentre, Notice};

use super::{Config, ConfigError, ConfigProblem, Environment, Place};
use crate::domain::settings::Language;

/// Trusted authorities; more than a handful is a mistake.
const MOST_ANCHORS: usize = 16;
const LONGEST_NAME: usize = 60;
/// As long as check-api lets a terminal's identifier be.
const LONGEST_TERMINAL_ID: usize = 64;
const SHORTEST_CLEAR: u16 = 10;
const LONGEST_CLEAR: u16 = 600;
/// The history is one of today.
const LONGEST_HISTORY: u16 = 24;
/// A telephone number with its hyphens, and hours in words.
const LONGEST_TELEPHONE: usize = 20;
const LONGEST_HOURS: usize = 80;

impl Config {
    /// Reads config.json.
    ///
    /// # Errors
    /// The first mistake, with its place and key.
    pub fn parse(source: &str) -> Result<Self, ConfigError> {
        let mut file = Object::parse(source, source, "")?;
        let mut facility = file.take("facility")?.object()?;
        let config = Self {
            gateway: gateway(file.take("gateway")?)?,
            facility_code: facility.take("code")?.checked(is_facility_code)?,
            facility_name: facility
                .take("name")?
                .checked(|name| has_length(name, LONGEST_NAME))?,
            terminal_id: file
                .take("terminalId")?
                .checked(|id| has_length(id, LONGEST_TERMINAL_ID))?,
            environment: file.take("environment")?.word(&[
                ("production", Environment::Production),
                ("practice", Environment::Practice),
            ])?,
            anchors: anchors(file.take("anchors")?)?,
            language: file
                .take("language")?
                .word(&[("ja", Language::Ja), ("en", Language::En)])?,
            clear_after_seconds: clear_after_seconds(file.take("clearAfterSeconds")?)?,
            training: false,
            bridge_extension: file
                .take_if_there("bridgeExtension")
                .map(bridge_extension)
                .transpose()?,
            bridge_installer: file
                .take_if_there("bridgeInstaller")
                .map(bridge_installer)
                .transpose()?,
            history_hours: file
                .take_if_there("historyHours")
                .map_or(Ok(LONGEST_HISTORY), |hours| history_hours(&hours))?,
            history_persists: file
                .take_if_there("historyPersists")
                .map_or(Ok(false), |persists| persists.typed())?,
            call_centre: file
                .take_if_there("callCentre")
                .map(call_centre)
                .transpose()?,
        };
        facility.finish()?;
        let training = file.take("training")?;
        file.finish()?;
        let wanted = training.typed::<bool>()?;
        if wanted && config.environment != Environment::Practice {
            return Err(training.error(ConfigProblem::TrainingNeedsPractice));
        }
        Ok(Self {
            training: wanted,
            ..config
        })
    }
}

fn gateway(entry: Entry<'_>) -> Result<String, ConfigError> {
    let address = entry.typed::<String>()?;
    let address = address.trim_end_matches('/');
    if is_https_or_local(address) {
        Ok(address.to_owned())
    } else {
        Err(entry.error(ConfigProblem::NotHttps))
    }
}

/// Practice on one computer needs no certificate: browsers treat these hosts as secure
/// contexts too (W3C Secure Contexts, 3.1).
fn is_https_or_local(address: &str) -> bool {
    let (local_only, rest) = match (
        address.strip_prefix("https://"),
        address.strip_prefix("http://"),
    ) {
        (Some(rest), _) => (false, rest),
        (_, Some(rest)) => (true, rest),
        _ => return false,
    };
    let authority = rest.split('/').next().unwrap_or_default();
    let host = match authority.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    let plain = !rest.contains(['?', '#', '@', ' ', '\\', '"', '\'', ';', ',']);
    plain && !host.is_empty() && (!local_only || matches!(host, "localhost" | "127.0.0.1" | "::1"))
}

fn is_facility_code(code: &str) -> bool {
    code.len() == 10 && code.bytes().all(|byte| byte.is_ascii_digit())
}

/// 32 letters from a to p (Chrome, "Manifest: key").
fn bridge_extension(entry: Entry<'_>) -> Result<String, ConfigError> {
    let id = entry.typed::<String>()?;
    if id.len() == 32 && id.bytes().all(|letter| matches!(letter, b'a'..=b'p')) {
        Ok(id)
    } else {
        Err(entry.error(ConfigProblem::UnknownWord))
    }
}

fn has_length(text: &str, longest: usize) -> bool {
    (1..=longest).contains(&text.trim().chars().count())
}

fn anchors(entry: Entry<'_>) -> Result<Vec<String>, ConfigError> {
    let anchors = entry.typed::<Vec<String>>()?;
    if !(1..=MOST_ANCHORS).contains(&anchors.len()) {
        return Err(entry.error(ConfigProblem::WrongLength));
    }
    if anchors.iter().all(|path| stays_inside(path)) {
        Ok(anchors)
    } else {
        Err(entry.error(ConfigProblem::OutsideFolder))
    }
}

/// Beside index.html, or elsewhere by HTTPS: what is installed must not change on its way.
fn bridge_installer(entry: Entry<'_>) -> Result<String, ConfigError> {
    let address = entry.typed::<String>()?;
    if stays_inside(&address) || is_https_or_local(&address) {
        Ok(address)
    } else if address.contains("://") {
        Err(entry.error(ConfigProblem::NotHttps))
    } else {
        Err(entry.error(ConfigProblem::OutsideFolder))
    }
}

fn stays_inside(path: &str) -> bool {
    !path.is_empty()
        && !path.starts_with('/')
        && !path.contains([':', '\\', '?', '#'])
        && path.split('/').all(|part| part != "..")
}

fn clear_after_seconds(entry: Entry<'_>) -> Result<u16, ConfigError> {
    let seconds = entry.typed::<i64>()?;
    u16::try_from(seconds)
        .ok()
        .filter(|seconds| (SHORTEST_CLEAR..=LONGEST_CLEAR).contains(seconds))
        .ok_or_else(|| entry.error(ConfigProblem::OutOfRange))
}

fn history_hours(entry: &Entry<'_>) -> Result<u16, ConfigError> {
    let hours = entry.typed::<i64>()?;
    u16::try_from(hours)
        .ok()
        .filter(|hours| (1..=LONGEST_HISTORY).contains(hours))
        .ok_or_else(|| entry.error(ConfigProblem::OutOfRange))
}

fn call_centre(entry: Entry<'_>) -> Result<CallCentre, ConfigError> {
    let mut centre = entry.object()?;
    let hours = |text: &str| has_length(text, LONGEST_HOURS);
    let read = CallCentre {
        telephone: centre.take("telephone")?.checked(is_telephone)?,
        hours: Notice {
            ja: centre.take("ja")?.checked(hours)?,
            en: centre.take("en")?.checked(hours)?,
        },
    };
    centre.finish()?;
    Ok(read)
}

fn is_telephone(number: &str) -> bool {
    has_length(number, LONGEST_TELEPHONE)
        && number
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'-')
}

/// An object whose members have not been looked at yet.
struct Object<'a> {
    source: &'a str,
    text: &'a str,
    path: String,
    members: Members<'a>,
}

impl<'a> Object<'a> {
    fn parse(source: &'a str, text: &'a str, path: &str) -> Result<Self, ConfigError> {
        let members = serde_json::from_str(text).map_err(|error| {
            let is_syntax = error.is_syntax() || error.is_eof();
            ConfigError {
                place: Some(if path.is_empty() && is_syntax {
                    Place {
                        line: error.line(),
                        column: error.column(),
                    }
                } else {
                    place_in(source, text)
                }),
                key: path.to_owned(),
                problem: if is_syntax {
                    ConfigProblem::Syntax
                } else {
                    ConfigProblem::WrongType
                },
            }
        })?;
        Ok(Self {
            source,
            text,
            path: path.to_owned(),
            members,
        })
    }

    fn take(&mut self, key: &str) -> Result<Entry<'a>, ConfigError> {
        self.take_if_there(key).ok_or_else(|| ConfigError {
            place: Some(place_in(self.source, self.text)),
            key: self.path_of(key),
            problem: ConfigProblem::Missing,
        })
    }

    fn take_if_there(&mut self, key: &str) -> Option<Entry<'a>> {
        let raw = self.members.take(key)?;
        Some(Entry {
            source: self.source,
            text: raw.get(),
            path: self.path_of(key),
        })
    }

    /// Nothing may be left over: a mistyped key would otherwise be silently ignored.
    fn finish(self) -> Result<(), ConfigError> {
        match self.members.0.first() {
            None => Ok(()),
            Some((key, raw)) => Err(ConfigError {
                place: Some(place_in(self.source, raw.get())),
                key: self.path_of(key),
                problem: ConfigProblem::UnknownKey,
            }),
        }
    }

    fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() {
            key.to_owned()
        } else {
            [&self.path, ".", key].concat()
        }
    }
}

/// Keys and their values in the order of the file, not looked into. Of a key that is
/// written twice, the second one is left over and so named.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'a> Members<'a> {
    fn take(&mut self, key: &str) -> Option<&'a RawValue> {
        let at = self.0.iter().position(|(name, _)| name == key)?;
        Some(self.0.remove(at).1)
    }
}

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;

        impl<'de> Visitor<'de> for Object {
            type Value = Members<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(Object)
    }
}

/// The value of one key.
struct Entry<'a> {
    source: &'a str,
    text: &'a str,
    path: String,
}

impl<'a> Entry<'a> {
    fn error(&self, problem: ConfigProblem) -> ConfigError {
        ConfigError {
            place: Some(place_in(self.source, self.text)),
            key: self.path.clone(),
            problem,
        }
    }

    fn object(self) -> Result<Object<'a>, ConfigError> {
        Object::parse(self.source, self.text, &self.path)
    }

    fn typed<T: DeserializeOwned>(&self) -> Result<T, ConfigError> {
        serde_json::from_str(self.text).map_err(|_| self.error(ConfigProblem::WrongType))
    }

    fn checked(&self, is_good: impl Fn(&str) -> bool) -> Result<String, ConfigError> {
        let text = self.typed::<String>()?;
        if is_good(&text) {
            Ok(text)
        } else {
            Err(self.error(ConfigProblem::WrongLength))
        }
    }

    fn word<T: Copy>(&self, words: &[(&str, T)]) -> Result<T, ConfigError> {
        let text = self.typed::<String>()?;
        words
            .iter()
            .find(|(word, _)| *word == text)
            .map(|(_, meaning)| *meaning)
            .ok_or_else(|| self.error(ConfigProblem::UnknownWord))
    }
}

/// Where `part`, a slice of `source`, begins.
fn place_in(source: &str, part: &str) -> Place {
    let offset = (part.as_ptr() as usize).saturating_sub(source.as_ptr() as usize);
    let before = source.get(..offset).unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let in_line = before.get(line_start..).unwrap_or_default();
    Place {
        line: before.matches('\n').count() + 1,
        column: in_line.chars().count() + 1,
    }
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;
