// Which pages may use the reader, as far as the extension has a say.
//
// The host keeps the lists and decides. The extension adds three things: the administrator's
// policy for it, the person's answer when the host does not know a page, and a withdrawal,
// which stops a page before the host is even started.

import { Code, GREETING_MS, isAcceptableOrigin } from "./protocol.js";

/** @typedef {{ allowedOrigins: string[], onlyAdministrator: boolean }} Policy */
/** @typedef {{ state: "allowed" | "withdrawn", at: string }} Answer */
/** @typedef {"forbidden" | "withdrawn" | "open"} Standing */

/**
 * @typedef {object} Means
 * @property {chrome.storage.StorageArea} local
 * @property {Pick<chrome.storage.StorageArea, "get">} managed
 * @property {typeof import("./native.js").askHost} askHost
 * @property {(origin: string, givenUp: AbortSignal) => Promise<boolean>} [prompt]
 * @property {() => Date} now
 */

export class Origins {
  #means;

  /** @param {Means} means */
  constructor(means) {
    this.#means = means;
  }

  /** @returns {Promise<Policy>} */
  async policy() {
    const { allowedOrigins, onlyAdministrator } = await this.#means.managed.get([
      "allowedOrigins",
      "onlyAdministrator",
    ]);
    return {
      allowedOrigins: Array.isArray(allowedOrigins) ? allowedOrigins.filter(isAcceptableOrigin) : [],
      onlyAdministrator: onlyAdministrator === true,
    };
  }

  /** @returns {Promise<Record<string, Answer>>} what the person has said, by origin */
  async answers() {
    const { answers } = await this.#means.local.get("answers");
    return typeof answers === "object" && answers !== null
      ? /** @type {Record<string, Answer>} */ (answers)
      : {};
  }

  /**
   * What is known of an origin before the host is asked.
   * @param {string} origin
   * @returns {Promise<Standing>}
   */
  async standing(origin) {
    const { allowedOrigins, onlyAdministrator } = await this.policy();
    if (allowedOrigins.includes(origin)) {
      return "open";
    }
    // Where a policy lists the pages, its list is the whole list.
    if (onlyAdministrator && allowedOrigins.length > 0) {
      return "forbidden";
    }
    const answers = await this.answers();
    return answers[origin]?.state === "withdrawn" ? "withdrawn" : "open";
  }

  /**
   * Gets an origin that the host refused onto the host's list, where somebody says yes.
   * @param {string} origin
   * @param {{ givenUp: AbortSignal, asking: () => void }} page
   * @returns {Promise<string | null>} the code of the refusal, or null
   */
  async obtain(origin, { givenUp, asking }) {
    const { allowedOrigins, onlyAdministrator } = await this.policy();
    const byPolicy = allowedOrigins.includes(origin);
    if (!byPolicy) {
      if (onlyAdministrator || !this.#means.prompt) {
        return Code.originRefused;
      }
      asking();
      if (!(await this.#means.prompt(origin, givenUp))) {
        return Code.originRefused;
      }
    }
    const answer = await this.#means.askHost({ type: "allowOrigin", origin }, GREETING_MS);
    if (answer.type !== "originAllowed") {
      return typeof answer.code === "string" ? answer.code : Code.malformed;
    }
    if (!byPolicy) {
      await this.#note(origin, "allowed");
    }
    return null;
  }

  /**
   * Takes a page's permission back. It stands in the host's list still, yet cannot reach it.
   * @param {string} origin
   */
  async withdraw(origin) {
    await this.#note(origin, "withdrawn");
  }

  /**
   * Keeps the host's version for the options page.
   * @param {unknown} hostVersion
   */
  async welcomed(hostVersion) {
    if (typeof hostVersion === "string") {
      await this.#means.local.set({ hostVersion });
    }
  }

  /**
   * @param {string} origin
   * @param {Answer["state"]} state
   */
  async #note(origin, state) {
    const answers = await this.answers();
    answers[origin] = { state, at: this.#means.now().toISOString() };
    await this.#means.local.set({ answers });
  }
}
