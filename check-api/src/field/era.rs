//! Japanese eras (元号) of dates on cards and in answers. Knows the five modern
//! eras and their first days, no language and no clock.

use time::{Date, Month};

/// One of the five modern eras.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Era {
    /// 明治, from 1868-10-23. Its dates are Gregorian only from year 6 (1873) on.
    Meiji,
    /// 大正, from 1912-07-30.
    Taisho,
    /// 昭和, from 1926-12-25.
    Showa,
    /// 平成, from 1989-01-08.
    Heisei,
    /// 令和, from 2019-05-01.
    Reiwa,
}

/// First days of the eras, newest first: 改元の詔書 of 1868, 1912 and 1926, and the
/// cabinet orders of 1989 (昭和64年政令第1号) and 2019 (平成31年政令第143号).
const FIRST_DAYS: [(Era, i32, Month, u8); 5] = [
    (Era::Reiwa, 2019, Month::May, 1),
    (Era::Heisei, 1989, Month::January, 8),
    (Era::Showa, 1926, Month::December, 25),
    (Era::Taisho, 1912, Month::July, 30),
    (Era::Meiji, 1868, Month::October, 23),
];

impl Era {
    /// The eras, newest first.
    pub const ALL: [Self; 5] = [
        Self::Reiwa,
        Self::Heisei,
        Self::Showa,
        Self::Taisho,
        Self::Meiji,
    ];

    /// The letter that stands for the era on forms: R, H, S, T, M.
    #[must_use]
    pub const fn letter(self) -> char {
        match self {
            Self::Meiji => 'M',
            Self::Taisho => 'T',
            Self::Showa => 'S',
            Self::Heisei => 'H',
            Self::Reiwa => 'R',
        }
    }

    /// The one character in which both of the era stand: ㍻, ㋿.
    #[must_use]
    pub const fn square(self) -> char {
        match self {
            Self::Meiji => '㍾',
            Self::Taisho => '㍽',
            Self::Showa => '㍼',
            Self::Heisei => '㍻',
            Self::Reiwa => '㋿',
        }
    }

    /// The western year of a year of the era, also of one that the era did not reach:
    /// papers printed before an era ended count on in it (平成33年).
    #[must_use]
    pub fn western(self, year: u16) -> Option<i32> {
        let first = FIRST_DAYS.iter().find(|(era, ..)| *era == self)?.1;
        (year >= 1).then(|| first - 1 + i32::from(year))
    }

    /// The two characters of the era.
    #[must_use]
    pub const fn kanji(self) -> &'static str {
        match self {
            Self::Meiji => "明治",
            Self::Taisho => "大正",
            Self::Showa => "昭和",
            Self::Heisei => "平成",
            Self::Reiwa => "令和",
        }
    }

    /// The era's name in Latin letters.
    #[must_use]
    pub const fn romaji(self) -> &'static str {
        match self {
            Self::Meiji => "Meiji",
            Self::Taisho => "Taisho",
            Self::Showa => "Showa",
            Self::Heisei => "Heisei",
            Self::Reiwa => "Reiwa",
        }
    }
}

/// A year of an era. Year 1 is written 元年 in Japanese.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EraYear {
    /// The era.
    pub era: Era,
    /// The year of the era, from 1.
    pub year: u16,
}

impl EraYear {
    /// The era and year of a date; none before 明治.
    #[must_use]
    pub fn of(date: Date) -> Option<Self> {
        let day = (date.year(), u8::from(date.month()), date.day());
        FIRST_DAYS
            .iter()
            .find_map(|&(era, first, month, first_day)| {
                let began = day >= (first, u8::from(month), first_day);
                let year = u16::try_from(date.year() - first + 1).ok()?;
                began.then_some(Self { era, year })
            })
    }

    /// The year in Japanese: 令和8年, 令和元年.
    #[must_use]
    pub fn japanese(self) -> String {
        let era = self.era.kanji();
        match self.year {
            1 => [era, "元年"].concat(),
            year => [era, &year.to_string(), "年"].concat(),
        }
    }

    /// The year in English: Reiwa 8.
    #[must_use]
    pub fn english(self) -> String {
        [self.era.romaji(), " ", &self.year.to_string()].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn japanese(year: i32, month: u8, day: u8) -> Option<String> {
        let month = Month::try_from(month).ok()?;
        let date = Date::from_calendar_date(year, month, day).ok()?;
        EraYear::of(date).map(EraYear::japanese)
    }

    #[test]
    fn every_era_begins_on_its_first_day_and_not_a_day_earlier() {
        for (date, expected) in [
            ((1868, 10, 22), None),
            ((1868, 10, 23), Some("明治元年")),
            ((1912, 7, 29), Some("明治45年")),
            ((1912, 7, 30), Some("大正元年")),
            ((1926, 12, 24), Some("大正15年")),
            ((1926, 12, 25), Some("昭和元年")),
            ((1989, 1, 7), Some("昭和64年")),
            ((1989, 1, 8), Some("平成元年")),
            ((2019, 4, 30), Some("平成31年")),
            ((2019, 5, 1), Some("令和元年")),
            ((2026, 11, 21), Some("令和8年")),
        ] {
            let (year, month, day) = date;
            assert_eq!(japanese(year, month, day).as_deref(), expected, "{date:?}");
        }
    }

    proptest! {
        #[test]
        fn eras_never_go_backwards(day in 2_403_629_i32..2_480_000) {
            let today = Date::from_julian_day(day).ok().and_then(EraYear::of);
            let tomorrow = Date::from_julian_day(day + 1).ok().and_then(EraYear::of);
            let key = |year: EraYear| (year.era, year.year);
            prop_assert!(today.map(key) <= tomorrow.map(key));
            prop_assert!(today.is_some_and(|year| year.year >= 1));
        }
    }
}
