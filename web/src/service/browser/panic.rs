//! When the page itself breaks: the desk is told to reload, instead of a screen that no
//! longer answers. Works on the document directly, as nothing else can be relied on.

use gloo::utils::document;

/// The element of index.html that asks to reload the page.
const NOTICE: &str = "crashed";

/// Shows the notice when the program panics.
pub(crate) fn install() {
    std::panic::set_hook(Box::new(|_| {
        if let Some(notice) = document().get_element_by_id(NOTICE) {
            // The attribute's name is a good one, the only thing that could be refused.
            let _ = notice.remove_attribute("hidden");
        }
    }));
}
