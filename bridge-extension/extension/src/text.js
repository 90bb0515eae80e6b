// Puts the texts of the browser's language into a page. Their keys stand in the markup as
// `data-text`; the texts in `_locales`.

/**
 * @param {string} key
 * @param {string[]} values that stand in the text as $1, $2
 * @returns {string}
 */
export function text(key, ...values) {
  return chrome.i18n.getMessage(key, values);
}

/** Fills the page, its title and its language, which is that of the texts and not the browser's. */
export function fillTexts() {
  document.documentElement.lang = text("lang");
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (
    document.querySelectorAll("[data-text]")
  )) {
    element.textContent = text(element.dataset.text ?? "");
  }
}

/**
 * The element with this id, which the markup has.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) {
    throw new Error(`the page has no #${id}`);
  }
  return element;
}
