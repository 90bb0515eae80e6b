//! Words of the device check: one rung after another from the browser to the card.

use super::Text;
use crate::domain::settings::Language;
use crate::state::Carrier;

pub(crate) const LEAD: Text = Text::new(
    "ブラウザからカードまでを順に調べます。最初に ✖ または ! が付いたところが原因です。",
    "From the browser to the card, one after another. The first rung with a cross or an exclamation mark is the cause.",
);
pub(crate) const LADDER: Text = Text::new("診断の結果", "Findings");
pub(crate) const COPY_REPORT: Text = Text::new("報告をコピー", "Copy the report");
pub(crate) const COPIED: Text = Text::new("コピーしました", "Copied");
pub(crate) const COPY_NOTE: Text = Text::new(
    "患者さんの情報は含まれません。問い合わせのときにお使いください。",
    "It holds nothing about patients. Use it when you ask for help.",
);
pub(crate) const CONNECT: Text = Text::new("リーダーを接続", "Connect reader");
pub(crate) const ASK_AGAIN: Text = Text::new("もう一度調べる", "Ask again");

pub(crate) const BROWSER: Text = Text::new("ブラウザ", "Browser");
pub(crate) const BROWSER_GOOD: Text = Text::new(
    "USBのカードリーダーを使えるブラウザです。",
    "This browser can use USB card readers.",
);
pub(crate) const PERMISSION: Text = Text::new("許可", "Permission");
pub(crate) const PERMISSION_GOOD: Text = Text::new(
    "リーダーの使用が許可されています。",
    "Use of the reader is allowed.",
);
pub(crate) const PERMISSION_MISSING: Text = Text::new(
    "リーダーがつながっていないか、まだ選ばれていません。",
    "No reader is plugged in, or none has been chosen yet.",
);
pub(crate) const READER: Text = Text::new("リーダー", "Reader");
pub(crate) const READER_GOOD: Text = Text::new(
    "リーダーを開いて、通信できています。",
    "The reader is open and answers.",
);
pub(crate) const BRIDGE: Text = Text::new("ブリッジ", "Bridge");
pub(crate) const BRIDGE_MISSING: Text = Text::new(
    "入っていません。USBで直接使えないリーダーも、ブリッジを入れると使えます。",
    "Not installed. With it, readers that a page cannot use by USB can be used, too.",
);
pub(crate) const BRIDGE_NOT_NEEDED: Text = Text::new(
    "入っていませんが、USBで直接つながっているため必要ありません。",
    "Not installed, and not needed: the reader is used directly by USB.",
);
pub(crate) const BRIDGE_IN_USE: Text = Text::new(
    "USBで直接使えるリーダーがないため、ブリッジ経由で使っています。",
    "In use, as no reader can be used directly by USB.",
);
pub(crate) const BRIDGE_STANDS_BY: Text = Text::new(
    "使える状態です。今はUSBで直接つながっているため、使っていません。",
    "Ready, and not used now: the reader is used directly by USB.",
);
pub(crate) const BRIDGE_WITHOUT_READERS: Text = Text::new(
    "つながっていますが、パソコンにリーダーが見つかりません。",
    "It answers, but this computer has no reader.",
);
pub(crate) const BRIDGE_INSTALL: Text = Text::new("ブリッジを入れる", "Install the bridge");
pub(crate) const LEVEL_OF_SYSTEM: Text = Text::new(
    "通信はパソコンのスマートカード機能が受け持っています。",
    "The smart card service of this computer takes care of it.",
);
pub(crate) const LEVEL_OF_CARRIER: Text = Text::new(
    "APDUをそのまま送ります。カードとの手順はリーダーが受け持ちます。",
    "Whole APDUs; the reader speaks the card's protocol.",
);
pub(crate) const OTHERS_TITLE: Text = Text::new("USB以外のつなぎ方", "Other ways than USB");
pub(crate) const OTHERS_LEAD: Text = Text::new(
    "USBのリーダーがあるときは必要ありません。実物のリーダーではまだ確かめていません。",
    "Not needed where there is a reader on USB. None has been tried with a reader made of metal yet.",
);
pub(crate) const LEVEL: Text = Text::new("通信方式", "Exchange level");
pub(crate) const LEVEL_EXTENDED: Text = Text::new(
    "拡張APDUに対応しています。最も速く読めます。",
    "Extended APDUs: the fastest way.",
);
pub(crate) const LEVEL_SHORT: Text = Text::new(
    "短いAPDUで通信します。問題なく使えます。",
    "Short APDUs: works without limits.",
);
pub(crate) const LEVEL_TPDU: Text = Text::new(
    "TPDUで通信します。カードとの手順はこの画面が受け持ちます。問題なく使えます。",
    "TPDU level: this page speaks the card's protocol itself. Works without limits.",
);
pub(crate) const LEVEL_READER_BLOCKS: Text = Text::new(
    "メーカー独自の接続口を通して、カードとの手順はリーダーが受け持ちます。問題なく使えます。",
    "Through the maker's own interface; the reader speaks the card's protocol. Works without limits.",
);
pub(crate) const LEVEL_HOST_BLOCKS: Text = Text::new(
    "メーカー独自の接続口を通して、カードとの手順はこの画面が受け持ちます。問題なく使えます。",
    "Through the maker's own interface; this page speaks the card's protocol itself. Works without limits.",
);
pub(crate) const LEVEL_UNDECIDED: Text = Text::new(
    "カードを置くと、使える方式を調べて決めます。",
    "Found out with the first card that is put down.",
);
pub(crate) const LEVEL_UNKNOWN: Text = Text::new(
    "リーダーを開くと調べられます。",
    "Known once the reader is open.",
);
pub(crate) const CARD: Text = Text::new("カード", "Card");
pub(crate) const CARD_PRESENT: Text =
    Text::new("カードが置かれています。", "A card lies on the reader.");
