//! What other programs call the items: the words that stand above the columns of a patient
//! list, or before the values of one patient.

use check_api::field::half_width;

use crate::domain::element::Element;

/// The element of a label: its official name, or one of the words below.
pub(super) fn element(label: &str) -> Option<Element> {
    let plain = plain(label);
    Element::named(&plain).or_else(|| {
        let known = LABELS.iter().find(|(word, _)| *word == plain);
        known.map(|(_, element)| *element)
    })
}

/// Without blanks, brackets, colons and the marks that lists put before their labels.
fn plain(label: &str) -> String {
    let mut plain = half_width(label);
    plain.retain(|c| !c.is_whitespace() && !matches!(c, ':' | '"' | '*' | '・' | '･'));
    let end = plain.find(['(', '[']).unwrap_or(plain.len());
    plain.truncate(end);
    plain
}

const LABELS: &[(&str, Element)] = &[
    ("氏名", Element::Name),
    ("患者氏名", Element::Name),
    ("漢字氏名", Element::Name),
    ("名前", Element::Name),
    ("フリガナ", Element::NameKana),
    ("ふりがな", Element::NameKana),
    ("カナ氏名", Element::NameKana),
    ("氏名カナ", Element::NameKana),
    ("患者カナ氏名", Element::NameKana),
    ("カナ", Element::NameKana),
    ("生年月日", Element::Birthdate),
    ("誕生日", Element::Birthdate),
    ("性別", Element::Sex1),
    ("住所", Element::Address),
    ("郵便番号", Element::PostNumber),
    ("保険者番号", Element::InsurerNumber),
    ("公費負担者番号", Element::InsurerNumber),
    ("保険者名", Element::InsurerName),
    ("保険者名称", Element::InsurerName),
    ("記号", Element::InsuredCardSymbol),
    ("被保険者証記号", Element::InsuredCardSymbol),
    ("保険証記号", Element::InsuredCardSymbol),
    ("番号", Element::InsuredIdentificationNumber),
    ("被保険者証番号", Element::InsuredIdentificationNumber),
    ("被保険者番号", Element::InsuredIdentificationNumber),
    ("保険証番号", Element::InsuredIdentificationNumber),
    ("受給者番号", Element::InsuredIdentificationNumber),
    ("枝番", Element::InsuredBranchNumber),
    ("本人家族", Element::PersonalFamilyClassification),
    ("本人家族の別", Element::PersonalFamilyClassification),
    ("本人家族区分", Element::PersonalFamilyClassification),
    ("負担割合", Element::InsuredPartialContributionRatio),
    ("一部負担割合", Element::InsuredPartialContributionRatio),
    ("資格取得年月日", Element::QualificationDate),
    ("資格取得日", Element::QualificationDate),
    ("有効開始日", Element::InsuredCardValidDate),
    ("有効開始年月日", Element::InsuredCardValidDate),
    ("有効期間開始", Element::InsuredCardValidDate),
    ("有効終了日", Element::InsuredCardExpirationDate),
    ("有効終了年月日", Element::InsuredCardExpirationDate),
    ("有効期間終了", Element::InsuredCardExpirationDate),
    ("有効期限", Element::InsuredCardExpirationDate),
    (
        "適用区分",
        Element::LimitApplicationCertificateClassificationFlag,
    ),
    (
        "高齢受給者証負担割合",
        Element::ElderlyRecipientContributionRatio,
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_known_in_the_ways_programs_write_them() {
        for (label, element) in [
            ("保険者番号", Some(Element::InsurerNumber)),
            ("InsurerNumber 保険者番号", None),
            ("InsurerNumber", Some(Element::InsurerNumber)),
            (
                " 本人・家族の別 ",
                Some(Element::PersonalFamilyClassification),
            ),
            ("氏 名", Some(Element::Name)),
            ("生年月日（西暦）", Some(Element::Birthdate)),
            ("番号：", Some(Element::InsuredIdentificationNumber)),
            ("電話番号", None),
            ("", None),
        ] {
            assert_eq!(super::element(label), element, "{label}");
        }
    }

    #[test]
    fn no_label_stands_in_the_list_twice_or_in_a_form_that_is_never_found() {
        for (index, (label, element)) in LABELS.iter().enumerate() {
            assert_eq!(super::element(label), Some(*element), "{label}");
            assert!(
                LABELS[..index].iter().all(|(other, _)| other != label),
                "{label}"
            );
        }
    }
}
