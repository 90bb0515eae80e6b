//! Tables as spreadsheets and booking systems write them.

use super::*;
use proptest::prelude::*;

fn cells(text: &str) -> Vec<Vec<String>> {
    let table = Table::read(text).expect("a table");
    let row = |row: &TableRow| {
        let text = |cell: &Cell| cell.text().unwrap_or("個人番号").to_owned();
        row.cells.iter().map(text).collect()
    };
    table.rows.iter().map(row).collect()
}

#[test]
fn every_separator_and_ending_of_lines_is_understood() {
    let expected = [["氏名", "番号"], ["厚労　太郎", "1"]];
    for text in [
        "氏名,番号\r\n厚労　太郎,1\r\n",
        "氏名\t番号\n厚労　太郎\t1",
        "氏名;番号\r厚労　太郎;1\r\r\r",
        "\"氏名\",\"番号\"\n\" 厚労　太郎 \",\"1\"\n,\n,,\n",
        "氏名,番号,,\n厚労　太郎,1,,\n",
    ] {
        assert_eq!(cells(text), expected, "{text:?}");
    }
}

#[test]
fn quoted_cells_may_hold_anything() {
    assert_eq!(
        cells("a,b\n\"x,\ny\",\"say \"\"no\"\"\"\n"),
        [["a", "b"], ["x,\ny", "say \"no\""]]
    );
}

#[test]
fn rows_know_their_line_and_short_ones_are_filled_up() {
    let lines = |text: &str| -> Vec<u32> {
        let table = Table::read(text).expect("a table");
        assert!(table.rows.iter().all(|row| row.cells.len() == 2));
        table.rows.iter().map(|row| row.line).collect()
    };
    let text = "a,b\n1\n\"2\n2\",x\n\n3,y\n";
    assert_eq!(lines(text), [1, 2, 3, 6]);
    assert_eq!(lines(&text.replace('\n', "\r\n")), [1, 2, 3, 6]);
    assert_eq!(lines(&text.replace('\n', "\r")), [1, 2, 3, 6]);
    assert_eq!(lines("\n\na,b"), [3]);
}

#[test]
fn a_my_number_is_not_kept() {
    for text in [
        "123456789018",
        "１２３４ ５６７８ ９０１８",
        "1234-5678-9018",
        "123456789017",
    ] {
        assert_eq!(cells(&["a,", text].concat()), [["a", "個人番号"]], "{text}");
    }
    // Twelve digits in groups whose check digit does not hold are another number.
    assert_eq!(cells("a,1234-5678-9017"), [["a", "1234-5678-9017"]]);
}

#[test]
fn budgets_end_what_is_no_list_of_patients() {
    let endless = ["a,\"", &"x".repeat(MOST_CELL_BYTES + 1)].concat();
    for (text, problem) in [
        (endless, BatchProblem::CellTooLong),
        ("a\n".repeat(MOST_ROWS + 2), BatchProblem::TooManyRows),
        (",".repeat(MOST_COLUMNS + 1), BatchProblem::TooManyColumns),
        (",\n,,\n".to_owned(), BatchProblem::Empty),
        (String::new(), BatchProblem::Empty),
    ] {
        assert_eq!(Table::read(&text).err(), Some(problem));
    }
    assert!(
        Table::read(&"a\n".repeat(MOST_ROWS + 1)).is_ok(),
        "heading and rows"
    );
}

proptest! {
    #[test]
    fn no_text_panics(text in "[a,;\t\"\r\n０1-9-氏]{0,80}") {
        if let Ok(table) = Table::read(&text) {
            prop_assert!(table.rows.iter().all(|row| row.cells.len() == table.columns));
        }
    }
}
