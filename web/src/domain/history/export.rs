//! The list as CSV, for whoever has to show what a desk did. Stable names instead of words,
//! so that it reads the same in both languages; what stands on the screen, and not more.

use time::OffsetDateTime;
use time::macros::offset;

use super::kept::{hand_over_name, method_name};
use super::{Entry, Outcome};

/// First line of the file.
const HEAD: &str = "time,method,outcome,code,number_end,audit_id,hand_overs";
/// RFC 4180, section 2: lines end with CRLF.
const LINE_END: &str = "\r\n";
/// Spreadsheets take a file that begins with it for UTF-8 (Unicode 16, 23.8).
const BYTE_ORDER_MARK: &str = "\u{FEFF}";

/// The list as a CSV file. No value holds a comma, a quote or a line end, and none begins
/// with a character that a spreadsheet would calculate with: they are names, codes and digits.
pub fn table(entries: &[Entry]) -> String {
    let lines = entries.iter().map(line);
    let lines = std::iter::once(HEAD.to_owned()).chain(lines);
    lines.fold(BYTE_ORDER_MARK.to_owned(), |file, line| {
        file + &line + LINE_END
    })
}

fn line(entry: &Entry) -> String {
    let (outcome, code) = match &entry.outcome {
        Outcome::Answered(verdict) => (verdict.name().to_owned(), String::new()),
        Outcome::Failed(code) => ("failed".to_owned(), code.to_string()),
        Outcome::Batch(counts) => (
            [
                "valid ",
                &counts.valid.to_string(),
                " / not valid ",
                &counts.not_valid.to_string(),
                " / other ",
                &counts.other.to_string(),
            ]
            .concat(),
            String::new(),
        ),
        Outcome::Given(rows) => (["rows ", &rows.to_string()].concat(), String::new()),
    };
    let hand_overs: Vec<_> = entry
        .hand_overs
        .iter()
        .map(|hand_over| hand_over_name(*hand_over))
        .collect();
    [
        entry.at.and_then(written).unwrap_or_default(),
        method_name(entry.method).to_owned(),
        outcome,
        code,
        // The stars keep a spreadsheet from making 07 a 7.
        entry
            .number_end
            .as_ref()
            .map(|end| ["**", end].concat())
            .unwrap_or_default(),
        plain(&entry.audit_id),
        hand_overs.join(" "),
    ]
    .join(",")
}

/// A name that the gateway gave: letters, digits, hyphens and underscores alone, and no
/// hyphen at the beginning, where a spreadsheet would take it for a minus.
fn plain(name: &str) -> String {
    let kept = name
        .chars()
        .filter(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_'));
    let kept: String = kept.collect();
    if kept.starts_with('-') {
        ["_", &kept].concat()
    } else {
        kept
    }
}

/// 2026-11-21T09:00:00+09:00, on the clock of Japan.
fn written(unix_seconds: u64) -> Option<String> {
    let seconds = i64::try_from(unix_seconds).ok()?;
    let time = OffsetDateTime::from_unix_timestamp(seconds).ok()?;
    let time = time.to_offset(offset!(+9));
    let two = |number: u8| {
        let digits = number.to_string();
        if digits.len() < 2 {
            ["0", &digits].concat()
        } else {
            digits
        }
    };
    Some(
        [
            &time.year().to_string(),
            "-",
            &two(u8::from(time.month())),
            "-",
            &two(time.day()),
            "T",
            &two(time.hour()),
            ":",
            &two(time.minute()),
            ":",
            &two(time.second()),
            "+09:00",
        ]
        .concat(),
    )
}
