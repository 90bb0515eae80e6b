//! What was asked, in the official words.

use super::elements::view;

view! {
    /// `QualificationConfirmSearchInfo`: the question, echoed in the answer.
    QualificationConfirmSearchInfo {
        /// 保険者番号, eight wide, padded on the left.
        insurer_number = "InsurerNumber": Text;
        /// 記号.
        insured_card_symbol = "InsuredCardSymbol": Text;
        /// 番号.
        insured_identification_number = "InsuredIdentificationNumber": Text;
        /// 枝番, two digits.
        insured_branch_number = "InsuredBranchNumber": Text;
        /// 生年月日.
        birthdate = "Birthdate": Date;
        /// Consent to the limit certificate.
        limit_consent = "LimitApplicationCertificateRelatedConsFlg": Code;
        /// Key of the asker's own, echoed.
        arbitrary_identifier = "ArbitraryIdentifier": Text;
    }
}
