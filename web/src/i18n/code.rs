//! The code tables of the official vocabulary in words. A code that no table has is
//! never hidden and never an error: the caller shows it as it came.

use super::Text;
use crate::domain::element::CodeTable;

/// The meaning of a code; none if the table does not have it.
pub(crate) fn meaning(table: CodeTable, code: &str) -> Option<Text> {
    match table {
        CodeTable::CardClassification => card_classification(code),
        CodeTable::PersonalFamily => personal_family(code),
        CodeTable::Sex => sex(code),
        CodeTable::Preschool => one("1", code, Text::new("未就学", "Preschool child")),
        CodeTable::ReasonOfLoss => reason_of_loss(code),
        CodeTable::LimitCertificate => limit_certificate(code),
        CodeTable::LimitClassification => limit_classification(code),
        CodeTable::LimitChanged => limit_changed(code),
        CodeTable::DiseaseCategory => disease_category(code),
        CodeTable::Agreement => agreement(code),
        CodeTable::Consent => consent(code),
        CodeTable::TicketType => ticket_type(code),
        CodeTable::Institution => institution(code),
        CodeTable::TreatmentType => treatment_type(code),
        CodeTable::CombinedUse => combined_use(code),
        CodeTable::Presence => presence(code),
        CodeTable::Consistency => one("1", code, Text::new("不整合あり", "Inconsistent")),
    }
}

/// Beside a code that no table has.
pub(crate) const UNKNOWN: Text = Text::new("（未対応のコード）", " (unknown code)");

/// OQSCD010, 被保険者証区分.
fn card_classification(code: &str) -> Option<Text> {
    Some(match code {
        "01" => Text::new("一般", "General"),
        "02" => Text::new("退職", "Retired"),
        "03" => Text::new("短期（一般）", "Short term (general)"),
        "04" => Text::new("短期（退職）", "Short term (retired)"),
        "05" => Text::new(
            "特別療養費支給対象者",
            "Person entitled to special medical expenses",
        ),
        "06" => Text::new("特例退職", "Special retired"),
        "07" => Text::new("自衛官", "Self-Defense Forces"),
        "A1" => Text::new("医療扶助", "Medical assistance"),
        _ => return None,
    })
}

/// OQSCD009, 本人・家族の別.
fn personal_family(code: &str) -> Option<Text> {
    Some(match code {
        "1" => Text::new("本人", "Insured person"),
        "2" => Text::new("家族", "Family member"),
        _ => return None,
    })
}

/// OQSCD007, 性別.
fn sex(code: &str) -> Option<Text> {
    Some(match code {
        "1" => Text::new("男", "Male"),
        "2" => Text::new("女", "Female"),
        "3" => Text::new("未設定", "Not stated"),
        _ => return None,
    })
}

/// OQSCD008, 資格喪失事由.
fn reason_of_loss(code: &str) -> Option<Text> {
    Some(match code {
        "01" => Text::new("死亡", "Death"),
        "02" => Text::new("生活保護受給開始", "Public assistance began"),
        "03" => Text::new("医療保険等の資格取得", "Other insurance acquired"),
        "99" => Text::new("その他", "Other"),
        _ => return None,
    })
}

/// OQSCD011, 限度額適用認定証区分.
fn limit_certificate(code: &str) -> Option<Text> {
    Some(match code {
        "01" => Text::new("限度額適用認定証", "Cost-limit certificate"),
        "02" => Text::new(
            "限度額適用・標準負担額減額認定証",
            "Cost-limit and reduced standard charge certificate",
        ),
        "03" => Text::new(
            "標準負担額減額認定証",
            "Reduced standard charge certificate",
        ),
        _ => return None,
    })
}

/// OQSCD012, 適用区分: A below 70 years of age, B from 70.
fn limit_classification(code: &str) -> Option<Text> {
    Some(match code {
        "A01" => Text::new("ア", "ア (A)"),
        "A02" => Text::new("イ", "イ (B)"),
        "A03" => Text::new("ウ", "ウ (C)"),
        "A04" => Text::new("エ", "エ (D)"),
        "A05" => Text::new("オ", "オ (E)"),
        "A06" => Text::new("オ（境界層該当）", "オ (E, borderline)"),
        "B01" => Text::new("現役並みⅢ", "Working level III"),
        "B02" => Text::new("現役並みⅡ", "Working level II"),
        "B03" => Text::new("現役並みⅠ", "Working level I"),
        "B04" => Text::new("一般", "General"),
        "B05" => Text::new("低所得Ⅱ", "Low income II"),
        "B06" => Text::new("低所得Ⅰ", "Low income I"),
        "B07" => Text::new("低所得Ⅰ（老福）", "Low income I (old-age welfare)"),
        "B08" => Text::new("低所得Ⅰ（境界層該当）", "Low income I (borderline)"),
        "B09" => Text::new("一般Ⅱ", "General II"),
        "B10" => Text::new("一般Ⅰ", "General I"),
        _ => return None,
    })
}

