//! What counts as different, and who is the same person.

use super::*;
use crate::domain::answer::{Item, Section};
use proptest::prelude::*;

fn eligibility(elements: &[(Element, &str)]) -> Eligibility {
    let section = |&(element, text): &(Element, &str)| Section {
        group: element.group(),
        items: vec![Item {
            element,
            value: Value::read(element.kind(), text),
        }],
    };
    Eligibility {
        sections: elements.iter().map(section).collect(),
        unknown: Vec::new(),
    }
}

fn changed(before: &[(Element, &str)], after: &[(Element, &str)]) -> Vec<Element> {
    let difference = Difference::between_checks(&eligibility(before), &eligibility(after));
    let changes = difference.changes.iter();
    changes.map(|change| change.element).collect()
}

#[test]
fn padding_width_and_leading_zeros_are_no_differences() {
    use Element as E;
    for (element, old, new, differs) in [
        (E::InsurerNumber, "  131011", "00131011", false),
        (E::InsurerNumber, "１３１０１１", "131011", false),
        (E::InsurerNumber, "131011", "131012", true),
        (E::InsurerNumber, "13-x", "13-y", true),
        (E::InsuredCardSymbol, "１２/３４", "1234", false),
        (E::InsuredCardSymbol, "０１２", "12", false),
        (E::InsuredCardSymbol, "名・中", "名・西", true),
        (E::InsuredIdentificationNumber, "000", "0", false),
        (E::InsuredIdentificationNumber, "0012345", "12345", false),
        (E::InsuredIdentificationNumber, "345678", "345679", true),
        (E::InsuredBranchNumber, "1", "01", false),
        (E::InsuredBranchNumber, "01", "02", true),
        (E::NameKana, "コウロウ　タロウ", "ｺｳﾛｳ ﾀﾛｳ", false),
        (E::NameKana, "ヤマダ", "ﾔﾏﾀﾞ", false),
        (E::Address, "霞が関１－２－２", "霞が関1-2-2", false),
        (E::Name, "厚労 太郎", "厚労　太郎", false),
        (E::Name, "厚労　節子", "厚労　●子", false),
        (E::Name, "厚労　花子", "山田　花子", true),
        (E::InsuredCardExpirationDate, "20270331", "20260930", true),
    ] {
        let found = !changed(&[(element, old)], &[(element, new)]).is_empty();
        assert_eq!(found, differs, "{old} / {new}");
    }
}

#[test]
fn an_end_of_nines_is_no_end() {
    let end = Element::InsuredCardExpirationDate;
    assert_eq!(changed(&[(end, "99999999")], &[]), []);
    assert_eq!(changed(&[(end, "99999999")], &[(end, "20270331")]), [end]);
}

#[test]
fn what_only_one_check_has_differs_and_what_the_record_lacks_does_not() {
    let ratio = Element::InsuredPartialContributionRatio;
    let symbol = Element::InsuredCardSymbol;
    let before = [(symbol, "12")];
    let after = [(ratio, "020")];
    assert_eq!(changed(&before, &after), [symbol, ratio]);
    let difference = Difference::from_record(&eligibility(&before), &eligibility(&after));
    let found: Vec<_> = difference.changes.iter().map(|it| it.element).collect();
    assert_eq!((found, difference.compared), (vec![symbol], 1));
}

#[test]
fn one_person_is_known_by_birth_and_name() {
    let birth = Element::Birthdate;
    let (name, kana) = (Element::Name, Element::NameKana);
    let now = [(birth, "19930909"), (name, "厚労　●子"), (kana, "ｺｳﾛｳ ｾﾂｺ")];
    for (record, expected) in [
        (
            &[(birth, "19930909"), (name, "厚労　●子")][..],
            SamePerson::Yes,
        ),
        (
            &[(birth, "19930909"), (kana, "コウロウ セツコ")],
            SamePerson::Yes,
        ),
        (
            &[(birth, "19930909"), (name, "厚労　節子")],
            SamePerson::Replaced,
        ),
        (
            &[(birth, "19930909"), (name, "厚労　節")],
            SamePerson::OtherName,
        ),
        (
            &[(birth, "19930909"), (name, "山田　節子")],
            SamePerson::OtherName,
        ),
        (&[(birth, "19930909")], SamePerson::Unknown),
        (&[(name, "厚労　●子")], SamePerson::Unknown),
        (&[(birth, "19930908"), (name, "厚労　●子")], SamePerson::No),
        (&[], SamePerson::Unknown),
    ] {
        let found = SamePerson::of(&eligibility(record), &eligibility(&now));
        assert_eq!(found, expected, "{record:?}");
    }
}

proptest! {
    #[test]
    fn nothing_differs_from_itself(index in 0..COMPARED.len(), text in "[0-9０-９a/ ー●ア名]{1,20}") {
        let element = COMPARED[index];
        prop_assert_eq!(changed(&[(element, &text)], &[(element, &text)]), []);
    }

    #[test]
    fn a_difference_is_one_in_both_directions(old in "[0-9/●名 ]{1,6}", new in "[0-9/●名 ]{1,6}") {
        for element in [Element::Name, Element::InsuredCardSymbol, Element::InsurerNumber] {
            let forth = changed(&[(element, &old)], &[(element, &new)]);
            let back = changed(&[(element, &new)], &[(element, &old)]);
            prop_assert_eq!(forth, back);
        }
    }
}
