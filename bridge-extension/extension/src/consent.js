// Asks the person at the computer about one page. The origin comes from the worker over a
// port, never from this window's address, and the answer goes back the same way.

import { byId, fillTexts } from "./text.js";

/** A click meant for the page below must not answer a window that has just come up. */
const SETTLE_MS = 700;

/** The worker sleeps after 30 s without an event, and the page's port would go with it. */
const SIGN_OF_LIFE_MS = 20_000;

fillTexts();
const no = /** @type {HTMLButtonElement} */ (byId("no"));
const yes = /** @type {HTMLButtonElement} */ (byId("yes"));

const port = chrome.runtime.connect(chrome.runtime.id, { name: location.hash.slice(1) });
port.onMessage.addListener((/** @type {{ origin: string }} */ { origin }) => {
  const { protocol, host } = new URL(origin);
  byId("scheme").textContent = `${protocol}//`;
  byId("host").textContent = host;
  setTimeout(() => {
    no.disabled = false;
    yes.disabled = false;
    no.focus();
  }, SETTLE_MS);
});
port.onDisconnect.addListener(() => {
  clearInterval(signs);
  byId("question").hidden = true;
  byId("gone").hidden = false;
});
const signs = setInterval(() => port.postMessage("here"), SIGN_OF_LIFE_MS);

no.addEventListener("click", () => port.postMessage("no"));
yes.addEventListener("click", () => port.postMessage("yes"));
addEventListener("keydown", ({ key }) => {
  if (key === "Escape") {
    window.close();
  }
});