/// OQSCD014, 限度額情報の変更.
fn limit_changed(code: &str) -> Option<Text> {
    Some(match code {
        "0" => Text::new("変更なし", "Not changed"),
        "1" => Text::new("変更あり、または判定不能", "Changed, or not known"),
        _ => return None,
    })
}

/// OQSCD013, 特定疾病 認定疾病区分.
fn disease_category(code: &str) -> Option<Text> {
    Some(match code {
        "1" => Text::new(
            "人工透析を要する慢性腎不全",
            "Chronic renal failure requiring dialysis",
        ),
        "2" => Text::new(
            "先天性血液凝固因子障害",
            "Congenital blood clotting factor disorder",
        ),
        "3" => Text::new(
            "血液製剤によるHIV感染症",
            "HIV infection from blood products",
        ),
        _ => return None,
    })
}

/// OQSCD001, 提供同意.
fn agreement(code: &str) -> Option<Text> {
    Some(match code {
        "0" => Text::new("未同意", "Not agreed"),
        "1" => Text::new("同意", "Agreed"),
        _ => return None,
    })
}

/// OQSCD016, 同意フラグ.
fn consent(code: &str) -> Option<Text> {
    Some(match code {
        "0" => Text::new("なし", "None"),
        "1" => Text::new("あり", "Given"),
        "2" => Text::new("期限切れ", "Expired"),
        "3" => Text::new("取得困難", "Could not be obtained"),
        _ => return None,
    })
}

/// 医療券・調剤券の別.
fn ticket_type(code: &str) -> Option<Text> {
    Some(match code {
        "01" => Text::new("医療券", "Medical ticket"),
        "02" => Text::new("調剤券", "Dispensing ticket"),
        _ => return None,
    })
}

/// 指定医療機関との一致.
fn institution(code: &str) -> Option<Text> {
    Some(match code {
        "0" => Text::new("一致", "Matches"),
        "1" => Text::new("不一致", "Does not match"),
        _ => return None,
    })
}

/// 診療別 of a 医療券.
fn treatment_type(code: &str) -> Option<Text> {
    Some(match code {
        "01" => Text::new("入院", "Inpatient"),
        "02" => Text::new("入院外", "Outpatient"),
        "03" => Text::new("歯科", "Dental"),
        "04" => Text::new("調剤", "Dispensing"),
        "05" => Text::new("訪問看護", "Home nursing"),
        _ => return None,
    })
}

/// 単独・併用.
fn combined_use(code: &str) -> Option<Text> {
    Some(match code {
        "01" => Text::new("単独", "Alone"),
        "02" => Text::new("併用", "Combined"),
        _ => return None,
    })
}

/// あり・なし.
fn presence(code: &str) -> Option<Text> {
    Some(match code {
        "01" => Text::new("あり", "Yes"),
        "02" => Text::new("なし", "No"),
        _ => return None,
    })
}

/// A table with a single code.
fn one(only: &str, code: &str, text: Text) -> Option<Text> {
    (code == only).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::settings::Language::{En, Ja};

    #[test]
    fn known_codes_have_words_in_both_languages() {
        for (table, code, ja, en) in [
            (
                CodeTable::CardClassification,
                "A1",
                "医療扶助",
                "Medical assistance",
            ),
            (CodeTable::Sex, "2", "女", "Female"),
            (CodeTable::LimitClassification, "A03", "ウ", "ウ (C)"),
            (CodeTable::LimitClassification, "B10", "一般Ⅰ", "General I"),
            (CodeTable::Preschool, "1", "未就学", "Preschool child"),
            (CodeTable::Presence, "02", "なし", "No"),
        ] {
            let text = meaning(table, code);
            assert_eq!(text.map(|text| (text.of(Ja), text.of(En))), Some((ja, en)));
        }
    }

    #[test]
    fn a_code_nobody_knows_has_no_meaning() {
        for code in ["", "7", "007", "A99", "１"] {
            assert_eq!(meaning(CodeTable::Sex, code), None, "{code}");
            assert_eq!(
                meaning(CodeTable::LimitClassification, code),
                None,
                "{code}"
            );
            assert_eq!(meaning(CodeTable::Preschool, code), None, "{code}");
        }
    }
}
