// Stand-ins for the browser's edge and nothing else: ports, storage areas, windows.

import { setImmediate } from 'node:timers/promises';

/** An event source as chrome.* has them. */
export class Events {
  #listeners = [];
  addListener(listener) {
    this.#listeners.push(listener);
  }
  fire(...details) {
    for (const listener of this.#listeners) {
      listener(...details);
    }
  }
}

/** Our end of a port. `sent` is what went out; `leave` and `say` are the other side's doing. */
export class FakePort {
  sent = [];
  closed = false;
  onMessage = new Events();
  onDisconnect = new Events();

  constructor({ name = 'bridge', origin } = {}) {
    this.name = name;
    this.sender = { origin };
  }
  postMessage(message) {
    if (this.closed) {
      throw new Error('Attempting to use a disconnected port object');
    }
    this.sent.push(structuredClone(message));
  }
  disconnect() {
    this.closed = true;
  }
  say(message) {
    this.onMessage.fire(message, this);
    return settled();
  }
  leave() {
    this.closed = true;
    this.onDisconnect.fire(this);
    return settled();
  }
  /** Codes of the error messages sent. */
  get codes() {
    return this.sent.filter(({ type }) => type === 'error').map(({ code }) => code);
  }
}

/** chrome.runtime with native ports that a test answers. */
export class FakeBrowser {
  hosts = [];
  lastError = undefined;

  install() {
    globalThis.chrome = {
      runtime: {
        connectNative: (name) => {
          const port = new FakePort({ name });
          this.hosts.push(port);
          return port;
        },
      },
    };
    Object.defineProperty(chrome.runtime, 'lastError', { get: () => this.lastError });
    return this;
  }
  get host() {
    return this.hosts.at(-1);
  }
  /** The host's process ends, and Chromium says why. */
  async hostEnds(words) {
    this.lastError = { message: words };
    await this.host.leave();
    this.lastError = undefined;
  }
}

/** A storage area that forgets nothing and copies what it is given. */
export class FakeArea {
  constructor(content = {}) {
    this.content = content;
  }
  async get(keys) {
    const wanted = [keys].flat();
    return structuredClone(
      Object.fromEntries(Object.entries(this.content).filter(([key]) => wanted.includes(key))),
    );
  }
  async set(values) {
    Object.assign(this.content, structuredClone(values));
  }
}

/** chrome.windows. */
export class FakeWindows {
  created = [];
  removed = [];
  onRemoved = new Events();
  async create(options) {
    this.created.push(options);
    return { id: this.created.length };
  }
  async remove(id) {
    this.removed.push(id);
    this.onRemoved.fire(id);
  }
}

/** Lets every promise that can settle do so. */
export async function settled() {
  for (let turn = 0; turn < 5; turn += 1) {
    await setImmediate();
  }
}

export const clock = () => new Date('2026-04-01T09:00:00Z');