pub(crate) const CARD_ABSENT: Text = Text::new(
    "カードは置かれていません。置くと、この表示が変わります。",
    "No card on the reader. Put one down and this changes.",
);
pub(crate) const CARD_BEING_ASKED: Text = Text::new(
    "カードを調べています。動かさないでください。",
    "The card is being examined. Leave it where it is.",
);
pub(crate) const ASK_CARD: Text = Text::new("カードを調べる", "Examine the card");
pub(crate) const KIND: Text = Text::new("カードの種類", "Kind of card");
pub(crate) const KIND_UNKNOWN: Text = Text::new(
    "カードを置くか、「カードを調べる」を押すと調べます。暗証番号は使いません。",
    "Known once a card is put down, or examined. No PIN is used.",
);
pub(crate) const KIND_MY_NUMBER: Text = Text::new("マイナンバーカードです。", "A My Number Card.");
pub(crate) const KIND_PHONE: Text = Text::new(
    "スマートフォンのマイナンバーカードです。",
    "A My Number Card on a phone.",
);
pub(crate) const KIND_RESIDENT: Text = Text::new(
    "住民基本台帳カードです。今は使えません。",
    "A resident register card (住民基本台帳カード), which is no longer in use.",
);
pub(crate) const KIND_OTHER: Text = Text::new(
    "電子証明書のアプリはありますが、知らない種類のカードです。",
    "It has the certificate application, but is of an unknown kind.",
);
pub(crate) const EXTENDED: Text = Text::new("拡張APDU", "Extended APDU");
pub(crate) const EXTENDED_WORKS: Text = Text::new(
    "このリーダーとカードで試し、使えました（拡張Lc/Le対応）。",
    "Tried with this reader and card: it works (extended Lc/Le).",
);
pub(crate) const EXTENDED_NOT_OFFERED: Text = Text::new(
    "このリーダーかカードは短いAPDUだけです（拡張Lc/Le非対応）。この画面では問題なく使えます。",
    "This reader or card takes short APDUs only (no extended Lc/Le). This page works with it all the same.",
);
pub(crate) const EXTENDED_FAILED: Text = Text::new(
    "試しましたが通りませんでした（拡張Lc/Le非対応）。短いAPDUに切り替えて使えます。",
    "Tried, and it did not pass (no extended Lc/Le). Short APDUs are used instead.",
);
pub(crate) const EXTENDED_NOT_TRIED: Text = Text::new(
    "暗証番号なしで読める長いデータがないため、試していません。",
    "Not tried: without its PIN this card shows nothing that is long enough.",
);
pub(crate) const CERTIFICATE: Text = Text::new("電子証明書", "Certificate");
pub(crate) const CERTIFICATE_GOOD: Text = Text::new(
    "電子証明書は有効期間内で、発行元も確かめられます。",
    "The certificate is within its dates, and its issuer is trusted.",
);
pub(crate) const CERTIFICATE_BEHIND_PIN: Text = Text::new(
    "スマートフォンでは、暗証番号の後に読めます。",
    "On a phone it can be read after the PIN only.",
);
pub(crate) const PIN: Text = Text::new("暗証番号", "PIN");
pub(crate) const PIN_LOCKED: Text =
    Text::new("暗証番号がロックされています。", "The PIN is locked.");
