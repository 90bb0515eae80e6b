//! What a column of a table may hold, and by which names tables call it: the Japanese
//! ones of cards, booking systems and the official screens, and the official elements.

use check_api::field::{full_width_kana, half_width};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// 氏名: shown beside the answer, and never sent.
    Name,
    /// 保険者番号.
    InsurerNumber,
    /// 記号.
    Symbol,
    /// 番号.
    Number,
    /// 枝番.
    Branch,
    /// 生年月日.
    Birthdate,
}

impl Column {
    /// Every column.
    pub const ALL: [Self; 6] = [
        Self::Name,
        Self::InsurerNumber,
        Self::Symbol,
        Self::Number,
        Self::Branch,
        Self::Birthdate,
    ];

    /// Whether no question can be asked without it (`QualificationConfirmSearchInfo`).
    pub const fn is_required(self) -> bool {
        matches!(self, Self::InsurerNumber | Self::Number | Self::Birthdate)
    }

    /// A name that does not change: the official element's, where there is one.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Name => "Name",
            Self::InsurerNumber => "InsurerNumber",
            Self::Symbol => "InsuredCardSymbol",
            Self::Number => "InsuredIdentificationNumber",
            Self::Branch => "InsuredBranchNumber",
            Self::Birthdate => "Birthdate",
        }
    }

    /// The column of a key.
    pub fn keyed(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.key() == key)
    }

    /// The column of a heading; none where it says something else.
    pub fn headed(heading: &str) -> Option<Self> {
        let heading = plain(heading);
        Self::ALL.into_iter().find(|column| {
            plain(column.key()) == heading || column.names().iter().any(|it| plain(it) == heading)
        })
    }

    const fn names(self) -> &'static [&'static str] {
        match self {
            Self::Name => &[
                "氏名",
                "患者氏名",
                "患者名",
                "名前",
                "お名前",
                "漢字氏名",
                "氏名漢字",
                "name",
                "patient",
                "patientname",
            ],
            Self::InsurerNumber => &[
                "保険者番号",
                "保険者",
                "保険者no",
                "保険者コード",
                "保険番号",
                "insurer",
                "insurernumber",
            ],
            Self::Symbol => &[
                "記号",
                "保険証記号",
                "被保険者証記号",
                "被保険者記号",
                "被保険者証の記号",
                "保険記号",
                "symbol",
            ],
            Self::Number => &[
                "番号",
                "保険証番号",
                "被保険者証番号",
                "被保険者番号",
                "被保険者証の番号",
                "insuredno",
                "number",
            ],
            Self::Branch => &["枝番", "枝番号", "保険証枝番", "被保険者証枝番", "branch"],
            Self::Birthdate => &[
                "生年月日",
                "誕生日",
                "生年月日西暦",
                "生年月日和暦",
                "birthday",
                "birthdate",
                "dateofbirth",
                "dob",
            ],
        }
    }
}

/// Whether a heading says that 個人番号 stand below it.
pub fn is_my_number_heading(heading: &str) -> bool {
    const NAMES: [&str; 5] = [
        "個人番号",
        "マイナンバー",
        "マイナンバ",
        "mynumber",
        "個人no",
    ];
    let heading = plain(heading);
    NAMES.iter().any(|name| heading == *name)
}

/// A heading without what spreadsheets and people add to it: width, case, blanks,
/// marks and brackets.
fn plain(text: &str) -> String {
    half_width(&full_width_kana(text))
        .chars()
        .filter(|c| c.is_alphanumeric())
        .filter(|c| *c != 'ー')
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_in_many_spellings() {
        for (heading, column) in [
            ("氏名", Some(Column::Name)),
            ("患者 氏名", Some(Column::Name)),
            ("保険者番号", Some(Column::InsurerNumber)),
            ("保険者Ｎｏ．", Some(Column::InsurerNumber)),
            ("InsurerNumber", Some(Column::InsurerNumber)),
            ("記号", Some(Column::Symbol)),
            ("被保険者証・番号", Some(Column::Number)),
            ("被保険者番号", Some(Column::Number)),
            ("InsuredIdentificationNumber", Some(Column::Number)),
            ("枝番（2桁）", None),
            ("枝番", Some(Column::Branch)),
            ("生年月日（西暦）", Some(Column::Birthdate)),
            ("Date of Birth", Some(Column::Birthdate)),
            ("住所", None),
            ("患者番号", None),
            ("", None),
        ] {
            assert_eq!(Column::headed(heading), column, "{heading}");
        }
    }

    #[test]
    fn every_column_is_found_by_its_key_and_by_its_element() {
        for column in Column::ALL {
            assert_eq!(Column::keyed(column.key()), Some(column));
            assert_eq!(Column::headed(column.key()), Some(column));
        }
        assert_eq!(Column::keyed(""), None);
    }

    #[test]
    fn columns_of_my_numbers_are_known_by_their_heading() {
        for heading in ["個人番号", "マイナンバー", "My Number", "ﾏｲﾅﾝﾊﾞｰ"]
        {
            assert!(is_my_number_heading(heading), "{heading}");
        }
        assert!(!is_my_number_heading("番号"));
    }
}
