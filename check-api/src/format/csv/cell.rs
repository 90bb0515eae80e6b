//! Cells that no spreadsheet takes for a formula, and back.

/// First characters that make a formula of a cell, as OWASP's "CSV Injection" lists them, the
/// full-width ones included; and the apostrophe, so that taking one off is always right.
const RISKY: [char; 12] = [
    '=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', '\'',
];

/// The cell of a text.
pub(super) fn guarded(text: &str) -> String {
    if text.starts_with(RISKY) {
        ["'", text].concat()
    } else {
        text.to_owned()
    }
}

/// The text of a cell.
pub(super) fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if text.starts_with(RISKY) => text,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_numbers_keep_their_zeros() {
        for (text, cell) in [
            ("=1+1", "'=1+1"),
            ("-12", "'-12"),
            ("＝cmd", "'＝cmd"),
            ("'", "''"),
            ("'x", "''x"),
            ("00131011", "00131011"),
            ("  131011", "  131011"),
            ("", ""),
        ] {
            assert_eq!(guarded(text), cell);
            assert_eq!(unguarded(cell), text);
        }
        // Somebody else's file.
        assert_eq!(unguarded("'00131011"), "'00131011");
    }
}