pub(crate) const GATEWAY: Text = Text::new("確認先", "Checking service");
pub(crate) const GATEWAY_GOOD: Text = Text::new("接続できています。", "Connected.");
pub(crate) const GATEWAY_ASKING: Text = Text::new("接続しています。", "Connecting.");
pub(crate) const CLOCK: Text = Text::new("時計", "Clock");
pub(crate) const CLOCK_GOOD: Text = Text::new(
    "パソコンの時計は合っています。",
    "This computer's clock is right.",
);
pub(crate) const NOT_YET: Text = Text::new(
    "前の段階が済むと調べられます。",
    "Known once the rungs before are good.",
);

/// The mark of a rung in words.
pub(crate) const GOOD: Text = Text::new("よい", "good");
pub(crate) const CAUTION: Text = Text::new("注意", "caution");
pub(crate) const BAD: Text = Text::new("問題あり", "problem");
pub(crate) const OPEN: Text = Text::new("未確認", "not known");

pub(crate) const RESERVED_TITLE: Text = Text::new(
    "なぜ使えないリーダーがあるのですか",
    "Why can some readers not be used?",
);
pub(crate) const RESERVED_TEXT: Text = Text::new(
    "ブラウザは安全のため、一般的なICカードリーダー（USBクラス 0x0B）をページから直接使うことを禁じています。リーダーの故障ではありません。メーカー独自の接続口を持つリーダーはそのまま使えます。それ以外のリーダーは、ブリッジ（拡張機能と補助ソフト）を入れると使えます。",
    "For safety, browsers do not let a page use ordinary smart card readers (USB class 0x0B) directly. The reader is not broken. Readers that have an interface of their maker's own work as they are; for all others there is the bridge (an extension and a helper program).",
);

/// The button that lets a person choose a device.
pub(crate) const fn connect_other(carrier: Carrier) -> Text {
    match carrier {
        Carrier::Bluetooth => Text::new("Bluetoothのリーダーを接続", "Connect a Bluetooth reader"),
        Carrier::Hid => Text::new(
            "HIDの機器を接続（試験的）",
            "Connect a HID device (experimental)",
        ),
        Carrier::SmartCard => Text::new(
            "システムのリーダーを使う（試験的）",
            "Use the system's readers (experimental)",
        ),
    }
}

/// How much one answer brought.
pub(crate) fn bytes_at_once(bytes: usize, language: Language) -> String {
    let bytes = bytes.to_string();
    match language {
        Language::Ja => ["一度に ", &bytes, " バイト読めました"].concat(),
        Language::En => [&bytes, " bytes in one answer"].concat(),
    }
}

/// What answers at the other end of the bridge.
pub(crate) fn bridge_versions(
    extension: &str,
    host: &str,
    readers: usize,
    language: Language,
) -> String {
    let readers = readers.to_string();
    let [extension_is, host_is, readers_are, end] = match language {
        Language::Ja => ["拡張機能 ", " · 補助ソフト ", " · リーダー ", "台"],
        Language::En => ["extension ", " · helper ", " · readers: ", ""],
    };
    [
        extension_is,
        extension,
        host_is,
        host,
        readers_are,
        &readers,
        end,
    ]
    .concat()
}
