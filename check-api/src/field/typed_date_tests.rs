//! Dates as people type them.

use super::*;
use proptest::prelude::*;

fn day(text: &str) -> Option<String> {
    let typed = TypedDate::read(text).ok()?;
    Some(typed.date.as_str().to_owned())
}

#[test]
fn one_day_has_many_forms() {
    for text in [
        "19800401",
        "1980-04-01",
        "1980/4/1",
        "1980.4.1",
        "1980年4月1日",
        "1980年04月01日",
        "S55.4.1",
        "s55.04.01",
        "S55/4/1",
        "S55-4-1",
        "S.55.4.1",
        "S550401",
        "昭和55年4月1日",
        "昭和５５年４月１日",
        "昭和 55 年 4 月 1 日",
        "昭55.4.1",
        "㍼55年4月1日",
        "１９８０年４月１日",
        "１９８００４０１",
        "Ｓ５５．４．１",
        "　昭和55年4月1日 ",
        "S55ー4ー1",
        "1980-\u{0}4-1",
    ] {
        assert_eq!(day(text).as_deref(), Some("19800401"), "{text}");
    }
}

#[test]
fn the_first_year_is_written_in_both_ways() {
    for text in [
        "令和元年5月1日",
        "令和1年5月1日",
        "R元.5.1",
        "R1.5.1",
        "㋿元年5月1日",
    ] {
        assert_eq!(day(text).as_deref(), Some("20190501"), "{text}");
    }
}

#[test]
fn every_era_counts_from_its_year() {
    for (text, expected) in [
        ("令和8年11月21日", "20261121"),
        ("平成元年1月8日", "19890108"),
        ("H31.4.30", "20190430"),
        ("昭和64年1月7日", "19890107"),
        ("T15.12.24", "19261224"),
        ("大正元年7月30日", "19120730"),
        ("明治45年7月29日", "19120729"),
        ("M6.1.1", "18730101"),
    ] {
        let typed = TypedDate::read(text).expect(text);
        assert_eq!(typed.date.as_str(), expected, "{text}");
        assert!(!typed.beside_its_era, "{text}");
    }
}

#[test]
fn a_day_beside_its_era_is_told() {
    for (text, expected) in [
        ("平成33年3月31日", "20210331"),
        ("昭和64年1月8日", "19890108"),
        ("昭和元年12月24日", "19261224"),
        ("平成元年1月7日", "19890107"),
        ("R1.4.30", "20190430"),
    ] {
        let typed = TypedDate::read(text).expect(text);
        assert_eq!(typed.date.as_str(), expected, "{text}");
        assert!(typed.beside_its_era, "{text}");
    }
}

#[test]
fn what_is_no_day_is_refused() {
    for text in [
        "",
        "S",
        "昭和",
        "昭和55年",
        "昭和0年4月1日",
        "S55.13.1",
        "S55.2.30",
        "S555.4.1",
        "80.4.1",
        "80-04-01",
        "800401",
        "3550401",
        "1980-4",
        "1980-4/1",
        "1980-4-1-1",
        "19800431",
        "+980-4-1",
        "1980年4月1",
        "M5.12.2",
        "明治元年10月23日",
        "X55.4.1",
        "1980-04-01T00:00",
        "yesterday",
    ] {
        assert_eq!(day(text), None, "{text}");
    }
    assert_eq!(day(&"1".repeat(100_000)), None);
}

#[test]
fn a_day_is_written_in_both_forms() {
    for (text, japanese, hyphenated) in [
        ("19800401", Some("昭和55年4月1日"), "1980-04-01"),
        ("20190501", Some("令和元年5月1日"), "2019-05-01"),
        ("18500102", None, "1850-01-02"),
    ] {
        let date = Date::try_from(text.to_owned()).expect("a day");
        assert_eq!(date.japanese().as_deref(), japanese);
        assert_eq!(date.hyphenated(), hyphenated);
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(julian in 2_405_160_i32..2_490_000) {
        let calendar = time::Date::from_julian_day(julian).expect("a day");
        let date = Date::of(calendar).expect("a day of four digits");
        let written = [
            date.as_str().to_owned(),
            date.hyphenated(),
            date.japanese().expect("an era"),
        ];
        for text in written {
            let typed = TypedDate { date: date.clone(), beside_its_era: false };
            prop_assert_eq!(TypedDate::read(&text), Ok(typed));
        }
    }

    #[test]
    fn no_text_panics(text in "[0-9年月日.SsH昭和元令 ー-]{0,16}|\\PC{0,24}") {
        let _ = TypedDate::read(&text);
    }
}
