//! The table: every stable code of every layer, and what the desk hears about it.

use super::Advice as A;
use super::FailureWord::{self, CardNotRead, NotConfirmed};

/// The verdict word and the advice for a code. A code of a newer gateway is judged by
/// its family.
pub(super) fn row(code: &str) -> (FailureWord, A) {
    exact(code).unwrap_or_else(|| family(code))
}

fn family(code: &str) -> (FailureWord, A) {
    match code.split('-').next() {
        Some("LINK" | "BRIDGE") => (CardNotRead, A::RestartReader),
        Some("CARD") => (CardNotRead, A::PlaceCardAgain),
        Some("CERT") => (NotConfirmed, A::CertificateNotTrusted),
        Some("GATE" | "ANSWER") => (NotConfirmed, A::GatewayFault),
        Some("CONFIG" | "FIELD") => (NotConfirmed, A::MendConfiguration),
        _ => (NotConfirmed, A::TellAdministrator),
    }
}

fn exact(code: &str) -> Option<(FailureWord, A)> {
    Some(match code {
        // The browser and the reader.
        "LINK-USB-UNAVAILABLE" | "LINK-ROUTE-UNAVAILABLE" => (CardNotRead, A::UseAnotherBrowser),
        "LINK-SERVICE-MISSING" => (CardNotRead, A::StartService),
        "LINK-NO-DEVICE-SELECTED" => (CardNotRead, A::ChooseReader),
        "LINK-UNPLUGGED" => (CardNotRead, A::PlugReaderIn),
        "LINK-READER-IN-USE" => (CardNotRead, A::CloseOtherProgram),
        "LINK-ACCESS-DENIED" => (CardNotRead, A::AllowReader),
        "LINK-PROTECTED-CLASS" | "LINK-TRANSFER-NOT-ALLOWED" => (CardNotRead, A::ReaderReserved),
        "LINK-FIRMWARE-OLD"
        | "LINK-PROTOCOL-DISJOINT"
        | "LINK-PIN-PAD-UNAVAILABLE"
        | "LINK-LEVEL-CHARACTER"
        | "LINK-ICCD"
        | "LINK-NOT-A-READER"
        | "LINK-READER-LOCKED"
        | "LINK-DESCRIPTOR-MALFORMED"
        | "LINK-COMMAND-TOO-LONG" => (CardNotRead, A::UseAnotherReader),
        "LINK-TIMEOUT"
        | "LINK-READER-REFUSED"
        | "LINK-STALLED"
        | "LINK-BABBLE"
        | "LINK-TRANSFER-FAILED"
        | "LINK-NOT-ACCEPTED"
        | "LINK-MESSAGE-MALFORMED"
        | "LINK-MESSAGE-UNEXPECTED"
        | "LINK-RESPONSE-TOO-LONG"
        | "LINK-CANCELLED"
        | "LINK-FORBIDDEN" => (CardNotRead, A::RestartReader),

        // The bridge.
        "BRIDGE-HOST-MISSING" | "BRIDGE-HOST-FORBIDDEN" => (CardNotRead, A::InstallBridge),
        "BRIDGE-ORIGIN-PENDING" | "BRIDGE-ORIGIN-REFUSED" => (CardNotRead, A::AllowPage),
        "BRIDGE-NO-SERVICE" | "BRIDGE-SANDBOX" => (CardNotRead, A::StartService),
        "BRIDGE-VERSION" | "BRIDGE-UPDATE-EXTENSION" | "BRIDGE-UPDATE-HOST" => {
            (CardNotRead, A::UpdateBridge)
        }
        "BRIDGE-UPDATE-PAGE" | "BRIDGE-MESSAGE-MALFORMED" => (CardNotRead, A::ReloadPage),
        "BRIDGE-ORIGIN-INSECURE" => (CardNotRead, A::TellAdministrator),
        "BRIDGE-READER-IN-USE" => (CardNotRead, A::CloseOtherProgram),
        "BRIDGE-NO-READER" | "BRIDGE-READER-GONE" => (CardNotRead, A::PlugReaderIn),
        "BRIDGE-PCSC" | "BRIDGE-FORBIDDEN" | "BRIDGE-MESSAGE-TOO-LARGE" => {
            (CardNotRead, A::RestartReader)
        }
        "BRIDGE-CARD-MUTE" => (CardNotRead, A::PlaceCardAgain),
        "BRIDGE-CARD-ABSENT"
        | "BRIDGE-CARD-REMOVED"
        | "BRIDGE-CARD-RESET"
        | "BRIDGE-TIMEOUT"
        | "BRIDGE-HOST-ENDED"
        | "BRIDGE-HELLO-FIRST"
        | "BRIDGE-NOT-OPEN"
        | "BRIDGE-ALREADY-OPEN"
        | "BRIDGE-BUDGET" => (CardNotRead, A::HoldCardStill),
        "BRIDGE-PIN-NOT-TYPED" | "BRIDGE-LAST-TRY" => (NotConfirmed, A::StartAgain),

        // The card on the reader.
        "LINK-CARD-REMOVED"
        | "LINK-CARD-ABSENT"
        | "LINK-CARD-REPLACED"
        | "LINK-POWERED-OFF"
        | "LINK-CARD-TOO-SLOW"
        | "LINK-BLOCKS-LOST"
        | "LINK-TRANSMISSION-ABORTED"
        | "LINK-RESPONSE-MALFORMED" => (CardNotRead, A::HoldCardStill),
        "LINK-CARD-MUTE" | "LINK-ATR-MALFORMED" => (CardNotRead, A::PlaceCardAgain),

        "CARD-NOT-MY-NUMBER" => (CardNotRead, A::NotMyNumberCard),
        "CARD-UNEXPECTED-STATUS" => (CardNotRead, A::PlaceCardAgain),
        "CARD-TRIES-UNKNOWN" | "CARD-WRONG-SIGNATURE" => (CardNotRead, A::CardDamaged),
        "CARD-NOT-CLOSED" => (NotConfirmed, A::TakeCardAway),

        // The PIN. The card was read, so the word is not that it was not.
        "CARD-PIN-LOCKED" => (NotConfirmed, A::PinLocked),
        "CARD-PIN-UNUSABLE" => (NotConfirmed, A::PinUnusable),
        "CARD-VERIFIER-REFUSED" | "DESK-NO-FACE-PHOTO" => (NotConfirmed, A::PinNeeded),
        "CARD-RELAY-FORBIDDEN" | "CHECK-RELAY" => (NotConfirmed, A::TellAdministrator),
        "CARD-VERIFY-ANSWER-LOST" | "CARD-VERIFY-UNEXPECTED" => (NotConfirmed, A::HoldCardStill),
        "LINK-PIN-ENTRY-CANCELLED"
        | "LINK-PIN-ENTRY-TIMEOUT"
        | "CARD-PIN-REQUIRED"
        | "CARD-PIN-FORMAT"
        | "CARD-TRIES-NOT-READ"
        | "CARD-SESSION-ENDED"
        | "CARD-LOWER-LAYER" => (NotConfirmed, A::StartAgain),

        // The person at the desk.
        "DESK-NO-RANDOMNESS" => (NotConfirmed, A::UseAnotherBrowser),
        "DESK-PIN-TIMEOUT" | "DESK-STOPPED" => (NotConfirmed, A::StartAgain),
        "DESK-TRAINING-MODULE" | "DESK-PROGRAM-INCOMPLETE" => (NotConfirmed, A::CheckNetwork),

        // The table of a 一括照会, and what is sent of it.
        "DESK-BATCH-EMPTY"
        | "DESK-BATCH-WORKBOOK"
        | "DESK-BATCH-ENCODING"
        | "DESK-BATCH-UNREADABLE"
        | "DESK-BATCH-TOO-LARGE"
        | "DESK-BATCH-TOO-MANY-ROWS"
        | "DESK-BATCH-TOO-MANY-COLUMNS"
        | "DESK-BATCH-CELL-TOO-LONG"
        | "DESK-BATCH-COLUMN-MISSING"
        | "DESK-BATCH-NOTHING-TO-ASK"
        | "DESK-BATCH-FIELD-MISSING"
        | "DESK-BATCH-FIELD-ROUNDED"
        | "DESK-BATCH-NOT-RECEIVED" => (NotConfirmed, A::MendTable),
        "DESK-BATCH-NOT-OFFERED" | "DESK-BATCH-NOT-KEPT" | "DESK-BATCH-OUTCOME-UNKNOWN" => {
            (NotConfirmed, A::TellAdministrator)
        }
        "DESK-BATCH-OTHER-TAB" => (NotConfirmed, A::CloseOtherTab),
        "DESK-BATCH-ROW-UNANSWERED" => (NotConfirmed, A::GatewayFault),

        // The certificate on the card.
        "CERT-OTHER-ENVIRONMENT"
        | "CERT-UNKNOWN-ISSUER"
        | "CERT-ISSUER-SIGNATURE"
        | "CERT-POLICY" => (NotConfirmed, A::CertificateNotTrusted),
        "CERT-EXPIRED" => (NotConfirmed, A::CertificateExpired),
        "CERT-NOT-YET-VALID" => (NotConfirmed, A::CertificateNotYetValid),
        "CERT-NO-ANCHOR"
        | "CERT-ANCHOR-OUT-OF-DATE"
        | "CERT-ANCHOR-FORMAT"
        | "CERT-ANCHOR-NOT-AUTHORITY"
        | "CERT-ANCHOR-SIGNATURE" => (NotConfirmed, A::MendConfiguration),
        "CERT-AUTHORITY"
        | "CERT-KEY-USAGE"
        | "CERT-CRITICAL-EXTENSION"
        | "CERT-SUBJECT-ALT-NAME"
        | "CERT-ISSUER-ALT-NAME"
        | "CERT-CRL-DISTRIBUTION-POINT"
        | "CERT-KEY-IDENTIFIER"
        | "CERT-UNSUPPORTED-KEY"
        | "CERT-UNSUPPORTED-ALGORITHM"
        | "CERT-MESSAGE-SIGNATURE"
        | "CERT-EMPTY"
        | "CERT-TRUNCATED"
        | "CERT-TOO-LARGE"
        | "CERT-TRAILING-DATA"
        | "CERT-REPEATED-EXTENSION"
        | "CERT-MALFORMED" => (CardNotRead, A::CardDamaged),

        // The way to the gateway.
        "CHECK-UNREACHABLE" => (NotConfirmed, A::CheckNetwork),
        "CHECK-TIMEOUT" => (NotConfirmed, A::GatewaySlow),
        "CHECK-DAY-REFUSED" => (NotConfirmed, A::AskForToday),
        "CHECK-OUTCOME-UNKNOWN" => (NotConfirmed, A::LookForAnswer),
        "CHECK-NONSENSE" | "CHECK-STATUS" => (NotConfirmed, A::GatewayFault),
        "CHECK-ENVIRONMENT" => (NotConfirmed, A::TellAdministrator),
        "CHECK-ALGORITHM" => (NotConfirmed, A::CardDamaged),

        // What the gateway refuses.
        "GATE-BAD-REQUEST"
        | "GATE-FIELD"
        | "GATE-BODY-TOO-LARGE"
        | "GATE-MEDIA-TYPE"
        | "GATE-NOT-FOUND"
        | "GATE-METHOD"
        | "GATE-ORIGIN"
        | "GATE-FACILITY"
        | "GATE-TERMINAL"
        | "GATE-ALGORITHM"
        | "GATE-ACTIVATION"
        | "GATE-IDEMPOTENCY-KEY"
        | "GATE-IDEMPOTENCY"
        | "GATE-BATCH-EMPTY"
        | "GATE-BATCH-SIZE"
        | "GATE-CAPABILITY"
        | "GATE-SOURCE-DENIED"
        | "GATE-SOURCE-FULL"
        | "GATE-SOURCE-SEQUENCE"
        | "GATE-SOURCE-TEXT"
        | "GATE-SOURCE-FACILITY"
        | "GATE-ROLE"
        | "GATE-TERMINAL-SIGNATURE" => (NotConfirmed, A::TellAdministrator),
        "GATE-CHALLENGE"
        | "GATE-SIGNATURE"
        | "GATE-RELAY"
        | "GATE-CONSENT"
        | "GATE-CHECK-UNKNOWN"
        | "GATE-PERSON-UNKNOWN" => (NotConfirmed, A::StartAgain),
        "GATE-CERTIFICATE" => (NotConfirmed, A::CertificateNotTrusted),
        "GATE-REVOKED" => (NotConfirmed, A::CertificateRevoked),
        "GATE-MAINTENANCE" => (NotConfirmed, A::GatewayMaintenance),
        "GATE-TIMEOUT" | "GATE-IN-PROGRESS" | "GATE-TOO-FAST" | "GATE-SOURCE-TIMEOUT" => {
            (NotConfirmed, A::GatewaySlow)
        }
        "GATE-BATCH-UNKNOWN" | "GATE-BATCH-GONE" => (NotConfirmed, A::StartAgain),
        "GATE-SOURCE-UNREACHABLE"
        | "GATE-SOURCE-ANSWER"
        | "GATE-SOURCE-FOREIGN"
        | "GATE-SOURCE-OFFICIAL" => (NotConfirmed, A::GatewayFault),
        "GATE-SOURCE-UNTAKEN" => (NotConfirmed, A::SwitchTerminalOn),
        "GATE-INTERNAL" => (NotConfirmed, A::GatewayFault),

        // What the official service answers without a word about the insurance.
        "ANSWER-PROCESSING" | "ANSWER-SERVICE-FAILED" => (NotConfirmed, A::GatewaySlow),
        "ANSWER-PERSON-FAILED"
        | "ANSWER-UNKNOWN-CODE"
        | "ANSWER-MISSING-ELEMENT"
        | "ANSWER-CONTRADICTION"
        | "ANSWER-SHAPE"
        | "ANSWER-MESSAGE" => (NotConfirmed, A::GatewayFault),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    const FAMILIES: [&str; 8] = [
        "LINK", "BRIDGE", "CARD", "CERT", "CHECK", "GATE", "ANSWER", "DESK",
    ];

    /// Every literal of the form `"FAMILY-…"` in the sources below a folder.
    fn codes_in(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).expect("a source folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                codes_in(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                codes_of(&path, found);
            }
        }
    }

    fn codes_of(file: &Path, found: &mut BTreeSet<String>) {
        let text = fs::read_to_string(file).expect("a source file");
        // What stands after the tests begin may be invented.
        let product = text.split("#[cfg(test)]").next().unwrap_or_default();
        let pieces = product.split('"').filter(|piece| is_code(piece));
        found.extend(pieces.map(str::to_owned));
    }

    fn is_code(piece: &str) -> bool {
        piece.split_once('-').is_some_and(|(family, rest)| {
            FAMILIES.contains(&family)
                && !rest.is_empty()
                && rest
                    .bytes()
                    .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-')
        })
    }

    #[test]
    fn every_code_of_every_layer_has_its_row() {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let mut codes = BTreeSet::new();
        for folder in [
            "bridge-extension/protocol/src",
            "card-wasm/src",
            "card-wasm/certificate/src",
            "check-api/src",
            "web/src/domain/batch",
        ] {
            codes_in(&workspace.join(folder), &mut codes);
        }
        assert!(codes.len() > 50, "the sources were not found: {codes:?}");
        let missing: Vec<_> = codes.iter().filter(|code| exact(code).is_none()).collect();
        assert!(missing.is_empty(), "no advice for {missing:?}");
    }

    #[test]
    fn no_row_is_for_a_code_that_nobody_has() {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let mut codes = BTreeSet::new();
        for folder in [
            "bridge-extension/protocol/src",
            "card-wasm/src",
            "card-wasm/certificate/src",
            "check-api/src",
            "web/src/domain/batch",
            "web/src/service",
        ] {
            codes_in(&workspace.join(folder), &mut codes);
        }
        codes_of(&workspace.join("web/src/chunk.rs"), &mut codes);
        let mut rows = BTreeSet::new();
        codes_of(&workspace.join("web/src/domain/advice/table.rs"), &mut rows);
        let stale: Vec<_> = rows.difference(&codes).collect();
        assert!(stale.is_empty(), "nobody has {stale:?}");
    }

    #[test]
    fn only_the_card_side_says_that_the_card_was_not_read() {
        for (code, word) in [
            ("LINK-OF-TOMORROW", CardNotRead),
            ("CARD-OF-TOMORROW", CardNotRead),
            ("CERT-OF-TOMORROW", NotConfirmed),
            ("GATE-OF-TOMORROW", NotConfirmed),
            ("TOMORROW", NotConfirmed),
            ("", NotConfirmed),
        ] {
            assert_eq!(row(code).0, word, "{code}");
        }
    }
}
