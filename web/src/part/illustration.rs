//! The drawing of the waiting screen: a card above a reader. Decoration only.

use yew::prelude::*;

/// A card above a reader. It moves towards the reader only if it is `ready`: if a card
/// would be read now.
pub(crate) fn card_over_reader(ready: bool) -> Html {
    html! {
        <svg class="drawing" data-ready={ready.to_string()} viewBox="0 0 320 220"
            aria-hidden="true" focusable="false">
            <ellipse class="drawing__shadow" cx="160" cy="202" rx="128" ry="12" />
            <path class="drawing__reader" d="M64 132h192l36 52a8 8 0 0 1-6.600 12.500H34.600A8 8 0 0 1 28 184z" />
            <path class="drawing__waves" d="M124 166a50 22 0 0 1 72 0M138 174a30 13 0 0 1 44 0M152 182a11 5 0 0 1 16 0" />
            <g class="drawing__card">
                <rect class="drawing__face" x="72" y="22" width="176" height="104" rx="10" />
                <rect class="drawing__chip" x="90" y="60" width="30" height="24" rx="4" />
                <path class="drawing__chip-lines" d="M100 60v24M110 60v24M90 72h30" />
                <path class="drawing__lines" d="M90 42h70M136 66h48M136 80h36M90 104h96" />
                <rect class="drawing__photo" x="200" y="56" width="32" height="42" rx="3" />
                <circle class="drawing__head" cx="216" cy="71" r="7" />
                <path class="drawing__head" d="M204 98a12 13 0 0 1 24 0z" />
            </g>
        </svg>
    }
}
