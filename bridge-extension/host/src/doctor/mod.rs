//! What stands between this computer and a card, found out without touching a card.

mod advice;

use std::path::Path;

use bridge_protocol::{Card, Code, EXTENSION_ID, PROTOCOL};
use serde::Serialize;

use crate::config::SettingsError;
use crate::dispatch::version;
use crate::monitor::{self, Sight};
use crate::origins::{Listed, Origins};
use crate::places;
use crate::register::{self, Browser, Found, Scope};

pub use advice::{Language, advice};

/// The findings, in the order in which they matter.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    host_version: String,
    protocol: u32,
    extension: &'static str,
    findings: Vec<Finding>,
}

/// One thing that was looked at.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Finding {
    subject: &'static str,
    detail: String,
    /// What is wrong, if anything is.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
}

/// Looks at everything.
#[must_use]
pub fn examine(origins: &Origins, program: &Path) -> Report {
    let listed = origins.read();
    let mut findings = registrations(program, &extensions(&listed));
    findings.push(pages(&listed));
    findings.extend(readers(&monitor::look()));
    let log = places::log().map_or("-".to_owned(), |log| log.display().to_string());
    findings.push(Finding::good("log", log));
    Report {
        host_version: version().to_string(),
        protocol: PROTOCOL,
        extension: EXTENSION_ID,
        findings,
    }
}

impl Finding {
    const fn good(subject: &'static str, detail: String) -> Self {
        Self {
            subject,
            detail,
            code: None,
        }
    }

    const fn bad(subject: &'static str, detail: String, code: &'static str) -> Self {
        Self {
            subject,
            detail,
            code: Some(code),
        }
    }
}

impl Report {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.findings.iter().all(|finding| finding.code.is_none())
    }

    /// Lines for a person, each fault with what to do next.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let mut text = format!(
            "bridge-host {}, protocol {}, extension {}\n",
            self.host_version, self.protocol, self.extension
        );
        for Finding {
            subject,
            detail,
            code,
        } in &self.findings
        {
            let mark = if code.is_some() { "!!" } else { "ok" };
            text.push_str(&format!("{mark} {subject}: {detail}\n"));
            if let Some(code) = code {
                let advice = advice(code, language).unwrap_or_default();
                text.push_str(&format!("   {advice} ({code})\n"));
            }
        }
        text
    }
}

/// One browser that knows this program is enough.
fn registrations(program: &Path, extensions: &[String]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for scope in [Scope::User, Scope::Machine] {
        for browser in Browser::ALL {
            let detail = |path: &Path| format!("{browser}, {}", path.display());
            match register::found(browser, &scope, program, extensions) {
                Some((path, Found::This)) => {
                    findings.push(Finding::good("browser", detail(&path)));
                }
                Some((path, Found::Other(other))) => {
                    let detail = format!("{} -> {}", detail(&path), other.display());
                    findings.push(Finding::bad("browser", detail, "HOST-REGISTERED-ELSEWHERE"));
                }
                Some((path, Found::Malformed)) => {
                    let code = "HOST-REGISTRATION-MALFORMED";
                    findings.push(Finding::bad("browser", detail(&path), code));
                }
                Some((_, Found::Nothing)) | None => {}
            }
        }
    }
    if findings.is_empty() {
        findings.push(Finding::bad(
            "browser",
            "-".to_owned(),
            "HOST-NOT-REGISTERED",
        ));
    }
    findings
}

/// With settings that cannot be read it is ours alone.
fn extensions(listed: &Result<Listed, SettingsError>) -> Vec<String> {
    listed
        .as_ref()
        .map_or_else(|_| Listed::default().extensions(), Listed::extensions)
}

fn pages(listed: &Result<Listed, SettingsError>) -> Finding {
    match listed {
        Ok(listed) => {
            let both = listed.machine.origins.iter().chain(&listed.user.origins);
            let all: Vec<&str> = both.map(|origin| origin.as_str()).collect();
            if all.is_empty() {
                // The extension asks when a page first wants a card.
                Finding::good("pages", "-".to_owned())
            } else {
                Finding::good("pages", all.join(", "))
            }
        }
        Err(error) => Finding::bad("pages", error.to_string(), error.code()),
    }
}

fn readers(sight: &Sight) -> Vec<Finding> {
    let readers = match sight {
        Ok(readers) => readers,
        Err(failure) => {
            return vec![Finding::bad(
                "service",
                "-".to_owned(),
                failure.code.as_str(),
            )];
        }
    };
    let service = Finding::good("service", "PC/SC".to_owned());
    if readers.is_empty() {
        let none = Finding::bad("reader", "-".to_owned(), Code::NoReader.as_str());
        return vec![service, none];
    }
    let each = readers.iter().map(|reader| {
        let name = reader.name.as_str();
        match reader.card {
            Card::Absent => Finding::good("reader", format!("{name}: -")),
            Card::Present => Finding::good("reader", format!("{name}: card")),
            Card::InUse => Finding::bad("reader", name.to_owned(), Code::ReaderInUse.as_str()),
            Card::Mute => Finding::bad("reader", name.to_owned(), Code::CardMute.as_str()),
        }
    });
    std::iter::once(service).chain(each).collect()
}
