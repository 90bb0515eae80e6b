//! Which line of the text is which official element.

use super::label::Labels;

/// A part of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Section {
    /// 資格情報, with which the text begins.
    Insurance,
    /// 裏面記載情報.
    Back,
    /// 高齢受給者証.
    Elderly,
    /// 限度額適用認定証.
    Limit,
}

/// How a value is written.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Text,
    Date,
    Ratio,
    Label(&'static Labels),
}

/// One line: its key, and the element that it shows.
pub(super) struct Line {
    pub(super) key: &'static str,
    pub(super) element: &'static str,
    pub(super) kind: Kind,
}

/// The key of the day asked for, as it stands in the text: the colon is part of it.
pub(super) const CONFIRMATION_DATE: &str = "確認日 : ";
/// The same without what separates.
pub(super) const CONFIRMATION_DATE_KEY: &str = "確認日";

impl Section {
    /// In the order in which they stand.
    pub(super) const ALL: [Self; 4] = [Self::Insurance, Self::Back, Self::Elderly, Self::Limit];

    /// The line with which the part begins.
    pub(super) const fn title(self) -> &'static str {
        match self {
            Self::Insurance => "資格情報",
            Self::Back => "裏面記載情報",
            Self::Elderly => "高齢受給者証",
            Self::Limit => "限度額適用認定証",
        }
    }

    /// The group inside the eligibility whose elements it shows; none: the eligibility's own.
    pub(super) const fn group(self) -> Option<&'static str> {
        match self {
            Self::Insurance | Self::Back => None,
            Self::Elderly => Some("ElderlyRecipientCertificateInfo"),
            Self::Limit => Some("LimitApplicationCertificateRelatedInfo"),
        }
    }

    /// The lines, in the order in which they stand.
    pub(super) const fn lines(self) -> &'static [Line] {
        match self {
            Self::Insurance => INSURANCE,
            Self::Back => BACK,
            Self::Elderly => ELDERLY,
            Self::Limit => LIMIT,
        }
    }

    /// The line of a key, also of one that is read and never written.
    pub(super) fn line(self, key: &str) -> Option<&'static Line> {
        let tolerated = match self {
            Self::Insurance => TOLERATED,
            _ => &[],
        };
        self.lines()
            .iter()
            .chain(tolerated)
            .find(|line| line.key == key)
    }
}

const fn line(key: &'static str, element: &'static str, kind: Kind) -> Line {
    Line { key, element, kind }
}

const INSURANCE: &[Line] = &[
    line("保険者番号", "InsurerNumber", Kind::Text),
    line("保険者名", "InsurerName", Kind::Text),
    line("記号", "InsuredCardSymbol", Kind::Text),
    line("番号", "InsuredIdentificationNumber", Kind::Text),
    line("枝番", "InsuredBranchNumber", Kind::Text),
    line("フリガナ", "NameKana", Kind::Text),
    line("氏名", "Name", Kind::Text),
    line("生年月日", "Birthdate", Kind::Date),
    line("性別", "Sex1", Kind::Label(&Labels::SEX)),
    line(
        "証区分",
        "InsuredCardClassification",
        Kind::Label(&Labels::CARD_CLASSIFICATION),
    ),
    line("有効開始日", "InsuredCardValidDate", Kind::Date),
    line("有効終了日", "InsuredCardExpirationDate", Kind::Date),
    line("資格取得年月日", "QualificationDate", Kind::Date),
    line("負担割合", "InsuredPartialContributionRatio", Kind::Ratio),
    line(
        "本人・家族の別",
        "PersonalFamilyClassification",
        Kind::Label(&Labels::PERSONAL_FAMILY),
    ),
    line("被保険者氏名", "InsuredName", Kind::Text),
];

/// Read where a text has it (YUKI-ENT/sikakuxml); the app's own text has it nowhere.
const TOLERATED: &[Line] = &[line("住所", "Address", Kind::Text)];

const BACK: &[Line] = &[
    line("氏名", "NameOfOther", Kind::Text),
    line("氏名カナ", "NameOfOtherKana", Kind::Text),
    line("性別", "Sex2", Kind::Label(&Labels::SEX)),
];

const ELDERLY: &[Line] = &[
    line("有効開始日", "ElderlyRecipientValidStartDate", Kind::Date),
    line("有効終了日", "ElderlyRecipientValidEndDate", Kind::Date),
    line("負担割合", "ElderlyRecipientContributionRatio", Kind::Ratio),
];

const LIMIT: &[Line] = &[
    line(
        "有効開始年月日",
        "LimitApplicationCertificateValidStartDate",
        Kind::Date,
    ),
    line(
        "有効終了年月日",
        "LimitApplicationCertificateValidEndDate",
        Kind::Date,
    ),
];
