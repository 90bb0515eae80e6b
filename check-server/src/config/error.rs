//! Mistakes in files that people write, named with file, line and key.

use card_certificate::CertificateError;
use check_api::field::FieldError;
use std::fmt;
use std::path::PathBuf;

/// A mistake in a file: in Japanese first, then in English.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileError {
    /// The file.
    pub file: PathBuf,
    /// Its line, counted from 1; none if the file could not be read at all.
    pub line: Option<usize>,
    /// The key, with those of the tables around it; empty for the file itself.
    pub key: String,
    /// What is wrong.
    pub fault: Fault,
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The file cannot be read.
    Unreadable,
    /// The file is not TOML.
    Syntax,
    /// A key that nobody asks for: often a slip of the pen.
    UnknownKey,
    /// A key without which it does not work.
    MissingKey,
    /// The same thing twice.
    Duplicate,
    /// Not a text.
    NotText,
    /// Not a whole number within bounds.
    NotNumber {
        /// Least.
        least: u64,
        /// Most.
        most: u64,
    },
    /// Neither true nor false.
    NotTruth,
    /// Not a list, or an empty one.
    NotList,
    /// Not a table.
    NotTable,
    /// Breaks the rule of its field.
    Rule(FieldError),
    /// Not address and port.
    Address,
    /// Neither `production` nor `practice`.
    Environment,
    /// Allowed in practice alone.
    PracticeOnly,
    /// Ends before it starts.
    EndsBeforeStart,
    /// The file that it names cannot be read.
    UnreadableFile,
    /// The file that it names holds no anchor.
    Anchor(CertificateError),
    /// The file that it names is no certificate or key of a verifier.
    Verifier,
    /// Not hexadecimal of whole octets.
    Hexadecimal,
    /// Not in the form of its official element.
    Official,
    /// A facility that is not listed.
    Facility,
    /// Not one of some words.
    Choice {
        /// The words.
        words: &'static str,
    },
    /// Not one of the words that may stand here.
    Word,
    /// Not the address of a database.
    Database,
}

impl Fault {
    /// Stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unreadable => "CONFIG-UNREADABLE",
            Self::Syntax => "CONFIG-SYNTAX",
            Self::UnknownKey => "CONFIG-UNKNOWN-KEY",
            Self::MissingKey => "CONFIG-MISSING-KEY",
            Self::Duplicate => "CONFIG-DUPLICATE",
            Self::NotText => "CONFIG-NOT-TEXT",
            Self::NotNumber { .. } => "CONFIG-NOT-NUMBER",
            Self::NotTruth => "CONFIG-NOT-TRUTH",
            Self::NotList => "CONFIG-NOT-LIST",
            Self::NotTable => "CONFIG-NOT-TABLE",
            Self::Rule(rule) => rule.code(),
            Self::Address => "CONFIG-ADDRESS",
            Self::Environment => "CONFIG-ENVIRONMENT",
            Self::PracticeOnly => "CONFIG-PRACTICE-ONLY",
            Self::EndsBeforeStart => "CONFIG-ENDS-BEFORE-START",
            Self::UnreadableFile => "CONFIG-UNREADABLE-FILE",
            Self::Anchor(error) => error.code(),
            Self::Verifier => "CONFIG-VERIFIER",
            Self::Hexadecimal => "CONFIG-HEXADECIMAL",
            Self::Official => "CONFIG-OFFICIAL",
            Self::Facility => "CONFIG-FACILITY",
            Self::Choice { .. } => "CONFIG-CHOICE",
            Self::Word => "CONFIG-WORD",
            Self::Database => "CONFIG-DATABASE",
        }
    }

    fn japanese(self) -> String {
        match self {
            Self::Unreadable => "ファイルを読めません".into(),
            Self::Syntax => "TOML として読めません".into(),
            Self::UnknownKey => "このキーはありません。綴りを確かめてください".into(),
            Self::MissingKey => "このキーが必要です".into(),
            Self::Duplicate => "同じものが二度書かれています".into(),
            Self::NotText => "引用符で囲んだ文字列にしてください".into(),
            Self::NotNumber { least, most } => {
                format!("{least} から {most} までの整数にしてください")
            }
            Self::NotTruth => "true か false にしてください".into(),
            Self::NotList => "一つ以上の要素を持つ一覧にしてください".into(),
            Self::NotTable => "表（[…] または {…}）にしてください".into(),
            Self::Rule(rule) => japanese_rule(rule).into(),
            Self::Address => "「アドレス:ポート」の形にしてください".into(),
            Self::Environment => "\"production\" か \"practice\" にしてください".into(),
            Self::PracticeOnly => "environment が \"practice\" のときだけ使えます".into(),
            Self::EndsBeforeStart => "終わりが始まりより前です".into(),
            Self::UnreadableFile => "ここに書かれたファイルを読めません".into(),
            Self::Anchor(_) => "ここに書かれたファイルは認証局の証明書として使えません".into(),
            Self::Verifier => {
                "ここに書かれたファイルは検証者の証明書（7F4E と 5F37）または秘密鍵（P-384、PKCS#8）として使えません"
                    .into()
            }
            Self::Hexadecimal => "偶数桁の16進数にしてください".into(),
            Self::Official => "公式の項目の形式に合いません".into(),
            Self::Facility => "[[facility]] にない施設です".into(),
            Self::Choice { words } => format!("次のどれかにしてください: {words}"),
            Self::Word => "ここに書ける言葉ではありません。説明書で確かめてください".into(),
            Self::Database => {
                "postgres://利用者:パスワード@ホスト/データベース の形にしてください".into()
            }
        }
    }

    fn english(self) -> String {
        match self {
            Self::Unreadable => "the file cannot be read".into(),
            Self::Syntax => "this is not TOML".into(),
            Self::UnknownKey => "there is no such key; check its spelling".into(),
            Self::MissingKey => "this key is needed".into(),
            Self::Duplicate => "the same is written twice".into(),
            Self::NotText => "must be text in quotation marks".into(),
            Self::NotNumber { least, most } => {
                format!("must be a whole number from {least} to {most}")
            }
            Self::NotTruth => "must be true or false".into(),
            Self::NotList => "must be a list of one item or more".into(),
            Self::NotTable => "must be a table, […] or {…}".into(),
            Self::Rule(rule) => rule.to_string(),
            Self::Address => "must be address:port".into(),
            Self::Environment => "must be \"production\" or \"practice\"".into(),
            Self::PracticeOnly => "is allowed only where environment is \"practice\"".into(),
            Self::EndsBeforeStart => "the end is before the start".into(),
            Self::UnreadableFile => "the file named here cannot be read".into(),
            Self::Anchor(error) => format!("the file named here is no anchor: {error}"),
            Self::Verifier => {
                "the file named here is no certificate (7F4E and 5F37) or private key \
                 (P-384, PKCS#8) of a verifier"
                    .into()
            }
            Self::Hexadecimal => "must be hexadecimal digits, an even number of them".into(),
            Self::Official => "is not in the form of the official element".into(),
            Self::Facility => "is not one of [[facility]]".into(),
            Self::Choice { words } => format!("must be one of {words}"),
            Self::Word => "is not one of the words that may stand here".into(),
            Self::Database => "must be postgres://user:password@host/database".into(),
        }
    }
}

