//! Words of the settings.

use super::Text;
use crate::domain::settings::{Language, TextSize, Theme};

pub(crate) const LEAD: Text = Text::new(
    "この端末だけに保存されます。患者さんの情報は保存されません。",
    "Kept on this device only. Nothing about patients is ever kept.",
);
pub(crate) const LANGUAGE: Text = Text::new("言語", "Language");
pub(crate) const THEME: Text = Text::new("画面の明るさ", "Colours");
pub(crate) const TEXT_SIZE: Text = Text::new("文字の大きさ", "Size of the text");
pub(crate) const SOUND: Text = Text::new("結果を音で知らせる", "Announce results by a tone");
pub(crate) const SOUND_NOTE: Text = Text::new(
    "有効は明るい音が1回、それ以外は低い音が2回鳴ります。",
    "One clear tone for a valid result, two low ones otherwise.",
);
pub(crate) const SHUFFLED: Text = Text::new(
    "暗証番号の数字の並びを毎回変える",
    "Shuffle the keys of the PIN pad each time",
);
pub(crate) const SHUFFLED_NOTE: Text = Text::new(
    "指の動きから暗証番号を知られにくくなります。",
    "Nobody can tell the PIN from where the finger goes.",
);
pub(crate) const PIN_ON_SCREEN: Text = Text::new(
    "リーダーにキーがあっても、暗証番号は画面で入力する",
    "Type the PIN on the screen even where the reader has keys",
);
pub(crate) const PIN_ON_SCREEN_NOTE: Text = Text::new(
    "リーダーのキーで入力すると、暗証番号はパソコンを通りません。",
    "Typed on the reader, the PIN never passes this computer.",
);
pub(crate) const SCREEN: Text = Text::new("表示", "Display");
pub(crate) const DESK: Text = Text::new("受付の動作", "At the desk");
pub(crate) const FIXED: Text = Text::new("管理者が決めている設定", "Set by the administrator");
pub(crate) const FIXED_NOTE: Text = Text::new(
    "この画面からは変更できません。変更は管理者にご相談ください。",
    "These cannot be changed here. Please ask your administrator.",
);
pub(crate) const FACILITY: Text = Text::new("医療機関など", "Facility");
pub(crate) const FACILITY_CODE: Text = Text::new("医療機関コード", "Facility code");
pub(crate) const TERMINAL: Text = Text::new("端末", "Terminal");
pub(crate) const GATEWAY: Text = Text::new("確認先", "Checking service");
pub(crate) const ENVIRONMENT: Text = Text::new("環境", "Environment");
pub(crate) const PRODUCTION: Text = Text::new("本番", "Production");
pub(crate) const PRACTICE: Text = Text::new("練習用（テスト環境）", "Practice (test environment)");
pub(crate) const CLEAR_AFTER: Text = Text::new("結果を消すまで", "Results are cleared after");

/// The name of a language, in that language.
pub(crate) const fn language(language: Language) -> &'static str {
    match language {
        Language::Ja => "日本語",
        Language::En => "English",
    }
}

/// The name of a choice of colours.
pub(crate) const fn theme(theme: Theme) -> Text {
    match theme {
        Theme::System => Text::new("パソコンに合わせる", "As the system"),
        Theme::Light => Text::new("明るい", "Light"),
        Theme::Dark => Text::new("暗い", "Dark"),
    }
}

/// The name of a size of text.
pub(crate) const fn text_size(size: TextSize) -> Text {
    match size {
        TextSize::Normal => Text::new("標準", "Normal"),
        TextSize::Large => Text::new("大", "Large"),
        TextSize::Largest => Text::new("特大", "Largest"),
    }
}

/// A number of seconds.
pub(crate) fn seconds(seconds: u16, language: Language) -> String {
    let number = seconds.to_string();
    match language {
        Language::Ja => number + "秒",
        Language::En => number + " seconds",
    }
}
