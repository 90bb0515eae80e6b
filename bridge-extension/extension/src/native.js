// One process of the native host. Turns what Chromium says about its end into our codes.

import { Code, HOST, errorMessage, isMessage } from "./protocol.js";

/** @typedef {import("./protocol.js").Message} Message */

/**
 * Chromium's words (chrome/browser/extensions/api/messaging/native_message_port.cc).
 * A host that cannot be started is as good as missing: installing it again mends both.
 * @type {[string, string][]}
 */
const WORDS = [
  ["host not found", Code.hostMissing],
  ["Failed to start native messaging host", Code.hostMissing],
  ["host is forbidden", Code.hostForbidden],
  ["disabled by the system administrator", Code.hostForbidden],
];

/**
 * @param {string | undefined} words of `chrome.runtime.lastError`
 * @returns {string}
 */
export function codeOfEnd(words) {
  const known = WORDS.find(([part]) => words?.includes(part));
  return known ? known[1] : Code.hostEnded;
}

/**
 * @typedef {object} Host
 * @property {(message: Message) => void} send
 * @property {() => void} close Ends the process; `ended` is not called for it.
 */

/**
 * Starts a host process.
 * @param {{ heard: (message: unknown) => void, ended: (code: string) => void }} listener
 * @returns {Host}
 */
export function startHost({ heard, ended }) {
  const port = chrome.runtime.connectNative(HOST);
  let open = true;
  port.onMessage.addListener((/** @type {unknown} */ message) => {
    if (open) {
      heard(message);
    }
  });
  port.onDisconnect.addListener(() => {
    const code = codeOfEnd(chrome.runtime.lastError?.message);
    if (open) {
      open = false;
      ended(code);
    }
  });
  return {
    send: (message) => port.postMessage(message),
    close: () => {
      open = false;
      port.disconnect();
    },
  };
}

/**
 * Sends one message to a process of its own and gives the first answer; when there is none,
 * an error message in its place.
 * @param {Message} message
 * @param {number} patience in milliseconds
 * @returns {Promise<Message>}
 */
export function askHost(message, patience) {
  return new Promise((resolve) => {
    const timer = setTimeout(() => finish(errorMessage(Code.timeout)), patience);
    const host = startHost({ heard: finish, ended: (code) => finish(errorMessage(code)) });
    host.send(message);

    /** @param {unknown} answer */
    function finish(answer) {
      clearTimeout(timer);
      host.close();
      resolve(isMessage(answer) ? answer : errorMessage(Code.malformed));
    }
  });
}
