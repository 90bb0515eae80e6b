// What goes over the two wires, page to extension and extension to host: names, codes and
// limits of protocol version 1. Constants and checks only; nothing here talks to the browser.

export const PROTOCOL = 1;

/** The native host as its manifest names it. */
export const HOST = "jp.myna_check.bridge";

/** The name a page gives its port. */
export const PORT = "bridge";

/** A page's largest message in bytes of UTF-8: what the host takes, and refused before it. */
export const MESSAGE_BYTES = 65_536;

/** A host answers a greeting within milliseconds; one that is silent for this long has hung. */
export const GREETING_MS = 10_000;

/** Long names of versions and origins are mistakes, or worse. */
const NAME_LENGTH = 255;

/** Requests a page may send once the host has welcomed it. `allowOrigin` is not among them. */
const REQUESTS = new Set(["watch", "open", "pinTyped", "transmit", "close"]);

/** What a page may hear from the host. */
const ANSWERS = new Set([
  "welcome",
  "readers",
  "opened",
  "noted",
  "transmitted",
  "closed",
  "error",
  "lost",
]);

/** What only the extension knows. A page that says it itself is lying or broken. */
const OURS = ["origin", "extensionVersion"];

/** @typedef {{ type: string, [field: string]: unknown }} Message */
/** @typedef {{ type: "hello", protocol: number, pageVersion: string }} PageHello */

export const Code = Object.freeze({
  version: "BRIDGE-VERSION",
  malformed: "BRIDGE-MESSAGE-MALFORMED",
  tooLarge: "BRIDGE-MESSAGE-TOO-LARGE",
  helloFirst: "BRIDGE-HELLO-FIRST",
  timeout: "BRIDGE-TIMEOUT",
  originInsecure: "BRIDGE-ORIGIN-INSECURE",
  originRefused: "BRIDGE-ORIGIN-REFUSED",
  originPending: "BRIDGE-ORIGIN-PENDING",
  hostMissing: "BRIDGE-HOST-MISSING",
  hostForbidden: "BRIDGE-HOST-FORBIDDEN",
  hostEnded: "BRIDGE-HOST-ENDED",
});

/**
 * An `error` message.
 * @param {string} code
 * @param {Record<string, unknown>} [more]
 * @returns {Message}
 */
export function errorMessage(code, more = {}) {
  return { type: "error", code, ...more };
}

/**
 * Why a page's message cannot be one, whatever its type, or null.
 * @param {unknown} message
 * @returns {string | null}
 */
export function faultOf(message) {
  if (!isMessage(message) || OURS.some((field) => Object.hasOwn(message, field))) {
    return Code.malformed;
  }
  const bytes = new TextEncoder().encode(JSON.stringify(message)).length;
  return bytes > MESSAGE_BYTES ? Code.tooLarge : null;
}

/**
 * @param {Message} message
 * @returns {message is PageHello}
 */
export function isHello(message) {
  const { type, protocol, pageVersion, ...more } = message;
  return (
    type === "hello" &&
    Number.isSafeInteger(protocol) &&
    typeof pageVersion === "string" &&
    pageVersion.length <= NAME_LENGTH &&
    Object.keys(more).length === 0
  );
}

/** @param {Message} message */
export function isRequest(message) {
  return REQUESTS.has(message.type);
}

/**
 * @param {unknown} message
 * @returns {message is Message}
 */
export function isAnswer(message) {
  return isMessage(message) && ANSWERS.has(message.type);
}

/**
 * Whether `origin` is one that a card may be shown to: HTTPS, or this computer itself.
 * @param {unknown} origin
 * @returns {origin is string}
 */
export function isAcceptableOrigin(origin) {
  if (typeof origin !== "string" || origin.length > NAME_LENGTH || !URL.canParse(origin)) {
    return false;
  }
  const url = new URL(origin);
  const here = url.hostname === "localhost" || url.hostname === "127.0.0.1";
  return url.origin === origin && (url.protocol === "https:" || (url.protocol === "http:" && here));
}

/**
 * @param {unknown} value
 * @returns {value is Message}
 */
export function isMessage(value) {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    typeof (/** @type {Message} */ (value).type) === "string"
  );
}
