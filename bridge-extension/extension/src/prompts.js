// The windows in which a person is asked whether a page may use the reader: one for each
// origin, however many of its tabs wait. A window that is closed without an answer is a no.

/** The name of a window's port to the worker begins with this; its number follows. */
export const PROMPT_PORT = "consent:";

/**
 * @typedef {object} Prompt
 * @property {string} origin
 * @property {number} waiting how many pages wait for the answer
 * @property {number | undefined} windowId
 * @property {Promise<boolean>} answer
 * @property {(yes: boolean) => void} settle
 */

export class Prompts {
  /** @type {Map<string, Prompt>} */
  #open = new Map();
  #windows;

  /** @param {Pick<typeof chrome.windows, "create" | "remove" | "onRemoved">} windows */
  constructor(windows) {
    this.#windows = windows;
    windows.onRemoved.addListener((id) => {
      [...this.#open.values()].find((prompt) => prompt.windowId === id)?.settle(false);
    });
  }

  /**
   * Asks, or waits for the answer of a window that asks already.
   * @param {string} origin
   * @param {AbortSignal} givenUp when the page has left
   * @returns {Promise<boolean>}
   */
  async ask(origin, givenUp) {
    if (givenUp.aborted) {
      return false;
    }
    const shown = [...this.#open.values()].find((prompt) => prompt.origin === origin);
    const prompt = shown ?? this.#show(origin);
    prompt.waiting += 1;
    givenUp.addEventListener("abort", () => {
      prompt.waiting -= 1;
      if (prompt.waiting === 0) {
        prompt.settle(false);
      }
    });
    return prompt.answer;
  }

  /**
   * Takes the port of a consent window.
   * @param {chrome.runtime.Port} port
   */
  attach(port) {
    const prompt = this.#open.get(port.name);
    if (!prompt) {
      // The worker was stopped meanwhile: nobody waits for this window any more.
      port.disconnect();
      return;
    }
    port.onMessage.addListener((/** @type {unknown} */ message) => {
      if (message === "yes" || message === "no") {
        prompt.settle(message === "yes");
      }
      // Anything else is the window's sign of life, which keeps the worker running.
    });
    port.onDisconnect.addListener(() => prompt.settle(false));
    port.postMessage({ origin: prompt.origin });
  }

  /**
   * @param {string} origin
   * @returns {Prompt}
   */
  #show(origin) {
    // Not guessable from an earlier life of the worker, whose windows may still be open.
    const name = `${PROMPT_PORT}${crypto.randomUUID()}`;
    /** @type {(yes: boolean) => void} */
    let resolve = () => {};
    /** @type {Prompt} */
    const prompt = {
      origin,
      waiting: 0,
      windowId: undefined,
      answer: new Promise((settled) => {
        resolve = settled;
      }),
      settle: (yes) => {
        if (this.#open.delete(name)) {
          resolve(yes);
          void this.#close(prompt);
        }
      },
    };
    this.#open.set(name, prompt);
    void this.#create(name, prompt);
    return prompt;
  }

  /**
   * @param {string} name
   * @param {Prompt} prompt
   */
  async #create(name, prompt) {
    try {
      const window = await this.#windows.create({
        url: `src/consent.html#${name}`,
        type: "popup",
        focused: true,
        width: 520,
        height: 540,
      });
      prompt.windowId = window?.id;
      if (!this.#open.has(name)) {
        await this.#close(prompt);
      }
    } catch {
      // No window can be shown here, so nobody can say yes.
      prompt.settle(false);
    }
  }

  /** @param {Prompt} prompt */
  async #close({ windowId }) {
    if (windowId !== undefined) {
      // The person may have been quicker.
      await this.#windows.remove(windowId).catch(() => {});
    }
  }
}
