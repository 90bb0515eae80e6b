//! Words of the frame: name, navigation, reader chip, function keys.

use super::Text;
use crate::domain::advice::ErrorCode;
use crate::state::{Carrier, FunctionKey, Level, ReaderLink, Route, Screen};

pub(crate) const PRODUCT: Text = Text::new("資格確認", "Eligibility check");
pub(crate) const SKIP: Text = Text::new("本文へ進む", "Skip to the content");
pub(crate) const NAVIGATION: Text = Text::new("画面", "Screens");
pub(crate) const KEYS: Text = Text::new("ファンクションキー", "Function keys");
pub(crate) const BANDS: Text = Text::new("お知らせ", "Notices");
/// Names the language to change to, in that language.
pub(crate) const OTHER_LANGUAGE: Text = Text::new("English", "日本語");
pub(crate) const NOT_OFFICIAL: Text = Text::new(
    "この画面は民間のソフトウェアです。国や公的機関の公式アプリではありません。",
    "This is independent software, not an official app of the government or any public body.",
);
pub(crate) const FETCHING: Text = Text::new("読み込んでいます", "Loading");
pub(crate) const NOT_FETCHED: Text = Text::new(
    "この画面を読み込めませんでした",
    "This screen could not be loaded",
);
pub(crate) const RELOAD: Text = Text::new("再読み込み", "Reload");
pub(crate) const READER: Text = Text::new("カードリーダー", "Card reader");
pub(crate) const LAST_SUCCESS: Text = Text::new("最後に読めた時刻", "last card read at");
pub(crate) const OPEN_DIAGNOSIS: Text = Text::new("機器診断を開く", "Open the device check");
pub(crate) const CARD_ON_IT: Text = Text::new("カードあり", "card present");

/// The name of a screen.
pub(crate) const fn screen(screen: Screen) -> Text {
    match screen {
        Screen::Reception => Text::new("受付", "Reception"),
        Screen::Insurance => Text::new("記号番号", "By number"),
        Screen::Batch => Text::new("一括照会", "Batch"),
        Screen::History => Text::new("履歴", "History"),
        Screen::Training => Text::new("練習モード", "Training"),
        Screen::Diagnosis => Text::new("機器診断", "Device check"),
        Screen::Settings => Text::new("設定", "Settings"),
        Screen::Help => Text::new("ヘルプ", "Help"),
        Screen::OtherWays => Text::new("確認できないとき", "If it cannot be confirmed"),
        Screen::Medical => Text::new("薬剤・健診情報", "Medical information"),
    }
}

/// What a function key does.
pub(crate) const fn function(key: FunctionKey) -> Text {
    match key {
        FunctionKey::Help => Text::new("ヘルプ", "Help"),
        FunctionKey::ReadAgain => Text::new("読み直す", "Read again"),
        FunctionKey::Csv => Text::new("CSVで渡す", "Give out as CSV"),
        FunctionKey::History => Text::new("履歴", "History"),
        FunctionKey::Fhir => Text::new("FHIRで渡す", "Give out as FHIR"),
        FunctionKey::OtherWays => Text::new("ほかの方法", "Other ways"),
        FunctionKey::Print => Text::new("印刷", "Print"),
        FunctionKey::Copy => Text::new("コピー", "Copy"),
        FunctionKey::Save => Text::new("保存", "Save"),
        FunctionKey::Next => Text::new("次の患者", "Next patient"),
        FunctionKey::Clear => Text::new("消去", "Clear"),
    }
}

pub(crate) const CANCEL: Text = Text::new("中止", "Cancel");
pub(crate) const BACK: Text = Text::new("受付へ戻る", "Back to reception");

/// The name on the key itself.
pub(crate) const fn key_name(key: FunctionKey) -> &'static str {
    match key {
        FunctionKey::Clear => "Esc",
        other => other.key(),
    }
}

/// How the reader is reached.
pub(crate) const fn route(route: Route) -> Text {
    match route {
        Route::Usb => Text::same("USB"),
        Route::Bridge => Text::new("ブリッジ", "Bridge"),
        Route::Other(carrier) => carrier_name(carrier),
        Route::Practice => Text::new("練習", "Practice"),
    }
}

/// What carries APDUs besides USB and the bridge.
pub(crate) const fn carrier_name(carrier: Carrier) -> Text {
    match carrier {
        Carrier::Bluetooth => Text::same("Bluetooth"),
        Carrier::Hid => Text::same("HID"),
        Carrier::SmartCard => Text::new("システム", "System"),
    }
}

/// The state of the connection to the reader.
pub(crate) const fn link(link: &ReaderLink) -> Text {
    match link {
        ReaderLink::Unknown | ReaderLink::Opening => Text::new("接続中…", "connecting…"),
        ReaderLink::Unsupported => Text::new("使えません", "unavailable"),
        ReaderLink::Absent => Text::new("未接続", "not connected"),
        ReaderLink::Ready => Text::new("接続済み", "connected"),
        ReaderLink::Failed(_) => Text::new("使えません", "unavailable"),
    }
}

/// The exchange level of the reader.
pub(crate) const fn level(level: Level) -> Text {
    match level {
        Level::ShortApdu => Text::new("短いAPDU", "short APDU"),
        Level::ExtendedApdu => Text::new("拡張APDU", "extended APDU"),
        Level::Tpdu => Text::same("TPDU"),
        Level::ReaderBlocks | Level::HostBlocks => Text::new("非接触", "contactless"),
        Level::Undecided => Text::new("カード待ち", "waiting for a card"),
    }
}

pub(crate) const CODE: Text = Text::new("コード", "Code");

/// A code in brackets, as it stands at the end of a sentence.
pub(crate) fn bracketed(code: &ErrorCode) -> String {
    ["[", code.as_str(), "]"].concat()
}