const fn japanese_rule(rule: FieldError) -> &'static str {
    match rule {
        FieldError::FacilityCode => "数字10桁にしてください",
        FieldError::TerminalId => "英数字・ハイフン・下線の1～64文字にしてください",
        FieldError::ChallengeId => "英数字・ハイフン・下線の16～64文字にしてください",
        FieldError::ActivationCode | FieldError::IdempotencyKey | FieldError::ReceptionNumber => {
            "英数字・ハイフン・下線の16～64文字にしてください"
        }
        FieldError::ReferenceNumber => "数字1～50桁にしてください",
        FieldError::MyNumber => "個人番号（12桁）は入れられません。消してください",
        FieldError::Repertoire => "シフトJIS（CP932）にない文字は使えません",
        FieldError::Base64 => "Base64 にしてください",
        FieldError::Nonce => "32～64バイトの Base64 にしてください",
        FieldError::Date => "日付（yyyyMMdd）にしてください",
        FieldError::Timestamp => "日時（例 2026-11-21T09:00:00+09:00）にしてください",
        FieldError::Origin => {
            "https://ホスト名[:ポート]（http は自分の端末だけ）か isolated-app://ID にしてください"
        }
        FieldError::InsuredCardSymbol | FieldError::InsuredIdentificationNumber => {
            "1～20文字にしてください"
        }
        FieldError::InsuredBranchNumber => "数字2桁にしてください",
        FieldError::ArbitraryIdentifier => "半角英数字・記号の1～50文字にしてください",
        FieldError::InsurerNumber => "6桁または8桁の保険者番号にしてください",
        FieldError::InsurerNumberFourDigits => {
            "4桁の番号は2008年までのものです。6桁または8桁の保険者番号にしてください"
        }
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (file, code) = (self.file.display(), self.fault.code());
        let key = if self.key.is_empty() {
            String::new()
        } else {
            format!("{}: ", self.key)
        };
        let (line_ja, line_en) = match self.line {
            Some(line) => (format!(" {line}行目"), format!(" line {line}")),
            None => (String::new(), String::new()),
        };
        writeln!(f, "{file}{line_ja} {key}{} [{code}]", self.fault.japanese())?;
        write!(f, "{file}{line_en} {key}{} [{code}]", self.fault.english())
    }
}

impl std::error::Error for FileError {}
