// The last things that happened, for whoever has to find out why a reader does not answer:
// times, origins and codes. It has no way to hold a message's contents.

/** Enough for some days at a desk; 200 entries are some 20 KB. */
export const ENTRIES = 200;

/** What an event may look like: one of our codes, or a word of the relay's. */
const EVENT = /^(BRIDGE-[A-Z-]{1,40}|[a-z-]{1,20})$/;

/** @typedef {{ at: string, event: string, origin: string }} Entry */

export class Log {
  #area;
  #now;
  /** @type {Promise<void>} */
  #writing = Promise.resolve();

  /**
   * @param {chrome.storage.StorageArea} area
   * @param {() => Date} now
   */
  constructor(area, now) {
    this.#area = area;
    this.#now = now;
  }

  /**
   * Writes in the order of the calls; resolves when written.
   * @param {string} event
   * @param {string} origin
   */
  write(event, origin) {
    const entry = {
      at: this.#now().toISOString(),
      event: EVENT.test(event) ? event : "unknown",
      origin,
    };
    // One entry that could not be written must not keep the next ones out.
    this.#writing = this.#writing.catch(() => {}).then(async () => {
      const entries = await this.entries();
      await this.#area.set({ log: [...entries, entry].slice(-ENTRIES) });
    });
    return this.#writing;
  }

  /** @returns {Promise<Entry[]>} the oldest first */
  async entries() {
    const { log } = await this.#area.get("log");
    return Array.isArray(log) ? log : [];
  }

  /** The log as text, one line for each entry. */
  async text() {
    const entries = await this.entries();
    return entries.map(({ at, event, origin }) => `${at}\t${event}\t${origin}\n`).join("");
  }
}
