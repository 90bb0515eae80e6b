//! Entries as text, for an administrator who wants them kept over a reload. Strict: what is
//! not exactly what was written is left out, never guessed at. Knows no storage.

use serde::{Deserialize, Serialize};

use super::{Counts, Entry, HandOver, MOST_ENTRIES, Method, Outcome};
use crate::domain::advice::ErrorCode;
use crate::domain::answer::{Unconfirmed, Verdict};

/// Version of the form. What another version wrote is not read.
pub const KEPT_VERSION: u32 = 1;
/// Longest name that a gateway gives to a check or a batch.
const LONGEST_AUDIT_ID: usize = 64;

#[derive(Serialize, Deserialize)]
struct File {
    version: u32,
    entries: Vec<Line>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    at: u64,
    method: String,
    outcome: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    counts: Option<[u32; 3]>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    end: Option<String>,
    audit: String,
    given: Vec<String>,
}

/// The entries as text. One without a time has no day on which it would go: it is not kept.
pub fn keep(entries: &[Entry]) -> String {
    let file = File {
        version: KEPT_VERSION,
        entries: entries.iter().filter_map(line).collect(),
    };
    // Numbers and text alone: this cannot fail.
    serde_json::to_string(&file).unwrap_or_default()
}

/// The entries of a text; none where it is not one of ours.
pub fn read_kept(text: &str) -> Vec<Entry> {
    let Ok(file) = serde_json::from_str::<File>(text) else {
        return Vec::new();
    };
    if file.version != KEPT_VERSION {
        return Vec::new();
    }
    let entries = file.entries.into_iter().take(MOST_ENTRIES);
    entries.filter_map(entry).collect()
}

/// One list of two: what was kept over a reload or came from another window of this desk, and
/// what is here; each entry once, in the order of time, the oldest dropped if there are too many.
pub fn merge(here: &[Entry], kept: Vec<Entry>) -> Vec<Entry> {
    let mut entries = here.to_vec();
    for entry in kept {
        if !entries.iter().any(|known| is_same(known, &entry)) {
            entries.push(entry);
        }
    }
    entries.sort_by_key(|entry| entry.at);
    let surplus = entries.len().saturating_sub(MOST_ENTRIES);
    entries.split_off(surplus)
}

/// The same check; what was done with it may have been noted in one place only.
fn is_same(one: &Entry, other: &Entry) -> bool {
    one.at == other.at && one.audit_id == other.audit_id && one.method == other.method
}

fn line(entry: &Entry) -> Option<Line> {
    let (outcome, counts) = match &entry.outcome {
        Outcome::Answered(Verdict::Unconfirmed(reason)) => (reason.code().to_owned(), None),
        Outcome::Answered(verdict) => (verdict.name().to_owned(), None),
        Outcome::Failed(code) => (code.as_str().to_owned(), None),
        Outcome::Batch(counts) => {
            let counts = [counts.valid, counts.not_valid, counts.other];
            ("batch".to_owned(), Some(counts))
        }
        Outcome::Given(rows) => ("given".to_owned(), Some([*rows, 0, 0])),
    };
    Some(Line {
        at: entry.at?,
        method: method_name(entry.method).to_owned(),
        outcome,
        counts,
        end: entry.number_end.clone(),
        audit: entry.audit_id.clone(),
        given: entry
            .hand_overs
            .iter()
            .map(|given| hand_over_name(*given).to_owned())
            .collect(),
    })
}

fn entry(line: Line) -> Option<Entry> {
    let masked = line
        .end
        .as_deref()
        .is_none_or(|end| end.len() == 2 && end.bytes().all(|byte| byte.is_ascii_digit()));
    let named = line.audit.len() <= LONGEST_AUDIT_ID
        && line
            .audit
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    let hand_overs = line.given.iter().map(|name| {
        HandOver::ALL
            .into_iter()
            .find(|given| hand_over_name(*given) == name)
    });
    Some(Entry {
        at: Some(line.at),
        method: METHODS
            .into_iter()
            .find(|method| method_name(*method) == line.method)?,
        outcome: outcome(&line.outcome, line.counts)?,
        number_end: masked.then_some(line.end)?,
        audit_id: named.then_some(line.audit)?,
        hand_overs: hand_overs.collect::<Option<_>>()?,
    })
}

fn outcome(name: &str, counts: Option<[u32; 3]>) -> Option<Outcome> {
    const VERDICTS: [Verdict; 6] = [
        Verdict::Valid,
        Verdict::ValidRenew,
        Verdict::Invalid,
        Verdict::InvalidNewEligibility,
        Verdict::NoEligibility,
        Verdict::Multiple,
    ];
    const REASONS: [Unconfirmed; 6] = [
        Unconfirmed::StillProcessing,
        Unconfirmed::ServiceFailed,
        Unconfirmed::PersonFailed,
        Unconfirmed::UnknownCode,
        Unconfirmed::MissingElement,
        Unconfirmed::Contradiction,
    ];
    match (name, counts) {
        ("batch", Some([valid, not_valid, other])) => {
            return Some(Outcome::Batch(Counts {
                valid,
                not_valid,
                other,
            }));
        }
        ("given", Some([rows, ..])) => return Some(Outcome::Given(rows)),
        (_, Some(_)) => return None,
        _ => {}
    }
    let verdict = VERDICTS.into_iter().find(|verdict| verdict.name() == name);
    let reason = REASONS.into_iter().find(|reason| reason.code() == name);
    let verdict = verdict.or(reason.map(Verdict::Unconfirmed));
    verdict
        .map(Outcome::Answered)
        .or_else(|| ErrorCode::received(name).map(Outcome::Failed))
}

const METHODS: [Method; 6] = [
    Method::Card,
    Method::SymbolNumber,
    Method::Batch,
    Method::MedicalInformation,
    Method::HistoryExport,
    Method::HandOver,
];

pub(super) const fn method_name(method: Method) -> &'static str {
    match method {
        Method::Card => "card",
        Method::SymbolNumber => "symbol-number",
        Method::Batch => "batch",
        Method::MedicalInformation => "medical-information",
        Method::HistoryExport => "history-export",
        Method::HandOver => "hand-over",
    }
}

pub(super) const fn hand_over_name(hand_over: HandOver) -> &'static str {
    match hand_over {
        HandOver::Copy => "copy",
        HandOver::Save => "save",
        HandOver::Csv => "csv",
        HandOver::Fhir => "fhir",
        HandOver::Print => "print",
        HandOver::Medication => "medication",
        HandOver::Checkup => "checkup",
    }
}
