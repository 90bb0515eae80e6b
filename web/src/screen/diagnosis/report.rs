//! The report of the diagnosis as text, for whoever helps. It is made of the findings
//! alone, and long numbers are taken out, so it cannot name a patient.

use super::ladder::{Mark, Rung};
use crate::domain::mask::redact;
use crate::domain::settings::Language;
use crate::state::State;

/// The report: one line for each rung, always in English after the Japanese name, so
/// that anybody who helps can read it.
pub(super) fn report(state: &State, rungs: &[Rung]) -> String {
    let mut lines = vec![["myna-check ", env!("CARGO_PKG_VERSION")].concat()];
    for rung in rungs {
        let mark = match rung.mark {
            Mark::Good => "OK",
            Mark::Caution => "CAUTION",
            Mark::Bad => "PROBLEM",
            Mark::Open => "-",
        };
        let code = rung.code.as_ref().map_or("", |code| code.as_str());
        let detail = rung.detail.as_deref().unwrap_or_default();
        let trace = rung.trace.as_deref().unwrap_or_default();
        let name = [rung.name.of(Language::Ja), "/", rung.name.of(Language::En)].concat();
        lines.push([name.as_str(), mark, code, detail, trace].join("\t"));
    }
    let settings = state.settings;
    lines.push(["settings", settings.theme.key(), settings.text_size.key()].join("\t"));
    redact(&lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::advice::ErrorCode;
    use crate::screen::diagnosis::ladder::ladder;
    use crate::state::{Reader, ReaderLink};

    #[test]
    fn the_report_names_the_cause_and_no_long_number() {
        let reader = Reader {
            link: ReaderLink::Failed(ErrorCode::new("LINK-PROTECTED-CLASS")),
            name: Some("Reader 1234567890".to_owned()),
            trail: vec!["session:50".to_owned(), "host-activated".to_owned()],
            ..Reader::default()
        };
        let state = State {
            reader,
            ..State::default()
        };
        let text = report(&state, &ladder(&state, Language::Ja));
        assert!(text.contains("リーダー/Reader\tPROBLEM\tLINK-PROTECTED-CLASS\tReader **********"));
        assert!(text.contains("session:50 · host-activated"));
        assert!(text.starts_with("myna-check 0."));
    }
}
